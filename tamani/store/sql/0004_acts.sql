-- What people decide. body holds what the act is about, as JSON; nothing here is ever changed.
create table acts (
    n integer primary key,
    id text not null unique,
    kind text not null,
    author text not null,
    reason text not null,
    at text not null,
    about text,
    body text not null,
    commit_n integer not null
);
create index acts_about on acts (about);
create index acts_kind on acts (kind);

-- Which reports an act speaks of, whether they are here yet or not.
create table act_reports (
    report text not null,
    act text not null references acts (id),
    primary key (report, act)
) without rowid;

-- Which mention each of an act's words stands for now; NULL: none any more. Derived; kept by flow/bear.py.
create table bearings (
    act text not null references acts (id),
    place integer not null,
    report text not null,
    mention text,
    primary key (act, place)
) without rowid;
create index bearings_mention on bearings (mention);

-- Mentions that somebody withdrew: in no count and no list. Derived; kept by flow/bear.py.
create table outs (
    mention text not null,
    act text not null references acts (id),
    primary key (mention, act)
) without rowid;
create index outs_act on outs (act);

-- The act by which a person's link was made; NULL: a rule's.
alter table links add column act text;
create index links_act on links (act) where act is not null;
create index links_unsure on links (n) where verdict = 'unsure';

-- A mention that left an incident: what an id that was once shown leads to. now NULL: into none.
create table moves (
    n integer primary key,
    mention text not null,
    old text not null,
    now text,
    at text,
    why text not null,
    commit_n integer not null
);
create index moves_old on moves (old);
create index moves_mention on moves (mention);

-- How grave an incident looks from its cards: only to choose what is looked at. Derived.
create table weights (
    incident text primary key,
    weight integer not null
) without rowid;
create index weights_weight on weights (weight desc, incident);

create trigger acts_keep before update on acts begin select raise(abort, 'append only: acts'); end;
create trigger acts_stay before delete on acts begin select raise(abort, 'append only: acts'); end;
create trigger act_reports_keep before update on act_reports begin select raise(abort, 'append only: act_reports'); end;
create trigger act_reports_stay before delete on act_reports begin select raise(abort, 'append only: act_reports'); end;
create trigger moves_keep before update on moves begin select raise(abort, 'append only: moves'); end;
create trigger moves_stay before delete on moves begin select raise(abort, 'append only: moves'); end;
