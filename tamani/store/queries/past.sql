-- name: past.reports_by_id
select r.n from json_each(:ids) as asked cross join reports r on r.id = asked.value order by r.n

-- name: past.reports_by_mention
select distinct u.report
from json_each(:ids) as asked cross join mentions m on m.id = asked.value join runs u on u.n = m.run
order by u.report

-- In the order in which heads are chosen, the version that counts now last; the run is that of its newest coder.
-- name: past.versions
select
    d.report, d.n, d.published, d.modified, d.collected,
    (
        select u.n from runs u
        where u.reading = d.n and u.rank is not null
            and not exists (select 1 from forgettings f where f.reading = d.n and f.kept = 'nothing')
        order by u.rank desc, u.coder desc limit 1
    )
from json_each(:reports) as asked cross join readings d on d.report = asked.value
order by d.report, coalesce(d.modified, d.published) nulls first, d.collected nulls first, d.version

-- name: past.last_report
select coalesce(max(n), 0) from reports

-- name: past.readings
select
    r.id, d.version, d.text, d.title, d.author, d.agency, d.published, d.modified, d.language, d.sentences, d.tables,
    d.file, d.source, d.url, d.raw, d.collected, f.at, f.author, f.reason, f.kept, f.copies
from json_each(:readings) as asked cross join readings d on d.n = asked.value join reports r on r.n = d.report
left join forgettings f on f.n = (select max(g.n) from forgettings g where g.reading = d.n)
order by r.n

-- name: past.runs
select u.report, r.id, d.version, u.relevant, u.language, u.toponyms
from json_each(:runs) as asked
cross join runs u on u.n = asked.value join readings d on d.n = u.reading join reports r on r.n = u.report
order by u.report

-- name: past.mentions
select u.report, r.id, d.version, m.id, m.name, m.kind, m.mode, m.span_start, m.span_end, m.part
from json_each(:runs) as asked
cross join runs u on u.n = asked.value join readings d on d.n = u.reading join reports r on r.n = u.report
join mentions m on m.run = u.n
order by u.report, m.n

-- name: past.claims
select
    h.report, r.id, d.version, m.id, c.id, c.field, c.value, c.span_start, c.span_end, c.part, c.quote, c.stance,
    c.said_by, c.speaker, c.via, c.coder, c.confidence, c.rule
from json_each(:runs) as asked
cross join runs h on h.n = asked.value join readings d on d.n = h.reading join reports r on r.n = h.report
join runs u on u.reading = h.reading and (u.n = h.n or u.rank is null)
join claims c on c.run = u.n
left join mentions m on m.n = c.mention
order by h.report, u.rank is null, u.n, c.position

-- What the report arrived with (author null) is as old as the report; a person's decision has its time.
-- name: past.markings
select r.id, m.author, m.tlp, m.audience
from json_each(:ids) as asked cross join reports r on r.id = asked.value join markings m on m.report = r.n
where m.author is null or m.at <= :at
order by r.id, m.author is not null, m.at, m.n

-- name: past.spots
select m.id, s.day, s.last_day, s.lat, s.lon, s.radius, u.report, m.run
from json_each(:ids) as asked
cross join mentions m on m.id = asked.value join runs u on u.n = m.run join spots s on s.mention = m.n
order by m.n, s.position

-- As near.cells and near.days, over every version there ever was.
-- name: past.cells
select m.id, s.lat, s.lon, s.radius, u.report, m.run
from json_each(:cells) as asked
cross join (
    select 0 as reach, :low_0 as low union all select 1, :low_1 union all select 2, :low_2 union all select 3, 0
) as span
cross join spots s
cross join mentions m
cross join runs u
where (asked.value < :wide or span.reach < 2)
    and s.cell = asked.value and s.reach = span.reach and s.day between span.low and :last
    and m.n = s.mention and u.n = m.run and s.last_day >= :first

-- name: past.days
select m.id, s.lat, s.lon, s.radius, u.report, m.run
from (select 0 as reach, :low_0 as low union all select 1, :low_1) as span
cross join spots s
cross join mentions m
cross join runs u
where s.reach = span.reach and s.day between span.low and :last
    and m.n = s.mention and u.n = m.run and s.last_day >= :first

-- name: past.search
select distinct r.id, d.report, d.n
from reading_words(:words) as w join readings d on d.n = w.rowid join reports r on r.n = d.report
order by r.id

-- Mentions of events from the last day to the first, known at the earliest at a time or before.
-- name: past.walk
select o.last_day, o.mention, m.id, u.report, m.run
from moments o cross join mentions m on m.n = o.mention cross join runs u on u.n = m.run
where o.known <= :at and o.last_day <= :day and (o.last_day < :day or o.mention < :after)
    and (cast(:first as integer) is null or o.last_day >= :first)
order by o.last_day desc, o.mention desc limit :size

-- name: past.walk_undated
select o.last_day, o.mention, m.id, u.report, m.run
from moments o cross join mentions m on m.n = o.mention cross join runs u on u.n = m.run
where o.known <= :at and o.last_day is null and o.mention < :after
order by o.mention desc limit :size

-- name: past.moments
select m.id, o.first_day, o.last_day, u.report, m.run
from json_each(:ids) as asked
cross join mentions m on m.id = asked.value join runs u on u.n = m.run join moments o on o.mention = m.n

-- name: past.mention_ids
select distinct m.id from moments o cross join mentions m on m.n = o.mention where o.known <= :at

-- name: past.rejects
select j.name, j.problem, j.remedy, j.at, j.raw
from rejects j
where j.at <= :at and j.n not in (select s.reject from resolutions s where s.at <= :at)
order by j.at, j.n
