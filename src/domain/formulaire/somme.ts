import type { Lisible } from '#src/engine/index.ts';
import { evaluer } from '#src/domain/formulaire/expressions.ts';
import type {
  DefinitionDeFormulaire,
  Expression,
  LigneDEstimation,
  LigneDuCalcul,
} from '#src/domain/formulaire/definition.ts';
import { seSouvenir } from '#src/domain/formulaire/souvenir.ts';
import { ecrireMesure } from '#src/domain/formulaire/restitution.ts';

/** One line of the sum behind the amount. */
export interface LigneDeSomme {
  readonly libelle: string;
  /** The line in words and figures: « 45 000,00 € de dépenses ÷ 1 Etp ». */
  readonly calcul: string;
  /** What it comes to, exact. */
  readonly valeur: string;
  readonly type: LigneDEstimation['type'];
  /** Fields or sections its figures come from. */
  readonly champs: readonly string[];
}

const TERME = /\{(\w+)\}/g;

/** Names of the figures a sentence shows. */
export const termesCites = (calcul: string): string[] =>
  [...calcul.matchAll(TERME)].map(([, nom = '']) => nom);

/** The amount, and what is shown of how it is made. */
export interface Chiffrage {
  /** Euros with cents; null when it cannot be computed yet. */
  readonly montant: string | null;
  /** Opening duration it was computed on, in months. */
  readonly moisOuverture: number | null;
  readonly details: readonly {
    readonly libelle: string;
    readonly valeur: string;
    readonly type: LigneDEstimation['type'];
  }[];
  /** The sum line by line; null when it cannot be told whole, `details` then stand for it. */
  readonly lignes: readonly LigneDeSomme[] | null;
}

/** The estimate of a form, from the results of its steps. */
export const chiffrer = (
  estimation: DefinitionDeFormulaire['estimation'],
  racines: Readonly<Record<string, Lisible>>,
): Chiffrage =>
  seSouvenir(estimation, racines, {
    expressions: () => expressionsDe(estimation),
    faire: () => calculer(estimation, racines),
  });

const expressionsDe = ({
  montant,
  moisOuverture,
  details,
  lignes = [],
}: DefinitionDeFormulaire['estimation']): Expression[] => [
  montant,
  ...(moisOuverture === undefined ? [] : [moisOuverture]),
  ...details.map(({ valeur }) => valeur),
  ...lignes.flatMap(({ valeur, termes }) => [valeur, ...Object.values(termes).map((terme) => terme.valeur)]),
];

function calculer(
  { montant, moisOuverture, details, lignes }: DefinitionDeFormulaire['estimation'],
  racines: Readonly<Record<string, Lisible>>,
): Chiffrage {
  const calcule = evaluer(montant, racines);
  const mois = moisOuverture === undefined ? null : evaluer(moisOuverture, racines);
  // Only what is shown is computed: the figures stand for the sum where it cannot be told.
  const somme = lignes && calcule !== null ? raconter(lignes, racines) : null;
  return {
    montant: calcule === null ? null : String(calcule),
    moisOuverture: typeof mois === 'number' ? mois : null,
    details: somme
      ? []
      : details.flatMap(({ libelle, valeur, type }) => {
          const lue = evaluer(valeur, racines);
          return lue === null ? [] : [{ libelle, valeur: String(lue), type }];
        }),
    lignes: somme,
  };
}

/**
 * The sum behind the amount, told line by line; null when one of its figures is not known: half a sum
 * explains nothing.
 */
export function raconter(
  lignes: readonly LigneDuCalcul[],
  racines: Readonly<Record<string, Lisible>>,
): LigneDeSomme[] | null {
  const racontees = lignes.map(({ libelle, calcul, termes, valeur, type, champs }): LigneDeSomme | null => {
    const resultat = evaluer(valeur, racines);
    const lus = new Map(
      Object.entries(termes).map(([nom, terme]) => [
        nom,
        { type: terme.type, valeur: evaluer(terme.valeur, racines) },
      ]),
    );
    if (resultat === null || [...lus.values()].some((terme) => terme.valeur === null)) return null;
    const texte = calcul.replace(TERME, (_nom, nom: string) => {
      const terme = lus.get(nom);
      return terme ? ecrireMesure(terme.type, String(terme.valeur)) : '';
    });
    return { libelle, calcul: texte, valeur: String(resultat), type, champs };
  });
  return racontees.every((ligne) => ligne !== null) ? racontees : null;
}
