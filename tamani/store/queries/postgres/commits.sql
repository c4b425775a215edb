-- The server watches over its own files; what people may have switched off is ours to see.
-- name: commits.check
select 'index ' || i.indexrelid::regclass || ' is not valid: run reindex on it'
from pg_index i join pg_class c on c.oid = i.indrelid
where not i.indisvalid and c.relnamespace = current_schema()::regnamespace
union all
select 'table ' || k.conrelid::regclass || ': its rule ' || k.conname || ' was never checked: run validate constraint'
from pg_constraint k
where not k.convalidated and k.contype <> 'f' and k.connamespace = current_schema()::regnamespace
union all
select 'table ' || t.tgrelid::regclass || ': its guard ' || t.tgname || ' is switched off: run enable trigger'
from pg_trigger t join pg_class c on c.oid = t.tgrelid
where t.tgenabled not in ('O', 'A') and c.relnamespace = current_schema()::regnamespace
order by 1

-- name: commits.check_keys
select k.conrelid::regclass::text, k.confrelid::regclass::text
from pg_constraint k
where k.contype = 'f' and not k.convalidated and k.connamespace = current_schema()::regnamespace
order by 1, 2
