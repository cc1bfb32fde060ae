-- Roles are lines of the referential « services »: the table holds their codes, whatever a version of it names.
alter table habilitation drop constraint habilitation_role_check;
