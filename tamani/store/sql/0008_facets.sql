-- Since when the newest of what an incident rests on is known: for lists of what is new. Derived.
alter table incidents add column known text;
update incidents set known = (
    select max(o.known)
    from members b join mentions m on m.id = b.mention
    join runs u on u.n = m.run join heads h on h.report = u.report and h.run = m.run
    join moments o on o.mention = m.n
    where b.incident = incidents.id and not exists (select 1 from outs x where x.mention = b.mention)
);
create index incidents_known on incidents (known);

-- Lists by actor, by how grave it may be at most, and of what may be disputed; and what people corrected, in all lists.
insert into facets (facet, value, late, incident)
with told as (
    select b.incident, c.field, c.value, c.stance
    from members b
    join mentions m on m.id = b.mention
    join runs u on u.n = m.run join heads h on h.report = u.report and h.run = m.run
    join runs v on v.reading = u.reading and (v.n = h.run or v.rank is null)
    join claims c on c.run = v.n and c.mention = m.n
),
corrected as (
    select b.incident, json_extract(a.body, '$.field') as field, json_extract(a.body, '$.value') as value
    from acts a join bearings g on g.act = a.id join members b on b.mention = g.mention
    where a.kind = 'correct' and json_valid(a.body)
),
said as (
    select incident, field, case
        when value not like '{%' and value not like '"%' then value
        when not json_valid(value) then null
        when field = 'kind' then case json_type(value) when 'text' then json_extract(value, '$') end
        else value
    end as value
    from (select incident, field, value from told union all select incident, field, value from corrected)
    where field in ('place', 'kind', 'perpetrator', 'killed', 'abducted')
    union all
    select b.incident, 'kind', m.kind
    from members b
    join mentions m on m.id = b.mention
    join runs u on u.n = m.run join heads h on h.report = u.report and h.run = m.run
),
sorted_out as (
    select incident, field, value, case when field <> 'kind' and value like '{%' then value end as body from said
),
graded as (
    select incident, case
        when field = 'kind' then case when value in ('suicide_bombing', 'hostage_taking', 'massacre') then 3 end
        when field not in ('killed', 'abducted') then null
        when field = 'killed'
            and max(coalesce(json_extract(body, '$.low'), 0), coalesce(json_extract(body, '$.high'), 0)) >= 50 then 4
        when max(coalesce(json_extract(body, '$.low'), 0), coalesce(json_extract(body, '$.high'), 0))
            >= case field when 'killed' then 10 else 20 end then 3
    end as degree
    from sorted_out
),
filed as (
    select incident, 'open' as facet, '1' as value
    from (select incident from told group by incident, field having count(distinct value) > 1 or max(stance <> 'asserted'))
    union
    select incident, 'kind', value from sorted_out where field = 'kind'
    union
    select incident, 'country', json_extract(body, '$.country') from sorted_out
    where field = 'place' and json_type(body, '$.country') = 'text'
    union
    select incident, 'actor', json_extract(body, '$.actor') from sorted_out
    where field = 'perpetrator' and json_type(body, '$.actor') = 'text'
    union
    select incident, 'severity', '3' from graded where degree >= 3
    union
    select incident, 'severity', '4' from graded where degree >= 4
)
select filed.facet, filed.value, coalesce(-i.last_day, 0), i.id
from filed join incidents i on i.id = filed.incident
where filed.value <> ''
on conflict do nothing;
