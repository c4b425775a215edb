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
insert into incidents (id, first_day, last_day, reports, actual, known, commit_n)
select
    b.incident,
    min(case when s.last_day - s.day <= 400 then s.day end),
    max(case when s.last_day - s.day <= 400 then s.last_day end),
    count(distinct case when b.counts then u.report end),
    max(case when b.counts and m.mode = 'actual' then 1 else 0 end),
    max(case when b.counts then o.known end),
    :commit_n
from (
    select x.mention, x.incident, not exists (select 1 from outs o where o.mention = x.mention) as counts
    from members x where x.incident = :incident
) b
join mentions m on m.id = b.mention
join runs u on u.n = m.run join heads h on h.report = u.report and h.run = m.run
join spots s on s.mention = m.n
left join moments o on o.mention = m.n
group by b.incident
on conflict (id) do update set
    first_day = excluded.first_day, last_day = excluded.last_day, reports = excluded.reports,
    actual = excluded.actual, known = excluded.known, commit_n = excluded.commit_n

-- name: incidents.members
select b.incident, r.id, m.id
from json_each(:ids) as asked
cross join members b on b.incident = asked.value
join mentions m on m.id = b.mention
join runs u on u.n = m.run join heads h on h.report = u.report and h.run = m.run
join reports r on r.n = u.report
order by b.incident, r.id, m.id

-- All that reports say of these incidents, each thing once.
-- name: incidents.facts
select distinct b.incident, c.field, c.value, c.stance
from json_each(:ids) as asked
cross join members b on b.incident = asked.value
join mentions m on m.id = b.mention
join runs u on u.n = m.run join heads h on h.report = u.report and h.run = m.run
join runs v on v.reading = u.reading and (v.n = h.run or v.rank is null)
join claims c on c.run = v.n and c.mention = m.n

-- name: incidents.kinds
select distinct b.incident, m.kind
from json_each(:ids) as asked
cross join members b on b.incident = asked.value
join mentions m on m.id = b.mention
join runs u on u.n = m.run join heads h on h.report = u.report and h.run = m.run

-- name: incidents.corrected
select distinct b.incident, a.body
from json_each(:ids) as asked
cross join members b on b.incident = asked.value
join bearings g on g.mention = b.mention
join acts a on a.id = g.act
where a.kind = 'correct'

-- name: incidents.late
select i.id, coalesce(-i.last_day, 0) from json_each(:ids) as asked cross join incidents i on i.id = asked.value

-- name: incidents.drop_facets
delete from facets where incident in (select value from json_each(:ids))

-- name: incidents.add_facet
insert into facets (facet, value, late, incident) values (:facet, :value, :late, :incident) on conflict do nothing

-- name: incidents.facet_values
with recursive found (value) as (
    select min(f.value) from facets f where f.facet = :facet
    union all
    select (select min(f.value) from facets f where f.facet = :facet and f.value > found.value)
    from found where found.value is not null
)
select value from found where value is not null

-- The casts say what kind of value is absent: PostgreSQL wants to know.
-- The newest come first; a page goes on after the last row of the one before (late, after). Each walks along the index
-- that narrows most, and checks the rest; also: what else it must be filed under, as "country=ML".
-- name: incidents.list_all
select i.id, i.first_day, i.last_day, i.reports, i.actual, i.commit_n
from incidents i
where coalesce(-i.last_day, 0) >= :late and (coalesce(-i.last_day, 0) > :late or i.id > :after)
    and (cast(:first as integer) is null or i.last_day >= :first)
    and (cast(:last as integer) is null or i.first_day <= :last)
    and (cast(:since as integer) is null or i.commit_n > :since)
    and (cast(:known as text) is null or i.known > :known)
    and (:background = 1 or i.actual = 1 or i.reports = 0)
    and (:withdrawn = 1 or i.reports > 0)
order by coalesce(-i.last_day, 0), i.id
limit :size

-- name: incidents.list_by_facet
select i.id, i.first_day, i.last_day, i.reports, i.actual, i.commit_n
from facets f cross join incidents i on i.id = f.incident
where f.facet = :facet and f.value = :value and f.late >= :late and (f.late > :late or f.incident > :after)
    and (cast(:first as integer) is null or i.last_day >= :first)
    and (cast(:last as integer) is null or i.first_day <= :last)
    and (cast(:since as integer) is null or i.commit_n > :since)
    and (cast(:known as text) is null or i.known > :known)
    and (:background = 1 or i.actual = 1 or i.reports = 0)
    and (:withdrawn = 1 or i.reports > 0)
    and not exists (
        select 1 from json_each(:also) as asked
        where not exists (
            select 1 from facets k
            where k.incident = i.id and k.facet || '=' || k.value = asked.value
        )
    )
    and (
        not exists (select 1 from json_each(:actors))
        or exists (
            select 1 from facets a where a.incident = i.id and a.facet = 'actor'
                and a.value in (select value from json_each(:actors))
        )
    )
order by f.late, f.incident
limit :size

-- Few that were found otherwise.
-- name: incidents.list_found
select i.id, i.first_day, i.last_day, i.reports, i.actual, i.commit_n
from json_each(:ids) as asked cross join incidents i on i.id = asked.value
where coalesce(-i.last_day, 0) >= :late and (coalesce(-i.last_day, 0) > :late or i.id > :after)
    and (cast(:first as integer) is null or i.last_day >= :first)
    and (cast(:last as integer) is null or i.first_day <= :last)
    and (cast(:since as integer) is null or i.commit_n > :since)
    and (cast(:known as text) is null or i.known > :known)
    and (:background = 1 or i.actual = 1 or i.reports = 0)
    and (:withdrawn = 1 or i.reports > 0)
    and not exists (
        select 1 from json_each(:also) as asked
        where not exists (
            select 1 from facets k
            where k.incident = i.id and k.facet || '=' || k.value = asked.value
        )
    )
    and (
        not exists (select 1 from json_each(:actors))
        or exists (
            select 1 from facets a where a.incident = i.id and a.facet = 'actor'
                and a.value in (select value from json_each(:actors))
        )
    )
order by coalesce(-i.last_day, 0), i.id
limit :size

-- name: incidents.count_words
select count(*) from (select 1 from reading_words(:words) limit :size) as found

-- name: incidents.ids_of_words
select distinct b.incident
from reading_words(:words) as w cross join readings d on d.n = w.rowid
join heads h on h.report = d.report and h.reading = d.n
join mentions m on m.run = h.run join members b on b.mention = m.id

-- name: incidents.ids_of_news
select i.id from incidents i where i.known > :news limit :size

-- name: incidents.count_facet
select count(*) from (select 1 from facets f where f.facet = :facet and f.value = :value limit :size) as found

-- name: incidents.prefix
select id from incidents where id >= :low and id < :high order by id limit 6

-- name: incidents.mention_prefix
select distinct id from mentions where id >= :low and id < :high order by id limit 6
