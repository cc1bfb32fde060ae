import type { Registre } from '#src/kernel/registre.ts';
import { AucuneVersionApplicable } from '#src/engine/erreurs.ts';
import type { ValeurJson } from '#src/engine/format.ts';

/**
 * A parameter of the shared file `conventions` that the version in force may not have yet: then null, and all
 * stays as it was before.
 */
export function parametreDesConventions(registre: Registre, nom: string, jour: string): ValeurJson | null {
  try {
    return registre.parametre('conventions', nom, jour);
  } catch (erreur) {
    if (erreur instanceof AucuneVersionApplicable) return null;
    throw erreur;
  }
}
