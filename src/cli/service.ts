import { Pool } from 'pg';
import { secretDuServeur, type Configuration } from '#src/cli/configuration.ts';
import {
  compterComptesDemonstration,
  controlerProduction,
  lireRoleConnecte,
} from '#src/cli/controles-production.ts';
import { initialiserBase } from '#src/cli/initialisation.ts';
import { demarrerWorkers } from '#src/cli/jobs.ts';
import type { Progression } from '#src/cli/progression.ts';
import { creerExecuteur } from '#src/database/executeur.ts';
import { ClientBorne, optionsBornees } from '#src/database/connexion.ts';
import { bornesPour, Guichet } from '#src/database/guichet.ts';
import { CONNEXIONS_DES_WORKERS, Workers } from '#src/database/jobs/workers.ts';
import { ouvrirOrm } from '#src/cli/composition.ts';
import { FUSEAU_NATIONAL, HORLOGE_SYSTEME, jourA } from '#src/kernel/horloge.ts';
import { chargerRegistre, suivrePublications } from '#src/domain/politique/registre/base.ts';
import { Alertes } from '#src/server/supervision/alertes.ts';
import { Metriques } from '#src/server/supervision/metriques.ts';

/** A session is one row: what takes longer is a database in trouble, and stands in the way of every page. */
const REQUETE_DE_SESSION_MS = 5_000;

/**
 * Opens the application on a migrated database and serves it. What it opens is added to `fermetures` as it
 * goes,
 * so that a start that fails midway closes what it had opened.
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
    import('#src/server/supervision/journal.ts'),
    import('#src/domain/territoire/commune/repertoire.ts'),
  ]);
  modules.catch(() => undefined);

  const horloge = HORLOGE_SYSTEME;
  const { bornes } = configuration;
  const orm = await ouvrirOrm(urlApplication, bornes.connexions, bornes);
  fermetures.push(() => orm.close(true));
  const registre = await chargerRegistre(orm);
  const adresse =
    configuration.http.urlPublique ?? `http://${configuration.http.host}:${configuration.http.port}`;
  const alertes = new Alertes();
  const metriques = new Metriques();
  const workers = new Workers(
    new Pool({
      connectionString: urlApplication,
      ...CONNEXIONS_DES_WORKERS,
      Client: ClientBorne,
      ...optionsBornees(bornes),
    }),
  );
  const executeur = creerExecuteur({
    orm,
    registre,
    horloge,
    urlPublique: adresse,
    surDesaccord: alertes.desaccord,
    surDecision: metriques.decision,
    surPanne: alertes.panne,
    surJobs: workers.reveiller,
    guichet: new Guichet(bornesPour(bornes)),
  });
  if (configuration.courrielDesAlertes !== undefined)
    alertes.ecrireA(configuration.courrielDesAlertes, executeur);
  fermetures.push(() => alertes.attendre());
  const lignes = await initialiserBase({ orm, registre, executeur });
  progression.etape('Règles vérifiées');
  for (const ligne of lignes) progression.note(ligne);
  if (configuration.courrielDesAlertes === undefined)
    progression.note(
      'Alertes techniques : au journal seulement ; ALERTE_COURRIEL donne une adresse à qui les écrire aussi.',
    );

  const connexion = orm.em.getConnection();
  if (configuration.production) {
    controlerProduction(
      {
        role: await lireRoleConnecte((sql) => connexion.execute(sql)),
        comptesDemonstration: await compterComptesDemonstration(connexion),
        valeursFictives: registre.valeursFictives(jourA(horloge, FUSEAU_NATIONAL).toString()),
      },
      configuration,
    );
  }
  const demonstration = await import('#src/cli/demonstration/charger.ts');
  if (configuration.base.mode === 'embarquee' && !(await demonstration.demonstrationPresente(orm))) {
    await demonstration.chargerDemonstration(
      { orm, registre, horloge, urlPublique: adresse },
      progression.etape,
    );
  }
  const estDemonstration = !configuration.production && (await demonstration.demonstrationPresente(orm));

  const [{ assembler }, { demarrerServeur }, { creerJournal }, { prechargerCommunes }] = await modules;
  const journal = creerJournal(configuration);
  fermetures.push(await suivrePublications(registre, orm, urlApplication, journal));
  const poolSessions = new Pool({
    connectionString: urlApplication,
    max: 4,
    Client: ClientBorne,
    ...optionsBornees({ ...bornes, requeteMs: Math.min(bornes.requeteMs, REQUETE_DE_SESSION_MS) }),
  });
  fermetures.push(() => poolSessions.end());

  const application = await assembler({
    executeur,
    orm,
    registre,
    horloge,
    journal,
    poolSessions,
    alertes,
    metriques: { metriques, jeton: configuration.jetonMetriques },
    configuration: { ...configuration, http: { ...configuration.http, urlPublique: adresse } },
    secretSession: secretDuServeur(configuration, urlApplication),
    ...(estDemonstration ? { comptesDemonstration: demonstration.comptesPourLaConnexion } : {}),
  });
  progression.etape('Espaces de gestion et partenaire construits');
  fermetures.push(() => workers.arreter());
  await demarrerWorkers(workers, { executeur, orm, journal, poolSessions, alertes }, configuration.courrier);
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
  if (estDemonstration)
    for (const ligne of demonstration.comptesDeDemonstration()) process.stdout.write(`${ligne}\n`);
  process.stdout.write('Ctrl-C pour arrêter.\n');
}
