/** Errors of cel-js as French sentences. */
import { EvaluationError, ParseError, TypeError as ErreurDeType } from '@marcbachmann/cel-js';
import { FormuleRefusee } from '../erreurs.ts';

type ErreurCel = ParseError | EvaluationError | ErreurDeType;

export function estUneErreurCel(erreur: unknown): erreur is ErreurCel {
  return erreur instanceof ParseError || erreur instanceof EvaluationError || erreur instanceof ErreurDeType;
}

/** True when the formula really read a name that has no value. */
export function estUneAbsence(erreur: unknown): boolean {
  return erreur instanceof EvaluationError && erreur.code === 'unknown_variable';
}

/** Wraps any failure of a formula into a `FormuleRefusee` with a French sentence and the place in the formula. */
export function formuleRefusee(formule: string, erreur: unknown): FormuleRefusee {
  if (erreur instanceof FormuleRefusee) return new FormuleRefusee(`la formule « ${formule} » est refusée : ${erreur.message}`);
  if (!estUneErreurCel(erreur)) {
    return new FormuleRefusee(`la formule « ${formule} » est refusée : ${erreur instanceof Error ? erreur.message : String(erreur)}`);
  }
  const lieu = erreur.range ? ` (caractère ${erreur.range.start + 1})` : '';
  return new FormuleRefusee(`la formule « ${formule} » est refusée${lieu} : ${traduire(erreur)}`);
}

function traduire(erreur: ErreurCel): string {
  const detail = erreur.summary.replace(/^[^:]*: ?/, '');
  switch (erreur.code) {
    case 'no_such_overload':
      return `l'opération ${detail} n'existe pas entre ces types.`;
    case 'no_matching_overload':
      return `aucune fonction ne correspond à ${erreur.summary.replace(/^.*for /, '').replaceAll("'", '')}.`;
    case 'unknown_variable':
      return `« ${detail} » n'est ni un fait déclaré, ni un paramètre, ni un fait dérivé déclaré plus haut.`;
    case 'incompatible_ternary_branches':
      return `les deux branches de « ? : » doivent avoir le même type (${erreur.summary.replace(/^.*got /, '').replaceAll("'", '').replace(' and ', ' et ')}).`;
    case 'invalid_condition_type':
    case 'invalid_logical_operand':
      return 'un booléen est attendu à cet endroit.';
    case 'heterogeneous_list_element':
      return 'tous les éléments de la liste doivent avoir le même type.';
    default:
      return erreur instanceof ParseError ? `elle ne se lit pas (${erreur.summary}).` : `${erreur.summary}.`;
  }
}
