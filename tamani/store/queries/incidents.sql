-- name: incidents.of_mentions
select b.mention, b.incident from json_each(:ids) as asked cross join members b on b.mention = asked.value

-- name: incidents.mentions
select b.mention, b.incident from json_each(:ids) as asked cross join members b on b.incident = asked.value

-- name: incidents.clear
delete from members where incident in (select value from json_each(:ids))

-- name: incidents.drop
delete from incidents where id in (select value from json_each(:ids))

-- name: incidents.join
insert into members (mention, incident) values (:mention, :incident)
on conflict (mention) do update set incident = excluded.incident

-- What somebody withdrew is not counted; reports = 0: all of it was. An endless span (first_day 1) says nothing about when it was.
-- name: incidents.refresh
insert into incidents (id, first_day, last_day, reports, actual, commit_n)
select
    b.incident,
    min(case when s.last_day - s.day <= 400 then s.day end),
    max(case when s.last_day - s.day <= 400 then s.last_day end),
    count(distinct case when b.counts then u.report end),
    max(case when b.counts and m.mode = 'actual' then 1 else 0 end),
    :commit_n
from (
    select x.mention, x.incident, not exists (select 1 from outs o where o.mention = x.mention) as counts
    from members x where x.incident = :incident
) b
join mentions m on m.id = b.mention
join runs u on u.n = m.run join heads h on h.report = u.report and h.run = m.run
join spots s on s.mention = m.n
group by b.incident
on conflict (id) do update set
    first_day = excluded.first_day, last_day = excluded.last_day, reports = excluded.reports,
    actual = excluded.actual, commit_n = excluded.commit_n

-- name: incidents.members
select r.id, m.id
from members b
join mentions m on m.id = b.mention
join runs u on u.n = m.run join heads h on h.report = u.report and h.run = m.run
join reports r on r.n = u.report
where b.incident = :incident
order by r.id, m.id

-- The casts say what kind of value is absent: PostgreSQL wants to know.
-- name: incidents.list
select i.id, i.first_day, i.last_day, i.reports, i.actual, i.commit_n
from incidents i
where (cast(:first as integer) is null or i.last_day >= :first)
    and (cast(:last as integer) is null or i.first_day <= :last)
    and (cast(:since as integer) is null or i.commit_n > :since)
    and (:background = 1 or i.actual = 1 or i.reports = 0)
    and (:withdrawn = 1 or i.reports > 0)
    and (cast(:kind as text) is null or exists (
        select 1 from members b join mentions m on m.id = b.mention where b.incident = i.id and m.kind = :kind
    ))
    and (cast(:words as text) is null or i.id in (
        select b.incident
        from reading_words(:words) as w join heads h on h.reading = w.rowid
        join mentions m on m.run = h.run join members b on b.mention = m.id
    ))
order by i.last_day desc nulls last, i.id
limit :size offset :skip

-- name: incidents.prefix
select id from incidents where id >= :low and id < :high order by id limit 6

-- name: incidents.mention_prefix
select distinct id from mentions where id >= :low and id < :high order by id limit 6
