/** Conditions of rules in French words. */
import { estEntier, TYPES_NUMERIQUES } from '#src/engine/cel/unites.ts';
import type { FichierClos } from '#src/engine/cloture.ts';
import type { Comparaison, Condition, TypeDeFait, ValeurJson } from '#src/engine/format.ts';
import { dateEnLettres } from '#src/engine/messages.ts';
import type { ComparaisonTracee } from '#src/engine/trace.ts';
import type { Noms } from './noms.ts';
import { parametreEnMots } from './noms.ts';
import type { ConditionRendue } from './types.ts';
import type { Declaration } from './valeurs.ts';
import { enumerer, valeurCitee } from './valeurs.ts';

type Operateur = Comparaison['operator'];

const VERBES: Readonly<Record<Operateur, string>> = {
  equal: 'est',
  notEqual: 'n’est pas',
  in: 'est',
  notIn: 'n’est ni',
  lessThan: 'est inférieur à',
  lessThanInclusive: 'est au plus',
  greaterThan: 'est supérieur à',
  greaterThanInclusive: 'est au moins',
};
const VERBES_DES_DATES: Readonly<Partial<Record<Operateur, string>>> = {
  equal: 'est le',
  notEqual: 'n’est pas le',
  lessThan: 'est avant le',
  lessThanInclusive: 'est au plus tard le',
  greaterThan: 'est après le',
  greaterThanInclusive: 'est au plus tôt le',
};
const NUMERIQUES: ReadonlySet<TypeDeFait> = new Set(TYPES_NUMERIQUES);

export function conditionEnMots(fichier: FichierClos, noms: Noms, condition: Condition): ConditionRendue {
  if ('fact' in condition) {
    const parametre =
      typeof condition.value === 'object' && 'parametre' in condition.value
        ? condition.value.parametre
        : null;
    return {
      genre: 'phrase',
      texte: comparaisonEnMots(fichier, noms, condition),
      fait: condition.fact,
      parametre,
    };
  }
  if ('not' in condition)
    return { genre: 'aucune', condition: conditionEnMots(fichier, noms, condition.not) };
  const [genre, membres] =
    'all' in condition ? (['toutes', condition.all] as const) : (['une', condition.any] as const);
  const conditions = membres.map((membre) => conditionEnMots(fichier, noms, membre));
  const [seule] = conditions;
  return conditions.length === 1 && seule ? seule : { genre, conditions };
}

function comparaisonEnMots(fichier: FichierClos, noms: Noms, { fact, operator, value }: Comparaison): string {
  const declaration: Declaration = noms.get(fact) ?? { libelle: fact, type: 'texte' };
  const { libelle, type } = declaration;
  if (type === 'booleen' && typeof value === 'boolean')
    return `${libelle}\u00a0: ${value === (operator === 'equal') ? 'oui' : 'non'}`;
  if (typeof value === 'object' && 'parametre' in value)
    return `${libelle} ${verbe(operator, type)}\u00a0: ${parametreEnMots(fichier, value.parametre)}`;
  const valeurs = (typeof value === 'object' ? value : [value]).map((valeur: ValeurJson) =>
    valeurCitee(declaration, valeur),
  );
  if (operator === 'notIn') return `${libelle} n’est ni ${valeurs.join(' ni ')}`;
  return `${libelle} ${verbe(operator, type)} ${enumerer(valeurs)}`;
}

function verbe(operateur: Operateur, type: TypeDeFait): string {
  if (type === 'date') return VERBES_DES_DATES[operateur] ?? VERBES[operateur];
  if (NUMERIQUES.has(type) && operateur === 'equal') return 'est égal à';
  if (NUMERIQUES.has(type) && operateur === 'notEqual') return 'est différent de';
  return VERBES[operateur];
}

/** A condition on one line, for a sentence or a printout. */
export function conditionSurUneLigne(condition: ConditionRendue, imbriquee = false): string {
  if (condition.genre === 'phrase') return condition.texte;
  if (condition.genre === 'aucune') return `il est faux que (${conditionSurUneLigne(condition.condition)})`;
  const texte = condition.conditions
    .map((membre) => conditionSurUneLigne(membre, true))
    .join(condition.genre === 'toutes' ? ' et ' : ' ou ');
  return imbriquee ? `(${texte})` : texte;
}

/**
 * A comparison as it was decided: « Autres personnes qui tiennent ce rôle : 2 ; attendu : inférieur à 1 ».
 */
export function comparaisonTraceeEnMots(
  fichier: FichierClos,
  { fait, operateur, obtenu, attendu, parametre }: ComparaisonTracee,
): string {
  const declaration: Declaration = fichier.faits[fait] ??
    fichier.faitsDerives[fait] ?? { libelle: fait, type: 'texte' };
  const dire = (valeur: string | boolean): string =>
    valeurCitee(declaration, enJson(declaration.type, valeur));
  const recu =
    obtenu === null
      ? 'non renseigné'
      : typeof obtenu === 'object'
        ? obtenu.map(dire).join(', ')
        : dire(obtenu);
  const valeurs = attendu === null ? [] : typeof attendu === 'object' ? attendu.map(dire) : [dire(attendu)];
  const seuil = parametre
    ? ` (${fichier.parametres[parametre.nom]?.libelle ?? parametre.nom}, depuis le ${dateEnLettres(parametre.du)})`
    : '';
  return `${declaration.libelle}\u00a0: ${recu}\u00a0; la règle demande ${DEMANDES[operateur] ?? ''}${operateur === 'notIn' ? valeurs.join(' ni ') : enumerer(valeurs)}${seuil}`;
}

const DEMANDES: Readonly<Record<string, string>> = {
  equal: '',
  in: '',
  notEqual: 'autre chose que ',
  notIn: 'ni ',
  lessThan: 'moins de ',
  lessThanInclusive: 'au plus ',
  greaterThan: 'plus de ',
  greaterThanInclusive: 'au moins ',
};

function enJson(type: TypeDeFait, valeur: string | boolean): ValeurJson {
  return typeof valeur === 'string' && estEntier(type) && /^-?\d+$/.test(valeur) ? Number(valeur) : valeur;
}
