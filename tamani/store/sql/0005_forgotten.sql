-- Texts that people had deleted. The act is a row of its own, appended like all others; it is the only thing that lets
-- a text be taken out, and only in the write that it came with. kept: 'claims', whose quotes stay as the only words, or
-- 'nothing'. copies: the reports whose text was found to be the same, so that ten copies stay one origin.
create table forgettings (
    n integer primary key,
    reading integer not null references readings (n),
    kept text not null,
    copies text not null,
    author text not null,
    reason text not null,
    at text not null,
    commit_n integer not null,
    unique (reading, kept)
);
create trigger forgettings_keep before update on forgettings
begin select raise(abort, 'append only: forgettings'); end;
create trigger forgettings_stay before delete on forgettings
begin select raise(abort, 'append only: forgettings'); end;

-- A write takes its number from commits at its end: until then the act's number is higher than any there.
drop trigger readings_keep;
create trigger readings_keep before update on readings
when not exists (
    select 1 from forgettings f
    where f.reading = old.n and f.commit_n > (select coalesce(max(n), 0) from commits)
) or new.n <> old.n or new.report <> old.report or new.version <> old.version or new.commit_n <> old.commit_n
    or new.published is not old.published or new.modified is not old.modified or new.collected is not old.collected
    or new.raw is not old.raw or new.source is not old.source or new.url is not old.url
begin select raise(abort, 'append only: readings'); end;

drop trigger runs_keep;
create trigger runs_keep before update on runs
when not exists (
    select 1 from forgettings f
    where f.reading = old.reading and f.commit_n > (select coalesce(max(n), 0) from commits)
) or new.n <> old.n or new.report <> old.report or new.reading <> old.reading or new.coder <> old.coder
    or new.rank is not old.rank or new.relevant <> old.relevant or new.commit_n <> old.commit_n
begin select raise(abort, 'append only: runs'); end;

drop trigger claims_stay;
create trigger claims_stay before delete on claims
when not exists (
    select 1 from runs u join forgettings f on f.reading = u.reading
    where u.n = old.run and f.kept = 'nothing' and f.commit_n > (select coalesce(max(n), 0) from commits)
)
begin select raise(abort, 'append only: claims'); end;
