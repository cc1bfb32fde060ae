import type { NextFunction, Request, Response } from 'express';
import { fr } from '#admin/shell/fr.ts';
import type { Catalogue } from '#admin/definition/lecture.ts';
import { Introuvable } from '#src/domain/commun/refus.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const DE_LISTE = new Set(['list', 'search']);

/** What the back-office has, to tell an address that exists from one that does not. */
export interface Plan {
  readonly catalogue: Catalogue;
  readonly ecrans: ReadonlySet<string>;
}

function actionExiste(plan: Plan, ressourceId: string, action: string, deFiche: boolean): boolean {
  const ressource = plan.catalogue.get(ressourceId);
  if (!ressource) return false;
  const declarees = deFiche ? ressource.actionsDeFiche : ressource.actionsDeListe;
  return (deFiche ? action === 'show' : DE_LISTE.has(action)) || declarees.some(({ nom }) => nom === action);
}

/** Whether a path below the root (with or without `/api`) leads to a screen or an action. */
export function adresseExiste(plan: Plan, chemin: string): boolean {
  const parties = chemin
    .split('/')
    .filter(Boolean)
    .map((partie) => decodeURIComponentSur(partie));
  if (parties.some((partie) => partie === null)) return false;
  const [genre, id = '', sorte, cible = '', action = ''] = parties as string[];
  if (genre === undefined || (genre === 'dashboard' && parties.length === 1)) return true;
  if (genre === 'pages') return parties.length === 2 && plan.ecrans.has(id);
  const ressource = genre === 'resources' ? plan.catalogue.get(id) : undefined;
  if (!ressource) return false;
  if (sorte === undefined) return true;
  if (sorte === 'actions')
    return (
      actionExiste(plan, id, cible, false) &&
      (parties.length === 4 || (parties.length === 5 && cible === 'search'))
    );
  if (sorte !== 'records' || parties.length !== 5) return false;
  return (!ressource.cle.uuid || UUID.test(cible)) && actionExiste(plan, id, action, true);
}

function decodeURIComponentSur(partie: string): string | null {
  try {
    return decodeURIComponent(partie);
  } catch {
    return null;
  }
}

/**
 * Stops, before AdminJS, what it handles badly: its own sign-in and token routes (the latter kills the
 * server), bulk and
 * legacy search addresses, unknown resources, actions and malformed identifiers (English errors with status
 * 500).
 */
export function refuserAdressesInconnues(plan: Plan) {
  return (requete: Request, _reponse: Response, next: NextFunction): void => {
    const { path: chemin } = requete;
    if (chemin.startsWith('/api/') && !adresseExiste(plan, chemin.slice('/api'.length)))
      throw new Introuvable('Adresse');
    if (
      !chemin.startsWith('/api/') &&
      (/^\/(login|logout|refresh-token|frontend|api)(\/|$)/.test(chemin) ||
        /^\/resources\/[^/]+\/bulk(\/|$)/.test(chemin))
    )
      throw new Introuvable('Page');
    next();
  };
}

const STATUTS: Readonly<Record<string, number>> = {
  NotFoundError: 404,
  ForbiddenError: 403,
  ValidationError: 422,
  AppError: 409,
};
const MESSAGES: Readonly<Record<string, string>> = fr.messages;

/**
 * AdminJS answers its own refusals with status 200 and an English sentence or a key: this gives them a status
 * and French.
 */
export function corrigerReponse(reponse: Response, corps: unknown): unknown {
  if (reponse.statusCode !== 200 || typeof corps !== 'object' || corps === null || !('notice' in corps))
    return corps;
  const { notice, record } = corps as {
    notice?: { type?: string; message?: string };
    record?: { baseError?: { type?: string } | null };
  };
  if (notice?.type !== 'error') return corps;
  const type = record?.baseError?.type ?? '';
  reponse.status(STATUTS[type] ?? 422);
  const message =
    type === 'NotFoundError'
      ? 'Fiche introuvable. Vérifiez le lien ou revenez à la liste.'
      : (MESSAGES[notice.message ?? ''] ?? notice.message);
  const refuse = type === 'ForbiddenError' || type === 'NotFoundError';
  return {
    ...corps,
    ...(refuse ? { record: { params: {}, populated: {}, errors: {}, baseError: { message, type } } } : {}),
    notice: { ...notice, message },
  };
}
