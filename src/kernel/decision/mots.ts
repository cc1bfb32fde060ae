import { Temporal } from 'temporal-polyfill';
import { espacer } from '#src/kernel/saisie/typographie.ts';
import { estEntier } from '#src/engine/cel/unites.ts';
import type { EtatDeDecision } from '#src/engine/format.ts';
import { dateEnLettres, type ConditionTracee, type FichierClos, type ValeurJson } from '#src/engine/index.ts';
import type { Declaration } from '#src/engine/rendu/valeurs.ts';
import { valeurEnMots } from '#src/engine/rendu/index.ts';

const INSECABLE = '\u00a0';

/** Every text of a plain value with its French typography. */
export const typographier = <T>(valeur: T): T =>
  JSON.parse(JSON.stringify(valeur), (_nom, texte: unknown) =>
    typeof texte === 'string' ? espacer(texte) : texte,
  ) as T;

/** « 2 mars 2026 à 14 h 05 », at the Caf. */
export function instantEnLettres(instant: Date, fuseau: string): string {
  const local = Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(fuseau);
  return `${jourEnLettres(instant, fuseau)} à ${local.hour}${INSECABLE}h${INSECABLE}${String(local.minute).padStart(2, '0')}`;
}

/** The civil day of an instant, at the Caf. */
export const jourEnLettres = (instant: Date, fuseau: string): string =>
  dateEnLettres(
    Temporal.Instant.fromEpochMilliseconds(instant.getTime())
      .toZonedDateTimeISO(fuseau)
      .toPlainDate()
      .toString(),
  );

/** « Seuil de durée » and the like stand in the middle of a sentence. */
export const entreGuillemets = (texte: string): string => `« ${texte} »`;

/** A value as the trace or the log keeps it, in words: whole numbers are kept as text there. */
export function valeurTracee(declaration: Declaration | undefined, valeur: ValeurJson | null): string {
  if (!declaration) return String(valeur ?? 'non renseigné');
  if (typeof valeur !== 'string') return valeurEnMots(declaration, valeur);
  if (estEntier(declaration.type) && /^-?\d+$/.test(valeur)) return valeurEnMots(declaration, Number(valeur));
  // A division that does not end is kept with more digits than a fact may have: far fewer are shown.
  return valeurEnMots(declaration, valeur.replace(/^(-?\d+\.\d{20})\d+$/, '$1'));
}

/** What a name of a file is declared as. */
export const declarationDe = (clos: FichierClos, nom: string): Declaration | undefined =>
  [clos.faits, clos.faitsDerives, clos.parametres]
    .map((ensemble: Readonly<Record<string, Declaration>>) =>
      Object.hasOwn(ensemble, nom) ? ensemble[nom] : undefined,
    )
    .find(Boolean);

export type Groupe = Extract<ConditionTracee, { readonly groupe: unknown }>;
export const estUnGroupe = (condition: ConditionTracee): condition is Groupe => 'groupe' in condition;

/** « 1 234,50 € ». */
export const ecrireEuros = (montant: string): string => valeurEnMots({ libelle: '', type: 'euro' }, montant);

export const ETATS_EN_CLAIR: Readonly<Record<EtatDeDecision, string>> = {
  decide: 'Décidé par la règle',
  'decision-humaine': 'Une personne décide',
  'source-muette': 'Les textes ne tranchent pas',
  'faits-manquants': 'Informations manquantes',
};
