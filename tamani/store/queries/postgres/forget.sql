-- name: forget.unword
delete from reading_words where rowid = :n

-- name: forget.word
insert into reading_words (rowid, words)
values (:n, coalesce(:title::tsvector, ''::tsvector) || :text::tsvector)

-- The pages of a table are written anew, without the rows that are gone.
-- name: forget.rewrite_readings
vacuum full readings

-- name: forget.rewrite_runs
vacuum full runs

-- name: forget.rewrite_claims
vacuum full claims

-- name: forget.rewrite_words
vacuum full reading_words

-- name: forget.rewrite_raws
vacuum full raws
