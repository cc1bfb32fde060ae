/** Errors of cel-js as French sentences. */
import { EvaluationError, ParseError, TypeError as ErreurDeType } from '@marcbachmann/cel-js';
import { FormuleRefusee } from '#src/engine/erreurs.ts';

type ErreurCel = ParseError | EvaluationError | ErreurDeType;

export function estUneErreurCel(erreur: unknown): erreur is ErreurCel {
  return erreur instanceof ParseError || erreur instanceof EvaluationError || erreur instanceof ErreurDeType;
}

/** True when the formula really read a name that has no value. */
export function estUneAbsence(erreur: unknown): boolean {
  return erreur instanceof EvaluationError && erreur.code === 'unknown_variable';
}

/**
 * Wraps any failure of a formula into a `FormuleRefusee` with a French sentence and the place in the formula.
 */
export function formuleRefusee(formule: string, erreur: unknown): FormuleRefusee {
  if (erreur instanceof FormuleRefusee)
    return new FormuleRefusee(`la formule « ${formule} » est refusée : ${erreur.message}`);
  if (!estUneErreurCel(erreur)) {
    return new FormuleRefusee(
      `la formule « ${formule} » est refusée : ${erreur instanceof Error ? erreur.message : String(erreur)}`,
    );
  }
  const lieu = erreur.range ? ` (caractère ${erreur.range.start + 1})` : '';
  return new FormuleRefusee(`la formule « ${formule} » est refusée${lieu} : ${traduire(erreur, formule)}`);
}

/** What cel-js says in English, by its code; what is not here gets a sentence without its words. */
const PHRASES: Readonly<Record<string, string>> = {
  division_by_zero: 'elle divise par zéro.',
  modulo_by_zero: 'elle divise par zéro.',
  numeric_overflow: 'un nombre dépasse ce qui peut être calculé.',
  index_out_of_range: 'elle demande un élément que la liste n’a pas.',
  index_out_of_bounds: 'elle demande un élément que la liste n’a pas.',
  no_such_key: 'elle demande une propriété qui n’existe pas.',
  limit_exceeded: 'elle est trop longue ou trop imbriquée.',
  unterminated_string: 'elle ne se lit pas : un guillemet n’est pas fermé.',
  newline_in_string: 'elle ne se lit pas : un texte entre guillemets tient sur une ligne.',
  invalid_number: 'elle ne se lit pas : un nombre est mal écrit.',
  invalid_integer: 'elle ne se lit pas : un nombre est mal écrit.',
  reserved_identifier: 'elle ne se lit pas : un des noms employés est réservé par le langage des formules.',
  invalid_condition_type: 'un booléen est attendu à cet endroit.',
  invalid_logical_operand: 'un booléen est attendu à cet endroit.',
  heterogeneous_list_element: 'tous les éléments de la liste doivent avoir le même type.',
};

/** What stands in the formula where it cannot be read. */
function illisible({ range }: ErreurCel, formule: string): string {
  const trouve = range ? formule.slice(range.start, Math.max(range.end, range.start + 1)).trim() : '';
  return trouve === ''
    ? 'elle ne se lit pas : elle s’arrête avant la fin (parenthèse, guillemet ou valeur manquante).'
    : `elle ne se lit pas : « ${trouve} » n’est pas attendu à cet endroit.`;
}

function traduire(erreur: ErreurCel, formule: string): string {
  const detail = erreur.summary.replace(/^[^:]*: ?/, '');
  switch (erreur.code) {
    case 'no_such_overload':
      return `l’opération ${detail} n’existe pas entre ces types.`;
    case 'no_matching_overload':
      return `aucune fonction ne correspond à ${erreur.summary.replace(/^.*for /, '').replaceAll("'", '')}.`;
    case 'unknown_variable':
      return `« ${detail} » n’est ni un fait déclaré, ni un paramètre, ni un fait dérivé déclaré plus haut.`;
    case 'incompatible_ternary_branches':
      return `les deux branches de « ? : » doivent avoir le même type (${erreur.summary
        .replace(/^.*got /, '')
        .replaceAll("'", '')
        .replace(' and ', ' et ')}).`;
    default:
      return (
        PHRASES[erreur.code] ??
        (erreur instanceof ParseError
          ? illisible(erreur, formule)
          : 'elle ne peut pas être calculée avec ces types de valeurs.')
      );
  }
}
