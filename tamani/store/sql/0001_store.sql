-- What is kept, and what may never change.
--
-- n is an internal number, given in order of arrival; ids are what the rest of tamani knows.
-- commit_n says in which write a row came: the cursor for all that is incremental.
-- Days are numbers (day 1 is 0001-01-01), times are ISO text in UTC, absent is NULL.

create table commits (n integer primary key);

create table reports (
    n integer primary key,
    id text not null unique,
    source text,
    url text,
    commit_n integer not null
);

-- author NULL: the marking the report arrived with. Several of these: the narrowest counts.
create table markings (
    n integer primary key,
    report integer not null references reports (n),
    tlp text not null,
    audience text not null,
    author text,
    at text,
    commit_n integer not null
);
create unique index markings_arrived on markings (report, tlp, audience) where author is null;
create index markings_report on markings (report) where author is not null;

create table readings (
    n integer primary key,
    report integer not null references reports (n),
    version text not null,
    text text not null,
    title text,
    author text,
    agency text,
    published text,
    modified text,
    language text,
    sentences text not null,
    tables text not null,
    file text,
    source text,
    url text,
    raw text,
    collected text,
    commit_n integer not null,
    unique (report, version)
);

create virtual table reading_words using fts5 (
    title, text, content = 'readings', content_rowid = 'n', tokenize = 'unicode61 remove_diacritics 2'
);

-- Who read a reading, and what came out. rank orders coders ("rules/2" before "rules/1"); NULL: corrections only.
create table runs (
    n integer primary key,
    report integer not null references reports (n),
    reading integer not null references readings (n),
    coder text not null,
    rank integer,
    relevant integer not null,
    language text,
    toponyms text not null,
    commit_n integer not null,
    unique (reading, coder)
);

create table mentions (
    n integer primary key,
    run integer not null references runs (n),
    id text not null,
    name text not null,
    kind text not null,
    mode text not null,
    span_start integer not null,
    span_end integer not null,
    part text not null
);
create index mentions_id on mentions (id);
create index mentions_run on mentions (run);

-- No index on id: a claim is always reached through its report or mention.
create table claims (
    run integer not null references runs (n),
    position integer not null,
    id text not null,
    mention integer references mentions (n),
    field text not null,
    value text not null,
    span_start integer not null,
    span_end integer not null,
    part text not null,
    quote text not null,
    stance text not null,
    said_by text,
    speaker text,
    via text not null,
    coder text not null,
    confidence real,
    primary key (run, position)
) without rowid;

-- Which version and which run count now. Derived; kept by add_readings.
create table heads (
    report integer primary key references reports (n),
    reading integer not null references readings (n),
    run integer references runs (n)
);

-- Where and when a mention may have been, for candidate search; see near.py for cell and reach. Derived.
create table spots (
    cell integer not null,
    reach integer not null,
    day integer not null,
    mention integer not null references mentions (n),
    position integer not null,
    last_day integer not null,
    lat real,
    lon real,
    radius real,
    primary key (cell, reach, day, mention, position)
) without rowid;
create index spots_day on spots (reach, day);
create index spots_mention on spots (mention);

create table links (
    n integer primary key,
    id text not null unique,
    left_mention text not null,
    right_mention text not null,
    verdict text not null,
    author text not null,
    reasons text not null,
    at text not null,
    score real,
    commit_n integer not null
);
create index links_left on links (left_mention);
create index links_right on links (right_mention);

create table withdrawals (
    n integer primary key,
    link text not null unique references links (id),
    author text not null,
    reason text not null,
    at text not null,
    commit_n integer not null
);

-- Which mention is in which incident. Derived from links; replaced by set_membership.
create table members (
    mention text primary key,
    incident text not null
) without rowid;
create index members_incident on members (incident);

create table incidents (
    id text primary key,
    first_day integer,
    last_day integer,
    reports integer not null,
    actual integer not null,
    commit_n integer not null
) without rowid;
create index incidents_day on incidents (last_day desc, id);
create index incidents_commit on incidents (commit_n);

create table rejects (
    n integer primary key,
    name text not null,
    problem text not null,
    remedy text not null,
    at text not null,
    raw text,
    commit_n integer not null
);
create index rejects_name on rejects (name);

create table resolutions (
    reject integer primary key references rejects (n),
    at text not null,
    commit_n integer not null
);

-- Appended means appended: the database itself refuses anything else.
create trigger commits_keep before update on commits begin select raise(abort, 'append only: commits'); end;
create trigger commits_stay before delete on commits begin select raise(abort, 'append only: commits'); end;
create trigger reports_keep before update on reports begin select raise(abort, 'append only: reports'); end;
create trigger reports_stay before delete on reports begin select raise(abort, 'append only: reports'); end;
create trigger markings_keep before update on markings begin select raise(abort, 'append only: markings'); end;
create trigger markings_stay before delete on markings begin select raise(abort, 'append only: markings'); end;
create trigger readings_keep before update on readings begin select raise(abort, 'append only: readings'); end;
create trigger readings_stay before delete on readings begin select raise(abort, 'append only: readings'); end;
create trigger runs_keep before update on runs begin select raise(abort, 'append only: runs'); end;
create trigger runs_stay before delete on runs begin select raise(abort, 'append only: runs'); end;
create trigger mentions_keep before update on mentions begin select raise(abort, 'append only: mentions'); end;
create trigger mentions_stay before delete on mentions begin select raise(abort, 'append only: mentions'); end;
create trigger claims_keep before update on claims begin select raise(abort, 'append only: claims'); end;
create trigger claims_stay before delete on claims begin select raise(abort, 'append only: claims'); end;
create trigger links_keep before update on links begin select raise(abort, 'append only: links'); end;
create trigger links_stay before delete on links begin select raise(abort, 'append only: links'); end;
create trigger withdrawals_keep before update on withdrawals begin select raise(abort, 'append only: withdrawals'); end;
create trigger withdrawals_stay before delete on withdrawals begin select raise(abort, 'append only: withdrawals'); end;
create trigger rejects_keep before update on rejects begin select raise(abort, 'append only: rejects'); end;
create trigger rejects_stay before delete on rejects begin select raise(abort, 'append only: rejects'); end;
create trigger resolutions_keep before update on resolutions begin select raise(abort, 'append only: resolutions'); end;
create trigger resolutions_stay before delete on resolutions begin select raise(abort, 'append only: resolutions'); end;
