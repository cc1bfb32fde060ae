import { createHash, timingSafeEqual } from 'node:crypto';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { MikroORM } from '@mikro-orm/postgresql';
import { Router, type Request, type RequestHandler } from 'express';
import type { Pool } from 'pg';
import { LISTE_DES_MIGRATIONS } from '#migrations/liste.ts';
import type { Alertes } from '#src/server/alertes.ts';

/** Text of Prometheus 0.0.4: a dozen values, which no library is needed for. */
type Etiquettes = Readonly<Record<string, string | number>>;
const PALIERS_S = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
/** A guard: the routes are the program's own, so are the rule files; nobody's typing makes a series. */
const SERIES_MAXIMUM = 2_000;

const echapper = (valeur: string | number): string => String(valeur).replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
const serie = (nom: string, etiquettes: Etiquettes): string => {
  const paires = Object.entries(etiquettes).map(([cle, valeur]) => `${cle}="${echapper(valeur)}"`);
  return paires.length === 0 ? nom : `${nom}{${paires.join(',')}}`;
};
const entete = (nom: string, genre: 'counter' | 'gauge' | 'histogram', aide: string): string => `# HELP ${nom} ${aide}\n# TYPE ${nom} ${genre}\n`;
const releve = (nom: string, genre: 'counter' | 'gauge', aide: string, valeurs: readonly (readonly [Etiquettes, number])[]): string =>
  `${entete(nom, genre, aide)}${valeurs.map(([etiquettes, valeur]) => `${serie(nom, etiquettes)} ${valeur}\n`).join('')}`;

class Compteur {
  private readonly valeurs = new Map<string, { readonly etiquettes: Etiquettes; nombre: number }>();
  constructor(private readonly nom: string, private readonly aide: string) {}

  ajouter(etiquettes: Etiquettes): void {
    const cle = JSON.stringify(etiquettes);
    const connue = this.valeurs.get(cle);
    if (connue) connue.nombre += 1;
    else if (this.valeurs.size < SERIES_MAXIMUM) this.valeurs.set(cle, { etiquettes, nombre: 1 });
  }

  texte(): string {
    return releve(this.nom, 'counter', this.aide, [...this.valeurs.values()].map(({ etiquettes, nombre }) => [etiquettes, nombre] as const));
  }
}

class Histogramme {
  private readonly valeurs = new Map<string, { readonly etiquettes: Etiquettes; readonly paliers: number[]; somme: number; nombre: number }>();
  constructor(private readonly nom: string, private readonly aide: string) {}

  observer(etiquettes: Etiquettes, secondes: number): void {
    const cle = JSON.stringify(etiquettes);
    let connue = this.valeurs.get(cle);
    if (!connue) {
      if (this.valeurs.size >= SERIES_MAXIMUM) return;
      this.valeurs.set(cle, connue = { etiquettes, paliers: PALIERS_S.map(() => 0), somme: 0, nombre: 0 });
    }
    connue.nombre += 1;
    connue.somme += secondes;
    const { paliers } = connue;
    PALIERS_S.forEach((palier, rang) => { if (secondes <= palier) paliers[rang] = (paliers[rang] ?? 0) + 1; });
  }

  texte(): string {
    const lignes = [...this.valeurs.values()].map(({ etiquettes, paliers, somme, nombre }) => [
      ...PALIERS_S.map((palier, rang) => `${serie(`${this.nom}_bucket`, { ...etiquettes, le: palier })} ${paliers[rang] ?? 0}\n`),
      `${serie(`${this.nom}_bucket`, { ...etiquettes, le: '+Inf' })} ${nombre}\n`, `${serie(`${this.nom}_sum`, etiquettes)} ${somme}\n`, `${serie(`${this.nom}_count`, etiquettes)} ${nombre}\n`,
    ].join(''));
    return entete(this.nom, 'histogram', this.aide) + lignes.join('');
  }
}

/** What the server counts of itself. No label holds a person, an id or anything typed: routes by their pattern, rule files by name. */
export class Metriques {
  private readonly durees = new Histogramme('mcp_http_duree_secondes', 'Duree des reponses, par route.');
  private readonly decisions = new Compteur('mcp_decisions_total', 'Decisions rendues par ce serveur, par fichier de regles et etat.');

  /** @param route pattern of the program, never the address asked for */
  reponse(methode: string, route: string, statut: number, secondes: number): void {
    this.durees.observer({ methode, route, statut }, secondes);
  }

  readonly decision = (jeu: string, etat: string): void => {
    this.decisions.ajouter({ jeu, etat });
  };

  texte(): string {
    return this.durees.texte() + this.decisions.texte();
  }
}

/** Times every answer. Goes first, so that what refuses a request is counted too. */
export function mesurer(metriques: Metriques): RequestHandler {
  return (req, res, next) => {
    const debut = performance.now();
    res.once('close', () => metriques.reponse(METHODES.has(req.method) ? req.method : 'AUTRE', routeDe(req), res.statusCode, (performance.now() - debut) / 1000));
    next();
  };
}

const METHODES = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** The pattern that answered; what no route took is one series, whatever was asked. */
function routeDe(req: Request): string {
  const motif: unknown = (req.route as { path?: unknown } | undefined)?.path;
  if (typeof motif !== 'string') return 'aucune';
  // Routers are mounted on fixed paths; whatever does not look like one is left out.
  const montage = req.baseUrl.split('/').filter((partie) => /^[a-z]+(-[a-z]+)*$/.test(partie)).join('/');
  return `${montage === '' ? '' : `/${montage}`}${motif}`;
}

interface Dependances {
  readonly metriques: Metriques;
  /** What the reader must present as `Authorization: Bearer …`; undefined = the address does not exist. */
  readonly jeton: string | undefined;
  readonly orm: MikroORM;
  readonly poolSessions: Pool;
  readonly alertes: Alertes;
}

const condenser = (texte: string): Buffer => createHash('sha256').update(texte).digest();

/** `/metriques`: for the tool that watches, and nobody else. A wrong token is answered as if there were nothing there. */
export function routeMetriques({ metriques, jeton, orm, poolSessions, alertes }: Dependances): Router {
  const routes = Router();
  if (jeton === undefined) return routes;
  const attendu = condenser(`Bearer ${jeton}`);
  const boucle = monitorEventLoopDelay({ resolution: 20 });
  boucle.enable();
  routes.get('/metriques', async (req, res, next) => {
    if (!timingSafeEqual(condenser(req.get('authorization') ?? ''), attendu)) {
      next();
      return;
    }
    const base = await lireBase(orm).catch(() => undefined);
    const connexions = connexionsDe(orm);
    const retard = [50, 99].map((centile) => [{ centile }, boucle.percentile(centile) / 1e9] as const);
    boucle.reset();
    res.set('Cache-Control', 'no-store').type('text/plain; version=0.0.4; charset=utf-8').send([
      metriques.texte(),
      releve('mcp_alertes_total', 'counter', 'Alertes depuis le demarrage ; desaccords des evaluateurs compris.', [[{ alerte: 'evaluateurs-en-desaccord' }, 0] as const]
        .map(([etiquettes]) => [etiquettes, alertes.bilan[etiquettes.alerte] ?? 0] as const)),
      releve('mcp_base_joignable', 'gauge', 'La base repond.', [[{}, base ? 1 : 0]]),
      releve('mcp_base_connexions', 'gauge', 'Connexions a la base, par usage et etat.', [
        [{ usage: 'application', etat: 'occupees' }, connexions.occupees], [{ usage: 'application', etat: 'libres' }, connexions.libres], [{ usage: 'application', etat: 'attendues' }, connexions.attendues],
        [{ usage: 'sessions', etat: 'occupees' }, poolSessions.totalCount - poolSessions.idleCount], [{ usage: 'sessions', etat: 'libres' }, poolSessions.idleCount], [{ usage: 'sessions', etat: 'attendues' }, poolSessions.waitingCount]]),
      ...(base ? [
        releve('mcp_courriels_en_attente', 'gauge', 'Courriels a envoyer.', [[{}, base.courriels]]),
        releve('mcp_migrations_manquantes', 'gauge', 'Migrations que la base n’a pas.', [[{}, base.migrations]]),
      ] : []),
      releve('mcp_boucle_retard_secondes', 'gauge', 'Retard de la boucle d’evenements depuis la derniere lecture.', retard),
      releve('mcp_memoire_octets', 'gauge', 'Memoire du processus.', [[{}, process.memoryUsage.rss()]]),
      releve('mcp_demarre_secondes', 'gauge', 'Duree de marche du processus.', [[{}, Math.round(process.uptime())]]),
    ].join(''));
  });
  return routes;
}

async function lireBase(orm: MikroORM): Promise<{ courriels: number; migrations: number }> {
  return orm.em.fork({ clear: true }).transactional(async (em) => {
    await em.execute("select set_config('mcp.caf', '*', true)");
    const [lu] = await em.execute<{ courriels: number; faites: string[] }[]>('select (select count(*)::int from courriel where envoye_le is null) as courriels, array(select migrations_faites()) as faites');
    return { courriels: lu?.courriels ?? 0, migrations: LISTE_DES_MIGRATIONS.filter(({ name }) => !(lu?.faites ?? []).includes(name)).length };
  });
}

interface PoolTarn {
  numUsed(): number;
  numFree(): number;
  numPendingAcquires(): number;
}

function connexionsDe(orm: MikroORM): { occupees: number; libres: number; attendues: number } {
  const { pool } = (orm.em.getConnection() as unknown as { getKnex(): { client: { pool: PoolTarn } } }).getKnex().client;
  return { occupees: pool.numUsed(), libres: pool.numFree(), attendues: pool.numPendingAcquires() };
}
