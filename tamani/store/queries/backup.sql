-- Whole tables, column by column, for a store that is copied from one database into another.

-- name: backup.read_commits
select n from commits order by n

-- name: backup.read_reports
select n, id, source, url, commit_n from reports order by n

-- name: backup.read_markings
select n, report, tlp, audience, author, at, commit_n from markings order by n

-- name: backup.read_readings
select
    n, report, version, text, title, author, agency, published, modified, language, sentences, tables, file,
    source, url, raw, collected, commit_n
from readings order by n

-- name: backup.read_forgettings
select n, reading, kept, copies, author, reason, at, commit_n from forgettings order by n

-- name: backup.read_runs
select n, report, reading, coder, rank, relevant, language, toponyms, commit_n from runs order by n

-- name: backup.read_mentions
select n, run, id, name, kind, mode, span_start, span_end, part from mentions order by n

-- name: backup.read_claims
select
    run, position, id, mention, field, value, span_start, span_end, part, quote, stance, said_by, speaker, via,
    coder, confidence, rule
from claims order by run, position

-- name: backup.read_heads
select report, reading, run from heads order by report

-- name: backup.read_spots
select cell, reach, day, mention, position, last_day, lat, lon, radius from spots order by cell, reach, day, mention, position

-- name: backup.read_moments
select mention, first_day, last_day, known from moments order by mention

-- name: backup.read_links
select n, id, left_mention, right_mention, verdict, author, reasons, at, score, commit_n, act from links order by n

-- name: backup.read_withdrawals
select n, link, author, reason, at, commit_n from withdrawals order by n

-- name: backup.read_members
select mention, incident from members order by mention

-- name: backup.read_incidents
select id, first_day, last_day, reports, actual, known, commit_n from incidents order by id

-- name: backup.read_facets
select facet, value, late, incident from facets order by facet, value, late, incident

-- name: backup.read_rejects
select n, name, problem, remedy, at, raw, commit_n from rejects order by n

-- name: backup.read_resolutions
select reject, at, commit_n from resolutions order by reject

-- name: backup.read_acts
select n, id, kind, author, reason, at, about, body, commit_n from acts order by n

-- name: backup.read_act_reports
select report, act from act_reports order by report, act

-- name: backup.read_bearings
select act, place, report, mention from bearings order by act, place

-- name: backup.read_outs
select mention, act from outs order by mention, act

-- name: backup.read_moves
select n, mention, old, now, at, why, commit_n from moves order by n

-- name: backup.read_weights
select incident, weight from weights order by incident

-- name: backup.read_texts
select n, title, text from readings order by n
