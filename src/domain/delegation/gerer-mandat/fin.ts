import type { UniteDeTravail } from '#src/kernel/commande.ts';
import { compteDe } from '#src/kernel/acteur.ts';
import { terminerAu } from '#src/domain/delegation/habilitation/fin.ts';
import { decoulentDe } from '#src/domain/delegation/mandat/lectures.ts';
import type { Mandat } from '#src/domain/delegation/mandat/mandat.ts';
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
  const fins = new Map([[mandat.id, dernierJour(mandat, jour)]]);
  terminer(unite, mandat, jour, motif);
  for (const enfant of await decoulentDe(unite, mandat, dernierJour(mandat, jour))) {
    const apres = fins.get(enfant.parent?.id ?? '');
    // One that was to end before its own parent begins has nothing under it to end.
    if (apres === undefined || (enfant.au && enfant.au <= apres)) continue;
    fins.set(enfant.id, dernierJour(enfant, apres));
    terminer(unite, enfant, apres, 'Fin du mandat dont il découle');
  }
  for (const fin of new Set(fins.values())) {
    const finis = [...fins].flatMap(([id, sienne]) => (sienne === fin ? [id] : []));
    for (const habilitation of await rolesQuiFinissentAvec(unite, finis, fin)) terminerAu(habilitation, fin);
  }
}

/** The day a mandate ends, taken back on another: never before it begins. */
const dernierJour = ({ du }: Mandat, jour: string): string => (jour < du ? du : jour);

function terminer({ acteur }: UniteDeTravail, mandat: Mandat, jour: string, motif: string): void {
  const fin = dernierJour(mandat, jour);
  if (mandat.au && mandat.au <= fin) return;
  mandat.au = fin;
  mandat.terminePar = compteDe(acteur);
  mandat.motifFin = motif;
}
