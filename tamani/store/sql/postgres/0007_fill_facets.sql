-- Incidents that were there before the lists by country and kind: what refresh_facets would file for each of them. A value
-- that can't be read gives nothing, and `tamani doctor --deep` names it.
create function read_facet(field text, value text) returns text language plpgsql as $$
begin
    if value not like '{%' and value not like '"%' then
        return case field when 'kind' then value end;
    end if;
    if field = 'place' then
        return case jsonb_typeof(value::jsonb -> 'country') when 'string' then value::jsonb ->> 'country' end;
    end if;
    return case jsonb_typeof(value::jsonb) when 'string' then value::jsonb #>> '{}' end;
exception when data_exception then
    return null;
end
$$;

insert into facets (facet, value, late, incident)
select distinct found.facet, found.value, coalesce(-i.last_day, 0), i.id
from (
    select b.incident, case c.field when 'place' then 'country' else 'kind' end as facet,
        read_facet(c.field, c.value) collate "C" as value
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

drop function read_facet(text, text);
