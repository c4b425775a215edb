-- name: commits.last
select n from commits order by n desc limit 1

-- name: commits.add
insert into commits (n) values (:n)

-- name: commits.counts
select
    (select count(*) from reports),
    (select count(*) from readings),
    (select count(*) from heads h join runs u on u.n = h.run where u.relevant = 1),
    (select count(*) from mentions),
    (select count(*) from claims),
    (select count(*) from links),
    (select count(*) from incidents),
    (select count(*) from rejects where n not in (select reject from resolutions))

-- name: commits.numbers
select
    coalesce((select max(n) from reports), 0),
    coalesce((select max(n) from readings), 0),
    coalesce((select max(n) from runs), 0),
    coalesce((select max(n) from mentions), 0)

-- name: commits.raws
select raw from readings where raw is not null union select raw from rejects where raw is not null order by 1
