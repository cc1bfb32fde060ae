import { Decimal } from 'decimal.js';
import type { Perennite } from '#src/domain/formulaire/perennite.ts';
import { colonnesDe, estGroupe, estNombre, sectionsDe } from '#src/domain/formulaire/champs.ts';
import type { Champ, DefinitionDeFormulaire, Section, Volet } from '#src/domain/formulaire/definition.ts';
import type { ValeurDeChamp } from '#src/domain/formulaire/saisie/valeurs.ts';

/** One row of a group. */
export type LigneDeGroupe = Readonly<Record<string, ValeurDeChamp>>;
/** A field's value: single, split over columns, or rows. */
export type ValeurDeSection =
  | ValeurDeChamp
  | Readonly<Record<string, ValeurDeChamp>>
  | readonly LigneDeGroupe[];
/** Section → field → value. */
export type Valeurs = Readonly<Record<string, Readonly<Record<string, ValeurDeSection>>>>;

/** What the draft of one volet keeps: values read, and what could not be read, as it was typed. */
export interface DonneesDeVolet {
  readonly valeurs: Valeurs;
  /** Text typed that is no value, by path. */
  readonly illisibles: Readonly<Record<string, string>>;
  /** Paths of values taken over from another declaration that nobody changed or confirmed yet. */
  readonly aVerifier?: readonly string[];
}

const estObjet = (quoi: unknown): quoi is Record<string, unknown> =>
  typeof quoi === 'object' && quoi !== null && !Array.isArray(quoi);

/** The JSON column of a volet, as {@link DonneesDeVolet}; an empty column is an empty draft. */
export function donneesDeVolet(colonne: Readonly<Record<string, unknown>>): DonneesDeVolet {
  const { valeurs, illisibles, aVerifier } = colonne;
  const marques = Array.isArray(aVerifier) ? aVerifier.filter((chemin) => typeof chemin === 'string') : [];
  return {
    ...(marques.length > 0 ? { aVerifier: marques } : {}),
    valeurs: (estObjet(valeurs) ? valeurs : {}) as Valeurs,
    illisibles: (estObjet(illisibles) ? illisibles : {}) as Record<string, string>,
  };
}

/**
 * Every field the pérennité asks for, present, null when nothing was given: what expressions and screens
 * read.
 */
export function completer(
  definition: DefinitionDeFormulaire,
  perennite: Perennite,
  valeurs: Valeurs,
  volet?: Volet,
): Valeurs {
  return Object.fromEntries(
    sectionsDe(definition, perennite, volet).map((section) => [
      section.id,
      Object.fromEntries(
        section.champs.map((champ) => [
          champ.id,
          valeurComplete(definition, perennite, champ, valeurs[section.id]?.[champ.id]),
        ]),
      ),
    ]),
  );
}

function valeurComplete(
  definition: DefinitionDeFormulaire,
  perennite: Perennite,
  champ: Champ,
  valeur: unknown,
): ValeurDeSection {
  if (estGroupe(champ)) {
    const lignes: readonly unknown[] = Array.isArray(valeur) ? valeur : [];
    return lignes.map((ligne) =>
      Object.fromEntries(champ.champs.map(({ id }) => [id, estObjet(ligne) ? simple(ligne[id]) : null])),
    );
  }
  const colonnes = colonnesDe(definition, perennite, champ);
  if (colonnes)
    return Object.fromEntries(colonnes.map(({ id }) => [id, estObjet(valeur) ? simple(valeur[id]) : null]));
  return simple(valeur);
}

const simple = (valeur: unknown): ValeurDeChamp =>
  typeof valeur === 'string' || typeof valeur === 'number' || typeof valeur === 'boolean' ? valeur : null;

/**
 * Totals the form shows: per field split over columns, and per section shown as a table (each column and
 * `total`). Null = nothing given.
 */
export type Totaux = Readonly<Record<string, Readonly<Record<string, string | null>>>>;

export function totaliser(
  definition: DefinitionDeFormulaire,
  perennite: Perennite,
  valeurs: Valeurs,
): Totaux {
  return Object.fromEntries(
    sectionsDe(definition, perennite)
      .filter(aDesTotaux)
      .map((section) => [section.id, totauxDe(definition, perennite, section, valeurs[section.id] ?? {})]),
  );
}

/** Whether a total (of a field, of a column, or `total`) leaves out a text that could not be read. */
export const estIncomplet = (
  section: string,
  total: string,
  illisibles: Readonly<Record<string, string>>,
): boolean =>
  Object.keys(illisibles).some((chemin) => {
    const [sa, champ, colonne] = chemin.split('.');
    return sa === section && (total === 'total' || total === champ || total === colonne);
  });

const aDesTotaux = (section: Section): boolean => section.champs.some(estNombre);

function totauxDe(
  definition: DefinitionDeFormulaire,
  perennite: Perennite,
  section: Section,
  valeurs: Readonly<Record<string, ValeurDeSection>>,
): Record<string, string | null> {
  const totaux: Record<string, string | null> = {};
  const parColonne: Record<string, ValeurDeChamp[]> = {};
  for (const champ of section.champs.filter(estNombre)) {
    const valeur = valeurs[champ.id] ?? null;
    const parties = estObjet(valeur)
      ? (valeur as Record<string, ValeurDeChamp>)
      : { total: valeur as ValeurDeChamp };
    totaux[champ.id] = somme(Object.values(parties));
    for (const [colonne, partie] of Object.entries(parties)) (parColonne[colonne] ??= []).push(partie);
  }
  if (section.presentation !== 'tableau') return totaux;
  for (const { id } of definition.perennites[perennite]?.ventilation?.colonnes ?? [])
    totaux[id] = somme(parColonne[id] ?? []);
  totaux['total'] = somme(Object.values(parColonne).flat());
  return totaux;
}

/** Exact sum; null when nothing was given. */
function somme(valeurs: readonly ValeurDeChamp[]): string | null {
  const donnees = valeurs.filter(
    (valeur): valeur is string | number => typeof valeur === 'string' || typeof valeur === 'number',
  );
  return donnees.length === 0
    ? null
    : donnees.reduce((total, valeur) => total.plus(valeur), new Decimal(0)).toFixed();
}
