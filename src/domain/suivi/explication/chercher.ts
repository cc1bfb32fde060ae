import { charger } from '#src/kernel/chargement.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { Introuvable, SaisieInvalide } from '#src/kernel/refus.ts';
import { Decision } from '#src/kernel/decision/decision.ts';
import { exiger } from '#src/kernel/droits/droits.ts';

/** Two decisions share a short reference: only the whole identifier tells them apart. */
export class ReferenceAmbigue extends SaisieInvalide {
  constructor(reference: string) {
    super(
      `Plusieurs décisions portent la référence « ${reference} ». Donnez l’identifiant entier de la décision.`,
    );
  }
}

/** The short reference a letter carries, « 1A2B3C4D-5E6F »: the beginning of the identifier. */
export const referenceDe = (id: string): string => id.slice(0, 13).toUpperCase();

const COURTE = /^([0-9a-f]{8})-?([0-9a-f]{4})$/i;

/**
 * The identifiers a short reference may stand for, as a range the primary key answers; null when it is not
 * one.
 */
export function intervalleDeReference(
  reference: string,
): { readonly $gte: string; readonly $lte: string } | null {
  const courte = COURTE.exec(reference.trim());
  if (!courte) return null;
  const debut = `${courte[1] ?? ''}-${courte[2] ?? ''}`.toLowerCase();
  return { $gte: `${debut}-0000-0000-000000000000`, $lte: `${debut}-ffff-ffff-ffffffffffff` };
}

/**
 * A decision by its identifier or the short reference of a letter, among those the actor may see.
 * @throws Introuvable | ReferenceAmbigue
 */
export async function chercherDecision(unite: UniteDeLecture, reference: string): Promise<Decision> {
  if (unite.acteur.type !== 'systeme') exiger(unite.acteur, 'Decision', 'lire');
  const intervalle = intervalleDeReference(reference);
  if (!intervalle) return charger(unite, Decision, reference.trim(), 'Décision');
  const trouvees = await unite.em.find(Decision, { id: intervalle }, { limit: 2 });
  if (trouvees.length > 1) throw new ReferenceAmbigue(reference);
  const [trouvee] = trouvees;
  if (!trouvee) throw new Introuvable('Décision');
  return trouvee;
}
