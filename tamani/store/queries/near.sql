-- name: near.spots
select m.id, s.day, s.last_day, s.lat, s.lon, s.radius
from json_each(:ids) as asked
cross join mentions m on m.id = asked.value
join runs u on u.n = m.run join heads h on h.report = u.report and h.run = m.run
join spots s on s.mention = m.n
order by m.n, s.position

-- name: near.cells
select m.id, s.lat, s.lon, s.radius
from json_each(:probes) as probe
cross join spots s
    on s.cell = probe.value ->> 0 and s.reach = probe.value ->> 1
    and s.day between probe.value ->> 2 and probe.value ->> 3
cross join mentions m on m.n = s.mention
cross join runs u on u.n = m.run
cross join heads h on h.report = u.report
where s.last_day >= :first and h.run = m.run

-- name: near.days
select m.id, s.lat, s.lon, s.radius
from json_each(:ranges) as probe
cross join spots s on s.reach = probe.value ->> 0 and s.day between probe.value ->> 1 and probe.value ->> 2
cross join mentions m on m.n = s.mention
cross join runs u on u.n = m.run
cross join heads h on h.report = u.report
where s.last_day >= :first and h.run = m.run
