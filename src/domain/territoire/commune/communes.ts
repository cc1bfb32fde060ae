import { ChampRefuse } from '#src/kernel/refus.ts';
import { nommerCommune } from '#src/domain/territoire/commune/dire.ts';
import { estDistribue } from '#src/domain/territoire/commune/indices.ts';
import { lireCommune, type CommuneRefusee } from '#src/domain/territoire/commune/lire-commune.ts';
import { refuserCommune } from '#src/domain/territoire/commune/refuser.ts';
import { repertoire, type Commune, type Designation } from '#src/domain/territoire/commune/repertoire.ts';

/**
 * The commune of today an official code stands for, be it withdrawn or not, and through what; null for a code
 * that never was.
 */
export const designee = (code: string): Designation | null => repertoire().parCode.get(code) ?? null;

/** The commune of today of an official code: a former code leads to the commune that absorbed it. */
export const communeDe = (code: string): Commune | null => designee(code)?.commune ?? null;

export class CommuneInconnue extends ChampRefuse {
  constructor(champ: string, texte: string, lue: CommuneRefusee) {
    super(champ, `Commune : ${refuserCommune(lue, texte)}`);
  }
}

export class CodePostalIncorrect extends ChampRefuse {
  constructor(champ: string, commune: Commune) {
    const attendus = commune.codesPostaux.slice(0, 5).join(', ');
    super(
      champ,
      `Ce code postal n’est pas celui de ${commune.nom}${attendus === '' ? '' : ` (${attendus})`}. Corrigez-le ou choisissez une autre commune.`,
    );
  }
}

/** Where something stands, as recorded. */
export interface Localisation {
  readonly communeCode: string;
  readonly commune: string;
  readonly codePostal: string | null;
}

/**
 * Checks a commune and its postal code; the postal code is filled in when the commune has only one.
 * @param commune an official code, kept as it is even when it was withdrawn, or any text that designates one
 *   commune
 * @param champs names of the two fields in the form
 * @throws CommuneInconnue | CodePostalIncorrect
 */
export function localiser(
  commune: string,
  codePostal: string | null,
  champs = { communeCode: 'communeCode', codePostal: 'codePostal' },
): Localisation {
  const { code, designation } = exigerCommune(commune, champs.communeCode);
  const { codesPostaux } = designation.commune;
  if (codePostal !== null && codesPostaux.length > 0 && !estDistribue(codePostal, codesPostaux))
    throw new CodePostalIncorrect(champs.codePostal, designation.commune);
  const seul = codesPostaux.length === 1 ? (codesPostaux[0] ?? null) : null;
  return { communeCode: code, commune: nommerCommune(designation), codePostal: codePostal ?? seul };
}

function exigerCommune(
  texte: string,
  champ: string,
): { readonly code: string; readonly designation: Designation } {
  // What a list of communes sends is an official code, even where the same digits are also a postal code.
  const designation = designee(texte);
  if (designation) return { code: texte, designation };
  const lue = lireCommune(texte);
  if (lue.etat === 'comprise') return lue;
  throw new CommuneInconnue(champ, texte, lue);
}
