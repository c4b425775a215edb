-- name: backup.counts
select
    (select count(*) from reports),
    (
        select count(*) from (
            select d.raw from readings d
            where d.raw is not null and not exists (select 1 from forgettings f where f.reading = d.n)
            union
            select j.raw from rejects j where j.raw is not null and not exists (
                select 1 from readings d join forgettings f on f.reading = d.n where d.raw = j.raw
            )
        ) as named
    )

-- The last row of each kind up to a write: what is appended never changes, so a store that went on has them all.
-- name: backup.mark
select 'report', (select id from reports where commit_n <= :cursor order by n desc limit 1)
union all select 'reading', (select version from readings where commit_n <= :cursor order by n desc limit 1)
union all select 'collected', (select collected from readings where commit_n <= :cursor order by n desc limit 1)
union all select 'link', (select id from links where commit_n <= :cursor order by n desc limit 1)
union all select 'linked', (select at from links where commit_n <= :cursor order by n desc limit 1)
union all select 'act', (select id from acts where commit_n <= :cursor order by n desc limit 1)
union all select 'forgotten', (select at from forgettings where commit_n <= :cursor order by n desc limit 1)
union all select 'withdrawal', (select link from withdrawals where commit_n <= :cursor order by n desc limit 1)
union all select 'withdrawn', (select at from withdrawals where commit_n <= :cursor order by n desc limit 1)
union all select 'reject', (select name from rejects where commit_n <= :cursor order by n desc limit 1)
union all select 'rejected', (select at from rejects where commit_n <= :cursor order by n desc limit 1)
union all select 'marking', (select at from markings where commit_n <= :cursor and author is not null order by n desc limit 1)
