import type { Perennite } from '#src/domain/formulaire/perennite.ts';
import type { Analyse, Controle } from '#src/domain/declaration/chaine/resultats.ts';
import { exigence, sectionsDe } from '#src/domain/formulaire/champs.ts';
import type { DefinitionDeFormulaire, Volet } from '#src/domain/formulaire/definition.ts';
import type { Valeurs } from '#src/domain/formulaire/saisie/donnees.ts';

/** A sentence a finding asks for: « terminer » waits for it, nothing else does. */
export interface Justification {
  /** Path of its field. */
  readonly champ: string;
  readonly volet: Volet;
  readonly etape: string;
  readonly issue: string;
  /** Null as long as nothing is written. */
  readonly texte: string | null;
  /** What is said of the field while it is empty. */
  readonly message: string;
}

/** The sentences the findings that stand ask for. */
export function justificationsDe(
  definition: DefinitionDeFormulaire,
  perennite: Perennite,
  valeurs: Valeurs,
  controles: readonly Controle[],
): Justification[] {
  return sectionsDe(definition, perennite).flatMap((section) =>
    section.champs.flatMap((champ): Justification[] => {
      const exigePar = exigence(champ);
      if (
        !exigePar ||
        !controles.some(({ etape, issue }) => etape === exigePar.etape && issue === exigePar.issue)
      )
        return [];
      const texte = valeurs[section.id]?.[champ.id];
      return [
        {
          ...exigePar,
          champ: `${section.id}.${champ.id}`,
          volet: section.volet,
          texte: typeof texte === 'string' ? texte : null,
          message: `${champ.libelle}${champ.libelle.endsWith('?') ? ' Une' : ' : une'} phrase est attendue.`,
        },
      ];
    }),
  );
}

/** Those nothing is written for yet. */
export const aExpliquer = ({ justifications }: Pick<Analyse, 'justifications'>): readonly Justification[] =>
  justifications.filter(({ texte }) => texte === null);

/** The findings, each with the field of its sentence. */
export const expliquer = (
  controles: readonly Controle[],
  justifications: readonly Justification[],
): Controle[] =>
  controles.map((controle) => {
    const justification = justifications.find(
      ({ etape, issue }) => etape === controle.etape && issue === controle.issue,
    );
    return justification
      ? { ...controle, explication: { champ: justification.champ, texte: justification.texte } }
      : controle;
  });
