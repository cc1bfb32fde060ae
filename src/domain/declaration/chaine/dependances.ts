import type { DefinitionDeFormulaire, Expression } from '#src/domain/formulaire/definition.ts';
import type { Etape, Preparation } from '#src/domain/formulaire/enchainement.ts';

/** What the estimated amount rests on. */
export interface Dependances {
  /** Steps of the chain whose results it reads, one through another. */
  readonly etapes: ReadonlySet<string>;
  /** Sections of the form those steps read. */
  readonly sections: ReadonlySet<string>;
}

const connues = new WeakMap<DefinitionDeFormulaire, Dependances>();

/** The steps and sections the amount of a form is made of, followed back from its expression. */
export function dependancesDuMontant(definition: DefinitionDeFormulaire): Dependances {
  const connue = connues.get(definition) ?? remonter(definition);
  connues.set(definition, connue);
  return connue;
}

function remonter({
  enchainement,
  estimation,
  preparation: preparations = [],
}: DefinitionDeFormulaire): Dependances {
  const etapes = new Set<string>();
  const sections = new Set<string>();
  const preparees = new Set<string>();
  const suivre = (expressions: readonly Expression[]): void => {
    for (const section of expressions.flatMap(sectionsLues)) sections.add(section);
    for (const preparation of preparations.filter(
      ({ id }) =>
        !preparees.has(id) && expressions.some((texte) => new RegExp(`\\bprepares\\.${id}\\b`).test(texte)),
    )) {
      preparees.add(preparation.id);
      suivre(expressionsPreparant(preparation));
    }
    for (const etape of enchainement.filter(
      ({ id }) => !etapes.has(id) && expressions.some((texte) => lit(texte, id)),
    )) {
      etapes.add(etape.id);
      suivre([...unitesDe(etape.pourChaque), ...expressionsDe(etape)]);
    }
  };
  suivre([estimation.montant]);
  return { etapes, sections };
}

/** The expressions that make what a step asks. */
export const expressionsDe = ({ date, si, variables = [], faits }: Etape): Expression[] => [
  date,
  ...(si === undefined ? [] : [si]),
  ...variables.map(({ valeur }) => valeur),
  ...Object.values(faits),
];

/** The expressions that make a preparation, the rows its periods come from among them. */
export const expressionsPreparant = (preparation: Preparation): Expression[] =>
  'fonction' in preparation
    ? preparation.lignes.flatMap(({ pourChaque, dans, cle, debut, fin }) => [
        ...unitesDe(pourChaque),
        ...(dans === undefined ? [] : [dans]),
        cle,
        debut,
        fin,
      ])
    : [preparation.valeur];

/** Where rows come from, as an expression reads it. */
const unitesDe = (pourChaque: string | undefined): Expression[] =>
  pourChaque === undefined ? [] : [pourChaque.startsWith('prepares.') ? pourChaque : `donnees.${pourChaque}`];

const sectionsLues = (texte: Expression): string[] =>
  [...texte.matchAll(/\b(?:donnees|totaux)\.(\w+)/g)].map(([, section = '']) => section);

/**
 * Whether an expression reads the result of a step, as `resultats.etape`, `resultats['etape']` or
 * `deLaLigne.etape`.
 */
const lit = (texte: Expression, etape: string): boolean =>
  [`resultats.${etape}`, `deLaLigne.${etape}`].some((nom) =>
    new RegExp(`\\b${nom.replace('.', '\\.')}(?![\\w-])`).test(texte),
  ) ||
  texte.includes(`resultats['${etape}']`) ||
  texte.includes(`deLaLigne['${etape}']`);
