-- name: schema.settings
select
    set_config('lock_timeout', :wait, false),
    set_config('default_transaction_read_only', :read_only, false),
    set_config('jit', 'off', false) -- its compiling costs more than our queries do

-- name: schema.current
select current_schema()

-- name: schema.state
select
    not exists (select 1 from pg_class c where c.relnamespace = s.oid and c.relkind in ('r', 'p', 'v', 'm', 'f')),
    exists (select 1 from pg_class c where c.relnamespace = s.oid and c.relname = 'tamani_schema')
from pg_namespace s where s.nspname = current_schema()

-- name: schema.version
select version from tamani_schema

-- name: schema.note
update tamani_schema set version = :version

-- The number is tamani's own; with the schema's it names this store in all of the server's database.
-- name: schema.lock
select pg_advisory_xact_lock(1952542049, s.oid::integer) from pg_namespace s where s.nspname = current_schema()
