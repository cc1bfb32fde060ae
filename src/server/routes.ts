import type { Express, Router } from 'express';
import { routeDe, type Route } from '#src/http/route.ts';

/** An address the application answers, as its router declares it. */
export interface RouteEnumeree {
  readonly methode: 'GET' | 'POST';
  /** With its parameters: `/partenaire/habilitations/:id/terminer`. */
  readonly chemin: string;
  readonly parametres: readonly string[];
  /** What it was mounted with; undefined for an address no route of ours declares. */
  readonly route?: Route;
}

/** What Express keeps of a route or of a mounted router. */
interface Couche {
  readonly rawPath: unknown;
  readonly route?: {
    readonly methods: Readonly<Record<string, boolean>>;
    readonly stack: readonly { readonly method?: string; readonly handle: object }[];
  };
  readonly handle: { readonly stack?: readonly Couche[] };
}

function cheminsDe(brut: unknown): readonly string[] {
  if (typeof brut === 'string') return [brut];
  if (Array.isArray(brut)) return brut.flatMap(cheminsDe);
  throw new Error(`a route without a readable path: ${String(brut)}`);
}

const joindre = (prefixe: string, chemin: string): string =>
  `${prefixe}${chemin === '/' ? '' : chemin}`.replace(/\/$/, '');

function parcourir(pile: readonly Couche[], prefixe: string, vues: Map<string, RouteEnumeree>): void {
  for (const couche of pile) {
    if (couche.route) {
      for (const chemin of cheminsDe(couche.rawPath)) {
        const entier = joindre(prefixe, chemin) || '/';
        const autres = Object.keys(couche.route.methods).filter(
          (methode) => methode !== 'get' && methode !== 'head' && methode !== 'post',
        );
        if (autres.length > 0)
          throw new Error(
            `${entier}: ${autres.join(', ')} — reads are by GET and writes by POST, nothing else`,
          );
        for (const methode of ['GET', 'POST'] as const) {
          if (!couche.route.methods[methode.toLowerCase()]) continue;
          const parametres = [...entier.matchAll(/[:*](\w+)/g)].map(([, nom]) => nom ?? '');
          const route = couche.route.stack
            .filter(({ method }) => method === methode.toLowerCase())
            .map(({ handle }) => routeDe(handle))
            .find((une) => une !== undefined);
          const cle = `${methode} ${entier}`;
          vues.set(cle, {
            methode,
            chemin: entier,
            parametres,
            route: route ?? vues.get(cle)?.route,
          });
        }
      }
    } else if (couche.handle.stack)
      for (const chemin of cheminsDe(couche.rawPath))
        parcourir(couche.handle.stack, joindre(prefixe, chemin), vues);
  }
}

/**
 * Every route of an assembled application, read from its routers: one that somebody adds is here without
 * being told.
 * Those of AdminJS are generic (`/gestion/resources/:resourceId/…`).
 */
export function routesDe(application: Express): readonly RouteEnumeree[] {
  const vues = new Map<string, RouteEnumeree>();
  parcourir((application as unknown as { router: { stack: readonly Couche[] } }).router.stack, '', vues);
  return triees(vues);
}

/** The routes of one router, below where it is mounted. */
export function routesDuRouteur(routeur: Router, prefixe: string): readonly RouteEnumeree[] {
  const vues = new Map<string, RouteEnumeree>();
  parcourir(routeur.stack as unknown as readonly Couche[], prefixe, vues);
  return triees(vues);
}

function triees(vues: ReadonlyMap<string, RouteEnumeree>): readonly RouteEnumeree[] {
  return [...vues.values()].sort(
    (a, b) => a.chemin.localeCompare(b.chemin) || a.methode.localeCompare(b.methode),
  );
}
