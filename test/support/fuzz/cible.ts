import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { get } from 'node:http';
import { Utils } from '@mikro-orm/core';
import type { MikroORM } from '@mikro-orm/postgresql';
import { Pool, escapeIdentifier } from 'pg';
import { pino } from 'pino';
import { ECRANS } from '#admin/ecrans/index.ts';
import { RESSOURCES, SOURCES } from '#admin/ressources/index.ts';
import { assembler } from '#src/cli/assemblage.ts';
import { chaines } from '#src/database/journal/lectures.ts';
import { verifierChaine } from '#src/database/journal/verification.ts';
import type { Executeur } from '#src/kernel/commande.ts';
import type { Horloge } from '#src/kernel/horloge.ts';
import type { Registre } from '#src/kernel/registre.ts';
import { routesDe, type RouteEnumeree } from '#src/server/routes.ts';
import { demarrerServeur } from '#src/server/serveur.ts';
import { systeme } from '#test/support/acteurs.ts';
import { routesGestion } from '#test/support/routes.ts';
import type { Role } from './grammaire.ts';

const SECRET = 'secret-des-tirs-de-quarante-caracteres-au-moins';

interface Outils {
  readonly orm: MikroORM;
  readonly executeur: Executeur;
  readonly registre: Registre;
  readonly horloge: Horloge;
  readonly urlApplication: string;
  readonly urlProprietaire: string;
}

/**
 * The whole application in this process, on a real port, with sessions of every role and the identifiers of
 * all its records.
 */
export interface Cible {
  readonly url: string;
  readonly routes: readonly RouteEnumeree[];
  /** Identifiers of every table, in a stable order. */
  readonly identifiants: readonly string[];
  /** Those of what an address is about, e.g. declarations; all when it is about nothing. */
  identifiantsDe(route: RouteEnumeree): readonly string[];
  /** Cookie of a fresh session; undefined for nobody, or when the database has no such person. */
  cookie(role: Role, preuveRecente?: boolean): Promise<string | undefined>;
  /** Cookie of a fresh session of one person, in one of his spaces. */
  cookieDe(personne: Personne | null, preuveRecente: boolean): Promise<string | undefined>;
  /** What a page answers to a session. */
  statutDe(chemin: string, cookie: string | undefined): Promise<number>;
  /** What the journal's own check finds wrong, chain by chain. */
  journalAbime(): Promise<string[]>;
  /** What the server logged of a request, by its reference. */
  journalDe(requeteId: string): string;
  /** Rows as the owner of the tables sees them. */
  sql<Ligne extends object>(requete: string, parametres?: readonly unknown[]): Promise<Ligne[]>;
  fermer(): Promise<void>;
}

/** An account, and the key of one of its spaces. */
export interface Personne {
  readonly compte_id: string;
  readonly cle: string;
}

/** Somebody of each role, as `compte` and key of his profile. */
const PERSONNES: Readonly<Record<Exclude<Role, 'personne'>, string>> = {
  agent:
    "select compte_id, 'agent:' || id as cle from agent_caf where profil = 'gestionnaire' and clos_le is null",
  responsable:
    "select compte_id, 'agent:' || id as cle from agent_caf where profil = 'responsable' and clos_le is null",
  analyste: "select compte_id, 'analyste:' || id as cle from analyste where clos_le is null",
  administrateur:
    "select compte_id, 'utilisateur:' || id as cle from utilisateur where administrateur and clos_le is null",
  delegue:
    "select u.compte_id, 'utilisateur:' || u.id as cle from utilisateur u where u.clos_le is null and exists (select 1 from mandat m where m.titulaire_id = u.id)",
  utilisateur:
    "select u.compte_id, 'utilisateur:' || u.id as cle from utilisateur u where u.clos_le is null and exists (select 1 from habilitation h where h.utilisateur_id = u.id and h.etat = 'accordee')",
};
const TABLES_DU_PORTAIL: Readonly<Record<string, string>> = {
  '/partenaire/declarations': 'declaration',
  '/partenaire/habilitations': 'habilitation',
  '/partenaire/utilisateurs': 'utilisateur',
  '/partenaire/responsables': 'mandat',
  '/gestion/exports/impact': 'etude_impact',
};
const TOUTES =
  "select table_name as nom from information_schema.columns where table_schema = 'public' and column_name = 'id' and data_type = 'uuid' order by 1";

/** @param hote in production, the only host served; without it any is, as in a demonstration */
export async function ouvrirCible(outils: Outils, hote?: string): Promise<Cible> {
  const { orm, executeur, registre, horloge, urlApplication, urlProprietaire } = outils;
  const poolSessions = new Pool({ connectionString: urlApplication, max: 4 });
  const proprietaire = new Pool({ connectionString: urlProprietaire, max: 2 });
  const lignes = new Map<string, string>();
  const noter = (ligne: string): void => {
    const { requeteId, erreur } = JSON.parse(ligne) as { requeteId?: string; erreur?: unknown };
    if (requeteId !== undefined && erreur !== undefined) lignes.set(requeteId, ligne);
  };
  const application = await assembler({
    orm,
    executeur,
    registre,
    horloge,
    poolSessions,
    secretSession: SECRET,
    log: pino({ level: 'error' }, { write: noter }),
    configuration: {
      production: hote !== undefined,
      http: { urlPublique: hote === undefined ? undefined : `http://${hote}`, trustProxy: false },
      courrier: { mode: 'boite-visible' },
    },
    // Thousands of sign-ins are tried: what they cost is not what is tried here.
    hacheur: { hacher: () => Promise.resolve('empreinte'), verifier: () => Promise.resolve(false) },
  });
  const serveur = await demarrerServeur({ application, host: '127.0.0.1', port: 0 });
  const sql: Cible['sql'] = async <Ligne extends object>(
    requete: string,
    parametres: readonly unknown[] = [],
  ) => (await proprietaire.query<Ligne>(requete, [...parametres])).rows;

  const parTable = new Map<string, readonly string[]>();
  for (const { nom } of await sql<{ nom: string }>(TOUTES)) {
    const lus = await sql<{ id: string }>(`select id from ${escapeIdentifier(nom)} order by id limit 60`);
    if (lus.length > 0)
      parTable.set(
        nom,
        lus.map(({ id }) => id),
      );
  }
  const identifiants = [...parTable.values()].flat();
  const tableDe = ({ chemin, ressource }: RouteEnumeree & { readonly ressource?: string }): string => {
    const declaree = RESSOURCES.find(({ id }) => id === ressource);
    if (declaree) return orm.getMetadata().find(Utils.className(declaree.entite))?.tableName ?? '';
    return Object.entries(TABLES_DU_PORTAIL).find(([debut]) => chemin.startsWith(debut))?.[1] ?? '';
  };
  const personnes = new Map<Role, readonly Personne[]>();
  for (const [role, requete] of Object.entries(PERSONNES))
    personnes.set(role as Role, await sql(`${requete} order by id limit 8`));
  let tour = 0;
  const cookieDe: Cible['cookieDe'] = async (personne, preuveRecente) => {
    if (!personne) return undefined;
    const sid = randomBytes(24).toString('base64url');
    const maintenant = horloge.maintenant().epochMilliseconds;
    await sql(
      `insert into sessions.session (sid, expire, sess) select $1, now() + interval '1 day', json_build_object('cookie', json_build_object('originalMaxAge', null, 'path', '/'), 'compteId', id,
        'validite', to_char(sessions_valides_depuis at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), 'ouverteLe', $3::float8, 'preuveLe', $4::float8, 'reference', $5::text, 'appareil', 'essai', 'profil', $6::text, 'inscrite', true)
      from compte where id = $2`,
      [sid, personne.compte_id, maintenant, preuveRecente ? maintenant : 0, randomUUID(), personne.cle],
    );
    return `mcp=${encodeURIComponent(`s:${sid}.${createHmac('sha256', SECRET).update(sid).digest('base64').replace(/=+$/, '')}`)}`;
  };

  return {
    url: serveur.url,
    routes: [
      ...routesDe(application.express).filter(({ chemin }) => !/resourceId|pageName/.test(chemin)),
      ...routesGestion(RESSOURCES, ECRANS, SOURCES),
    ],
    identifiants,
    identifiantsDe: (route) => parTable.get(tableDe(route)) ?? identifiants,
    cookie(role, preuveRecente = true) {
      const choix = personnes.get(role) ?? [];
      return cookieDe(choix[(tour += 1) % choix.length] ?? null, preuveRecente);
    },
    cookieDe,
    statutDe: (chemin, cookie) =>
      new Promise((resoudre, rejeter) => {
        get(
          `${serveur.url}${chemin}`,
          {
            headers: { accept: 'text/html', ...(cookie ? { cookie } : {}), ...(hote ? { host: hote } : {}) },
          },
          (reponse) => resoudre(reponse.resume().statusCode ?? 0),
        ).on('error', rejeter);
      }),
    journalAbime: () =>
      executeur.lire(systeme, async ({ em }) => {
        const anomalies: string[] = [];
        for (const chaine of await chaines(em)) {
          const { anomalie } = await verifierChaine(em, chaine);
          if (anomalie !== null) anomalies.push(anomalie);
        }
        return anomalies;
      }),
    journalDe: (requeteId) => lignes.get(requeteId) ?? '',
    sql,
    async fermer() {
      await serveur.arreter();
      await poolSessions.end();
      await proprietaire.end();
    },
  };
}
