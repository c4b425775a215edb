-- name: audit.unworded
select r.id from readings d join reports r on r.n = d.report
where d.n not in (select id from reading_words_docsize) order by r.id

-- name: audit.stray_words
select id from reading_words_docsize where id not in (select n from readings) order by id

-- name: audit.words
insert into reading_words (reading_words, rank) values ('integrity-check', 1)

-- name: audit.rebuild_words
insert into reading_words (reading_words) values ('rebuild')

-- name: audit.schema
select type, name, sql from sqlite_schema where sql is not null and name not like 'reading_words_%' order by type, name
