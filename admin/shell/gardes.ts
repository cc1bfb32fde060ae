import type { NextFunction, Request, Response } from 'express';
import { adresseExiste, type Plan } from '#admin/definition/plan.ts';
import { Introuvable } from '#src/kernel/refus.ts';

/**
 * Stops, before AdminJS, what it handles badly: unknown resources, actions and malformed identifiers (English
 * errors with status 500).
 */
export function refuserAdressesInconnues(plan: Plan) {
  return ({ path: chemin }: Request, _reponse: Response, next: NextFunction): void => {
    if (chemin.startsWith('/api/') && !adresseExiste(plan, chemin.slice('/api'.length)))
      throw new Introuvable('Adresse');
    next();
  };
}

/** The refusals AdminJS makes by itself, before an action runs: no such record, no such right. */
const REFUS: Readonly<Record<string, { readonly statut: number; readonly message: string }>> = {
  NotFoundError: {
    statut: 404,
    message: 'Fiche introuvable. Vérifiez le lien ou revenez à la liste.',
  },
  ForbiddenError: { statut: 403, message: 'Vous n’êtes pas habilité à effectuer cette action.' },
};

/** AdminJS answers its own refusals with status 200 and in English: this gives them a status and French. */
export function corrigerReponse(reponse: Response, corps: unknown): unknown {
  const { record } = (corps ?? {}) as { record?: { baseError?: { type?: string } | null } };
  const type = record?.baseError?.type ?? '';
  const refus = REFUS[type];
  if (reponse.statusCode !== 200 || !refus) return corps;
  const { statut, message } = refus;
  reponse.status(statut);
  return {
    record: { params: {}, populated: {}, errors: {}, baseError: { message, type } },
    notice: { type: 'error', message },
  };
}
