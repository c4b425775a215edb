-- Which rule read a claim: so that an analyst can ask why, and confidence can be weighed by rule.
alter table claims add column rule text collate "C";
