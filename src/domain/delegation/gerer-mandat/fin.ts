import type { UniteDeTravail } from '#src/kernel/commande.ts';
import { compteDe } from '#src/kernel/acteur.ts';
import { terminerAu } from '#src/domain/delegation/habilitation/fin.ts';
import { Mandat } from '#src/domain/delegation/mandat/mandat.ts';
import { rolesQuiFinissentAvec } from '#src/domain/delegation/habilitation/roles-accordes.ts';

/**
 * Ends a mandate and every mandate given under it: nobody keeps what his N+1 no longer holds. The roles
 * granted by them follow the parameter.
 */
export async function terminerMandatEtSuite(
  unite: UniteDeTravail,
  mandat: Mandat,
  jour: string,
  motif: string,
): Promise<void> {
  const fin = jour < mandat.du ? mandat.du : jour;
  if (mandat.au === null || mandat.au === undefined || mandat.au > fin) {
    mandat.au = fin;
    mandat.terminePar = compteDe(unite.acteur);
    mandat.motifFin = motif;
  }
  for (const habilitation of await rolesQuiFinissentAvec(unite, [mandat.id], fin))
    terminerAu(habilitation, fin);
  const suite = await unite.em.find(Mandat, { parent: mandat.id, $or: [{ au: null }, { au: { $gt: fin } }] });
  for (const enfant of suite)
    await terminerMandatEtSuite(unite, enfant, fin, 'Fin du mandat dont il découle');
}
