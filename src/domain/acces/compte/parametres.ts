import type { Registre } from '#src/kernel/registre.ts';
import { AucuneVersionApplicable } from '#src/engine/erreurs.ts';

const FICHIER = 'securite';

/** An integer of the shared parameter file `securite`, at a civil date (`AAAA-MM-JJ`). */
export function parametreSecurite(registre: Registre, nom: string, jour: string): number {
  const valeur = Number(registre.parametre(FICHIER, nom, jour));
  if (!Number.isSafeInteger(valeur) || valeur <= 0)
    throw new Error(`parameter ${FICHIER}.${nom}: a positive integer is expected`);
  return valeur;
}

/** The same, of a parameter which the version in force may not have yet: then that of `fallback`. */
export function parametreSecuriteOu(registre: Registre, nom: string, fallback: string, jour: string): number {
  try {
    return parametreSecurite(registre, nom, jour);
  } catch (erreur) {
    if (!(erreur instanceof AucuneVersionApplicable)) throw erreur;
    return parametreSecurite(registre, fallback, jour);
  }
}

/** `n` minutes after an instant. */
export const apresMinutes = (instant: Date, minutes: number): Date =>
  new Date(instant.getTime() + minutes * 60_000);
