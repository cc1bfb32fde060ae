import type { Request } from 'express';
import { Refus, VersionPerimee } from '#src/kernel/refus.ts';
import { derniersActes, type ActeDepuis } from '#src/domain/suivi/journal/depuis.ts';
import { acteurDe, champsDe, type DependancesPortail } from '#src/portal/contexte-requete.ts';
import { instantFr } from '#src/kernel/francais.ts';

/** A page one decides from has become stale: who did what since, and what one had typed is kept. */
class FicheChangee extends Refus {
  override readonly statut = 409;
  constructor(actes: readonly string[], options?: ErrorOptions) {
    super(
      `Ceci a changé pendant que vous le lisiez${actes.length > 0 ? ` : ${actes.join(' ')}` : '.'} Rien n’est enregistré : relisez ci-dessous, puis validez si vous le voulez toujours.`,
      {},
      options,
    );
  }
}

/** « Habilitation validée par Lou Martin, le 23/11/2026 à 21 h 04. » */
export const direActe = ({ quoi, par, le, motif }: ActeDepuis, fuseau: string): string =>
  `${quoi} par ${par}, le ${instantFr(le, fuseau)}.${motif ? ` Motif : ${motif}` : ''}`;

/** What was done to a record since the form at hand was opened, latest first. */
export async function actesDepuis(
  { executeur }: Pick<DependancesPortail, 'executeur'>,
  req: Request,
  fiche: { readonly entite: string; readonly id: string },
  actuelle: number,
): Promise<ActeDepuis[]> {
  const lue = Number(champsDe(req.body)['version']);
  return Number.isInteger(lue)
    ? executeur.lire(acteurDe(req), (unite) => derniersActes(unite, fiche, actuelle - lue))
    : [];
}

/** The refusal of a stale page, told with who did what; any other error as it is. */
export async function direQuiAChange(
  dependances: Pick<DependancesPortail, 'executeur'>,
  req: Request,
  erreur: unknown,
  fiche: { readonly entite: string; readonly id: string },
): Promise<unknown> {
  if (!(erreur instanceof VersionPerimee)) return erreur;
  // Overtaken at the very moment of the write: one act.
  const { version = 1 + Number(champsDe(req.body)['version']) } = erreur.actuel as {
    readonly version?: number;
  };
  const actes = await actesDepuis(dependances, req, fiche, version);
  return new FicheChangee(
    actes.map((acte) => direActe(acte, acteurDe(req).fuseauHoraire)),
    { cause: erreur },
  );
}
