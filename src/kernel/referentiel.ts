import { AucuneVersionApplicable } from '#src/engine/erreurs.ts';
import type { EntreeDeReferentiel } from '#src/engine/format.ts';
import type { Registre } from '#src/kernel/registre.ts';

/** Lines of a referential on a day (`AAAA-MM-JJ`); none where no version of it rules that day. */
export function entreesAu(
  registre: Pick<Registre, 'referentiel'>,
  id: string,
  jour: string,
): readonly EntreeDeReferentiel[] {
  try {
    return registre.referentiel(id, jour).entrees;
  } catch (erreur) {
    if (erreur instanceof AucuneVersionApplicable) return AUCUNE;
    throw erreur;
  }
}
const AUCUNE: readonly EntreeDeReferentiel[] = [];
