import type { UniteDeLecture } from '#src/kernel/commande.ts';
import type { ContexteDeLien } from '#src/domain/echanges/lien/lien-utile.ts';

/** Place of the links that each outcome of the rule file `liens-annuels` opens. */
const CONTEXTES: Readonly<Record<string, ContexteDeLien>> = {
  BILAN_ANNUEL: 'bilan',
  EVALUATION_FIN_DE_PERIODE: 'evaluation',
};

/** What is asked of a declaration: its year, and the first day its conventionnement does not cover. */
interface Annee {
  readonly exercice: number;
  readonly perennite: string;
  readonly etat: string;
  readonly conventionnement: { readonly au: string };
}

/**
 * The yearly links to offer with a declaration: in their year by the rule file; where it is not published,
 * both once it is treated.
 */
export async function liensAnnuels(
  { registre }: Pick<UniteDeLecture, 'registre'>,
  { exercice, perennite, etat, conventionnement }: Annee,
): Promise<ContexteDeLien[]> {
  const date = `${exercice}-12-31`;
  if (!registre.estEnVigueur('liens-annuels', date)) return etat === 'traitee' ? ['bilan', 'evaluation'] : [];
  const { decision } = await registre.decider('liens-annuels', date, {
    exercice,
    perennite,
    finConventionnement: conventionnement.au,
  });
  return decision.issues.flatMap((issue) => CONTEXTES[issue] ?? []);
}
