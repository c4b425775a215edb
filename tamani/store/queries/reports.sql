-- name: reports.reports
select r.id, r.source, r.url
from json_each(:ids) as asked cross join reports r on r.id = asked.value order by r.n

-- What the report arrived with (author null), then what people decided, the last one last.
-- name: reports.markings
select r.id, m.author, m.tlp, m.audience
from json_each(:ids) as asked cross join reports r on r.id = asked.value join markings m on m.report = r.n
order by r.id, m.author is not null, m.at, m.n

-- name: reports.mark
insert into markings (report, tlp, audience, author, at, commit_n)
select r.n, :tlp, :audience, :author, :at, :commit_n from reports r where r.id = :report

-- name: reports.known
select r.id, d.version
from json_each(:ids) as asked cross join reports r on r.id = asked.value join readings d on d.report = r.n

-- name: reports.latest
select
    r.id, d.version, d.text, d.title, d.author, d.agency, d.published, d.modified, d.language, d.sentences, d.tables,
    d.file, d.source, d.url, d.raw, d.collected, f.at, f.author, f.reason, f.kept, f.copies
from json_each(:ids) as asked
cross join reports r on r.id = asked.value join heads h on h.report = r.n join readings d on d.n = h.reading
left join forgettings f on f.n = (select max(g.n) from forgettings g where g.reading = d.n)
order by r.n

-- name: reports.all
select
    h.report, r.id, d.version, d.text, d.title, d.author, d.agency, d.published, d.modified, d.language, d.sentences, d.tables,
    d.file, d.source, d.url, d.raw, d.collected, f.at, f.author, f.reason, f.kept, f.copies
from heads h join reports r on r.n = h.report join readings d on d.n = h.reading
left join forgettings f on f.n = (select max(g.n) from forgettings g where g.reading = d.n)
where h.report > :after order by h.report limit :size

-- name: reports.versions
select
    r.id, d.version, d.text, d.title, d.author, d.agency, d.published, d.modified, d.language, d.sentences, d.tables,
    d.file, d.source, d.url, d.raw, d.collected, f.at, f.author, f.reason, f.kept, f.copies
from reports r join readings d on d.report = r.n
left join forgettings f on f.n = (select max(g.n) from forgettings g where g.reading = d.n)
where r.id = :report
order by coalesce(d.modified, d.published) nulls first, d.collected nulls first, d.version

-- name: reports.uncoded
select r.id
from heads h join reports r on r.n = h.report
where h.run is null and not exists (select 1 from forgettings f where f.reading = h.reading)
order by r.id

-- name: reports.since
select distinct r.id
from (
    select report from readings where commit_n > :cursor
    union select report from runs where commit_n > :cursor
) as changed join reports r on r.n = changed.report
order by r.id

-- name: reports.sources
select d.source, count(*)
from heads h join readings d on d.n = h.reading group by d.source order by count(*) desc, d.source nulls first

-- name: reports.search
select r.id
from reading_words(:words) as w join readings d on d.n = w.rowid join heads h on h.report = d.report and h.reading = d.n
join reports r on r.n = d.report
order by w.rank, r.id limit :size

-- name: reports.search_among
select r.id
from json_each(:ids) as asked cross join reports r on r.id = asked.value
join heads h on h.report = r.n join reading_words(:words) as w on w.rowid = h.reading
order by r.id

-- name: reports.prefix
select id from reports where id >= :low and id < :high order by id limit 6
