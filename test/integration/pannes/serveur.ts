import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { Router } from 'express';
import { Pool } from 'pg';
import { pino } from 'pino';
import { Temporal } from 'temporal-polyfill';
import { ClientBorne, optionsBornees } from '#src/database/connexion.ts';
import { creerExecuteur } from '#src/database/executeur.ts';
import { bornesPour, ConnectionLimiter } from '#src/database/connection-limiter.ts';
import { ouvrirOrm } from '#src/cli/composition.ts';
import type { Horloge } from '#src/kernel/horloge.ts';
import { construirePortail } from '#src/portal/portail.ts';
import { construireRessources } from '#src/portal/ressources.ts';
import { Alertes } from '#src/server/supervision/alertes.ts';
import { construireApplication } from '#src/server/application.ts';
import { demarrerServeur } from '#src/server/serveur.ts';
import { Internaute } from '#test/support/internaute.ts';
import { registreDesFichiers } from '#test/support/registre-des-fichiers.ts';

const SECRET = 'secret-des-pannes-de-quarante-caracteres-au-moins';
const URL_PUBLIQUE = 'http://127.0.0.1:3000';
/** Small, so that the tests do not wait: a statement, then a connection or a turn. */
const BORNES = { connexions: 6, requeteMs: 2_000, connexionMs: 2_000 };
/** Day of the fixture. */
const HORLOGE: Horloge = { maintenant: () => Temporal.Instant.from('2026-03-02T12:00:00Z') };

export interface ServeurEprouve {
  readonly url: string;
  readonly journaux: readonly string[];
  arreter(): Promise<void>;
}

/**
 * The product on the database of a fixture, bounded as a server is; with its back-office where it is asked for.
 */
export async function servir(url: string, options: { readonly gestion: boolean }): Promise<ServeurEprouve> {
  const orm = await ouvrirOrm(url, BORNES.connexions, BORNES);
  const registre = await registreDesFichiers();
  const alertes = new Alertes();
  const executeur = creerExecuteur({
    orm,
    registre,
    horloge: HORLOGE,
    urlPublique: URL_PUBLIQUE,
    surPanne: alertes.panne,
    limiter: new ConnectionLimiter(bornesPour(BORNES)),
  });
  const poolSessions = new Pool({
    connectionString: url,
    max: 4,
    Client: ClientBorne,
    ...optionsBornees(BORNES),
  });
  const { ressources, router, scriptDeclaration } = await construireRessources();
  const journaux: string[] = [];
  const application = construireApplication({
    orm,
    registre,
    executeur,
    horloge: HORLOGE,
    alertes,
    poolSessions,
    secretSession: SECRET,
    ressources,
    routeurRessources: router,
    log: pino({ level: 'error' }, { write: (ligne: string) => journaux.push(ligne) }),
    configuration: {
      production: false,
      http: { urlPublique: undefined, trustProxy: false },
      courrier: { mode: 'boite-visible' },
    },
    gestion: options.gestion
      ? await (await import('#admin/index.ts')).construireGestion({
          executeur,
          orm,
          registre,
          horloge: HORLOGE,
        })
      : Router(),
    portail: construirePortail({ executeur, ressources, scriptDeclaration, demonstration: false }),
  });
  const serveur = await demarrerServeur({ application, host: '127.0.0.1', port: 0 });
  return {
    url: serveur.url,
    journaux,
    async arreter() {
      await serveur.arreter();
      await poolSessions.end();
      await orm.close(true);
    },
  };
}

type Sql = <Ligne extends object>(requete: string, parametres?: readonly unknown[]) => Promise<Ligne[]>;

/**
 * Somebody signed in: his session is put in the table, as signing in would. @param profil `utilisateur:<id>`
 * or `agent:<id>`
 */
export async function entrer(sql: Sql, url: string, compteId: string, profil: string): Promise<Internaute> {
  const sid = randomBytes(24).toString('base64url');
  const maintenant = HORLOGE.maintenant().epochMilliseconds;
  await sql(
    `insert into sessions.session (sid, expire, sess) select $1, now() + interval '1 day', json_build_object('cookie', json_build_object('originalMaxAge', null, 'path', '/'), 'compteId', id,
      'validite', to_char(sessions_valides_depuis at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), 'ouverteLe', $3::float8, 'preuveLe', $3::float8, 'reference', $4::text, 'appareil', 'essai', 'profil', $5::text, 'inscrite', true)
    from compte where id = $2`,
    [sid, compteId, maintenant, randomUUID(), profil],
  );
  return new Internaute(url, 12_000, {
    mcp: encodeURIComponent(
      `s:${sid}.${createHmac('sha256', SECRET).update(sid).digest('base64').replace(/=+$/, '')}`,
    ),
  });
}
