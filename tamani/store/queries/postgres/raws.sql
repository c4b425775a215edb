-- name: raws.add
insert into raws (hash, data)
select * from unnest(:hashes::text[], :datas::bytea[]) on conflict do nothing

-- name: raws.fetch
select data from raws where hash = :hash

-- name: raws.known
select w.hash from json_each(:hashes) as asked join raws w on w.hash = asked.value

-- name: raws.drop
delete from raws where hash in (select value from json_each(:hashes))
