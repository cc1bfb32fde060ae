import { charger, chargerPourRetirer } from '#src/kernel/chargement.ts';
import type { UniteDeLecture, UniteDeTravail } from '#src/kernel/commande.ts';
import { LienUtile } from '#src/domain/echanges/lien/lien-utile.ts';

/** A national link is the application's, any other its Caf's. */
export const estPropre = ({ acteur }: UniteDeLecture, { caf }: LienUtile): boolean =>
  Boolean(caf) || acteur.type === 'systeme';

/**
 * The link an act is on, locked when it may be: the database does not let a Caf lock a national one, and would
 * call it missing; the condition refuses it. @throws Introuvable | VersionPerimee
 */
export async function leLien(
  unite: UniteDeTravail,
  { lien: id, version }: { readonly lien: string; readonly version: number },
): Promise<LienUtile> {
  const lien = await charger(unite, LienUtile, id, 'Lien');
  return estPropre(unite, lien) ? chargerPourRetirer(unite, LienUtile, id, version, 'Lien') : lien;
}
