import { sql } from 'kysely';
import { lireLignes, nombreDeLignes } from '#src/kernel/sql.ts';
import { tables } from '#src/kernel/tables.ts';
import { createHash, timingSafeEqual } from 'node:crypto';
import type { MikroORM } from '@mikro-orm/postgresql';
import type { Request, RequestHandler } from 'express';
import type { Pool } from 'pg';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { ageDeLEntretien } from '#src/database/jobs/presence.ts';
import { get, type Route } from '#src/http/route.ts';
import { LISTE_DES_MIGRATIONS } from '#migrations/liste.ts';
import type { Alertes } from '#src/server/supervision/alertes.ts';

const PALIERS_S = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/**
 * What the server counts of itself. No label holds a person, an id or anything typed: routes by their
 * pattern, rule files by name.
 */
export class Metriques {
  readonly registre = new Registry();
  private readonly durees = new Histogram({
    name: 'mcp_http_duree_secondes',
    help: 'Durée des réponses, par route.',
    labelNames: ['methode', 'route', 'statut'],
    buckets: PALIERS_S,
    registers: [this.registre],
  });
  private readonly decisions = new Counter({
    name: 'mcp_decisions_total',
    help: 'Décisions rendues par ce serveur, par fichier de règles et état.',
    labelNames: ['jeu', 'etat'],
    registers: [this.registre],
  });

  /** @param route pattern of the program, never the address asked for */
  reponse(methode: string, route: string, statut: number, secondes: number): void {
    this.durees.observe({ methode, route, statut }, secondes);
  }

  readonly decision = (jeu: string, etat: string): void => {
    this.decisions.inc({ jeu, etat });
  };
}

/** Times every answer. Goes first, so that what refuses a request is counted too. */
export function mesurer(metriques: Metriques): RequestHandler {
  return (req, res, next) => {
    const debut = performance.now();
    res.once('close', () =>
      metriques.reponse(
        METHODES.has(req.method) ? req.method : 'AUTRE',
        routeDe(req),
        res.statusCode,
        (performance.now() - debut) / 1000,
      ),
    );
    next();
  };
}

const METHODES = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** The pattern that answered; what no route took is one series, whatever was asked. */
function routeDe(req: Request): string {
  const motif: unknown = (req.route as { path?: unknown } | undefined)?.path;
  if (typeof motif !== 'string') return 'aucune';
  // Routers are mounted on fixed paths; whatever does not look like one is left out.
  const montage = req.baseUrl
    .split('/')
    .filter((partie) => /^[a-z]+(-[a-z]+)*$/.test(partie))
    .join('/');
  return `${montage === '' ? '' : `/${montage}`}${motif}`;
}

interface Dependances {
  readonly metriques: Metriques;
  readonly orm: MikroORM;
  readonly poolSessions: Pool;
  readonly alertes: Alertes;
}

const condenser = (texte: string): Buffer => createHash('sha256').update(texte).digest();

/**
 * For the tool that watches, and nobody else: it presents the token as `Authorization: Bearer …`. A wrong one
 * is answered as if there were nothing there.
 */
export function tokenHolder(jeton: string): RequestHandler {
  const attendu = condenser(`Bearer ${jeton}`);
  return (req, _res, next) =>
    timingSafeEqual(condenser(req.get('authorization') ?? ''), attendu) ? next() : next('route');
}

/** `/metriques`: what the server counts, and its state when it is asked. */
export function routesMetriques({
  metriques: { registre },
  orm,
  poolSessions,
  alertes,
}: Dependances): readonly Route[] {
  collectDefaultMetrics({ register: registre });
  const etat = etatDuServeur(registre);
  return [
    get('/metriques', 'jeton', async (_req, res) => {
      etat.relever({
        base: await lireBase(orm).catch(() => undefined),
        connexions: connexionsDe(orm),
        poolSessions,
        alertes,
      });
      res
        .set('Cache-Control', 'no-store')
        .type(registre.contentType)
        .send(await registre.metrics());
    }),
  ];
}

interface EtatDeLaBase {
  readonly courriels: number;
  readonly jobsEnEchec: number;
  readonly jobsEnAttente: number;
  readonly entretien: number | undefined;
  readonly migrations: number;
}

interface Releve {
  /** undefined when it does not answer */
  readonly base: EtatDeLaBase | undefined;
  readonly connexions: { readonly occupees: number; readonly libres: number; readonly attendues: number };
  readonly poolSessions: Pool;
  readonly alertes: Alertes;
}

/** What is read when it is asked for, beside what is counted all along. */
function etatDuServeur(registre: Registry): { relever(releve: Releve): void } {
  const registers = [registre];
  const total = new Counter({
    name: 'mcp_alertes_total',
    help: 'Alertes depuis le démarrage ; désaccords des évaluateurs compris.',
    labelNames: ['alerte'],
    registers,
  });
  const joignable = new Gauge({ name: 'mcp_base_joignable', help: 'La base répond.', registers });
  const liens = new Gauge({
    name: 'mcp_base_connexions',
    help: 'Connexions à la base, par usage et état.',
    labelNames: ['usage', 'etat'],
    registers,
  });
  const courriels = new Gauge({ name: 'mcp_courriels_en_attente', help: 'Courriels à envoyer.', registers });
  const jobsEnEchec = new Gauge({
    name: 'mcp_jobs_en_echec',
    help: 'Travaux en arrière-plan abandonnés, que personne n’a réglés.',
    registers,
  });
  const jobsEnAttente = new Gauge({
    name: 'mcp_jobs_en_attente',
    help: 'Travaux en arrière-plan dont l’heure est venue et que personne n’a pris.',
    registers,
  });
  const entretien = new Gauge({
    name: 'mcp_travailleurs_age_secondes',
    help: 'Secondes depuis qu’un programme s’est occupé des travaux en arrière-plan.',
    registers,
  });
  const migrations = new Gauge({
    name: 'mcp_migrations_manquantes',
    help: 'Migrations que la base n’a pas.',
    registers,
  });
  return {
    relever({ base, connexions, poolSessions, alertes }) {
      total.reset();
      total.inc({ alerte: 'evaluateurs-en-desaccord' }, alertes.bilan['evaluateurs-en-desaccord'] ?? 0);
      joignable.set(base ? 1 : 0);
      for (const [mesure, valeur] of [
        [courriels, base?.courriels],
        [jobsEnEchec, base?.jobsEnEchec],
        [jobsEnAttente, base?.jobsEnAttente],
        [entretien, base?.entretien],
        [migrations, base?.migrations],
      ] as const) {
        // What the database cannot be asked is absent, not 0.
        if (valeur === undefined) mesure.remove();
        else mesure.set(valeur);
      }
      const sessions = {
        occupees: poolSessions.totalCount - poolSessions.idleCount,
        libres: poolSessions.idleCount,
        attendues: poolSessions.waitingCount,
      };
      for (const [usage, comptes] of [
        ['application', connexions],
        ['sessions', sessions],
      ] as const) {
        for (const [etat, nombre] of Object.entries(comptes)) liens.set({ usage, etat }, nombre);
      }
    },
  };
}

async function lireBase(orm: MikroORM): Promise<EtatDeLaBase> {
  return orm.em.fork({ clear: true }).transactional(async (em) => {
    await em.execute("select set_config('mcp.caf', '*', true)");
    const [lu] = await lireLignes(
      em,
      tables.selectNoFrom((eb) => [
        eb
          .selectFrom('courriel')
          .select(nombreDeLignes.as('courriels'))
          .where('envoye_le', 'is', null)
          .as('courriels'),
        sql<number>`(select count(*)::int from job_en_echec)`.as('jobs_en_echec'),
        sql<number>`(select count(*)::int from pgboss.job where state < 'active' and start_after < now())`.as(
          'jobs_en_attente',
        ),
        sql<string[]>`array(select migrations_faites())`.as('faites'),
      ]),
    );
    return {
      courriels: lu?.courriels ?? 0,
      jobsEnEchec: lu?.jobs_en_echec ?? 0,
      jobsEnAttente: lu?.jobs_en_attente ?? 0,
      entretien: await ageDeLEntretien(em),
      migrations: LISTE_DES_MIGRATIONS.filter(({ name }) => !(lu?.faites ?? []).includes(name)).length,
    };
  });
}

interface PoolTarn {
  numUsed(): number;
  numFree(): number;
  numPendingAcquires(): number;
}

function connexionsDe(orm: MikroORM): { occupees: number; libres: number; attendues: number } {
  const { pool } = (
    orm.em.getConnection() as unknown as { getKnex(): { client: { pool: PoolTarn } } }
  ).getKnex().client;
  return { occupees: pool.numUsed(), libres: pool.numFree(), attendues: pool.numPendingAcquires() };
}
