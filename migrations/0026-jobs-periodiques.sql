-- What is done from time to time is asked for by the servers themselves, one job a period (« periodeS » of its definition): no schedule rows,
-- and no queue of pg-boss's own clock, which it would create at each start.
delete from pgboss.schedule;
delete from pgboss.job where name = '__pgboss__send-it';
select pgboss.delete_queue('__pgboss__send-it');

-- Migrations run in one transaction: the jobs that 0025 wrote have their references checked before their tables change.
set constraints all immediate;
-- Counted at each reading of /metriques: what it costs follows the jobs given up, not those done.
create index job_en_echec_index on pgboss.job (name) where state = 'failed';
