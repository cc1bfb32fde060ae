import { Jour, Nombre, plusGrandTotal } from '#src/engine/index.ts';

/** Something that counts for a time: from `debut` until the day before `fin`, for ever when null. */
export interface LigneDansLeTemps {
  readonly debut: string;
  readonly fin: string | null;
  /** Exact decimal ≥ 0. */
  readonly valeur: string;
  /** Those of one post never add up: the greatest of them counts. Alone on its own without one. */
  readonly poste?: string;
}

/**
 * Greatest total held at one moment of `[debut, fin)`: people in turn do not add up as people side by side
 * do. Zero when nobody is there.
 */
export function plusGrandTotalSimultane(
  lignes: readonly LigneDansLeTemps[],
  debut: string,
  fin: string,
): string {
  const periode = (du: string, au: string) => (du < au ? [{ debut: new Jour(du), fin: new Jour(au) }] : []);
  const presences = lignes.map((ligne) => ({
    valeur: Nombre.depuisTexte(ligne.valeur),
    poste: ligne.poste ?? null,
    absences: [...periode(debut, ligne.debut), ...periode(ligne.fin ?? fin, fin)],
  }));
  return plusGrandTotal(new Jour(debut), new Jour(fin), presences).toString();
}
