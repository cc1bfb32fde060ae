import type { Json } from '#src/engine/cel/json.ts';
import { estUneDate } from '#src/engine/dates.ts';
import { FormuleRefusee } from '#src/engine/erreurs.ts';
import { evaluer } from '#src/domain/formulaire/expressions.ts';
import type { ChampDeSaisie, DefinitionDeFormulaire, Option } from '#src/domain/formulaire/definition.ts';

/** What expressions see as `contexte`. */
export type ContexteJson = Readonly<Record<string, Json>>;

/**
 * The options of a choice: a list of the definition, or computed from the context. Empty for another type.
 */
export function optionsDe(
  definition: DefinitionDeFormulaire,
  champ: ChampDeSaisie,
  contexte: ContexteJson,
): readonly Option[] {
  if (champ.type !== 'choix') return [];
  if (champ.liste !== undefined) return definition.listes[champ.liste] ?? [];
  const calculees = champ.options === undefined ? null : evaluer(champ.options, { contexte });
  return Array.isArray(calculees) ? calculees.filter(estOption) : [];
}

/** First and last days a date may have, `AAAA-MM-JJ`; null where nothing bounds it but the calendar. */
export function bornesDe(
  champ: ChampDeSaisie,
  contexte: ContexteJson,
): { readonly min: string | null; readonly max: string | null } {
  if (champ.type !== 'date') return { min: null, max: null };
  return { min: borneDe(champ.min, contexte), max: borneDe(champ.max, contexte) };
}

function borneDe(borne: string | undefined, contexte: ContexteJson): string | null {
  if (borne === undefined || estUneDate(borne)) return borne ?? null;
  try {
    const calculee = evaluer(borne, { contexte });
    return typeof calculee === 'string' && estUneDate(calculee) ? calculee : null;
  } catch (erreur) {
    // Beyond the calendar: its own first and last days hold.
    if (erreur instanceof FormuleRefusee) return null;
    throw erreur;
  }
}

function estOption(quoi: unknown): quoi is Option {
  return (
    typeof quoi === 'object' &&
    quoi !== null &&
    'valeur' in quoi &&
    'libelle' in quoi &&
    typeof quoi.valeur === 'string' &&
    typeof quoi.libelle === 'string'
  );
}

/** The label of a chosen value; the value itself when the list no longer has it. */
export function libelleDe(
  definition: DefinitionDeFormulaire,
  champ: ChampDeSaisie,
  valeur: string,
  contexte: ContexteJson,
): string {
  return optionsDe(definition, champ, contexte).find((option) => option.valeur === valeur)?.libelle ?? valeur;
}
