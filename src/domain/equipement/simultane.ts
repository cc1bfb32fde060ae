import { Decimal } from 'decimal.js';

/** Something that counts for a time: from `debut` until the day before `fin`, for ever when null. */
export interface LigneDansLeTemps {
  readonly debut: string;
  readonly fin: string | null;
  /** Exact decimal ≥ 0. */
  readonly valeur: string;
  /** Those of one post never add up: the greatest of them counts. Alone on its own without one. */
  readonly poste?: string;
}

/** Greatest total held at one moment of `[debut, fin)`: people in turn do not add up as people side by side do. Zero when nobody is there. */
export function plusGrandTotalSimultane(lignes: readonly LigneDansLeTemps[], debut: string, fin: string): string {
  // A total only rises on a day when somebody begins.
  const jours = [debut, ...lignes.map((ligne) => ligne.debut)].filter((jour) => jour >= debut && jour < fin);
  return jours.map((jour) => totalDuJour(lignes, jour)).reduce((grand, total) => Decimal.max(grand, total), new Decimal(0)).toFixed();
}

function totalDuJour(lignes: readonly LigneDansLeTemps[], jour: string): Decimal {
  const parPoste = new Map<string | number, Decimal>();
  for (const [rang, ligne] of lignes.entries()) {
    if (ligne.debut > jour || (ligne.fin !== null && ligne.fin <= jour)) continue;
    const poste = ligne.poste ?? rang;
    parPoste.set(poste, Decimal.max(parPoste.get(poste) ?? 0, ligne.valeur));
  }
  return [...parPoste.values()].reduce((somme, valeur) => somme.plus(valeur), new Decimal(0));
}
