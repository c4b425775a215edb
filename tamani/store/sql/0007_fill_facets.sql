-- Incidents that were there before the lists by country and kind: what refresh_facets would file for each of them. A value
-- that can't be read gives nothing, and `tamani doctor --deep` names it.
insert into facets (facet, value, late, incident)
select distinct found.facet, found.value, coalesce(-i.last_day, 0), i.id
from (
    select b.incident, case c.field when 'place' then 'country' else 'kind' end as facet, case
        when c.value not like '{%' and c.value not like '"%' then case c.field when 'kind' then c.value end
        when not json_valid(c.value) then null
        when c.field = 'place' and json_type(c.value, '$.country') = 'text' then json_extract(c.value, '$.country')
        when c.field = 'kind' and json_type(c.value) = 'text' then json_extract(c.value, '$')
    end as value
    from members b
    join mentions m on m.id = b.mention
    join runs u on u.n = m.run join heads h on h.report = u.report and h.run = m.run
    join runs v on v.reading = u.reading and (v.n = h.run or v.rank is null)
    join claims c on c.run = v.n and c.mention = m.n
    where c.field in ('place', 'kind')
    union all
    select b.incident, 'kind', m.kind
    from members b
    join mentions m on m.id = b.mention
    join runs u on u.n = m.run join heads h on h.report = u.report and h.run = m.run
) as found join incidents i on i.id = found.incident
where found.value <> ''
on conflict do nothing;
