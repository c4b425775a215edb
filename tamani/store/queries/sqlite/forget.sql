-- name: forget.unword
insert into reading_words (reading_words, rowid, title, text) values ('delete', :n, :title, :text)

-- name: forget.word
insert into reading_words (rowid, title, text) values (:n, :title, :text)

-- Taken out of the index for good, and not only marked as gone.
-- name: forget.for_good
insert into reading_words (reading_words, rank) values ('secure-delete', 1)
