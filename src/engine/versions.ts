/** Which version of a rule set applies at a date. */
import { AucuneVersionApplicable } from './erreurs.ts';

/** Orders two `majeure.mineure.correctif` versions. */
export function comparerVersions(a: string, b: string): number {
  const gauche = a.split('.').map(Number);
  const droite = b.split('.').map(Number);
  for (let rang = 0; rang < 3; rang++) {
    const ecart = (gauche[rang] ?? 0) - (droite[rang] ?? 0);
    if (ecart !== 0) return ecart;
  }
  return 0;
}

/** Half-open validity of a version. */
export interface Version {
  readonly version: string;
  readonly applicable: { readonly du: string; readonly au: string | null };
}

/** True when the date lies in `[du, au)`. */
export function estApplicable({ applicable }: Version, date: string): boolean {
  return applicable.du <= date && (applicable.au === null || date < applicable.au);
}

/**
 * The version in force at a date: the highest one among those applicable.
 * @throws AucuneVersionApplicable
 */
export function choisirVersion<T extends Version>(jeu: string, versions: readonly T[], date: string): T {
  const [choisie] = versions
    .filter((version) => estApplicable(version, date))
    .toSorted((a, b) => comparerVersions(b.version, a.version));
  if (!choisie)
    throw new AucuneVersionApplicable(
      `Aucune version du jeu de règles « ${jeu} » n’est applicable au ${date}.`,
    );
  return choisie;
}
