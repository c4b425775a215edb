-- Commit numbers that are missing between others.
-- name: audit.commit_gaps
select c.n - 1 from commits c where c.n > 1 and not exists (select 1 from commits b where b.n = c.n - 1) order by c.n

-- name: audit.strange_commits
select 'reports', n, commit_n from reports where commit_n not in (select n from commits)
union all select 'markings', n, commit_n from markings where commit_n not in (select n from commits)
union all select 'readings', n, commit_n from readings where commit_n not in (select n from commits)
union all select 'runs', n, commit_n from runs where commit_n not in (select n from commits)
union all select 'links', n, commit_n from links where commit_n not in (select n from commits)
union all select 'withdrawals', n, commit_n from withdrawals where commit_n not in (select n from commits)
union all select 'rejects', n, commit_n from rejects where commit_n not in (select n from commits)
union all select 'acts', n, commit_n from acts where commit_n not in (select n from commits)
union all select 'moves', n, commit_n from moves where commit_n not in (select n from commits)
union all select 'forgettings', n, commit_n from forgettings where commit_n not in (select n from commits)
union all select 'resolutions', reject, commit_n from resolutions where commit_n not in (select n from commits)

-- These four are numbered without a gap; a number that is not there was taken away.
-- name: audit.row_gaps
select 'reports', c.n - 1 from reports c where c.n > 1 and not exists (select 1 from reports b where b.n = c.n - 1)
union all
select 'readings', c.n - 1 from readings c where c.n > 1 and not exists (select 1 from readings b where b.n = c.n - 1)
union all
select 'runs', c.n - 1 from runs c where c.n > 1 and not exists (select 1 from runs b where b.n = c.n - 1)
union all
select 'mentions', c.n - 1 from mentions c where c.n > 1 and not exists (select 1 from mentions b where b.n = c.n - 1)

-- name: audit.claim_gaps
select r.id, u.coder
from (select run from claims group by run having max(position) + 1 <> count(*)) as short
join runs u on u.n = short.run join reports r on r.n = u.report
order by r.id

-- name: audit.claims_twice
select c.id, r.id
from claims c join runs u on u.n = c.run join reports r on r.n = u.report
group by c.run, c.id, r.id having count(*) > 1
order by c.id

-- name: audit.claims_shared
select c.id, min(r.id), max(r.id)
from claims c join runs u on u.n = c.run join reports r on r.n = u.report
group by c.id having min(r.id) <> max(r.id)
order by c.id

-- name: audit.unmarked
select r.id from reports r where not exists (select 1 from markings m where m.report = r.n and m.author is null)
order by r.id

-- name: audit.markings
select m.n, r.id, m.tlp, m.audience, m.author, m.at from markings m join reports r on r.n = m.report
where m.n > :after order by m.n limit :size

-- name: audit.unread
select r.id from reports r where not exists (select 1 from readings d where d.report = r.n) order by r.id

-- name: audit.headless
select r.id from reports r where not exists (select 1 from heads h where h.report = r.n)
    and exists (select 1 from readings d where d.report = r.n) order by r.id

-- Empty texts that stand where nothing should stand.
-- name: audit.empty_texts
select 'report', id, 'source' from reports where source = ''
union all select 'report', id, 'url' from reports where url = ''
union all select 'report', r.id, 'title' from readings d join reports r on r.n = d.report where d.title = ''
union all select 'report', r.id, 'author' from readings d join reports r on r.n = d.report where d.author = ''
union all select 'report', r.id, 'agency' from readings d join reports r on r.n = d.report where d.agency = ''
union all select 'report', r.id, 'language' from readings d join reports r on r.n = d.report where d.language = ''
union all select 'report', r.id, 'published' from readings d join reports r on r.n = d.report where d.published = ''
union all select 'report', r.id, 'modified' from readings d join reports r on r.n = d.report where d.modified = ''
union all select 'report', r.id, 'collected' from readings d join reports r on r.n = d.report where d.collected = ''
union all select 'report', r.id, 'source' from readings d join reports r on r.n = d.report where d.source = ''
union all select 'report', r.id, 'url' from readings d join reports r on r.n = d.report where d.url = ''
union all select 'report', r.id, 'file' from readings d join reports r on r.n = d.report where d.file = ''
union all select 'report', r.id, 'raw' from readings d join reports r on r.n = d.report where d.raw = ''
union all select 'claim', id, 'said_by' from claims where said_by = ''
union all select 'claim', id, 'speaker' from claims where speaker = ''
union all select 'claim', id, 'rule' from claims where rule = ''
union all select 'link', id, 'author' from links where author = ''
union all select 'link', link, 'author' from withdrawals where author = ''

-- name: audit.spots_at_zero
select m.id from spots s join mentions m on m.n = s.mention where s.lat = 0 and s.lon = 0 order by m.id

-- name: audit.links
select
    l.n, l.id, l.left_mention, l.right_mention, l.verdict, l.author, l.at, l.act,
    exists (select 1 from mentions m where m.id = l.left_mention),
    exists (select 1 from mentions m where m.id = l.right_mention),
    w.at
from links l left join withdrawals w on w.link = l.id
where l.n > :after order by l.n limit :size

-- name: audit.acts
select a.n, a.id, a.kind, a.author, a.reason, a.at, a.about, a.body
from acts a where a.n > :after order by a.n limit :size

-- name: audit.links_too_early
select l.id, l.at, r.id
from links l
join mentions m on m.id in (l.left_mention, l.right_mention)
join runs u on u.n = m.run join readings d on d.n = u.reading join reports r on r.n = d.report
group by l.id, l.at, r.id, m.id
having min(coalesce(d.collected, l.at)) > l.at
order by l.id

-- name: audit.withdrawals_alone
select w.link from withdrawals w where not exists (select 1 from links l where l.id = w.link) order by w.link

-- Mentions in an incident that count no longer, or never were.
-- name: audit.strange_members
select b.mention, b.incident
from members b
where not exists (
    select 1 from mentions m join runs u on u.n = m.run join heads h on h.report = u.report and h.run = m.run
    where m.id = b.mention
)
order by b.mention

-- name: audit.drop_members
delete from members where mention in (select value from json_each(:ids))

-- name: audit.incidents_after
select id, first_day, last_day, reports, actual, known from incidents where id > :after order by id limit :size

-- name: audit.incidents_of
select id, first_day, last_day, reports, actual, known from incidents
where id in (select value from json_each(:ids)) order by id

-- name: audit.raws_read
select d.n, d.raw from readings d
where d.n > :after and d.raw is not null and not exists (select 1 from forgettings f where f.reading = d.n)
order by d.n limit :size

-- name: audit.raws_set_aside
select j.n, j.raw from rejects j
where j.n > :after and j.raw is not null and not exists (
    select 1 from forgettings f join readings d on d.n = f.reading where d.raw = j.raw
)
order by j.n limit :size

-- name: audit.facets_of
select f.incident, f.facet, f.value, f.late
from json_each(:ids) as asked cross join facets f on f.incident = asked.value

-- In lists by country and kind, and in no other.
-- name: audit.stray_facets
select distinct f.incident from facets f
where not exists (select 1 from incidents i where i.id = f.incident)
    and not exists (select 1 from members b where b.incident = f.incident)
order by f.incident

-- name: audit.unlisted_incidents
select distinct b.incident from members b where not exists (select 1 from incidents i where i.id = b.incident)
order by b.incident

-- name: audit.reports_after
select n from reports where n > :after order by n limit :size

-- name: audit.heads
select r.id, h.report, h.reading, h.run
from json_each(:reports) as asked cross join heads h on h.report = asked.value join reports r on r.n = h.report
order by h.report

-- name: audit.readings_after
select
    d.n, r.id, d.version, d.text, d.title, d.author, d.agency, d.published, d.modified, d.language, d.sentences, d.tables,
    d.file, d.source, d.url, d.raw, d.collected, f.at, f.author, f.reason, f.kept, f.copies
from readings d join reports r on r.n = d.report
left join forgettings f on f.n = (select max(g.n) from forgettings g where g.reading = d.n)
where d.n > :after order by d.n limit :size

-- name: audit.runs_of
select u.reading, u.n, u.coder, u.rank, u.toponyms
from json_each(:readings) as asked cross join runs u on u.reading = asked.value order by u.n

-- name: audit.mentions_of
select u.reading, m.run, m.n, m.id, m.name, m.kind, m.mode, m.span_start, m.span_end, m.part
from json_each(:readings) as asked
cross join runs u on u.reading = asked.value join mentions m on m.run = u.n
order by m.n

-- name: audit.claims_of
select
    u.reading, c.run, m.n, m.id, c.id, c.field, c.value, c.span_start, c.span_end, c.part, c.quote, c.stance, c.said_by,
    c.speaker, c.via, c.coder, c.confidence, c.rule
from json_each(:readings) as asked
cross join runs u on u.reading = asked.value join claims c on c.run = u.n left join mentions m on m.n = c.mention
order by c.run, c.position

-- name: audit.spots_of
select s.mention, s.position, s.cell, s.reach, s.day, s.last_day, s.lat, s.lon, s.radius
from json_each(:mentions) as asked cross join spots s on s.mention = asked.value
order by s.mention, s.position

-- name: audit.drop_spots
delete from spots where mention in (select value from json_each(:mentions))

-- name: audit.moments_of
select o.mention, o.first_day, o.last_day, o.known
from json_each(:mentions) as asked cross join moments o on o.mention = asked.value
order by o.mention

-- name: audit.drop_moments
delete from moments where mention in (select value from json_each(:mentions))

-- name: audit.mentions_before
select m.n, m.id
from mentions m join runs u on u.n = m.run join heads h on h.report = u.report and h.run = m.run
where m.n < :before order by m.n desc limit :size

-- name: audit.mention_numbers
select m.n, m.id
from json_each(:ids) as asked cross join mentions m on m.id = asked.value
join runs u on u.n = m.run join heads h on h.report = u.report and h.run = m.run
