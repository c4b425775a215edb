-- When each mention's event was, and since when its words are known at the earliest: what a list as of a past day
-- walks along. Derived. last_day null: nothing is known of when it was.
create table moments (
    mention bigint primary key references mentions (n),
    first_day integer,
    last_day integer,
    known text collate "C"
);
create index moments_day on moments (last_day, mention, known);

-- Published or modified, whichever is later, but not later than it was collected; see known.py.
insert into moments (mention, first_day, last_day, known)
select
    m.n,
    min(case when s.last_day - s.day <= 400 then s.day end),
    max(case when s.last_day - s.day <= 400 then s.last_day end),
    case
        when coalesce(d.published, d.modified) is null or d.collected < d.published or d.collected < d.modified
            then d.collected
        when d.modified > d.published then d.modified
        else coalesce(d.published, d.modified)
    end
from mentions m join runs u on u.n = m.run join readings d on d.n = u.reading left join spots s on s.mention = m.n
group by m.n, d.published, d.modified, d.collected;
