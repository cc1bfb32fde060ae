import { z } from 'zod';
import type { Registre } from '#src/kernel/registre.ts';
import { DERNIER_JOUR, PREMIER_JOUR } from '#src/engine/dates.ts';
import { AucuneVersionApplicable } from '#src/engine/erreurs.ts';
import { ecrireJour } from '#src/engine/saisie/index.ts';

/**
 * What a typed day is about, which decides how far back and ahead it may lie: an act of ours (access,
 * signature, sitting…),
 * something that may be older than us (an equipment's opening, an animateur's arrival), the days a rule file
 * rules.
 */
export const NATURES_DE_JOUR = ['acte', 'anciennete', 'regle'] as const;
export type NatureDeJour = (typeof NATURES_DE_JOUR)[number];

/**
 * The days a command reads: which they are, so that their bounds, which are data, are checked where the
 * registry is at hand.
 */
export const JOURS_SAISIS = z.registry<{ readonly libelle: string; readonly nature: NatureDeJour }>();

/** First and last days admitted, both included, `AAAA-MM-JJ`. */
export interface BornesDeJour {
  readonly min: string;
  readonly max: string;
}

/** What no day leaves, whatever it is about. */
export const CALENDRIER: BornesDeJour = { min: PREMIER_JOUR, max: DERNIER_JOUR };

/** Bounds in force for a nature; the calendar's own where the base has none yet. */
export function bornesDeJour(registre: Registre, nature: NatureDeJour, aujourdhui: string): BornesDeJour {
  const nom = `${nature.charAt(0).toUpperCase()}${nature.slice(1)}`;
  return {
    min: parametreOu(registre, `premierJour${nom}`, aujourdhui, CALENDRIER.min),
    max: parametreOu(registre, `dernierJour${nom}`, aujourdhui, CALENDRIER.max),
  };
}

function parametreOu(registre: Registre, nom: string, jour: string, defaut: string): string {
  try {
    return String(registre.parametre('saisie', nom, jour));
  } catch (erreur) {
    if (erreur instanceof AucuneVersionApplicable) return defaut;
    throw erreur;
  }
}

/** The days of an input by field, with their bounds: what a screen gives its date fields. */
export function bornesDesChamps(
  saisie: z.ZodType,
  registre: Registre,
  aujourdhui: string,
): ReadonlyMap<string, BornesDeJour> {
  return new Map(
    [...joursDe(saisie)].map(([champ, { nature }]) => [champ, bornesDeJour(registre, nature, aujourdhui)]),
  );
}

/** Message per field whose day lies out of its bounds. */
export function joursHorsBornes(
  saisie: z.ZodType,
  lue: unknown,
  registre: Registre,
  aujourdhui: string,
): Record<string, string> {
  if (typeof lue !== 'object' || lue === null) return {};
  const champs: Record<string, string> = {};
  for (const [champ, { libelle, nature }] of joursDe(saisie)) {
    const jour: unknown = (lue as Readonly<Record<string, unknown>>)[champ];
    if (typeof jour !== 'string') continue;
    const { min, max } = bornesDeJour(registre, nature, aujourdhui);
    if (jour < min || jour > max)
      champs[champ] =
        `${libelle} : le ${ecrireJour(jour)} n’est pas admis. Indiquez une date du ${ecrireJour(min)} au ${ecrireJour(max)}.`;
  }
  return champs;
}

function* joursDe(
  saisie: z.ZodType,
): Generator<[champ: string, jour: { readonly libelle: string; readonly nature: NatureDeJour }]> {
  if (!(saisie instanceof z.ZodObject)) return;
  for (const [champ, schema] of Object.entries(saisie.shape)) {
    const jour = JOURS_SAISIS.get(schema);
    if (jour) yield [champ, jour];
  }
}
