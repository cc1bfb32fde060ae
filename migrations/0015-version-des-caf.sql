-- Two agents who change the model of their Caf's contracts at once: the second one is told.
alter table caf add column version int not null default 1;
