-- name: links.add
insert into links (id, left_mention, right_mention, verdict, author, reasons, at, score, act, commit_n)
values (:id, :left, :right, :verdict, :author, :reasons, :at, :score, :act, :commit_n)
on conflict do nothing

-- name: links.withdraw
insert into withdrawals (link, author, reason, at, commit_n) values (:link, :author, :reason, :at, :commit_n)
on conflict do nothing

-- name: links.exists
select 1 from links where id = :link

-- name: links.active
select l.id, l.left_mention, l.right_mention, l.verdict, l.author, l.reasons, l.at, l.score, l.act
from links l where not exists (select 1 from withdrawals w where w.link = l.id) order by l.id

-- name: links.of_mentions
select l.id, l.left_mention, l.right_mention, l.verdict, l.author, l.reasons, l.at, l.score, l.act
from links l
where l.n in (
    select a.n from json_each(:ids) as asked cross join links a on a.left_mention = asked.value
    union select b.n from json_each(:ids) as asked cross join links b on b.right_mention = asked.value
) and not exists (select 1 from withdrawals w where w.link = l.id)
order by l.id

-- name: links.people_of_mentions
select l.id, l.left_mention, l.right_mention, l.verdict, l.author, l.reasons, l.at, l.score, l.act
from links l
where l.n in (
    select a.n from json_each(:ids) as asked cross join links a
        on a.left_mention = asked.value and a.author not like 'rule:%'
    union select b.n from json_each(:ids) as asked cross join links b
        on b.right_mention = asked.value and b.author not like 'rule:%'
) and not exists (select 1 from withdrawals w where w.link = l.id)
order by l.id

-- name: links.history
select
    l.id, l.left_mention, l.right_mention, l.verdict, l.author, l.reasons, l.at, l.score, l.act,
    w.link, w.author, w.reason, w.at
from links l left join withdrawals w on w.link = l.id
order by l.at, l.id

-- name: links.history_of_mentions
select
    l.id, l.left_mention, l.right_mention, l.verdict, l.author, l.reasons, l.at, l.score, l.act,
    w.link, w.author, w.reason, w.at
from links l left join withdrawals w on w.link = l.id
where l.n in (
    select a.n from json_each(:ids) as asked cross join links a on a.left_mention = asked.value
    union select b.n from json_each(:ids) as asked cross join links b on b.right_mention = asked.value
)
order by l.at, l.id

-- name: links.prefix
select id from links where id >= :low and id < :high order by id limit 6
