import AdminJS, { Router as AdresseAdminJS, type CurrentAdmin } from 'adminjs';
import { buildRouter } from '@adminjs/express';
import type { Router } from 'express';
import type { MikroORM } from '@mikro-orm/postgresql';
import type { Outils } from '#admin/definition/demande.ts';
import type { Ressource, Source } from '#admin/definition/definition.ts';
import type { Ecran } from '#admin/definition/ecran.ts';
import { acteurDe } from '#admin/shell/acteur.ts';
import { pageAdmin, pageSource, ressourceAdmin } from '#admin/shell/options.ts';
import { get, monter, post } from '#src/http/route.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';

/** What AdminJS dispatches to. */
export interface Contenu {
  readonly ressources: readonly Ressource[];
  readonly ecrans: readonly Ecran[];
  readonly sources: readonly Source[];
  /** Data of the dashboard. */
  readonly accueil: (unite: UniteDeLecture) => Promise<unknown>;
}

/** Addresses of AdminJS that lead to an action or a page of ours, as it writes them. Each asks its own right. */
const ADRESSES: ReadonlySet<string> = new Set([
  '/api/dashboard',
  '/api/pages/{pageName}',
  '/api/resources/{resourceId}/actions/{action}',
  '/api/resources/{resourceId}/actions/{action}/{query}',
  '/api/resources/{resourceId}/records/{recordId}/{action}',
]);

/** Adds to a router the addresses at which AdminJS dispatches to the resources and the pages. */
export function monterAdminJS(
  routeur: Router,
  { ressources, ecrans, sources, accueil }: Contenu,
  orm: MikroORM,
  outils: Outils,
): Router {
  const admin = new AdminJS({
    rootPath: outils.racine,
    resources: ressources.map((ressource) => ressourceAdmin(ressource, orm, outils)),
    pages: {
      ...Object.fromEntries(ecrans.map((ecran) => [ecran.nom, pageAdmin(ecran, outils)])),
      ...Object.fromEntries(sources.map((source) => [source.nom, pageSource(source)])),
    },
    dashboard: {
      handler: (_requete: unknown, _reponse: unknown, { currentAdmin }: { currentAdmin?: CurrentAdmin }) =>
        outils.executeur.lire(acteurDe(currentAdmin), accueil),
    },
  });
  // It would bundle components of its own at every start, without waiting nor catching: it has none.
  admin.initialize = () => Promise.resolve();
  // Its table of addresses is one for the process. Its pages, its scripts, its bulk actions and its search of
  // old serve nothing here, and `buildRouter` would serve them all.
  AdresseAdminJS.assets = [];
  AdresseAdminJS.routes = AdresseAdminJS.routes.filter(({ path }) => ADRESSES.has(path));
  routeur.use(
    monter(
      AdresseAdminJS.routes.map(({ method, path }) =>
        (method === 'GET' ? get : post)(path.replace(/\{(\w+)\}/g, ':$1'), 'internes', (_req, _res, next) => {
          next();
        }),
      ),
    ),
  );
  return buildRouter(admin, routeur as never);
}
