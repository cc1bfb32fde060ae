/** What a program opens on a migrated base before it serves or works. */
import type { MikroORM } from '@mikro-orm/postgresql';
import { Pool, type PoolConfig } from 'pg';
import type { Configuration } from '#src/cli/configuration.ts';
import { ouvrirOrm } from '#src/cli/composition.ts';
import {
  compterComptesDemonstration,
  controlerProduction,
  lireRoleConnecte,
} from '#src/cli/controles-production.ts';
import { initialiserBase } from '#src/cli/initialisation.ts';
import { demarrerWorkers } from '#src/cli/jobs.ts';
import type { Ouverture } from '#src/cli/programme.ts';
import { creerExecuteur } from '#src/database/executeur.ts';
import { ClientBorne, optionsBornees } from '#src/database/connexion.ts';
import { bornesPour, ConnectionLimiter } from '#src/database/connection-limiter.ts';
import { CONNEXIONS_DES_WORKERS, Workers } from '#src/database/jobs/workers.ts';
import { FUSEAU_NATIONAL, HORLOGE_SYSTEME, jourA } from '#src/kernel/horloge.ts';
import { chargerRegistre, suivrePublications } from '#src/domain/politique/registre/base.ts';
import type { RegistreVivant } from '#src/domain/politique/registre/registre.ts';
import { Alertes } from '#src/server/supervision/alertes.ts';
import { createLog } from '#src/server/supervision/log.ts';
import { Metriques } from '#src/server/supervision/metriques.ts';

/** A session is one row: what takes longer is a database in trouble, and stands in the way of every page. */
const REQUETE_DE_SESSION_MS = 5_000;

/** Connections apart from those of the acts: neither waits behind the other. */
const poolDe = (connectionString: string, bornes: Configuration['bornes'], options: PoolConfig): Pool =>
  new Pool({ connectionString, ...options, Client: ClientBorne, ...optionsBornees(bornes) });

/** @throws Error in production, on a base whose state is not safe there */
async function controlerLaBase(
  configuration: Configuration,
  orm: MikroORM,
  registre: RegistreVivant,
): Promise<void> {
  if (!configuration.production) return;
  const connexion = orm.em.getConnection();
  controlerProduction(
    {
      role: await lireRoleConnecte((sql) => connexion.execute(sql)),
      comptesDemonstration: await compterComptesDemonstration(connexion),
      valeursFictives: registre.valeursFictives(jourA(HORLOGE_SYSTEME, FUSEAU_NATIONAL).toString()),
    },
    configuration,
  );
}

/**
 * Opens what reads, writes, works and alerts, and makes the base ready.
 * @throws FichierPublieModifie | ErreurProduction
 */
export async function preparer({
  configuration,
  urlApplication,
  urlDirecte,
  progression,
  fermetures,
}: Ouverture) {
  const { bornes, http, courrielDesAlertes } = configuration;
  const orm = await ouvrirOrm(urlApplication, bornes.connexions, bornes);
  fermetures.push(() => orm.close(true));
  const registre = await chargerRegistre(orm);
  const adresse = http.urlPublique ?? `http://${http.host}:${http.port}`;
  const alertes = new Alertes();
  const metriques = new Metriques();
  const workers = new Workers(poolDe(urlDirecte, bornes, CONNEXIONS_DES_WORKERS));
  const executeur = creerExecuteur({
    orm,
    registre,
    horloge: HORLOGE_SYSTEME,
    urlPublique: adresse,
    surDesaccord: alertes.desaccord,
    surDecision: metriques.decision,
    surPanne: alertes.panne,
    surJobs: workers.reveiller,
    limiter: new ConnectionLimiter(bornesPour(bornes)),
  });
  if (courrielDesAlertes !== undefined) alertes.ecrireA(courrielDesAlertes, executeur);
  fermetures.push(() => alertes.attendre());
  const lignes = await initialiserBase({ orm, registre, executeur });
  progression.etape('Règles vérifiées');
  for (const ligne of lignes) progression.note(ligne);
  if (courrielDesAlertes === undefined)
    progression.note(
      'Alertes techniques : au journal seulement ; ALERTE_COURRIEL donne une adresse à qui les écrire aussi.',
    );
  await controlerLaBase(configuration, orm, registre);
  const log = createLog(configuration);
  fermetures.push(await suivrePublications(registre, orm, urlDirecte, log));
  const poolSessions = poolDe(
    urlDirecte,
    { ...bornes, requeteMs: Math.min(bornes.requeteMs, REQUETE_DE_SESSION_MS) },
    { max: 4 },
  );
  fermetures.push(() => poolSessions.end());
  return { orm, registre, adresse, alertes, metriques, workers, executeur, log, poolSessions };
}

/** What a server and a worker are both made of. */
export type Moyens = Awaited<ReturnType<typeof preparer>>;

/** Takes jobs from now on. */
export async function mettreAuTravail(
  { configuration, fermetures }: Ouverture,
  moyens: Moyens,
): Promise<void> {
  fermetures.push(() => moyens.workers.arreter());
  await demarrerWorkers(moyens.workers, moyens, configuration.courrier);
}
