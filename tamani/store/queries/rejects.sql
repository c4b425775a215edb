-- name: rejects.add
insert into rejects (name, problem, remedy, at, raw, commit_n)
select :name, :problem, :remedy, :at, :raw, :commit_n
where not exists (
    select 1 from rejects j
    where j.name = :name and j.problem = :problem and j.raw is not distinct from :raw
        and j.n not in (select reject from resolutions)
)

-- name: rejects.open
select j.name, j.problem, j.remedy, j.at, j.raw
from rejects j where j.n not in (select reject from resolutions) order by j.at, j.n

-- name: rejects.all
select j.name, j.problem, j.remedy, j.at, j.raw from rejects j order by j.at, j.n

-- name: rejects.resolve
insert into resolutions (reject, at, commit_n)
select j.n, :at, :commit_n from rejects j
where j.name = :name and j.n not in (select reject from resolutions)
