-- What came after a mark; see since.py. Each walks from the mark to the end of its table, or to a limit: a union that
-- keeps rows apart would walk whole tables in the order of what it compares.

-- name: since.marks
select
    coalesce((select max(n) from commits), 0),
    coalesce((select max(n) from readings), 0),
    coalesce((select max(n) from runs), 0),
    coalesce((select max(n) from markings), 0),
    coalesce((select max(n) from links), 0),
    coalesce((select max(n) from withdrawals), 0),
    coalesce((select max(n) from moves), 0),
    coalesce((select max(n) from acts), 0),
    coalesce((select max(n) from forgettings), 0)

-- name: since.much
select
    (select count(*) from (select 1 from runs u where u.n > :run limit :most) as found)
    + (select count(*) from (select 1 from incidents i where i.commit_n > :commit limit :most) as found)

-- Did a person do anything, or did a report come that a decision speaks of?
-- name: since.people
select 1 where exists (select 1 from acts a where a.n > :act)
    or exists (select 1 from forgettings f where f.n > :forgetting)
    or exists (select 1 from markings m where m.n > :marking and m.author is not null)
    or exists (select 1 from runs u where u.n > :run and u.rank is null)
    or exists (
        select 1 from readings d join reports r on r.n = d.report join act_reports a on a.report = r.id
        where d.n > :reading
    )
    or exists (
        select 1 from runs u join reports r on r.n = u.report join act_reports a on a.report = r.id where u.n > :run
    )

-- name: since.touched
select i.id from incidents i where i.commit_n > :commit
union all select v.old from moves v where v.n > :move
union all select v.now from moves v where v.n > :move and v.now is not null
union all
select b.incident
from runs u join heads h on h.report = u.report join mentions m on m.run = h.run join members b on b.mention = m.id
where u.n > :run
union all
select b.incident from links l join members b on b.mention = l.left_mention where l.n > :link and l.verdict = 'part'
union all
select b.incident from links l join members b on b.mention = l.right_mention where l.n > :link and l.verdict = 'part'
union all
select b.incident
from withdrawals w join links l on l.id = w.link join members b on b.mention = l.left_mention
where w.n > :withdrawal and l.verdict = 'part'
union all
select b.incident
from withdrawals w join links l on l.id = w.link join members b on b.mention = l.right_mention
where w.n > :withdrawal and l.verdict = 'part'

-- What is told as a part of one of these, or as its whole, whether that still holds or not; of mentions that left, too.
-- name: since.kin
select c.incident
from json_each(:ids) as asked cross join members b on b.incident = asked.value
cross join links l on l.left_mention = b.mention join members c on c.mention = l.right_mention
where l.verdict = 'part'
union all
select c.incident
from json_each(:ids) as asked cross join members b on b.incident = asked.value
cross join links l on l.right_mention = b.mention join members c on c.mention = l.left_mention
where l.verdict = 'part'
union all
select c.incident
from moves v cross join links l on l.left_mention = v.mention join members c on c.mention = l.right_mention
where v.n > :move and l.verdict = 'part'
union all
select c.incident
from moves v cross join links l on l.right_mention = v.mention join members c on c.mention = l.left_mention
where v.n > :move and l.verdict = 'part'
