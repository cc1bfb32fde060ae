import type { Request } from 'express';
import type { Acteur } from '#src/kernel/acteur.ts';

const LONGUEUR_MAXIMALE = 2000;

/** Whether a path is that of a space or below it. */
const estDe = (chemin: string, espace: string): boolean =>
  chemin === espace || chemin.startsWith(`${espace}/`);

/** Where a person works. */
export const accueilDe = (acteur: Acteur): string =>
  acteur.type === 'partenaire' ? '/partenaire' : '/gestion';

/**
 * A path of ours to come back to, or null: nothing that a browser could read as another site
 * (`//ailleurs`, `/\ailleurs`, `https:…`), no control character, and only where the person works.
 */
export function suiteSure(valeur: unknown, espaces: readonly string[]): string | null {
  if (
    typeof valeur !== 'string' ||
    valeur.length > LONGUEUR_MAXIMALE ||
    !/^\/(?![/\\])/.test(valeur) ||
    /[\\\u0000-\u0020\u007f]/.test(valeur)
  )
    return null;
  const adresse = new URL(valeur, 'http://local.invalid');
  if (adresse.host !== 'local.invalid' || !espaces.some((espace) => estDe(adresse.pathname, espace)))
    return null;
  return `${adresse.pathname}${adresse.search}`;
}

/** Where whoever signs in again is led when something of his is held. */
export const HELD_FORMS_PATH = '/partenaire/saisie-gardee';

/** Paths that may follow a sign-in, before one knows who signs in. */
export const ESPACES = ['/gestion', '/partenaire', '/mot-de-passe', '/securite', '/courriel'] as const;

export const espacesDe = (acteur: Acteur): readonly string[] => [
  accueilDe(acteur),
  '/mot-de-passe',
  '/securite',
  '/courriel',
];

/** The page of ours a request was sent from, or null. */
export function provenanceDe(req: Request): string | null {
  const provenance = req.get('referer');
  if (provenance === undefined || !URL.canParse(provenance)) return null;
  const { host, pathname, search } = new URL(provenance);
  return host === req.get('host') ? suiteSure(`${pathname}${search}`, ESPACES) : null;
}

/** The page somebody was on: the one asked for, or for a write the one it was sent from. */
export function pageDe(req: Request): string | null {
  if (req.method === 'GET' || req.method === 'HEAD') return suiteSure(req.originalUrl, ESPACES);
  return provenanceDe(req);
}

/** Programs get JSON, people pages. */
export function veutJson(req: Request): boolean {
  const [chemin = ''] = req.originalUrl.split('?', 1);
  return estDe(chemin, '/api') || estDe(chemin, '/gestion/api') || req.accepts(['html', 'json']) === 'json';
}
