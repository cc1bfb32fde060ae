/** Conditions as closures: a fast test, and the same condition traced comparison by comparison. */
import type { Valeur } from '#src/engine/cel/unites.ts';
import { valeurEnJson } from '#src/engine/cel/unites.ts';
import type { Feuille, Normale, Operateur } from '#src/engine/conditions.ts';
import { estUneFeuille, valeurDeLOperande } from '#src/engine/conditions.ts';
import { Jour } from '#src/engine/dates.ts';
import { Nombre } from '#src/engine/nombre.ts';
import type { ParametresEnVigueur } from '#src/engine/parametres.ts';
import type { ComparaisonTracee, ConditionTracee } from '#src/engine/trace.ts';
import type { Cadre } from './formules.ts';

/**
 * True only if certainly true: a comparison with an absent fact is false, `not` being already pushed down.
 */
export type Test = (cadre: Cadre) => boolean;

/** A condition ready to test, to compare with json-rules-engine's, and to explain. */
export interface ConditionDirecte {
  /** Stops at the first comparison that settles it. */
  readonly tester: Test;
  /** Makes every comparison, adding each result, depth first. */
  readonly comparer: (cadre: Cadre, comparaisons: boolean[]) => boolean;
  readonly tracer: (cadre: Cadre) => ConditionTracee;
}

/** Compiles a condition over a frame, with the parameters of the moment as constants. */
export function compilerCondition(
  condition: Normale,
  position: (fait: string) => number,
  parametres: ParametresEnVigueur,
): ConditionDirecte {
  if (estUneFeuille(condition)) return compilerFeuille(condition, position(condition.fait), parametres);
  const { groupe } = condition;
  const enfants = condition.conditions.map((enfant) => compilerCondition(enfant, position, parametres));
  const tests = enfants.map(({ tester }) => tester);
  const comparaisons = enfants.map(({ comparer }) => comparer);
  const traceurs = enfants.map(({ tracer }) => tracer);
  return {
    tester: groupe === 'all' ? tous(tests) : unDe(tests),
    comparer: (cadre, resultats) => {
      let vraies = 0;
      for (const comparer of comparaisons) if (comparer(cadre, resultats)) vraies += 1;
      return groupe === 'all' ? vraies === comparaisons.length : vraies > 0;
    },
    tracer: (cadre) => {
      const conditions = traceurs.map((tracer) => tracer(cadre));
      const resultat =
        groupe === 'all'
          ? conditions.every((enfant) => enfant.resultat)
          : conditions.some((enfant) => enfant.resultat);
      return { groupe, resultat, conditions };
    },
  };
}

function tous(tests: readonly Test[]): Test {
  return (cadre) => {
    for (const tester of tests) if (!tester(cadre)) return false;
    return true;
  };
}

function unDe(tests: readonly Test[]): Test {
  return (cadre) => {
    for (const tester of tests) if (tester(cadre)) return true;
    return false;
  };
}

function compilerFeuille(
  feuille: Feuille,
  position: number,
  parametres: ParametresEnVigueur,
): ConditionDirecte {
  const { fait, operateur, operande } = feuille;
  const attendu = valeurDeLOperande(feuille, parametres);
  const comparer = comparaison(operateur, attendu);
  const tester: Test = (cadre) => {
    const valeur = cadre[position];
    return valeur !== undefined && comparer(valeur);
  };
  const ecrit = estUneListe(attendu) ? attendu.map(valeurEnJson) : valeurEnJson(attendu);
  const nom = 'parametre' in operande ? operande.parametre : undefined;
  const origine = nom === undefined ? undefined : parametres.get(nom)?.origine;
  const parametre = nom === undefined || !origine ? undefined : { nom, du: origine.du };
  const tracer = (cadre: Cadre): ComparaisonTracee => {
    const valeur = cadre[position];
    const obtenu = valeur === undefined ? null : valeurEnJson(valeur);
    const resultat = tester(cadre);
    return parametre
      ? { fait, operateur, obtenu, attendu: ecrit, parametre, resultat }
      : { fait, operateur, obtenu, attendu: ecrit, resultat };
  };
  return {
    tester,
    comparer: (cadre, resultats) => {
      const resultat = tester(cadre);
      resultats.push(resultat);
      return resultat;
    },
    tracer,
  };
}

function comparaison(operateur: Operateur, attendu: Valeur | readonly Valeur[]): (valeur: Valeur) => boolean {
  switch (operateur) {
    case 'equal':
      return estUneListe(attendu) ? jamais : egale(attendu);
    case 'notEqual':
      return non(estUneListe(attendu) ? jamais : egale(attendu));
    case 'in':
      return estUneListe(attendu) ? parmi(attendu) : jamais;
    case 'notIn':
      return estUneListe(attendu) ? non(parmi(attendu)) : jamais;
    case 'lessThan':
      return ordonnee(attendu, (ecart) => ecart < 0);
    case 'lessThanInclusive':
      return ordonnee(attendu, (ecart) => ecart <= 0);
    case 'greaterThan':
      return ordonnee(attendu, (ecart) => ecart > 0);
    case 'greaterThanInclusive':
      return ordonnee(attendu, (ecart) => ecart >= 0);
  }
}

function jamais(): boolean {
  return false;
}

function non(test: (valeur: Valeur) => boolean): (valeur: Valeur) => boolean {
  return (valeur) => !test(valeur);
}

function egale(attendu: Valeur): (valeur: Valeur) => boolean {
  if (attendu instanceof Nombre)
    return (valeur) => valeur instanceof Nombre && Nombre.compare(valeur, attendu) === 0;
  if (attendu instanceof Jour) return (valeur) => valeur instanceof Jour && valeur.iso === attendu.iso;
  return (valeur) => valeur === attendu;
}

function parmi(attendus: readonly Valeur[]): (valeur: Valeur) => boolean {
  const tests = attendus.map(egale);
  return (valeur) => tests.some((test) => test(valeur));
}

/** Texts and booleans have no order: such a comparison never holds. */
function ordonnee(
  attendu: Valeur | readonly Valeur[],
  verdict: (ecart: number) => boolean,
): (valeur: Valeur) => boolean {
  if (attendu instanceof Nombre)
    return (valeur) => valeur instanceof Nombre && verdict(Nombre.compare(valeur, attendu));
  if (attendu instanceof Jour)
    return (valeur) => valeur instanceof Jour && verdict(Jour.compare(valeur, attendu));
  return jamais;
}

function estUneListe(valeur: Valeur | readonly Valeur[]): valeur is readonly Valeur[] {
  return Array.isArray(valeur);
}
