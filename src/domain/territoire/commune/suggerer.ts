import { decomposer } from '#src/domain/territoire/commune/indices.ts';
import { lireCommune, type CommuneLue } from '#src/domain/territoire/commune/lire-commune.ts';
import { commencentPar, contiennent, uneFoisChacune } from '#src/domain/territoire/commune/proches.ts';
import type { Designation } from '#src/domain/territoire/commune/repertoire.ts';

/** At most as many suggestions as one reads at a glance. */
const SUGGESTIONS = 8;
/** Names looked at for one suggestion: a commune that absorbed others answers to theirs too. */
const NOMS_PAR_COMMUNE = 4;

/**
 * Communes to offer while somebody types: those the text designates already, then names that begin so, then
 * names that
 * hold it as a word, the most populated first; those that come near when there is none.
 */
export function suggererCommunes(texte: string, limite = SUGGESTIONS): Designation[] {
  const lue = lireCommune(texte);
  const { nom, indices } = decomposer(texte);
  const accorde = (designation: Designation): boolean =>
    indices.every((indice) => indice.accorde(designation));
  const debuts = nom === '' ? [] : commencentPar(nom, limite * NOMS_PAR_COMMUNE, accorde);
  const mots =
    nom === '' || debuts.length >= limite ? [] : contiennent(nom, limite * NOMS_PAR_COMMUNE, accorde);
  const trouvees = [...designees(lue), ...debuts, ...mots];
  const offertes = trouvees.length > 0 || lue.etat !== 'inconnue' ? trouvees : lue.propositions;
  return uneFoisChacune(offertes).slice(0, limite);
}

function designees(lue: CommuneLue): readonly Designation[] {
  switch (lue.etat) {
    case 'comprise':
      return [lue.designation];
    case 'ambigue':
      return lue.candidates;
    case 'desaccord':
      return [...lue.selonNom, ...lue.selonIndices];
    case 'inconnue':
      return [];
  }
}
