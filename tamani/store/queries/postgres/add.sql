-- The rows of a batch in one go for each table, in the order of the common file.
-- name: add.report
copy reports (n, id, source, url, commit_n) from stdin

-- name: add.marking
copy markings (report, tlp, audience, commit_n) from stdin

-- name: add.reading
copy readings (
    n, report, version, text, title, author, agency, published, modified, language, sentences, tables, file, source,
    url, raw, collected, commit_n
) from stdin

-- name: add.words
copy reading_words (rowid, words) from stdin

-- name: add.run
copy runs (n, report, reading, coder, rank, relevant, language, toponyms, commit_n) from stdin

-- name: add.mention
copy mentions (n, run, id, name, kind, mode, span_start, span_end, part) from stdin

-- name: add.claim
copy claims (
    run, position, mention, id, field, value, span_start, span_end, part, quote, stance, said_by, speaker, via, coder,
    confidence, rule
) from stdin

-- name: add.spot
copy spots (mention, position, cell, reach, day, last_day, lat, lon, radius) from stdin

-- name: add.moment
copy moments (mention, first_day, last_day, known) from stdin

-- name: add.first_head
copy heads (report, reading, run) from stdin
