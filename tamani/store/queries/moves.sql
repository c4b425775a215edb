-- name: moves.add
insert into moves (mention, old, now, at, why, commit_n) values (:mention, :old, :now, :at, :why, :commit_n)

-- name: moves.of_incident
select v.mention, v.old, v.now, v.at, v.why from moves v where v.old = :old order by v.n

-- name: moves.of_mentions
select v.mention, v.old, v.now, v.at, v.why
from json_each(:ids) as asked cross join moves v on v.mention = asked.value
order by v.n

-- name: moves.prefix
select distinct old from moves where old >= :low and old < :high order by old limit 6

-- A mention that no longer counts, as it was read last: where its words stand.
-- name: moves.gone
select r.id, d.version, m.id, m.name, m.kind, m.mode, m.span_start, m.span_end, m.part
from json_each(:ids) as asked
cross join mentions m on m.id = asked.value
join runs u on u.n = m.run join readings d on d.n = u.reading join reports r on r.n = u.report
order by m.n

-- name: moves.weigh
insert into weights (incident, weight) values (:incident, :weight)
on conflict (incident) do update set weight = excluded.weight

-- Grave incidents first, of those the latest.
-- name: moves.grave
select w.incident, w.weight
from weights w join incidents i on i.id = w.incident
where w.weight >= :least and i.actual = 1
order by w.weight desc, i.last_day desc nulls last, w.incident
limit :size offset :skip

-- Open questions on two mentions, the gravest of their incidents first; a person's "don't know" is one too.
-- name: moves.questions
select l.id, l.left_mention, l.right_mention, l.verdict, l.author, l.reasons, l.at, l.score, l.act
from links l
join members a on a.mention = l.left_mention join members b on b.mention = l.right_mention
join incidents i on i.id = a.incident join incidents j on j.id = b.incident
left join weights v on v.incident = a.incident left join weights w on w.incident = b.incident
where l.verdict = 'unsure' and a.incident <> b.incident and i.reports > 0 and j.reports > 0
    and not exists (select 1 from withdrawals x where x.link = l.id)
order by coalesce(v.weight, 0) + coalesce(w.weight, 0) desc, l.score desc nulls last, l.id
limit :size offset :skip
