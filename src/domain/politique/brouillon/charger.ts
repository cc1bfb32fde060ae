import { compteDe } from '#src/kernel/acteur.ts';
import { charger, chargerPourRetirer } from '#src/kernel/chargement.ts';
import type { UniteDeLecture, UniteDeTravail } from '#src/kernel/commande.ts';
import { BrouillonRegle } from '#src/domain/politique/versions/brouillon-regle.ts';
import { BrouillonDUnAutre } from '#src/domain/politique/versions/refus.ts';

/** A draft is its author's. @throws BrouillonDUnAutre */
export function exigerSien({ acteur }: UniteDeLecture, { auteur }: Pick<BrouillonRegle, 'auteur'>): void {
  if (acteur.type !== 'systeme' && auteur !== compteDe(acteur)) throw new BrouillonDUnAutre();
}

/**
 * The draft an act is on, as its author read it, locked: two texts sent at once follow one another.
 * @throws Introuvable | BrouillonDUnAutre | VersionPerimee
 */
export async function leBrouillon(
  unite: UniteDeTravail,
  { id, version }: { readonly id: string; readonly version: number },
): Promise<BrouillonRegle> {
  // Before it is locked: the database does not let one lock somebody else's, and would call it missing.
  exigerSien(unite, await charger(unite, BrouillonRegle, id, 'Brouillon'));
  return chargerPourRetirer(unite, BrouillonRegle, id, version, 'Brouillon');
}
