/**
 * Untyped expressions of form definitions: they feed facts to rule files from what a form holds. Same
 * language as
 * formulas, over plain JSON, with lists. Numbers are exact; a missing value anywhere makes the whole
 * expression null.
 */
import { Environment, EvaluationError } from '@marcbachmann/cel-js';
import type { ASTNode } from '@marcbachmann/cel-js';
import { Decimal } from 'decimal.js';
import {
  Jour,
  ajouterMois,
  anneeDe,
  dernierJour,
  estUneDate,
  joursEntre,
  lendemain,
  moisCivils,
  moisCivilsEntiers,
  moisDePresence,
  premierDuMois,
} from '#src/engine/dates.ts';
import { FormuleRefusee, plusProche } from '#src/engine/erreurs.ts';
import { Nombre } from '#src/engine/nombre.ts';
import {
  joursHors,
  moisCouverts,
  moisEntre,
  plusGrandTotal,
  type Periode,
  type Presence,
} from '#src/engine/periodes.ts';
import { appels, membresLus, nomsLus, parcourir, refuserNombresFlottants } from './arbre.ts';
import { formuleRefusee } from './erreurs-cel.ts';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [cle: string]: Json };

export interface Expression {
  readonly texte: string;
  /** Roots the expression reads. */
  readonly lit: ReadonlySet<string>;
  /**
   * Members it reads of a root; `null` among them when it reads the root whole, or a member found while
   * evaluating.
   */
  membres(racine: string): ReadonlySet<string | null>;
  /**
   * Value over plain JSON roots: whole numbers as JS integers, other numbers as decimal strings, `null` when
   * a value it
   * needs is missing. @throws FormuleRefusee on a wrong type or a division by zero
   */
  evaluer(contexte: Readonly<Record<string, Lisible>>): Json;
}

/** JSON converted once, for many expressions: it must not change afterwards. */
export class Prepare {
  readonly valeur: unknown;
  constructor(json: Json) {
    this.valeur = depuisJson(json);
  }
}
/** What an expression reads: plain JSON, parts of which may be prepared. */
export type Lisible = Json | Prepare | readonly Lisible[] | { readonly [cle: string]: Lisible };

/** A value the expression needs is null. */
class Absence extends Error {}

const METHODES = new Set(['map', 'filter', 'exists', 'exists_one', 'all', 'size', 'contains', 'startsWith']);
const LIMITES = {
  maxAstNodes: 600,
  maxDepth: 60,
  maxListElements: 100,
  maxMapEntries: 50,
  maxCallArguments: 8,
};

type Brut = unknown;

function nombre(brut: Brut): Nombre {
  if (brut instanceof Nombre) return brut;
  if (typeof brut === 'bigint') return new Nombre(brut, 1n);
  if (typeof brut === 'string') return Nombre.depuisTexte(brut);
  if (brut === null || brut === undefined) throw new Absence();
  throw new FormuleRefusee('un nombre était attendu.');
}
function jour(brut: Brut): Jour {
  if (brut === null || brut === undefined) throw new Absence();
  if (typeof brut === 'string' && estUneDate(brut)) return new Jour(brut);
  throw new FormuleRefusee(`une date AAAA-MM-JJ était attendue (${String(brut)}).`);
}
const entier = (n: number): Nombre => new Nombre(BigInt(n), 1n);
const petit = (brut: Brut): number => Number(nombre(brut).versDecimal().toNumber());

/** Exact sum of every number or decimal string below a value; nulls count for nothing. */
function somme(brut: Brut): Nombre {
  if (brut === null || brut === undefined) return entier(0);
  if (Array.isArray(brut))
    return brut.reduce((total: Nombre, element: Brut) => total.plus(somme(element), Nombre), entier(0));
  if (typeof brut === 'object' && !(brut instanceof Nombre)) return somme(Object.values(brut));
  return nombre(brut);
}

function extreme(args: readonly Brut[], signe: 1 | -1): Brut {
  if (args.some((arg) => arg === null || arg === undefined) || args.length === 0) throw new Absence();
  const dates = args.every((arg) => typeof arg === 'string' && estUneDate(arg));
  const comparables = dates ? args : args.map(nombre);
  return comparables.reduce((meilleur, arg) => {
    const ecart = dates
      ? String(arg) < String(meilleur)
        ? -1
        : 1
      : Nombre.compare(nombre(arg), nombre(meilleur));
    return ecart * signe < 0 ? arg : meilleur;
  });
}

const estUnObjet = (brut: Brut): brut is Readonly<Record<string, Brut>> =>
  typeof brut === 'object' && brut !== null && !Array.isArray(brut);
const elements = (brut: Brut): readonly Readonly<Record<string, Brut>>[] =>
  Array.isArray(brut) ? (brut as readonly Brut[]).filter(estUnObjet) : [];

/**
 * Periods of a list `[{debut, fin}]`; a row without its two dates, or that ends before it begins, is not one
 * yet.
 */
const periodes = (brut: Brut): Periode[] =>
  elements(brut).flatMap(({ debut, fin }) =>
    typeof debut === 'string' &&
    typeof fin === 'string' &&
    estUneDate(debut) &&
    estUneDate(fin) &&
    debut < fin
      ? [{ debut: new Jour(debut), fin: new Jour(fin) }]
      : [],
  );

/** People of a list `[{valeur, poste, absences: [{debut, fin}]}]`; without a value one counts for nothing. */
const presences = (brut: Brut): Presence[] =>
  elements(brut).flatMap(({ valeur, poste, absences }) =>
    valeur === null || valeur === undefined
      ? []
      : [
          {
            valeur: nombre(valeur),
            poste: typeof poste === 'string' ? poste : null,
            absences: periodes(absences),
          },
        ],
  );

const FONCTIONS: Readonly<
  Record<string, readonly [arites: readonly number[], calculer: (...args: Brut[]) => Brut]>
> = {
  somme: [[1], somme],
  nombre: [[1], (liste) => entier(Array.isArray(liste) ? liste.length : 0)],
  decimal: [[1], nombre],
  min: [[1, 2, 3, 4], (...args) => extreme(args.length === 1 && Array.isArray(args[0]) ? args[0] : args, 1)],
  max: [[1, 2, 3, 4], (...args) => extreme(args.length === 1 && Array.isArray(args[0]) ? args[0] : args, -1)],
  abs: [[1], (x) => (nombre(x).estNegatif ? nombre(x).oppose(Nombre) : nombre(x))],
  arrondi_1: [[2], (x, decimales) => nombre(x).arrondi(petit(decimales), Nombre)],
  moisCivils_1: [[2], (du, au) => entier(moisCivils(jour(du), jour(au)))],
  moisCivilsEntiers_1: [[2], (du, au) => entier(moisCivilsEntiers(jour(du), jour(au)))],
  moisPresence_1: [
    [4],
    (du, au, absentDu, absentAu) =>
      entier(moisDePresence(jour(du), jour(au), jour(absentDu), jour(absentAu))),
  ],
  joursEntre_1: [[2], (du, au) => entier(joursEntre(jour(du), jour(au)))],
  ajouterMois_1: [[2], (du, mois) => ajouterMois(jour(du), petit(mois)).iso],
  lendemain: [[1], (du) => lendemain(jour(du)).iso],
  veille: [[1], (fin) => dernierJour(jour(fin))],
  annee: [[1], (du) => entier(anneeDe(jour(du)))],
  moisEntre_1: [[2], (du, au) => moisEntre(jour(du), jour(au))],
  moisCouverts_1: [[3], (du, au, liste) => moisCouverts(jour(du), jour(au), periodes(liste))],
  moisSuivant_1: [[1], (du) => premierDuMois(jour(du), 1).iso],
  joursHors_1: [[3], (du, au, liste) => entier(joursHors(jour(du), jour(au), periodes(liste)))],
  plusGrandTotal_1: [[3], (du, au, liste) => plusGrandTotal(jour(du), jour(au), presences(liste))],
};

interface MacroSinon {
  readonly args: readonly [unknown, unknown];
}
interface Verificateur {
  check(noeud: unknown, contexte: unknown): unknown;
  getType(nom: string): unknown;
}
interface Evaluateur {
  run(noeud: unknown, contexte: unknown): unknown;
}

let commun: Environment | undefined;

function construire(): Environment {
  const env = new Environment({ limits: LIMITES, homogeneousAggregateLiterals: false }).registerType(
    'Nombre',
    Nombre,
  );
  const operations: Readonly<Record<string, (a: Nombre, b: Nombre) => Nombre | boolean>> = {
    '+': (a, b) => a.plus(b, Nombre),
    '-': (a, b) => a.moins(b, Nombre),
    '*': (a, b) => a.fois(b, Nombre),
    '/': (a, b) => a.par(b, Nombre),
    '<': (a, b) => Nombre.compare(a, b) < 0,
    '<=': (a, b) => Nombre.compare(a, b) <= 0,
    '>': (a, b) => Nombre.compare(a, b) > 0,
    '>=': (a, b) => Nombre.compare(a, b) >= 0,
    '==': (a, b) => Nombre.compare(a, b) === 0,
  };
  for (const [operateur, calculer] of Object.entries(operations)) {
    const resultat = '+-*/'.includes(operateur) ? 'Nombre' : 'bool';
    const faire = (a: Brut, b: Brut): Nombre | boolean => calculer(nombre(a), nombre(b));
    env
      .registerOperator(`Nombre ${operateur} Nombre: ${resultat}`, faire)
      .registerOperator(`Nombre ${operateur} int: ${resultat}`, faire);
    if (operateur !== '==') env.registerOperator(`int ${operateur} Nombre: ${resultat}`, faire);
  }
  env.registerOperator('-Nombre: Nombre', (x: Nombre) => x.oppose(Nombre));
  for (const [nom, [arites, calculer]] of Object.entries(FONCTIONS)) {
    for (const arite of arites) {
      env.registerFunction(
        `${nom}(${Array.from({ length: arite }, () => 'dyn').join(', ')}): dyn`,
        (...args: Brut[]) => calculer(...args),
        { async: false },
      );
    }
  }
  env.registerFunction('sinon(ast, ast): dyn', ({ args: [voulu, defaut] }: MacroSinon) => ({
    async: false,
    typeCheck(verificateur: Verificateur, _macro: unknown, contexte: unknown): unknown {
      verificateur.check(voulu, contexte);
      verificateur.check(defaut, contexte);
      return verificateur.getType('dyn');
    },
    evaluate(evaluateur: Evaluateur, _macro: unknown, contexte: unknown): unknown {
      return ouAbsent(() => evaluateur.run(voulu, contexte)) ?? evaluateur.run(defaut, contexte);
    },
  }));
  return env;
}

/** Value, or `undefined` when something it needs is null or missing. */
function ouAbsent(calculer: () => unknown): unknown {
  try {
    return calculer() ?? undefined;
  } catch (erreur) {
    if (estUneAbsence(erreur)) return undefined;
    throw erreur;
  }
}

function estUneAbsence(erreur: unknown): boolean {
  if (erreur instanceof Absence) return true;
  if (!(erreur instanceof EvaluationError)) return false;
  if (
    erreur.code === 'no_such_key' ||
    erreur.code === 'unknown_variable' ||
    erreur.code === 'index_out_of_bounds'
  )
    return true;
  return /\bnull\b/.test(erreur.summary);
}

/**
 * Compiles an expression that may read the given roots only.
 * @throws FormuleRefusee with the French reason
 */
export function compilerExpression(
  texte: string,
  { racines, locales = [] }: { readonly racines: readonly string[]; readonly locales?: readonly string[] },
): Expression {
  const permis = [...racines, ...locales];
  try {
    commun ??= construire();
    const env = commun.clone();
    for (const nom of permis) env.registerVariable(nom, 'dyn');
    const analysee = env.parse(texte);
    refuserHorsLangage(analysee.ast);
    const verdict = analysee.check();
    if (!verdict.valid) throw verdict.error ?? new FormuleRefusee('elle est mal typée.');
    const lus = nomsLus(analysee.ast);
    const lit = new Set(permis.filter((nom) => lus.has(nom)));
    return {
      texte,
      lit,
      membres: (racine) => membresLus(analysee.ast, racine),
      evaluer(contexte) {
        const converti = Object.create(null) as Record<string, unknown>;
        for (const nom of lit)
          if (Object.hasOwn(contexte, nom)) converti[nom] = depuisJson(contexte[nom] ?? null);
        try {
          const resultat = ouAbsent((): unknown => analysee(converti));
          return resultat === undefined ? null : versJson(resultat);
        } catch (erreur) {
          throw formuleRefusee(texte, erreur);
        }
      },
    };
  } catch (erreur) {
    throw erreurDeCompilation(texte, erreur, permis);
  }
}

function erreurDeCompilation(texte: string, erreur: unknown, permis: readonly string[]): FormuleRefusee {
  const nom = /^Unknown variable: (\S+)/.exec(erreur instanceof Error ? erreur.message : '')?.[1];
  if (nom === undefined) return formuleRefusee(texte, erreur);
  const proche = plusProche(nom, permis);
  return new FormuleRefusee(
    `la formule « ${texte} » est refusée : le nom « ${nom} » est inconnu ; ${proche ? `vouliez-vous dire « ${proche} » ?` : `noms permis : ${permis.join(', ')}.`}`,
  );
}

function refuserHorsLangage(arbre: ASTNode): void {
  const { fonctions, methodes } = appels(arbre);
  for (const nom of fonctions) {
    if (!Object.hasOwn(FONCTIONS, nom) && nom !== 'size' && nom !== 'has' && nom !== 'sinon') {
      throw new FormuleRefusee(
        `la fonction « ${nom} » n'existe pas ; fonctions connues : ${Object.keys(FONCTIONS).join(', ')}, sinon, has, size.`,
      );
    }
  }
  for (const nom of methodes) {
    if (!METHODES.has(nom))
      throw new FormuleRefusee(
        `la méthode « .${nom}() » n'existe pas ; méthodes connues : ${[...METHODES].join(', ')}.`,
      );
  }
  parcourir(arbre, (noeud) => {
    if (noeud.op === '/' && [noeud.args[0], noeud.args[1]].every(estUnCompte)) {
      throw new FormuleRefusee(
        'la division de deux comptes tronque le résultat ; écrivez decimal(…) autour du premier.',
      );
    }
    // cel-js compares a bare integer with an exact number by identity there: always false, in silence.
    if (
      noeud.op === 'in' &&
      noeud.args.some((cote) => estUnCompte(cote) || (cote.op === 'list' && cote.args.some(estUnCompte)))
    ) {
      throw new FormuleRefusee(
        '« in » ne compare pas des nombres écrits en clair ; écrivez par exemple x == 1 || x == 4.',
      );
    }
  });
  refuserNombresFlottants(arbre);
}

function estUnCompte(noeud: ASTNode): boolean {
  return (
    (noeud.op === 'value' && typeof noeud.args === 'bigint') ||
    ((noeud.op === 'call' || noeud.op === 'rcall') && noeud.args[0] === 'size')
  );
}

function depuisJson(json: Lisible): unknown {
  if (json instanceof Prepare) return json.valeur;
  if (typeof json === 'number') {
    if (!Number.isFinite(json)) throw new FormuleRefusee("un nombre du contexte n'est pas fini.");
    return Nombre.depuisTexte(new Decimal(json).toDecimalPlaces(20).toFixed());
  }
  if (Array.isArray(json)) return json.map(depuisJson);
  if (typeof json === 'object' && json !== null)
    return Object.fromEntries(Object.entries(json).map(([cle, valeur]) => [cle, depuisJson(valeur)]));
  return json;
}

function versJson(valeur: unknown): Json {
  if (valeur === null || valeur === undefined) return null;
  if (typeof valeur === 'boolean' || typeof valeur === 'string') return valeur;
  if (typeof valeur === 'bigint') return Number(valeur);
  if (valeur instanceof Nombre) {
    const texte = valeur.toString();
    const entierJs = Number(texte);
    return valeur.echelle === undefined && valeur.estEntier && Number.isSafeInteger(entierJs)
      ? entierJs
      : texte;
  }
  if (Array.isArray(valeur)) return valeur.map(versJson);
  if (typeof valeur === 'object')
    return Object.fromEntries(Object.entries(valeur).map(([cle, element]) => [cle, versJson(element)]));
  throw new FormuleRefusee("le résultat n'est pas une valeur JSON.");
}
