-- name: claims.reports_by_id
select r.n from json_each(:ids) as asked cross join reports r on r.id = asked.value order by r.n

-- name: claims.reports_by_mention
select distinct h.report
from json_each(:ids) as asked
cross join mentions m on m.id = asked.value
join runs u on u.n = m.run join heads h on h.report = u.report and h.run = m.run
order by h.report

-- name: claims.reports_after
select report from heads where report > :after order by report limit :size

-- name: claims.runs
select h.report, r.id, d.version, u.relevant, u.language, u.toponyms
from json_each(:reports) as asked
cross join heads h on h.report = asked.value
join reports r on r.n = h.report join readings d on d.n = h.reading join runs u on u.n = h.run
order by h.report

-- name: claims.mentions
select h.report, r.id, d.version, m.id, m.name, m.kind, m.mode, m.span_start, m.span_end, m.part
from json_each(:reports) as asked
cross join heads h on h.report = asked.value
join reports r on r.n = h.report join readings d on d.n = h.reading join mentions m on m.run = h.run
order by h.report, m.n

-- What people corrected stands after what the coder read.
-- name: claims.claims
select
    h.report, r.id, d.version, m.id, c.id, c.field, c.value, c.span_start, c.span_end, c.part, c.quote, c.stance,
    c.said_by, c.speaker, c.via, c.coder, c.confidence, c.rule
from json_each(:reports) as asked
cross join heads h on h.report = asked.value
join reports r on r.n = h.report join readings d on d.n = h.reading
join runs u on u.reading = h.reading and (u.n = h.run or u.rank is null)
join claims c on c.run = u.n
left join mentions m on m.n = c.mention
order by h.report, u.rank is null, u.n, c.position

-- All that was ever claimed of a report, every version and every coder.
-- name: claims.history
select
    r.n, r.id, d.version, m.id, c.id, c.field, c.value, c.span_start, c.span_end, c.part, c.quote, c.stance,
    c.said_by, c.speaker, c.via, c.coder, c.confidence, c.rule
from reports r join readings d on d.report = r.n join runs u on u.reading = d.n join claims c on c.run = u.n
left join mentions m on m.n = c.mention
where r.id = :report
order by d.n, u.n, c.position
