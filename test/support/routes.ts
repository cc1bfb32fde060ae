import type { Express } from 'express';
import type { Ecran, Ressource, Source } from '#admin/adapter/definition.ts';

/** An address the application answers, as its router declares it. */
export interface RouteEnumeree {
  readonly methode: 'GET' | 'POST';
  /** With its parameters: `/partenaire/habilitations/:id/terminer`. */
  readonly chemin: string;
  readonly parametres: readonly string[];
}

/** What Express keeps of a route or of a mounted router. */
interface Couche {
  readonly rawPath: unknown;
  readonly route?: { readonly methods: Readonly<Record<string, boolean>> };
  readonly handle: { readonly stack?: readonly Couche[] };
}

function cheminsDe(brut: unknown): readonly string[] {
  if (typeof brut === 'string') return [brut];
  if (Array.isArray(brut)) return brut.flatMap(cheminsDe);
  throw new Error(`a route without a readable path: ${String(brut)}`);
}

const joindre = (prefixe: string, chemin: string): string => `${prefixe}${chemin === '/' ? '' : chemin}`.replace(/\/$/, '');

function parcourir(pile: readonly Couche[], prefixe: string, vues: Map<string, RouteEnumeree>): void {
  for (const couche of pile) {
    if (couche.route) {
      for (const chemin of cheminsDe(couche.rawPath)) {
        const entier = joindre(prefixe, chemin) || '/';
        const autres = Object.keys(couche.route.methods).filter((methode) => methode !== 'get' && methode !== 'head' && methode !== 'post');
        if (autres.length > 0) throw new Error(`${entier}: ${autres.join(', ')} — reads are by GET and writes by POST, nothing else`);
        for (const methode of ['GET', 'POST'] as const) {
          if (!couche.route.methods[methode.toLowerCase()]) continue;
          const parametres = [...entier.matchAll(/[:*](\w+)/g)].map(([, nom]) => nom ?? '');
          vues.set(`${methode} ${entier}`, { methode, chemin: entier, parametres });
        }
      }
    } else if (couche.handle.stack) for (const chemin of cheminsDe(couche.rawPath)) parcourir(couche.handle.stack, joindre(prefixe, chemin), vues);
  }
}

/**
 * Every route of an assembled application, read from its routers: one that somebody adds is here without being told.
 * Those of AdminJS are generic (`/gestion/resources/:resourceId/…`): see {@link routesGestion}.
 */
export function routesDe(application: Express): readonly RouteEnumeree[] {
  const vues = new Map<string, RouteEnumeree>();
  parcourir((application as unknown as { router: { stack: readonly Couche[] } }).router.stack, '', vues);
  return [...vues.values()].sort((a, b) => a.chemin.localeCompare(b.chemin) || a.methode.localeCompare(b.methode));
}

/** An address of AdminJS, with its resource and action filled in. */
export interface RouteGestion extends RouteEnumeree {
  readonly genre: 'liste' | 'recherche' | 'fiche' | 'lot' | 'page' | 'accueil';
  /** Identifier of the resource, or name of the page. */
  readonly ressource?: string;
  readonly action?: string;
}

/** Actions AdminJS knows by itself: declared by us or closed, each must answer. */
const ACTIONS_STOCK = ['list', 'search', 'show', 'new', 'edit', 'delete', 'bulkDelete'];

/** Every address form of every action of every resource, and of every page: as page and as API, record actions by the list's address too. */
export function routesGestion(ressources: readonly Ressource[], ecrans: readonly Ecran[], sources: readonly Source[], racine = '/gestion'): readonly RouteGestion[] {
  const routes: RouteGestion[] = [];
  const ajouter = (methodes: readonly ('GET' | 'POST')[], chemin: string, reste: Pick<RouteGestion, 'genre' | 'ressource' | 'action'>): void => {
    const parametres = [...chemin.matchAll(/:(\w+)/g)].map(([, nom]) => nom ?? '');
    for (const methode of methodes) routes.push({ methode, chemin: `${racine}${chemin}`, parametres, ...reste });
  };
  const LIRE = ['GET'] as const;
  const TOUT = ['GET', 'POST'] as const;
  ajouter(LIRE, '', { genre: 'accueil' });
  ajouter(TOUT, '/api/dashboard', { genre: 'accueil' });
  for (const { id, actionsDeListe, actionsDeFiche } of ressources) {
    const actions = new Set([...ACTIONS_STOCK, ...actionsDeListe.map(({ nom }) => nom), ...actionsDeFiche.map(({ nom }) => nom)]);
    ajouter(LIRE, `/resources/${id}`, { genre: 'liste', ressource: id, action: 'list' });
    ajouter(LIRE, `/api/resources/${id}/search/:query`, { genre: 'recherche', ressource: id, action: 'search' });
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
