import type { MikroORM } from '@mikro-orm/postgresql';
import compression from 'compression';
import express, { Router, type ErrorRequestHandler, type Express } from 'express';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import { traduireErreur } from '#src/database/erreurs.ts';
import type { Executeur } from '#src/kernel/commande.ts';
import type { Horloge } from '#src/kernel/horloge.ts';
import { BaseIndisponible } from '#src/kernel/refus.ts';
import type { Registre } from '#src/kernel/registre.ts';
import { coffre } from '#src/domain/acces/compte/coffre.ts';
import { HACHEUR_ARGON2, type Hacheur } from '#src/domain/acces/compte/mot-de-passe.ts';
import type { Ressources } from '#src/portal/composants/index.ts';
import { CHEMIN_RESSOURCES } from '#src/portal/ressources.ts';
import { Alertes } from '#src/server/supervision/alertes.ts';
import { AppareilsConnus } from '#src/server/authentification/appareil-connu.ts';
import { boiteDEnvoi } from '#src/server/boite-envoi/routes.tsx';
import { accepterLaPreuve, demanderLaPreuve, routesConfirmation } from '#src/server/confirmation/routes.tsx';
import { routesConnexion } from '#src/server/connexion/routes.tsx';
import {
  adresseLisible,
  formulaire,
  hoteAdmis,
  json,
  methodesAdmises,
  origineControlee,
} from '#src/server/garde/controles.ts';
import { DepotDEnvois } from '#src/server/envois/depot.ts';
import { garderLesEnvois } from '#src/server/envois/refuses.ts';
import { retirerLEnvoiConfirme, routesEnvois } from '#src/server/envois/routes.tsx';
import { enTetesDeSecurite, sansCache } from '#src/server/garde/en-tetes.ts';
import { consultationOuverte } from '#src/server/garde/echeance.ts';
import { introuvable, repondreErreur } from '#src/server/erreur/reponse.tsx';
import { identifier, identifierInvite, reglerSessions, reserverA } from '#src/server/session/identite.ts';
import { distinguerLesActes } from '#src/server/garde/actes.ts';
import { mesurer, routeMetriques, type Metriques } from '#src/server/supervision/metriques.ts';
import { routesMotsDePasse } from '#src/server/mots-de-passe/routes.tsx';
import '#src/server/requete.ts';
import { routesCourriel } from '#src/server/courriel/routes.tsx';
import { routesRattachements } from '#src/server/rattachements/routes.tsx';
import { accompagnerLesSaisies } from '#src/server/envois/saisies.ts';
import { routesSante } from '#src/server/supervision/sante.ts';
import { routesSecurite } from '#src/server/securite/routes.tsx';
import { Taches, type ComptesDemonstration, type Services } from '#src/server/services.ts';
import { ouvrirSessions } from '#src/server/session/session.ts';
import { Tentatives } from '#src/server/authentification/tentatives.ts';
import { decrireErreur, tracer } from '#src/server/supervision/trace.ts';

/** What the application is assembled from. */
export interface Dependances {
  readonly executeur: Executeur;
  readonly orm: MikroORM;
  readonly registre: Registre;
  readonly horloge: Horloge;
  readonly journal: Logger;
  readonly configuration: {
    readonly production: boolean;
    readonly http: {
      readonly urlPublique: string | undefined;
      readonly trustProxy: false | number | string[];
    };
    readonly courrier: { readonly mode: 'boite-visible' | 'smtp' };
  };
  /** Signs the session cookie; the same on every server. */
  readonly secretSession: string;
  /** Connections of the application's role, for sessions and attempts only. Closed by whoever opened it. */
  readonly poolSessions: Pool;
  readonly ressources: Ressources;
  readonly routeurRessources: Router;
  /** The back-office; reads its own bodies. */
  readonly gestion: Router;
  readonly portail: Router;
  readonly api?: Router;
  /** The eligibility form of an invited person. */
  readonly eligibilite?: Router;
  /** Pages for everybody: accessibility, personal data, legal mentions. */
  readonly publiques?: Router;
  readonly comptesDemonstration?: () => ComptesDemonstration | undefined;
  readonly hacheur?: Hacheur;
  /** Alerts raised behind the answers, shown by `/pret`. */
  readonly alertes?: Alertes;
  /** What is counted, and the token that reads it at `/metriques`. */
  readonly metriques?: { readonly metriques: Metriques; readonly jeton: string | undefined };
}

export interface Application {
  readonly express: Express;
  /** Ends what goes on behind the answers; call it once no request runs. */
  terminer(): Promise<void>;
}

/** The whole HTTP application, in the order that matters: nothing reads a body before `/gestion`. */
export function construireApplication(dependances: Dependances): Application {
  const {
    orm,
    registre,
    horloge,
    journal,
    configuration,
    ressources,
    poolSessions: pool,
    secretSession: secret,
  } = dependances;
  const { urlPublique, trustProxy } = configuration.http;
  const https = urlPublique?.startsWith('https:') ?? false;
  const comptesDemonstration = dependances.comptesDemonstration ?? (() => undefined);
  const sessions = ouvrirSessions({ pool, secret, https, journal });
  const taches = new Taches(journal);
  const services: Services = {
    executeur: dependances.executeur,
    orm,
    registre,
    horloge,
    journal,
    hacheur: dependances.hacheur ?? HACHEUR_ARGON2,
    tentatives: new Tentatives({ pool, secret, registre, horloge }),
    appareils: new AppareilsConnus({ secret, https, registre, horloge }),
    taches,
    ressources,
    comptesDemonstration,
    sessions,
    coffre: coffre(secret, 'second-facteur'),
    envois: new DepotDEnvois(pool, secret),
  };

  // Without a listener, a database that goes away would take the process with it.
  pool.on('error', (erreur) =>
    journal.error({ erreur: decrireErreur(erreur) }, 'connexion des sessions perdue'),
  );

  const app = express();
  app.disable('x-powered-by');
  app.set('query parser', 'simple');
  app.set('trust proxy', trustProxy);

  const alertes = dependances.alertes ?? new Alertes();
  if (dependances.metriques) app.use(mesurer(dependances.metriques.metriques));
  app.use(tracer(journal), ...enTetesDeSecurite({ https }));
  alertes.ecrireDans(journal);
  if (dependances.metriques)
    app.use(routeMetriques({ ...dependances.metriques, orm, poolSessions: pool, alertes }));
  app.use(routesSante({ orm, registre, horloge, journal, alertes }));
  const adresse = { production: configuration.production, urlPublique };
  app.use(hoteAdmis(adresse), compression(), methodesAdmises, adresseLisible, origineControlee(adresse));
  app.use(CHEMIN_RESSOURCES, dependances.routeurRessources);
  app.use(fichiersDuSite(ressources));

  app.use(
    sansCache,
    reglerSessions({ orm, registre, horloge, sessions }),
    ...sessions.intergiciel,
    identifier({ orm, registre, horloge, sessions, journal }),
    distinguerLesActes,
  );
  app.use(
    routesConnexion(services),
    routesMotsDePasse(services),
    routesConfirmation(services),
    routesSecurite(services),
    routesRattachements(services),
    routesCourriel(services),
  );
  if (configuration.courrier.mode === 'boite-visible' && !configuration.production)
    app.use(boiteDEnvoi(services, urlPublique));
  if (dependances.publiques) app.use(dependances.publiques);

  app.use(
    '/gestion',
    reserverA(['agent', 'analyste'], 'aux agents de la Caf et aux analystes'),
    dependances.gestion,
  );
  app.use(
    '/partenaire',
    garderLesEnvois(services, dependances.portail, '/partenaire'),
    reserverA(['partenaire'], 'aux partenaires'),
    consultationOuverte({ registre, horloge }),
    ...formulaire('1mb', 5000),
    accepterLaPreuve(services),
    accompagnerLesSaisies(services, secret),
    retirerLEnvoiConfirme(services),
    routesEnvois(services, dependances.portail),
    dependances.portail,
  );
  if (dependances.api)
    app.use(
      '/api',
      reserverA(['partenaire', 'agent', 'analyste'], 'aux personnes connectées'),
      ...json('1mb'),
      dependances.api,
    );
  if (dependances.eligibilite)
    app.use(
      '/eligibilite',
      identifierInvite({ orm, horloge }),
      ...formulaire('200kb', 1000),
      dependances.eligibilite,
    );

  if (dependances.publiques) app.use(malgreLaPanne(dependances.publiques));
  app.use(
    introuvable,
    demanderLaPreuve(services),
    repondreErreur({ journal, ressources, demonstration: () => comptesDemonstration() !== undefined }),
  );
  return {
    express: app,
    async terminer() {
      await taches.terminer();
      await sessions.fermer();
    },
  };
}

/**
 * Pages that ask nothing of the database are served without it, even to somebody whose session cannot be
 * read.
 */
function malgreLaPanne(pages: Router): ErrorRequestHandler {
  return (erreur: unknown, req, res, next) => {
    if (traduireErreur(erreur) instanceof BaseIndisponible && !res.headersSent)
      pages(req, res, () => next(erreur));
    else next(erreur);
  };
}

/** What browsers and robots ask for by habit. */
function fichiersDuSite(ressources: Ressources): Router {
  const routes = Router();
  routes.get('/favicon.ico', (_req, res) => res.redirect(301, ressources.icone));
  routes.get('/robots.txt', (_req, res) => {
    res.type('text/plain').send('User-agent: *\nDisallow: /\n');
  });
  return routes;
}
