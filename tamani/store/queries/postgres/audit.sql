-- name: audit.unworded
select r.id from readings d join reports r on r.n = d.report
where d.n not in (select w.rowid from reading_words w) order by r.id

-- name: audit.stray_words
select w.rowid from reading_words w where w.rowid not in (select n from readings) order by w.rowid

-- name: audit.texts
select d.n, d.title, d.text from readings d where d.n > :after order by d.n limit :size

-- name: audit.odd_words
select 1 from reading_words w where w.rowid = :n and w.words <> :words::tsvector

-- name: audit.forget_words
delete from reading_words

-- Made in a schema of its own that is forgotten again, to see what a new store has.
-- name: audit.fresh
create schema tamani_fresh

-- name: audit.enter
set local search_path = tamani_fresh

-- name: audit.schema
with here as (select oid, nspname || '.' as prefix from pg_namespace where nspname = current_schema())
select 'table', c.relname::text, string_agg(
    concat_ws(' ', a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity, k.collname), ', '
    order by a.attname
)
from here join pg_class c on c.relnamespace = here.oid and c.relkind = 'r'
join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
left join pg_collation k on k.oid = a.attcollation
group by c.relname
union all
select 'index', c.relname::text, replace(pg_get_indexdef(c.oid), here.prefix, '')
from here join pg_class c on c.relnamespace = here.oid and c.relkind = 'i'
union all
select 'trigger', t.tgname::text, concat_ws(' ', t.tgenabled::text, replace(pg_get_triggerdef(t.oid), here.prefix, ''))
from here join pg_class c on c.relnamespace = here.oid join pg_trigger t on t.tgrelid = c.oid and not t.tgisinternal
union all
select 'function', p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')', p.prosrc
from here join pg_proc p on p.pronamespace = here.oid
union all
select 'constraint', c.relname || ' ' || n.conname, replace(pg_get_constraintdef(n.oid), here.prefix, '')
from here join pg_constraint n on n.connamespace = here.oid join pg_class c on c.oid = n.conrelid
