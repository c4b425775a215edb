-- By what a list of incidents is narrowed: the kinds and countries that any report of it gives. late is minus the last
-- day, so that the newest come first; 0: nothing is known of when it was. Derived; kept by refresh_incidents.
create table facets (
    facet text collate "C" not null,
    value text collate "C" not null,
    late integer not null,
    incident text collate "C" not null,
    primary key (facet, value, late, incident)
);
create index facets_incident on facets (incident);

create index incidents_late on incidents (coalesce(-last_day, 0), id);
drop index incidents_day;

-- Who may see a report is asked for every report of every record that is shown.
create index markings_of on markings (report);
drop index markings_report;
