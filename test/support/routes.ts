import type { Ressource, Source } from '#admin/definition/definition.ts';
import type { Ecran } from '#admin/definition/ecran.ts';
import type { RouteEnumeree } from '#src/server/routes.ts';

/** An address of AdminJS, with its resource and action filled in. */
export interface RouteGestion extends RouteEnumeree {
  readonly genre: 'liste' | 'recherche' | 'fiche' | 'lot' | 'page' | 'accueil';
  /** Identifier of the resource, or name of the page. */
  readonly ressource?: string;
  readonly action?: string;
}

/** Actions AdminJS knows by itself: declared by us or closed, each must answer. */
const ACTIONS_STOCK = ['list', 'search', 'show', 'new', 'edit', 'delete', 'bulkDelete'];

/**
 * Every address form of every action of every resource, and of every page: as page and as API, record actions
 * by the list's address too.
 */
export function routesGestion(
  ressources: readonly Ressource[],
  ecrans: readonly Ecran[],
  sources: readonly Source[],
  racine = '/gestion',
): readonly RouteGestion[] {
  const routes: RouteGestion[] = [];
  const ajouter = (
    methodes: readonly ('GET' | 'POST')[],
    chemin: string,
    reste: Pick<RouteGestion, 'genre' | 'ressource' | 'action'>,
  ): void => {
    const parametres = [...chemin.matchAll(/:(\w+)/g)].map(([, nom]) => nom ?? '');
    for (const methode of methodes)
      routes.push({ methode, chemin: `${racine}${chemin}`, parametres, ...reste });
  };
  const LIRE = ['GET'] as const;
  const TOUT = ['GET', 'POST'] as const;
  ajouter(LIRE, '', { genre: 'accueil' });
  ajouter(TOUT, '/api/dashboard', { genre: 'accueil' });
  for (const { id, actionsDeListe, actionsDeFiche } of ressources) {
    const actions = new Set([
      ...ACTIONS_STOCK,
      ...actionsDeListe.map(({ nom }) => nom),
      ...actionsDeFiche.map(({ nom }) => nom),
    ]);
    ajouter(LIRE, `/resources/${id}`, { genre: 'liste', ressource: id, action: 'list' });
    ajouter(LIRE, `/api/resources/${id}/search/:query`, {
      genre: 'recherche',
      ressource: id,
      action: 'search',
    });
    for (const action of actions) {
      const de = { ressource: id, action };
      ajouter(LIRE, `/resources/${id}/actions/${action}`, { genre: 'liste', ...de });
      ajouter(TOUT, `/api/resources/${id}/actions/${action}`, { genre: 'liste', ...de });
      ajouter(LIRE, `/api/resources/${id}/actions/${action}/:query`, { genre: 'recherche', ...de });
      ajouter(LIRE, `/resources/${id}/records/:recordId/${action}`, { genre: 'fiche', ...de });
      ajouter(TOUT, `/api/resources/${id}/records/:recordId/${action}`, { genre: 'fiche', ...de });
      ajouter(LIRE, `/resources/${id}/bulk/${action}`, { genre: 'lot', ...de });
      ajouter(TOUT, `/api/resources/${id}/bulk/${action}`, { genre: 'lot', ...de });
    }
  }
  for (const { nom } of [...ecrans, ...sources]) {
    ajouter(LIRE, `/pages/${nom}`, { genre: 'page', ressource: nom });
    ajouter(TOUT, `/api/pages/${nom}`, { genre: 'page', ressource: nom });
  }
  return routes;
}
