-- Since when the newest of what an incident rests on is known, and more lists; see sql/0008_facets.sql.
alter table incidents add column known text collate "C";
update incidents set known = (
    select max(o.known)
    from members b join mentions m on m.id = b.mention
    join runs u on u.n = m.run join heads h on h.report = u.report and h.run = m.run
    join moments o on o.mention = m.n
    where b.incident = incidents.id and not exists (select 1 from outs x where x.mention = b.mention)
);
create index incidents_known on incidents (known);

-- What can't be read says nothing.
create function read_json(given text) returns jsonb language plpgsql as $$
begin
    return given::jsonb;
exception when data_exception then
    return null;
end
$$;

create temporary table told on commit drop as
select b.incident, c.field, c.value, c.stance
from members b
join mentions m on m.id = b.mention
join runs u on u.n = m.run join heads h on h.report = u.report and h.run = m.run
join runs v on v.reading = u.reading and (v.n = h.run or v.rank is null)
join claims c on c.run = v.n and c.mention = m.n;

create temporary table said on commit drop as
select t.incident, t.field, read_json(case when t.value like '{%' or t.value like '"%' then t.value end) as body,
    case when t.value not like '{%' and t.value not like '"%' then t.value end as bare
from told t where t.field in ('place', 'kind', 'perpetrator', 'killed', 'abducted')
union all
select b.incident, read_json(a.body) ->> 'field', read_json(a.body) -> 'value', null
from acts a join bearings g on g.act = a.id join members b on b.mention = g.mention
where a.kind = 'correct'
union all
select b.incident, 'kind', null, m.kind
from members b
join mentions m on m.id = b.mention
join runs u on u.n = m.run join heads h on h.report = u.report and h.run = m.run;

create temporary table figures on commit drop as
select s.incident, s.field,
    greatest(
        case jsonb_typeof(s.body -> 'low') when 'number' then (s.body ->> 'low')::numeric else 0 end,
        case jsonb_typeof(s.body -> 'high') when 'number' then (s.body ->> 'high')::numeric else 0 end
    ) as most
from said s where s.field in ('killed', 'abducted') and jsonb_typeof(s.body) = 'object';

insert into facets (facet, value, late, incident)
select filed.facet, filed.value collate "C", coalesce(-i.last_day, 0), i.id
from (
    select t.incident, 'open' as facet, '1' as value
    from told t group by t.incident, t.field
    having count(distinct t.value) > 1 or bool_or(t.stance <> 'asserted')
    union
    select s.incident, 'kind', coalesce(s.bare, s.body #>> '{}') from said s
    where s.field = 'kind' and (s.bare is not null or jsonb_typeof(s.body) = 'string')
    union
    select s.incident, 'country', s.body ->> 'country' from said s
    where s.field = 'place' and jsonb_typeof(s.body -> 'country') = 'string'
    union
    select s.incident, 'actor', s.body ->> 'actor' from said s
    where s.field = 'perpetrator' and jsonb_typeof(s.body -> 'actor') = 'string'
    union
    select s.incident, 'severity', '3' from said s
    where s.field = 'kind' and coalesce(s.bare, s.body #>> '{}') in ('suicide_bombing', 'hostage_taking', 'massacre')
    union
    select g.incident, 'severity', '3' from figures g
    where g.most >= case g.field when 'killed' then 10 else 20 end
    union
    select g.incident, 'severity', '4' from figures g where g.field = 'killed' and g.most >= 50
) as filed join incidents i on i.id = filed.incident
where filed.value <> ''
on conflict do nothing;

drop function read_json(text);
