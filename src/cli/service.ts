import type { MikroORM } from '@mikro-orm/postgresql';
import { Pool, type PoolConfig } from 'pg';
import { secretDuServeur, type Configuration } from '#src/cli/configuration.ts';
import {
  compterComptesDemonstration,
  controlerProduction,
  lireRoleConnecte,
} from '#src/cli/controles-production.ts';
import { comptesDeDemonstration } from '#src/cli/demonstration/comptes.ts';
import { initialiserBase } from '#src/cli/initialisation.ts';
import { demarrerWorkers } from '#src/cli/jobs.ts';
import type { Progression } from '#src/cli/progression.ts';
import { creerExecuteur } from '#src/database/executeur.ts';
import { ClientBorne, optionsBornees } from '#src/database/connexion.ts';
import { bornesPour, ConnectionLimiter } from '#src/database/connection-limiter.ts';
import { CONNEXIONS_DES_WORKERS, Workers } from '#src/database/jobs/workers.ts';
import { ouvrirOrm } from '#src/cli/composition.ts';
import { FUSEAU_NATIONAL, HORLOGE_SYSTEME, jourA } from '#src/kernel/horloge.ts';
import { chargerRegistre, suivrePublications } from '#src/domain/politique/registre/base.ts';
import type { RegistreVivant } from '#src/domain/politique/registre/registre.ts';
import { Alertes } from '#src/server/supervision/alertes.ts';
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

/** Opens what alerts, writes and works for the server, and makes the base ready. */
async function preparer(
  configuration: Configuration,
  urlApplication: string,
  progression: Progression,
  fermetures: (() => Promise<void>)[],
) {
  const { bornes, http, courrielDesAlertes } = configuration;
  const orm = await ouvrirOrm(urlApplication, bornes.connexions, bornes);
  fermetures.push(() => orm.close(true));
  const registre = await chargerRegistre(orm);
  const adresse = http.urlPublique ?? `http://${http.host}:${http.port}`;
  const alertes = new Alertes();
  const metriques = new Metriques();
  const workers = new Workers(poolDe(urlApplication, bornes, CONNEXIONS_DES_WORKERS));
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
  return { orm, registre, adresse, alertes, metriques, workers, executeur };
}

/** The demonstration of this base, begun where it belongs; production never shows one. */
async function preparerDemonstration(
  configuration: Configuration,
  { orm, registre, executeur, adresse }: Awaited<ReturnType<typeof preparer>>,
  progression: Progression,
) {
  if (configuration.production) return undefined;
  const { servirDemonstration } = await import('#src/cli/demonstration/servir.ts');
  return servirDemonstration(
    { orm, registre, executeur, horloge: HORLOGE_SYSTEME, urlPublique: adresse },
    progression,
    { aCharger: configuration.base.mode === 'embarquee' },
  );
}

/**
 * Opens the application on a migrated database and serves it. What it opens is added to `fermetures` as it
 * goes, so that a start that fails midway closes what it had opened.
 */
export async function servir(
  configuration: Configuration,
  urlApplication: string,
  progression: Progression,
  fermetures: (() => Promise<void>)[],
): Promise<void> {
  // The heavy modules load while the database works.
  const modules = Promise.all([
    import('#src/cli/assemblage.ts'),
    import('#src/server/serveur.ts'),
    import('#src/server/supervision/log.ts'),
    import('#src/domain/territoire/commune/repertoire.ts'),
  ]);
  modules.catch(() => undefined);

  const prepare = await preparer(configuration, urlApplication, progression, fermetures);
  const { orm, registre, adresse, alertes, metriques, workers, executeur } = prepare;
  const demonstration = await preparerDemonstration(configuration, prepare, progression);

  const [{ assembler }, { demarrerServeur }, { createLog }, { prechargerCommunes }] = await modules;
  const log = createLog(configuration);
  fermetures.push(await suivrePublications(registre, orm, urlApplication, log));
  const { bornes } = configuration;
  const poolSessions = poolDe(
    urlApplication,
    { ...bornes, requeteMs: Math.min(bornes.requeteMs, REQUETE_DE_SESSION_MS) },
    { max: 4 },
  );
  fermetures.push(() => poolSessions.end());

  const application = await assembler({
    executeur,
    orm,
    registre,
    horloge: HORLOGE_SYSTEME,
    log,
    poolSessions,
    alertes,
    metriques: { metriques, jeton: configuration.jetonMetriques },
    configuration: { ...configuration, http: { ...configuration.http, urlPublique: adresse } },
    secretSession: secretDuServeur(configuration, urlApplication),
    ...(demonstration ? { comptesDemonstration: demonstration.pourLaConnexion } : {}),
  });
  progression.etape('Espaces de gestion et partenaire construits');
  fermetures.push(() => workers.arreter());
  await demarrerWorkers(workers, { executeur, orm, log, poolSessions, alertes }, configuration.courrier);
  const serveur = await demarrerServeur({
    application,
    host: configuration.http.host,
    port: configuration.http.port,
  });
  fermetures.push(serveur.arreter);
  // So that the first search of a commune does not wait for the file.
  void prechargerCommunes();

  process.stdout.write(
    `\nMon Compte Partenaire est prêt en ${progression.total()}.\nAdresse : ${serveur.url}\n`,
  );
  if (demonstration) for (const ligne of comptesDeDemonstration()) process.stdout.write(`${ligne}\n`);
  process.stdout.write('Ctrl-C pour arrêter.\n');
  // Behind the served pages: who starts need not wait for it.
  if (demonstration) fermetures.push(demonstration.charger());
}
