/**
 * Untyped expressions of form definitions: they feed facts to rule files from what a form holds. Same
 * language as formulas, over plain JSON, with lists. Numbers are exact; a missing value anywhere makes the whole
 * expression null.
 */
import type { Environment } from '@marcbachmann/cel-js';
import type { ASTNode } from '@marcbachmann/cel-js';
import { FormuleRefusee, plusProche } from '#src/engine/erreurs.ts';
import { appels, membresLus, nomsLus, parcourir, refuserNombresFlottants } from './arbre.ts';
import { formuleRefusee } from './erreurs-cel.ts';
import type { Json, Lisible } from './json.ts';
import { Prepare, depuisJson, versJson } from './json.ts';
import { FONCTIONS } from './fonctions-d-expression.ts';
import { environnementDesExpressions, ouAbsent } from './environnement-d-expression.ts';

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

const METHODES = new Set(['map', 'filter', 'exists', 'exists_one', 'all', 'size', 'contains', 'startsWith']);

let commun: Environment | undefined;

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
    commun ??= environnementDesExpressions();
    const env = commun.clone();
    for (const nom of permis) env.registerVariable(nom, 'dyn');
    const analysee = env.parse(texte);
    refuserHorsLangage(analysee.ast);
    const verdict = analysee.check();
    if (!verdict.valid) throw verdict.error ?? new FormuleRefusee('elle est mal typée.');
    const lus = nomsLus(analysee.ast);
    const lit = new Set(permis.filter((nom) => lus.has(nom)));
    const membresParRacine = new Map([...lit].map((nom) => [nom, membresLus(analysee.ast, nom)]));
    return {
      texte,
      lit,
      membres: (racine) => membresParRacine.get(racine) ?? new Set(),
      evaluer(contexte) {
        const converti = Object.create(null) as Record<string, unknown>;
        for (const [nom, membres] of membresParRacine)
          if (Object.hasOwn(contexte, nom)) converti[nom] = depuisJson(seuls(contexte[nom] ?? null, membres));
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

/** A root without the members nobody reads: they need not be converted. */
function seuls(racine: Lisible, membres: ReadonlySet<string | null>): Lisible {
  if (racine instanceof Prepare || typeof racine !== 'object' || racine === null || Array.isArray(racine))
    return racine;
  if (membres.has(null)) return racine;
  const lus: Record<string, Lisible> = {};
  for (const [nom, valeur] of Object.entries(racine)) if (membres.has(nom)) lus[nom] = valeur;
  return lus;
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
        `la fonction « ${nom} » n’existe pas ; fonctions connues : ${Object.keys(FONCTIONS).join(', ')}, sinon, has, size.`,
      );
    }
  }
  for (const nom of methodes) {
    if (!METHODES.has(nom))
      throw new FormuleRefusee(
        `la méthode « .${nom}() » n’existe pas ; méthodes connues : ${[...METHODES].join(', ')}.`,
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
