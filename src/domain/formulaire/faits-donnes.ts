/** The facts a step of a form gives to a rule file, and those the file asks for that it does not give. */
import type {
  Condition,
  DeclarationDeFait,
  FichierDeRegles,
  TypeDeFait,
  ValeurJson,
} from '#src/engine/format.ts';
import type { Expression } from '#src/domain/formulaire/definition.ts';
import type { Etape } from '#src/domain/formulaire/enchainement.ts';

type Verdict = 'vrai' | 'faux' | 'inconnu';

/** A fact given: its value where it is the same at each call, its type where the caller tells it. */
export interface FaitDonne {
  readonly valeur?: ValeurJson;
  readonly type?: TypeDeFait;
}

/** The facts a step gives, with the value of those that are always the same. */
export const donnesPar = ({ faits }: Etape): Readonly<Record<string, FaitDonne>> =>
  Object.fromEntries(Object.entries(faits).map(([nom, expression]) => [nom, constante(expression)]));

/** « 'finances' », « true », « 3 »: the same at each call. */
function constante(expression: Expression): FaitDonne {
  const texte = /^'([^'\\]*)'$/.exec(expression.trim())?.[1];
  if (texte !== undefined) return { valeur: texte };
  return /^(true|false|\d{1,9})$/.test(expression.trim())
    ? { valeur: JSON.parse(expression) as boolean | number }
    : {};
}

/** Facts needed in every case, or in some that this caller may bring, and that he never gives. */
export function faitsNonDonnes(
  { faits }: Pick<FichierDeRegles, 'faits'>,
  donnes: Readonly<Record<string, FaitDonne>>,
): string[] {
  return Object.entries(faits)
    .filter(([nom, declare]) => !Object.hasOwn(donnes, nom) && estDemande(declare, donnes))
    .map(([nom]) => nom);
}

function estDemande(
  { informatif, facultatif, requisAvec, requisSi }: DeclarationDeFait,
  donnes: Readonly<Record<string, FaitDonne>>,
): boolean {
  if (informatif || facultatif) return false;
  if (requisAvec && !requisAvec.some((nom) => Object.hasOwn(donnes, nom))) return false;
  return !requisSi || juger(requisSi, donnes) !== 'faux';
}

/** Whether a condition holds of what a caller gives: unknown where a given fact may have several values. */
function juger(condition: Condition, donnes: Readonly<Record<string, FaitDonne>>): Verdict {
  if ('all' in condition)
    return reunir(
      condition.all.map((une) => juger(une, donnes)),
      'faux',
      'vrai',
    );
  if ('any' in condition)
    return reunir(
      condition.any.map((une) => juger(une, donnes)),
      'vrai',
      'faux',
    );
  if ('not' in condition) return NEGATION[juger(condition.not, donnes)];
  const donne = donnes[condition.fact];
  // A fact that is not there makes nothing needed.
  if (!donne) return 'faux';
  const { operator, value } = condition;
  if (donne.valeur === undefined || (typeof value === 'object' && !Array.isArray(value))) return 'inconnu';
  const parmi = Array.isArray(value) ? value : [value];
  const egale = parmi.some((une) => une === donne.valeur);
  switch (operator) {
    case 'equal':
    case 'in':
      return egale ? 'vrai' : 'faux';
    case 'notEqual':
    case 'notIn':
      return egale ? 'faux' : 'vrai';
    default:
      return 'inconnu';
  }
}

const NEGATION: Readonly<Record<Verdict, Verdict>> = { vrai: 'faux', faux: 'vrai', inconnu: 'inconnu' };
const reunir = (verdicts: readonly Verdict[], decisif: Verdict, sinon: Verdict): Verdict =>
  verdicts.includes(decisif) ? decisif : verdicts.includes('inconnu') ? 'inconnu' : sinon;
