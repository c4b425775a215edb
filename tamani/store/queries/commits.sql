-- name: commits.last
select n from commits order by n desc limit 1

-- name: commits.add
insert into commits (n) values (:n)

-- name: commits.counts
select
    (select count(*) from reports),
    (select count(*) from readings),
    (select count(*) from heads h join runs u on u.n = h.run where u.relevant = 1),
    (select count(*) from mentions),
    (select count(*) from claims),
    (select count(*) from links),
    (select count(*) from incidents),
    (select count(*) from rejects where n not in (select reject from resolutions))

-- name: commits.numbers
select
    coalesce((select max(n) from reports), 0),
    coalesce((select max(n) from readings), 0),
    coalesce((select max(n) from runs), 0),
    coalesce((select max(n) from mentions), 0)

-- name: commits.raws
select d.raw from readings d
where d.raw is not null and not exists (select 1 from forgettings f where f.reading = d.n)
union
select j.raw from rejects j
where j.raw is not null and not exists (
    select 1 from readings d join forgettings f on f.reading = d.n where d.raw = j.raw
)
order by 1
