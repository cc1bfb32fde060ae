import type { UniteDeTravail } from '#src/domain/commun/commande.ts';
import { compteDe } from '#src/domain/commun/acteur.ts';
import { Mandat } from '#src/domain/mandat/mandat.ts';

/** Ends a mandate and every mandate given under it: nobody keeps what his N+1 no longer holds. */
export async function terminerMandatEtSuite(unite: UniteDeTravail, mandat: Mandat, jour: string, motif: string): Promise<void> {
  const fin = jour < mandat.du ? mandat.du : jour;
  if (mandat.au === null || mandat.au === undefined || mandat.au > fin) {
    mandat.au = fin;
    mandat.terminePar = compteDe(unite.acteur);
    mandat.motifFin = motif;
  }
  const suite = await unite.em.find(Mandat, { parent: mandat.id, $or: [{ au: null }, { au: { $gt: fin } }] });
  for (const enfant of suite) await terminerMandatEtSuite(unite, enfant, fin, 'Fin du mandat dont il découle');
}
