-- What came out of a file, row by row as it was; the common file reads the columns in the same order.

-- name: backup.write_commits
copy commits (n) from stdin

-- name: backup.write_reports
copy reports (n, id, source, url, commit_n) from stdin

-- name: backup.write_markings
copy markings (n, report, tlp, audience, author, at, commit_n) from stdin

-- name: backup.write_readings
copy readings (
    n, report, version, text, title, author, agency, published, modified, language, sentences, tables, file,
    source, url, raw, collected, commit_n
) from stdin

-- name: backup.write_forgettings
copy forgettings (n, reading, kept, copies, author, reason, at, commit_n) from stdin

-- name: backup.write_runs
copy runs (n, report, reading, coder, rank, relevant, language, toponyms, commit_n) from stdin

-- name: backup.write_mentions
copy mentions (n, run, id, name, kind, mode, span_start, span_end, part) from stdin

-- name: backup.write_claims
copy claims (
    run, position, id, mention, field, value, span_start, span_end, part, quote, stance, said_by, speaker, via,
    coder, confidence, rule
) from stdin

-- name: backup.write_heads
copy heads (report, reading, run) from stdin

-- name: backup.write_spots
copy spots (cell, reach, day, mention, position, last_day, lat, lon, radius) from stdin

-- name: backup.write_moments
copy moments (mention, first_day, last_day, known) from stdin

-- name: backup.write_links
copy links (n, id, left_mention, right_mention, verdict, author, reasons, at, score, commit_n, act) from stdin

-- name: backup.write_withdrawals
copy withdrawals (n, link, author, reason, at, commit_n) from stdin

-- name: backup.write_members
copy members (mention, incident) from stdin

-- name: backup.write_incidents
copy incidents (id, first_day, last_day, reports, actual, known, commit_n) from stdin

-- name: backup.write_facets
copy facets (facet, value, late, incident) from stdin

-- name: backup.write_rejects
copy rejects (n, name, problem, remedy, at, raw, commit_n) from stdin

-- name: backup.write_resolutions
copy resolutions (reject, at, commit_n) from stdin

-- name: backup.write_acts
copy acts (n, id, kind, author, reason, at, about, body, commit_n) from stdin

-- name: backup.write_act_reports
copy act_reports (report, act) from stdin

-- name: backup.write_bearings
copy bearings (act, place, report, mention) from stdin

-- name: backup.write_outs
copy outs (mention, act) from stdin

-- name: backup.write_moves
copy moves (n, mention, old, now, at, why, commit_n) from stdin

-- name: backup.write_weights
copy weights (incident, weight) from stdin

-- Rows came with their numbers: the next ones go on after them.
-- name: backup.count_on
select
    setval(pg_get_serial_sequence('markings', 'n'), (select coalesce(max(n), 0) + 1 from markings), false),
    setval(pg_get_serial_sequence('links', 'n'), (select coalesce(max(n), 0) + 1 from links), false),
    setval(pg_get_serial_sequence('withdrawals', 'n'), (select coalesce(max(n), 0) + 1 from withdrawals), false),
    setval(pg_get_serial_sequence('rejects', 'n'), (select coalesce(max(n), 0) + 1 from rejects), false),
    setval(pg_get_serial_sequence('acts', 'n'), (select coalesce(max(n), 0) + 1 from acts), false),
    setval(pg_get_serial_sequence('moves', 'n'), (select coalesce(max(n), 0) + 1 from moves), false),
    setval(pg_get_serial_sequence('forgettings', 'n'), (select coalesce(max(n), 0) + 1 from forgettings), false)

-- name: backup.analyze
analyze commits, reports, markings, readings, forgettings, runs, mentions, claims, heads, spots, moments, links, withdrawals, members, incidents, facets, rejects, resolutions, acts, act_reports, bearings, outs, moves, weights

-- What is in this schema that is tamani's, into a schema of its own: nothing of a store is erased by another one that
-- takes its place. Both names are set before, since a block takes no values.
-- name: backup.name_aside
select set_config('tamani.aside', current_schema() || '_' || :ending, true), set_config('tamani.tables', :tables, true)

-- name: backup.put_aside
do $$
declare
    one record;
    aside text := current_setting('tamani.aside');
    tables text[] := string_to_array(current_setting('tamani.tables'), ' ');
begin
    execute format('create schema %I', aside);
    for one in
        select p.oid::regprocedure as name from pg_proc p
        where p.pronamespace = current_schema()::regnamespace and p.proname in (
            'json_each', 'reading_words', 'refuse_change', 'is_forgotten', 'keep_reading', 'keep_run', 'keep_claim',
            'keep_raw'
        )
    loop
        execute format('alter function %s set schema %I', one.name, aside);
    end loop;
    for one in
        select t.tablename as name from pg_tables t
        where t.schemaname = current_schema() and t.tablename = any (tables)
    loop
        execute format('alter table %I set schema %I', one.name, aside);
    end loop;
end
$$

-- name: backup.aside
select current_setting('tamani.aside')
