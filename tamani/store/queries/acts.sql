-- name: acts.add
insert into acts (id, kind, author, reason, at, about, body, commit_n)
values (:id, :kind, :author, :reason, :at, :about, :body, :commit_n)
on conflict do nothing

-- name: acts.speak
insert into act_reports (report, act) values (:report, :act) on conflict do nothing

-- name: acts.reports_of
select report from act_reports where act = :act order by report

-- name: acts.all
select a.body from acts a order by a.at, a.id

-- name: acts.of_reports
select a.body
from acts a
where a.id in (
    select s.act from json_each(:reports) as asked cross join act_reports s on s.report = asked.value
)
order by a.at, a.id

-- name: acts.of_kinds
select a.body from acts a where a.kind in (select value from json_each(:kinds)) order by a.at, a.id

-- name: acts.by_id
select a.body from acts a where a.id in (select value from json_each(:ids)) order by a.at, a.id

-- name: acts.about
select a.body from json_each(:ids) as asked cross join acts a on a.about = asked.value order by a.at, a.id

-- name: acts.prefix
select id from acts where id >= :low and id < :high order by id limit 6

-- name: acts.bearings
select b.act, b.place, b.report, b.mention
from json_each(:acts) as asked cross join bearings b on b.act = asked.value
order by b.act, b.place

-- name: acts.forget_bearings
delete from bearings where act in (select value from json_each(:acts))

-- name: acts.bear
insert into bearings (act, place, report, mention) values (:act, :place, :report, :mention)

-- name: acts.lost
select distinct b.act from bearings b where b.mention is null order by b.act

-- name: acts.outs
select o.mention, o.act from json_each(:acts) as asked cross join outs o on o.act = asked.value

-- name: acts.forget_outs
delete from outs where act in (select value from json_each(:acts))

-- name: acts.out
insert into outs (mention, act) values (:mention, :act)

-- name: acts.links
select l.id, l.left_mention, l.right_mention, l.verdict, l.author, l.reasons, l.at, l.score, l.act
from json_each(:acts) as asked cross join links l on l.act = asked.value
where not exists (select 1 from withdrawals w where w.link = l.id)
order by l.id
