-- name: add.words
insert into reading_words (rowid, words)
values (:n, coalesce(:title::tsvector, ''::tsvector) || :text::tsvector)
