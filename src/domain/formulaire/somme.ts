import type { Lisible } from '#src/engine/index.ts';
import { evaluer } from '#src/domain/formulaire/expressions.ts';
import type { LigneDEstimation, LigneDuCalcul } from '#src/domain/formulaire/definition.ts';
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
