import type { MikroORM } from '@mikro-orm/postgresql';
import compression from 'compression';
import express, { Router, type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import { get, monter, type Route } from '#src/http/route.ts';
import { traduireErreur } from '#src/database/erreurs.ts';
import type { Executeur } from '#src/kernel/commande.ts';
import type { Horloge } from '#src/kernel/horloge.ts';
import { BaseIndisponible } from '#src/kernel/refus.ts';
import type { Registre } from '#src/kernel/registre.ts';
import { secretBox } from '#src/domain/acces/compte/secret-box.ts';
import { HACHEUR_ARGON2, type Hacheur } from '#src/domain/acces/compte/mot-de-passe.ts';
import type { Assets } from '#src/portal/composants/index.ts';
import { CHEMIN_RESSOURCES } from '#src/portal/ressources.ts';
import { AppareilsConnus } from '#src/server/authentification/appareil-connu.ts';
import { Tentatives } from '#src/server/authentification/tentatives.ts';
import { routesBoiteDEnvoi } from '#src/server/boite-envoi/routes.tsx';
import { accepterLaPreuve, demanderLaPreuve } from '#src/server/confirmation/preuve.tsx';
import { routesServeur } from '#src/server/ecrans.ts';
import { HeldForms } from '#src/server/held-forms/store.ts';
import { holdForms } from '#src/server/held-forms/refuses.ts';
import { retirerLEnvoiConfirme, routesHeldForms } from '#src/server/held-forms/routes.tsx';
import { accompagnerLesSaisies } from '#src/server/held-forms/saisies.ts';
import { introuvable, repondreErreur } from '#src/server/erreur/reponse.tsx';
import { distinguerLesRoutes } from '#src/server/garde/route-key.ts';
import { reserverA } from '#src/server/garde/connectes.ts';
import {
  adresseLisible,
  formulaire,
  hoteAdmis,
  json,
  methodesAdmises,
  origineControlee,
} from '#src/server/garde/controles.ts';
import { consultationOuverte } from '#src/server/garde/echeance.ts';
import { sansCache } from '#src/server/garde/en-tetes.ts';
import { identifierInvite } from '#src/server/garde/invite.ts';
import { routesInformations } from '#src/server/informations/routes.tsx';
import '#src/server/requete.ts';
import { routesDe, type RouteEnumeree } from '#src/server/routes.ts';
import { Taches, type ComptesDemonstration, type Services } from '#src/server/services.ts';
import { identifier, reglerSessions } from '#src/server/session/identite.ts';
import { ouvrirSessions } from '#src/server/session/session.ts';
import { Alertes } from '#src/server/supervision/alertes.ts';
import type { Metriques } from '#src/server/supervision/metriques.ts';
import { surveillance } from '#src/server/supervision/surveillance.ts';
import { decrireErreur } from '#src/server/supervision/trace.ts';

/** What the application is assembled from. */
export interface Dependances {
  readonly executeur: Executeur;
  readonly orm: MikroORM;
  readonly registre: Registre;
  readonly horloge: Horloge;
  readonly log: Logger;
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
  readonly ressources: Assets;
  readonly routeurRessources: Router;
  /** The back-office; reads its own bodies. */
  readonly gestion: Router;
  readonly portail: Router;
  readonly api?: Router;
  /** The eligibility form of an invited person. */
  readonly eligibilite?: readonly Route[];
  readonly comptesDemonstration?: () => ComptesDemonstration | undefined;
  readonly hacheur?: Hacheur;
  /** Alerts raised behind the answers, shown by `/pret`. */
  readonly alertes?: Alertes;
  /** What is counted, and the token that reads it at `/metriques`. */
  readonly metriques?: { readonly metriques: Metriques; readonly jeton: string | undefined };
}

export interface Application {
  readonly express: Express;
  /** Every address it answers, in all its spaces, with the route each was declared by. */
  readonly routes: readonly RouteEnumeree[];
  /** Ends what goes on behind the answers; call it once no request runs. */
  terminer(): Promise<void>;
}

/** The whole HTTP application, in the order that matters: nothing reads a body before `/gestion`. */
export function construireApplication(dependances: Dependances): Application {
  const { configuration, log, poolSessions } = dependances;
  const { production, http, courrier } = configuration;
  const services = servicesDe(dependances);
  // Without a listener, a database that goes away would take the process with it.
  poolSessions.on('error', (erreur) =>
    log.error({ erreur: decrireErreur(erreur) }, 'connexion des sessions perdue'),
  );
  const informations = monter(routesInformations(services));
  const visible = courrier.mode === 'boite-visible' && !production;

  const app = express();
  app.disable('x-powered-by');
  app.set('query parser', 'simple');
  app.set('trust proxy', http.trustProxy);
  app.use(...avantLaSession(dependances, services));
  app.use(...session(services));
  app.use(
    monter([...routesServeur(services), ...(visible ? routesBoiteDEnvoi(services, http.urlPublique) : [])], {
      connectes: CONNECTES,
    }),
    informations,
  );
  monterLesEspaces(app, dependances, services);
  app.use(
    malgreLaPanne(informations),
    introuvable,
    demanderLaPreuve(services),
    repondreErreur({ ...services, demonstration: () => services.comptesDemonstration() !== undefined }),
  );
  return {
    express: app,
    routes: routesDe(app),
    async terminer() {
      await services.taches.terminer();
      await services.sessions.fermer();
    },
  };
}

const estEnHttps = ({ configuration }: Dependances): boolean =>
  configuration.http.urlPublique?.startsWith('https:') ?? false;

function servicesDe(dependances: Dependances): Services {
  const { executeur, orm, registre, horloge, log, ressources } = dependances;
  const { poolSessions: pool, secretSession: secret } = dependances;
  const https = estEnHttps(dependances);
  return {
    executeur,
    orm,
    registre,
    horloge,
    log,
    ressources,
    hacheur: dependances.hacheur ?? HACHEUR_ARGON2,
    tentatives: new Tentatives({ pool, secret, registre, horloge }),
    appareils: new AppareilsConnus({ secret, https, registre, horloge }),
    taches: new Taches(log),
    comptesDemonstration: dependances.comptesDemonstration ?? (() => undefined),
    sessions: ouvrirSessions({ pool, secret, https, log }),
    secretBox: secretBox(secret, 'second-facteur'),
    heldForms: new HeldForms(pool, secret),
  };
}

/** Measures, log, headers, what watches the server, and files: what is the same for everybody. */
function avantLaSession(dependances: Dependances, services: Services): RequestHandler[] {
  const { configuration, log, metriques, poolSessions, routeurRessources } = dependances;
  const alertes = dependances.alertes ?? new Alertes();
  alertes.ecrireDans(log);
  const adresse = { production: configuration.production, urlPublique: configuration.http.urlPublique };
  return [
    ...surveillance({
      ...services,
      poolSessions,
      alertes,
      metriques: metriques?.metriques,
      jeton: metriques?.jeton,
      https: estEnHttps(dependances),
    }),
    hoteAdmis(adresse),
    compression(),
    methodesAdmises,
    adresseLisible,
    origineControlee(adresse),
    Router().use(CHEMIN_RESSOURCES, routeurRessources),
    monter(routesDuSite(services.ressources)),
  ];
}

/** Who is asking, for what follows. */
const session = ({ registre, horloge, log, sessions }: Services): RequestHandler[] => [
  sansCache,
  reglerSessions({ registre, horloge, sessions }),
  ...sessions.intergiciel,
  identifier({ registre, horloge, sessions, log }),
  distinguerLesRoutes,
];

/** Whoever is signed in, whatever his rights. */
const CONNECTES = reserverA(['partenaire', 'agent', 'analyste'], 'aux personnes connectées');

/** The spaces, each behind the guard of its public. */
function monterLesEspaces(app: Express, dependances: Dependances, services: Services): void {
  const { orm, registre, horloge, secretSession, gestion, portail, api, eligibilite = [] } = dependances;
  app.use('/gestion', reserverA(['agent', 'analyste'], 'aux agents de la Caf et aux analystes'), gestion);
  app.use(
    '/partenaire',
    holdForms(services, portail, '/partenaire'),
    reserverA(['partenaire'], 'aux partenaires'),
    consultationOuverte({ registre, horloge }),
    ...formulaire('1mb', 5000),
    accepterLaPreuve(services),
    accompagnerLesSaisies(services, secretSession),
    retirerLEnvoiConfirme(services),
    monter(routesHeldForms(services, portail)),
    portail,
  );
  if (api) app.use('/api', CONNECTES, ...json('1mb'), api);
  app.use(monter(eligibilite, { invite: identifierInvite({ orm, horloge }) }));
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
const routesDuSite = (ressources: Assets): readonly Route[] => [
  get('/favicon.ico', 'tous', (_req, res) => res.redirect(301, ressources.icone)),
  get('/robots.txt', 'tous', (_req, res) => res.type('text/plain').send('User-agent: *\nDisallow: /\n')),
];
