import type { ActionContext, ActionRequest, CurrentAdmin } from 'adminjs';
import type { Response } from 'express';
import type { Demande } from '#admin/definition/demande.ts';
import { acteurDe } from '#admin/shell/acteur.ts';
import { BaseIndisponible } from '#src/kernel/refus.ts';

/** A request as AdminJS hands it on, with the body as it was sent: AdminJS would have converted the values. */
export type RequeteAdmin = ActionRequest & {
  readonly corpsLu?: Readonly<Record<string, unknown>>;
  readonly requeteId?: string;
};

/** What is asked, out of the three objects AdminJS calls a handler with. */
export function lireDemande(
  { method, params, query, corpsLu, requeteId }: RequeteAdmin,
  reponse: Response,
  { currentAdmin }: { currentAdmin?: CurrentAdmin },
): Demande {
  const { recordId: id, query: texte } = params as { recordId?: string; query?: string };
  return {
    acteur: acteurDe(currentAdmin),
    methode: method === 'post' ? 'post' : 'get',
    id,
    texte,
    requete: query ?? {},
    corps: corpsLu,
    requeteId,
    refuser(refus) {
      reponse.status(refus.statut);
      if (refus instanceof BaseIndisponible) reponse.setHeader('Retry-After', String(refus.reessayerDans));
    },
  };
}

/** A handler of ours as AdminJS calls it. */
export const traitement =
  <T>(traiter: (demande: Demande) => Promise<T>) =>
  (requete: RequeteAdmin, reponse: Response, contexte: ActionContext): Promise<T> =>
    traiter(lireDemande(requete, reponse, contexte));
