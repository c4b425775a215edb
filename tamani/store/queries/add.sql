-- name: add.known_reports
select r.id, r.n, h.run
from json_each(:ids) as asked cross join reports r on r.id = asked.value left join heads h on h.report = r.n

-- name: add.known_readings
select d.report, d.version, d.n
from json_each(:reports) as asked cross join readings d on d.report = asked.value

-- name: add.known_runs
select u.reading, u.coder
from json_each(:reports) as asked cross join readings d on d.report = asked.value join runs u on u.reading = d.n

-- name: add.known_markings
select m.report, m.tlp, m.audience
from json_each(:reports) as asked cross join markings m on m.report = asked.value
where m.author is null

-- What follows down to add.head is bound by position; parcel.py and add.py write the rows in this order.
-- name: add.report
insert into reports (n, id, source, url, commit_n) values (?, ?, ?, ?, ?)

-- name: add.marking
insert into markings (report, tlp, audience, commit_n) values (?, ?, ?, ?)

-- name: add.reading
insert into readings (
    n, report, version, text, title, author, agency, published, modified, language, sentences, tables, file, source,
    url, raw, collected, commit_n
) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)

-- name: add.words
insert into reading_words (rowid, title, text) values (?, ?, ?)

-- name: add.run
insert into runs (n, report, reading, coder, rank, relevant, language, toponyms, commit_n)
values (?, ?, ?, ?, ?, ?, ?, ?, ?)

-- name: add.mention
insert into mentions (n, run, id, name, kind, mode, span_start, span_end, part) values (?, ?, ?, ?, ?, ?, ?, ?, ?)

-- name: add.claim
insert into claims (
    run, position, mention, id, field, value, span_start, span_end, part, quote, stance, said_by, speaker, via, coder,
    confidence, rule
) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)

-- name: add.spot
insert into spots (mention, position, cell, reach, day, last_day, lat, lon, radius) values (?, ?, ?, ?, ?, ?, ?, ?, ?)

-- name: add.moment
insert into moments (mention, first_day, last_day, known) values (?, ?, ?, ?)

-- A new report in one version, read once or not at all: nothing to choose from.
-- name: add.first_head
insert into heads (report, reading, run) values (?, ?, ?)

-- The version that counts is the one last changed; of two with the same dates the one collected later; then by
-- version, so that the order of arrival never decides. The run that counts is that of the newest coder.
-- name: add.head
insert into heads (report, reading, run)
select
    d.report, d.n,
    (
        select u.n from runs u
        where u.reading = d.n and u.rank is not null
            and not exists (select 1 from forgettings f where f.reading = d.n and f.kept = 'nothing')
        order by u.rank desc, u.coder desc limit 1
    )
from readings d
where d.report = :report
order by
    coalesce(d.modified, d.published) desc nulls last, d.collected desc nulls last, d.version desc
limit 1
on conflict (report) do update set reading = excluded.reading, run = excluded.run

-- name: add.heads
select h.report, h.run from json_each(:reports) as asked cross join heads h on h.report = asked.value

-- name: add.replaced_incidents
select distinct b.incident
from json_each(:runs) as asked cross join mentions m on m.run = asked.value join members b on b.mention = m.id

-- name: add.replaced_members
select b.mention, b.incident
from members b
where b.mention in (
    select m.id from json_each(:runs) as asked cross join mentions m on m.run = asked.value
) and b.mention not in (
    select m.id from json_each(:kept) as asked cross join mentions m on m.run = asked.value
)
order by b.mention

-- name: add.drop_members
delete from members where mention in (
    select m.id from json_each(:runs) as asked cross join mentions m on m.run = asked.value
) and mention not in (
    select m.id from json_each(:kept) as asked cross join mentions m on m.run = asked.value
)

-- name: add.correction_run
select u.n, (select coalesce(max(c.position), -1) from claims c where c.run = u.n)
from runs u where u.reading = :reading and u.coder = :coder

-- name: add.correction_known
select 1 from runs u join claims c on c.run = u.n
where u.reading = :reading and u.rank is null and c.id = :id

-- name: add.correction_place
select d.n, d.text, d.title, (
    select m.n from runs u join mentions m on m.run = u.n
    where u.reading = d.n and m.id = :mention order by u.rank desc nulls last limit 1
)
from reports r join readings d on d.report = r.n
where r.id = :report and d.version = :version

-- name: add.report_of
select report from readings where n = :reading
