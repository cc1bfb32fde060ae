/**
 * One rule file told to other engines, as their authors would write it: plain numbers, derived facts given, no
 * message, one engine reused for all cases. A date is its number of days.
 */
import { ZenEngine } from '@gorules/zen-engine';
import jsonLogic, { type RulesLogic } from 'json-logic-js';
import { Engine, type NestedCondition, type TopLevelCondition } from 'json-rules-engine';
import { estUneFeuille, valeurDeLOperande, type Normale, type Operateur } from '#src/engine/conditions.ts';
import type { Valeur } from '#src/engine/cel/unites.ts';
import { Jour } from '#src/engine/dates.ts';
import type { JeuCompile } from '#src/engine/jeu-compile.ts';
import { Nombre } from '#src/engine/nombre.ts';

type Simple = string | number | boolean;
/** Facts of a case, derived ones included; an absent one is null. */
export type FaitsSimples = Readonly<Record<string, Simple | null>>;
/** Rules that hold, by id, in the order of the file. */
type Juger = (faits: FaitsSimples) => readonly string[] | Promise<readonly string[]>;

const JOUR_MS = 86_400_000;

export function enSimple(valeur: Valeur): Simple {
  if (valeur instanceof Nombre) return valeur.versDecimal().toNumber();
  return valeur instanceof Jour ? Date.parse(`${valeur.iso}T00:00:00Z`) / JOUR_MS : valeur;
}

interface Comparaison {
  readonly fait: string;
  readonly operateur: Operateur;
  readonly attendu: Simple | readonly Simple[];
  /** Whether the comparison, as it stands, could hold on an absent fact. */
  readonly aGarder: boolean;
}
type Arbre = Comparaison | { readonly groupe: 'all' | 'any'; readonly enfants: readonly Arbre[] };

interface RegleSimple {
  readonly id: string;
  readonly arbre: Arbre;
}

/** Rules of a file with the parameters of a date put in their place. */
function reglesSimples(jeu: JeuCompile, date: string): RegleSimple[] {
  const { parametres } = jeu.instantane(date);
  const simplifier = (condition: Normale): Arbre => {
    if (!estUneFeuille(condition))
      return { groupe: condition.groupe, enfants: condition.conditions.map(simplifier) };
    const attendu = valeurDeLOperande(condition, parametres);
    return {
      fait: condition.fait,
      operateur: condition.operateur,
      attendu: estUneListe(attendu) ? attendu.map(enSimple) : enSimple(attendu),
      aGarder: jeu.besoins.get(condition.fait) !== 'toujours',
    };
  };
  return jeu.regles.map(({ declaration, condition }) => ({
    id: declaration.id,
    arbre: simplifier(condition),
  }));
}

function estUneListe(valeur: Valeur | readonly Valeur[]): valeur is readonly Valeur[] {
  return Array.isArray(valeur);
}

/** json-rules-engine as it is installed: its own operators. */
export function jreBrut(jeu: JeuCompile, date: string): Juger {
  const traduire = (arbre: Arbre): NestedCondition => {
    if ('groupe' in arbre)
      return arbre.groupe === 'all'
        ? { all: arbre.enfants.map(traduire) }
        : { any: arbre.enfants.map(traduire) };
    const { fait, operateur, attendu } = arbre;
    const comparaison = { fact: fait, operator: operateur, value: attendu };
    // Its comparisons of order never hold on null; its negations do.
    return arbre.aGarder && (operateur === 'notEqual' || operateur === 'notIn')
      ? { all: [{ fact: fait, operator: 'notEqual', value: null }, comparaison] }
      : comparaison;
  };
  const regles = reglesSimples(jeu, date);
  const moteur = new Engine();
  for (const { id, arbre } of regles)
    moteur.addRule({ name: id, conditions: enRacine(traduire(arbre)), event: { type: id } });
  return async (faits) => (await moteur.run({ ...faits })).events.map(({ type }) => type);
}

const enRacine = (condition: NestedCondition): TopLevelCondition =>
  'all' in condition || 'any' in condition || 'not' in condition ? condition : { all: [condition] };

/** @param trace whether Zen gives the trace it has */
export function zen(jeu: JeuCompile, date: string, trace: boolean): Juger {
  const regles = reglesSimples(jeu, date);
  const moteur = new ZenEngine();
  const decision = moteur.createDecision({
    contentType: 'application/vnd.gorules.decision',
    nodes: [
      { id: 'entree', name: 'entree', type: 'inputNode', position: { x: 0, y: 0 } },
      {
        id: 'regles',
        name: 'regles',
        type: 'expressionNode',
        position: { x: 0, y: 0 },
        content: {
          expressions: regles.map(({ id, arbre }, rang) => ({
            id: String(rang),
            key: id,
            value: expressionZen(arbre),
          })),
        },
      },
      { id: 'sortie', name: 'sortie', type: 'outputNode', position: { x: 0, y: 0 } },
    ],
    edges: [
      { id: 'a', type: 'edge', sourceId: 'entree', targetId: 'regles' },
      { id: 'b', type: 'edge', sourceId: 'regles', targetId: 'sortie' },
    ],
  });
  return async (faits) => {
    const { result } = (await decision.evaluate(faits, { trace })) as { result: Record<string, unknown> };
    return regles.filter(({ id }) => result[id] === true).map(({ id }) => id);
  };
}

const SIGNES = {
  equal: '==',
  notEqual: '!=',
  in: 'in',
  notIn: 'not in',
  lessThan: '<',
  lessThanInclusive: '<=',
  greaterThan: '>',
  greaterThanInclusive: '>=',
} as const satisfies Record<Operateur, string>;

function expressionZen(arbre: Arbre): string {
  if ('groupe' in arbre)
    return `(${arbre.enfants.map(expressionZen).join(arbre.groupe === 'all' ? ' and ' : ' or ')})`;
  const { fait, operateur, attendu, aGarder } = arbre;
  const comparaison = `${fait} ${SIGNES[operateur]} ${JSON.stringify(attendu)}`;
  return aGarder && operateur !== 'equal' && operateur !== 'in'
    ? `(${fait} != null and ${comparaison})`
    : comparaison;
}

export function logique(jeu: JeuCompile, date: string): Juger {
  const regles = reglesSimples(jeu, date).map(({ id, arbre }) => ({ id, logique: traduireEnLogique(arbre) }));
  return (faits) =>
    regles.filter(({ logique: regle }) => jsonLogic.apply(regle, faits) === true).map(({ id }) => id);
}

function traduireEnLogique(arbre: Arbre): RulesLogic {
  if ('groupe' in arbre) {
    const enfants = arbre.enfants.map(traduireEnLogique);
    return arbre.groupe === 'all' ? { and: enfants } : { or: enfants };
  }
  const lu = { var: arbre.fait };
  const comparaison = compareeEnLogique(lu, arbre);
  return arbre.aGarder && arbre.operateur !== 'equal' && arbre.operateur !== 'in'
    ? { and: [{ '!==': [lu, null] }, comparaison] }
    : comparaison;
}

function compareeEnLogique(lu: { var: string }, { operateur, attendu }: Comparaison): RulesLogic {
  // The library types operands as mutable lists.
  const valeur = (typeof attendu === 'object' ? [...attendu] : attendu) as RulesLogic;
  switch (operateur) {
    case 'equal':
      return { '===': [lu, valeur] };
    case 'notEqual':
      return { '!==': [lu, valeur] };
    case 'in':
      return { in: [lu, valeur] };
    case 'notIn':
      return { '!': [{ in: [lu, valeur] } as RulesLogic] };
    case 'lessThan':
      return { '<': [lu, valeur] };
    case 'lessThanInclusive':
      return { '<=': [lu, valeur] };
    case 'greaterThan':
      return { '>': [lu, valeur] };
    case 'greaterThanInclusive':
      return { '>=': [lu, valeur] };
  }
}
