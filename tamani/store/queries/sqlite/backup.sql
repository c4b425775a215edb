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

-- What came out of another database, row by row as it was; the common file reads the columns in the same order.

-- name: backup.write_commits
insert into commits (n)
values (?)

-- name: backup.write_reports
insert into reports (n, id, source, url, commit_n)
values (?, ?, ?, ?, ?)

-- name: backup.write_markings
insert into markings (n, report, tlp, audience, author, at, commit_n)
values (?, ?, ?, ?, ?, ?, ?)

-- name: backup.write_readings
insert into readings (
    n, report, version, text, title, author, agency, published, modified, language, sentences, tables, file,
    source, url, raw, collected, commit_n
)
values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)

-- name: backup.write_forgettings
insert into forgettings (n, reading, kept, copies, author, reason, at, commit_n)
values (?, ?, ?, ?, ?, ?, ?, ?)

-- name: backup.write_runs
insert into runs (n, report, reading, coder, rank, relevant, language, toponyms, commit_n)
values (?, ?, ?, ?, ?, ?, ?, ?, ?)

-- name: backup.write_mentions
insert into mentions (n, run, id, name, kind, mode, span_start, span_end, part)
values (?, ?, ?, ?, ?, ?, ?, ?, ?)

-- name: backup.write_claims
insert into claims (
    run, position, id, mention, field, value, span_start, span_end, part, quote, stance, said_by, speaker, via,
    coder, confidence, rule
)
values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)

-- name: backup.write_heads
insert into heads (report, reading, run)
values (?, ?, ?)

-- name: backup.write_spots
insert into spots (cell, reach, day, mention, position, last_day, lat, lon, radius)
values (?, ?, ?, ?, ?, ?, ?, ?, ?)

-- name: backup.write_moments
insert into moments (mention, first_day, last_day, known)
values (?, ?, ?, ?)

-- name: backup.write_links
insert into links (n, id, left_mention, right_mention, verdict, author, reasons, at, score, commit_n, act)
values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)

-- name: backup.write_withdrawals
insert into withdrawals (n, link, author, reason, at, commit_n)
values (?, ?, ?, ?, ?, ?)

-- name: backup.write_members
insert into members (mention, incident)
values (?, ?)

-- name: backup.write_incidents
insert into incidents (id, first_day, last_day, reports, actual, known, commit_n)
values (?, ?, ?, ?, ?, ?, ?)

-- name: backup.write_facets
insert into facets (facet, value, late, incident)
values (?, ?, ?, ?)

-- name: backup.write_rejects
insert into rejects (n, name, problem, remedy, at, raw, commit_n)
values (?, ?, ?, ?, ?, ?, ?)

-- name: backup.write_resolutions
insert into resolutions (reject, at, commit_n)
values (?, ?, ?)

-- name: backup.write_acts
insert into acts (n, id, kind, author, reason, at, about, body, commit_n)
values (?, ?, ?, ?, ?, ?, ?, ?, ?)

-- name: backup.write_act_reports
insert into act_reports (report, act)
values (?, ?)

-- name: backup.write_bearings
insert into bearings (act, place, report, mention)
values (?, ?, ?, ?)

-- name: backup.write_outs
insert into outs (mention, act)
values (?, ?)

-- name: backup.write_moves
insert into moves (n, mention, old, now, at, why, commit_n)
values (?, ?, ?, ?, ?, ?, ?)

-- name: backup.write_weights
insert into weights (incident, weight)
values (?, ?)
