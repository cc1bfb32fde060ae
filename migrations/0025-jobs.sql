-- Background work: the schema of pg-boss 10.4.2 (its version 24), its queues and what is done from time to time. Made here, by the owner: at
-- run time pg-boss neither creates nor migrates anything, and the application's role works on jobs only.

-- As PgBoss.getConstructionPlans('pgboss') gives it, without its own transaction. A later pg-boss whose schema differs is a migration of ours
-- (PgBoss.getMigrationPlans): a server refuses to start on another version.
CREATE SCHEMA IF NOT EXISTS pgboss;

CREATE TYPE pgboss.job_state AS ENUM (
  'created',
  'retry',
  'active',
  'completed',
  'cancelled',
  'failed'
);

CREATE TABLE pgboss.version (
  version int primary key,
  maintained_on timestamp with time zone,
  cron_on timestamp with time zone,
  monitored_on timestamp with time zone
);

CREATE TABLE pgboss.queue (
  name text,
  policy text,
  retry_limit int,
  retry_delay int,
  retry_backoff bool,
  expire_seconds int,
  retention_minutes int,
  dead_letter text REFERENCES pgboss.queue (name),
  partition_name text,
  created_on timestamp with time zone not null default now(),
  updated_on timestamp with time zone not null default now(),
  PRIMARY KEY (name)
);

CREATE TABLE pgboss.schedule (
  name text REFERENCES pgboss.queue ON DELETE CASCADE,
  cron text not null,
  timezone text,
  data jsonb,
  options jsonb,
  created_on timestamp with time zone not null default now(),
  updated_on timestamp with time zone not null default now(),
  PRIMARY KEY (name)
);

CREATE TABLE pgboss.subscription (
  event text not null,
  name text not null REFERENCES pgboss.queue ON DELETE CASCADE,
  created_on timestamp with time zone not null default now(),
  updated_on timestamp with time zone not null default now(),
  PRIMARY KEY(event, name)
);

CREATE TABLE pgboss.job (
  id uuid not null default gen_random_uuid(),
  name text not null,
  priority integer not null default(0),
  data jsonb,
  state pgboss.job_state not null default('created'),
  retry_limit integer not null default(2),
  retry_count integer not null default(0),
  retry_delay integer not null default(0),
  retry_backoff boolean not null default false,
  start_after timestamp with time zone not null default now(),
  started_on timestamp with time zone,
  singleton_key text,
  singleton_on timestamp without time zone,
  expire_in interval not null default interval '15 minutes',
  created_on timestamp with time zone not null default now(),
  completed_on timestamp with time zone,
  keep_until timestamp with time zone NOT NULL default now() + interval '14 days',
  output jsonb,
  dead_letter text,
  policy text
) PARTITION BY LIST (name);
ALTER TABLE pgboss.job ADD PRIMARY KEY (name, id);
CREATE TABLE pgboss.archive (LIKE pgboss.job);
ALTER TABLE pgboss.archive ADD PRIMARY KEY (name, id);
ALTER TABLE pgboss.archive ADD archived_on timestamptz NOT NULL DEFAULT now();
CREATE INDEX archive_i1 ON pgboss.archive(archived_on);

CREATE FUNCTION pgboss.create_queue(queue_name text, options json)
RETURNS VOID AS
$$
DECLARE
  table_name varchar := 'j' || encode(sha224(queue_name::bytea), 'hex');
  queue_created_on timestamptz;
BEGIN

  WITH q as (
  INSERT INTO pgboss.queue (
    name,
    policy,
    retry_limit,
    retry_delay,
    retry_backoff,
    expire_seconds,
    retention_minutes,
    dead_letter,
    partition_name
  )
  VALUES (
    queue_name,
    options->>'policy',
    (options->>'retryLimit')::int,
    (options->>'retryDelay')::int,
    (options->>'retryBackoff')::bool,
    (options->>'expireInSeconds')::int,
    (options->>'retentionMinutes')::int,
    options->>'deadLetter',
    table_name
  )
  ON CONFLICT DO NOTHING
  RETURNING created_on
  )
  SELECT created_on into queue_created_on from q;

  IF queue_created_on IS NULL THEN
    RETURN;
  END IF;

  EXECUTE format('CREATE TABLE pgboss.%I (LIKE pgboss.job INCLUDING DEFAULTS)', table_name);

  EXECUTE format('ALTER TABLE pgboss.%1$I ADD PRIMARY KEY (name, id)', table_name);
  EXECUTE format('ALTER TABLE pgboss.%1$I ADD CONSTRAINT q_fkey FOREIGN KEY (name) REFERENCES pgboss.queue (name) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED', table_name);
  EXECUTE format('ALTER TABLE pgboss.%1$I ADD CONSTRAINT dlq_fkey FOREIGN KEY (dead_letter) REFERENCES pgboss.queue (name) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED', table_name);
  EXECUTE format('CREATE UNIQUE INDEX %1$s_i1 ON pgboss.%1$I (name, COALESCE(singleton_key, '''')) WHERE state = ''created'' AND policy = ''short''', table_name);
  EXECUTE format('CREATE UNIQUE INDEX %1$s_i2 ON pgboss.%1$I (name, COALESCE(singleton_key, '''')) WHERE state = ''active'' AND policy = ''singleton''', table_name);
  EXECUTE format('CREATE UNIQUE INDEX %1$s_i3 ON pgboss.%1$I (name, state, COALESCE(singleton_key, '''')) WHERE state <= ''active'' AND policy = ''stately''', table_name);
  EXECUTE format('CREATE UNIQUE INDEX %1$s_i4 ON pgboss.%1$I (name, singleton_on, COALESCE(singleton_key, '''')) WHERE state <> ''cancelled'' AND singleton_on IS NOT NULL', table_name);
  EXECUTE format('CREATE INDEX %1$s_i5 ON pgboss.%1$I (name, start_after) INCLUDE (priority, created_on, id) WHERE state < ''active''', table_name);

  EXECUTE format('ALTER TABLE pgboss.%I ADD CONSTRAINT cjc CHECK (name=%L)', table_name, queue_name);
  EXECUTE format('ALTER TABLE pgboss.job ATTACH PARTITION pgboss.%I FOR VALUES IN (%L)', table_name, queue_name);
END;
$$
LANGUAGE plpgsql;

CREATE FUNCTION pgboss.delete_queue(queue_name text)
RETURNS VOID AS
$$
DECLARE
  table_name varchar;
BEGIN
  WITH deleted as (
    DELETE FROM pgboss.queue
    WHERE name = queue_name
    RETURNING partition_name
  )
  SELECT partition_name from deleted INTO table_name;

  EXECUTE format('DROP TABLE IF EXISTS pgboss.%I', table_name);
END;
$$
LANGUAGE plpgsql;
INSERT INTO pgboss.version(version) VALUES ('24');

revoke execute on function pgboss.create_queue(text, json), pgboss.delete_queue(text) from public;

-- One queue for each definition of src/cli/jobs.ts, with its policy; a test holds the two equal. « short »: at most one waits for one key.
select pgboss.create_queue('courriel', '{"policy": "short", "retryLimit": 11, "retryDelay": 60, "retryBackoff": true, "expireInSeconds": 120}');
select pgboss.create_queue('etude', '{"policy": "short", "retryLimit": 5, "retryDelay": 30, "retryBackoff": true, "expireInSeconds": 180}');
select pgboss.create_queue('reprise', '{"policy": "short", "retryLimit": 7, "retryDelay": 30, "retryBackoff": true, "expireInSeconds": 180}');
select pgboss.create_queue('rattrapage', '{"policy": "short", "retryLimit": 3, "retryDelay": 30, "retryBackoff": true, "expireInSeconds": 60}');
select pgboss.create_queue('sessions-menage', '{"policy": "short", "retryLimit": 3, "retryDelay": 60, "retryBackoff": true, "expireInSeconds": 60}');
select pgboss.create_queue('journal-mois', '{"policy": "short", "retryLimit": 7, "retryDelay": 60, "retryBackoff": true, "expireInSeconds": 60}');
-- Through which pg-boss itself spreads what the clock asks for: it would create it at run time.
select pgboss.create_queue('__pgboss__send-it', '{"policy": "standard"}');

insert into pgboss.schedule (name, cron, timezone, data, options)
select name, cron, 'UTC', '{"par": "systeme", "cafId": null, "donnees": {}}', jsonb_build_object('singletonKey', name)
from (values ('rattrapage', '* * * * *'), ('sessions-menage', '*/10 * * * *'), ('journal-mois', '0 */6 * * *')) t (name, cron);

-- Whoever acts may have something done later; only the program reads jobs and works on them. Its workers name it once, with their connection.
create policy ajout on pgboss.job for insert with check (mcp_caf() is not null);
create policy lecture on pgboss.queue for select using (mcp_caf() is not null);
do $$
declare t text;
begin
  foreach t in array array['job', 'archive', 'queue', 'schedule', 'version'] loop
    execute format('alter table pgboss.%I enable row level security', t);
    if t <> 'queue' then
      execute format('create policy travail on pgboss.%I using (coalesce(mcp_caf() = ''*'', false)) with check (coalesce(mcp_caf() = ''*'', false))', t);
    end if;
  end loop;
end $$;
create index job_cle_index on pgboss.job (name, singleton_key);

-- Dead letters: jobs that failed for the last time, until another one for the same thing is done. Read from the side of the Caf they are for; the
-- national ones by national actors. No data of a job is shown, but what it is about.
create view job_en_echec with (security_barrier) as
select distinct on (j.name, coalesce(j.singleton_key, j.id::text))
  j.id, j.name as queue, nullif(j.data ->> 'cafId', '') as caf_id, j.singleton_key as cle, j.data ->> 'par' as par,
  coalesce(j.output ->> 'message', j.output -> 'value' ->> 'message') as cause,
  j.retry_count + 1 as tentatives, j.created_on as cree_le, j.completed_on as abandonne_le
from pgboss.job j
where j.state = 'failed' and j.name not like '\_\_pgboss%' and mcp_caf() is not null and mcp_partenaire() is null and mcp_voit_caf(j.data ->> 'cafId')
  and not exists (select 1 from pgboss.job k where k.name = j.name and k.singleton_key = j.singleton_key
    and k.state = 'completed' and k.completed_on > j.completed_on)
order by j.name, coalesce(j.singleton_key, j.id::text), j.completed_on desc;

-- Gives a dead letter its attempts back. False when it is one no more, or not for this actor to see.
create function job_reessayer(vise uuid) returns boolean
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update pgboss.job set state = 'retry', retry_count = 0, started_on = null, completed_on = null, start_after = now(),
    keep_until = now() + interval '14 days', output = null
  where id in (select e.id from job_en_echec e where e.id = vise);
  return found;
end $$;

-- pg-boss says when a mail is tried again. What waits is taken up by the first « rattrapage »; what had been given up becomes a dead letter.
alter table courriel drop column prochain_essai_le;
insert into pgboss.job (name, data, state, singleton_key, retry_limit, retry_count, retry_delay, retry_backoff, expire_in, created_on, completed_on, policy, output)
select 'courriel', jsonb_build_object('par', 'systeme', 'cafId', caf_id, 'donnees', jsonb_build_object('id', id)), 'failed', id::text, 11, 11, 60, true,
  interval '120 seconds', cree_le, now(), 'short', jsonb_build_object('message', 'Le serveur d’envoi n’a pas pris ce courriel.')
from courriel where envoye_le is null and tentatives >= 12;
