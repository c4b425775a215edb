-- name: forget.readings
select d.n, r.id, d.version, d.text, d.title, d.file
from json_each(:ids) as asked cross join reports r on r.id = asked.value join readings d on d.report = r.n
where not exists (select 1 from forgettings f where f.reading = d.n and f.kept in ('nothing', :kept))
order by d.n

-- name: forget.quotes
select distinct c.span_start, c.span_end, c.part from runs u join claims c on c.run = u.n where u.reading = :n

-- name: forget.mentions
select distinct m.id from runs u join mentions m on m.run = u.n where u.reading = :n order by m.id

-- name: forget.note
insert into forgettings (reading, kept, copies, author, reason, at, commit_n)
values (:n, :kept, :copies, :author, :reason, :at, :commit_n)

-- name: forget.blank
update readings set text = :text, title = :title, author = null, file = :file, sentences = '[]', tables = '[]'
where n = :n

-- name: forget.toponyms
update runs set toponyms = '[]' where reading = :n

-- name: forget.claims
delete from claims where run in (select u.n from runs u where u.reading = :n)

-- name: forget.spots
delete from spots where mention in (select m.n from runs u join mentions m on m.run = u.n where u.reading = :n)

-- name: forget.moments
delete from moments where mention in (select m.n from runs u join mentions m on m.run = u.n where u.reading = :n)

-- name: forget.members
delete from members where mention in (select m.id from runs u join mentions m on m.run = u.n where u.reading = :n)

-- Bytes that no text names any more that is still there.
-- name: forget.raws
select distinct d.raw
from forgettings f join readings d on d.n = f.reading
where d.raw is not null and not exists (
    select 1 from readings e
    where e.raw = d.raw and not exists (select 1 from forgettings g where g.reading = e.n)
)
order by d.raw

-- name: forget.closed
select f.at, f.author, f.reason, f.kept, f.copies
from reports r join readings d on d.report = r.n join forgettings f on f.reading = d.n
where r.id = :report order by f.n desc limit 1

-- name: forget.by_source
select distinct r.id
from json_each(:names) as asked
join readings d on d.source = asked.value
join reports r on r.n = d.report
where not exists (select 1 from forgettings f where f.reading = d.n and f.kept in ('nothing', :kept))
    and (:before is null or coalesce(d.collected, d.published) < :before)
order by r.id
