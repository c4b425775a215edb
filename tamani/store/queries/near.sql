-- name: near.spots
select m.id, s.day, s.last_day, s.lat, s.lon, s.radius
from json_each(:ids) as asked
cross join mentions m on m.id = asked.value
join runs u on u.n = m.run join heads h on h.report = u.report and h.run = m.run
join spots s on s.mention = m.n
order by m.n, s.position

-- Every cell with every reach that may go with it; the ranges are a table of four rows, so nothing is unpacked twice.
-- name: near.cells
select m.id, s.lat, s.lon, s.radius
from json_each(:cells) as asked
cross join (
    select 0 as reach, :low_0 as low union all select 1, :low_1 union all select 2, :low_2 union all select 3, 0
) as span
cross join spots s
cross join mentions m
cross join runs u
cross join heads h
where (asked.value < :wide or span.reach < 2)
    and s.cell = asked.value and s.reach = span.reach and s.day between span.low and :last and s.mention <= :upto
    and m.n = s.mention and u.n = m.run and h.report = u.report
    and s.last_day >= :first and h.run = m.run

-- name: near.days
select m.id, s.lat, s.lon, s.radius
from (select 0 as reach, :low_0 as low union all select 1, :low_1) as span
cross join spots s
cross join mentions m
cross join runs u
cross join heads h
where s.reach = span.reach and s.day between span.low and :last and s.mention <= :upto
    and m.n = s.mention and u.n = m.run and h.report = u.report
    and s.last_day >= :first and h.run = m.run
