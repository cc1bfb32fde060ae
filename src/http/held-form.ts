import type { ActeurPartenaire } from '#src/kernel/acteur.ts';

/** The texts of a form. */
export type Champs = Readonly<Record<string, string | readonly string[]>>;
type Parametres = Readonly<Record<string, string>>;

/** A form that was refused because its session had ended, as its author reads it before sending it again. */
export interface DescribedForm {
  readonly titre: string;
  readonly lignes: readonly { readonly libelle: string; readonly valeur: string }[];
  /** What is sent when he confirms: never an act beyond saving what was typed. */
  readonly champs: Champs;
}

/**
 * What a route says of its form so that what is typed may be held for an hour when it is refused because its
 * session had ended. For entries only: what signs, approves, gives or takes away a right, or tells who
 * somebody is, never says so.
 */
export interface HoldableForm {
  /** @throws Refus when its author may no longer send it */
  decrire(acteur: ActeurPartenaire, parametres: Parametres, champs: Champs): Promise<DescribedForm>;
}

/** One text of a form, '' when absent or repeated. */
export const texteDeChamp = (champs: Champs, nom: string): string => {
  const valeur = champs[nom];
  return typeof valeur === 'string' ? valeur : '';
};
