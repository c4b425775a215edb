-- Few texts are read; looking them up in the index one by one would go through all that begins as the last word does.
-- name: reports.search_among
select r.id
from json_each(:ids) as asked cross join reports r on r.id = asked.value
join heads h on h.report = r.n join readings d on d.n = h.reading
where holds_words(:words, d.title, d.text)
order by r.id
