import { Decimal } from 'decimal.js';
import { communeDe } from '#src/domain/territoire/commune/communes.ts';
import { decrireCommune, ecrireCommune } from '#src/domain/territoire/commune/dire.ts';
import { lireCommune } from '#src/domain/territoire/commune/lire-commune.ts';
import { refuserCommune } from '#src/domain/territoire/commune/refuser.ts';
import { estNombre, estNombreEntier } from '#src/domain/formulaire/champs.ts';
import type { ChampDate, ChampDeSaisie, ChampNombre, Option } from '#src/domain/formulaire/definition.ts';
import {
  direFauteDeJour,
  ecrireJour,
  ecrireNombre,
  estAbime,
  lireJour,
  lireNombre as lireEcrit,
  nettoyerLigne,
  nettoyerTexte,
  type GenreDeNombre,
} from '#src/engine/saisie/index.ts';

/**
 * A value as the draft keeps it: decimals as plain strings, integers as numbers, dates `AAAA-MM-JJ`, communes
 * by official code.
 */
export type ValeurDeChamp = string | number | boolean | null;

/**
 * What a person typed, read: the value, with what was understood where a text may mean several, or the
 * sentence that says how to correct it.
 */
export type Lecture =
  | { readonly valeur: ValeurDeChamp; readonly compris?: string }
  | { readonly erreur: string };

const LONGUEURS = { texte: 200, 'texte-long': 5000 } as const;
/** How each type is written: a comma parts thousands in an amount only. */
const GENRES: Readonly<Record<ChampNombre['type'], GenreDeNombre>> = {
  entier: 'entier',
  decimal: 'decimal',
  euro: 'euro',
  etp: 'decimal',
  heure: 'decimal',
  place: 'entier',
  acte: 'entier',
};
const DECIMALES: Readonly<Record<ChampNombre['type'], number>> = {
  entier: 0,
  decimal: 4,
  euro: 2,
  etp: 4,
  heure: 2,
  place: 0,
  acte: 0,
};

/**
 * What a field's definition computes for the declaration at hand: the options of a choice, the bounds of a
 * date.
 */
export interface Admis {
  readonly options: readonly Option[];
  readonly bornes: { readonly min: string | null; readonly max: string | null };
}
export const TOUT_ADMIS: Admis = { options: [], bornes: { min: null, max: null } };

/** Reads what was typed in one field. Empty text is the absence of value, never an error here. */
export function lireValeur(champ: ChampDeSaisie, texte: string, { options, bornes }: Admis): Lecture {
  if (!texte.isWellFormed() || estAbime(texte))
    return {
      erreur: `${champ.libelle} : des caractères ont été perdus en route (« � »). Saisissez ce texte de nouveau.`,
    };
  const propre = champ.type === 'texte-long' ? nettoyerTexte(texte) : nettoyerLigne(texte);
  if (propre === '') return { valeur: null };
  if (estNombre(champ)) return lireNombre(champ, propre);
  switch (champ.type) {
    case 'date':
      return lireDate(champ, propre, bornes);
    case 'booleen':
      return propre === 'oui' || propre === 'non'
        ? { valeur: propre === 'oui' }
        : { erreur: `${champ.libelle} : répondez oui ou non.` };
    case 'choix':
      return options.some(({ valeur }) => valeur === propre)
        ? { valeur: propre }
        : { erreur: `${champ.libelle} : choisissez une valeur de la liste.` };
    case 'commune':
      return lireChampCommune(champ.libelle, propre);
    case 'texte':
    case 'texte-long':
      return lireTexte(champ.libelle, propre, LONGUEURS[champ.type]);
  }
}

function lireTexte(libelle: string, texte: string, maximum: number): Lecture {
  return texte.length > maximum
    ? { erreur: `${libelle} : ${maximum} caractères au plus (${texte.length} saisis).` }
    : { valeur: texte };
}

function lireDate({ libelle, requis }: ChampDate, texte: string, { min, max }: Admis['bornes']): Lecture {
  const lu = lireJour(texte);
  if ('faute' in lu) return { erreur: `${libelle} : ${direFauteDeJour(lu.faute, requis !== true)}` };
  if ((min === null || lu.jour >= min) && (max === null || lu.jour <= max)) return { valeur: lu.jour };
  const attendue =
    min === null
      ? `au plus tard le ${ecrireJour(max ?? '')}`
      : max === null
        ? `à partir du ${ecrireJour(min)}`
        : `du ${ecrireJour(min)} au ${ecrireJour(max)}`;
  return {
    erreur: `${libelle} : le ${ecrireJour(lu.jour)} est hors de la période admise. Indiquez une date ${attendue}.`,
  };
}

function lireNombre(champ: ChampNombre, texte: string): Lecture {
  const { libelle } = champ;
  const ecrit = lireEcrit(texte, GENRES[champ.type]);
  if ('faute' in ecrit) return { erreur: `${libelle} : ${ecrit.faute}` };
  const lu = ecrit.valeur;
  const decimales = champ.decimales ?? DECIMALES[champ.type];
  const nombre = new Decimal(lu);
  if (nombre.decimalPlaces() > decimales) {
    return {
      erreur:
        decimales === 0
          ? `${libelle} : un nombre entier est attendu.`
          : `${libelle} : ${decimales} chiffres après la virgule au plus.`,
    };
  }
  if (champ.min !== undefined && nombre.lessThan(champ.min)) {
    const entreParentheses = texte.includes('(')
      ? ` Entre parenthèses, un montant se lit négatif : ${ecrireNombre(lu)}.`
      : '';
    return {
      erreur: `${libelle} : la valeur ne peut pas être ${nombre.isNegative() && Number(champ.min) === 0 ? 'négative' : `inférieure à ${ecrireNombre(String(champ.min))}`}.${entreParentheses}`,
    };
  }
  if (champ.max !== undefined && nombre.greaterThan(champ.max))
    return { erreur: `${libelle} : la valeur ne peut pas dépasser ${ecrireNombre(String(champ.max))}.` };
  return { valeur: estNombreEntier(champ) ? nombre.toNumber() : lu };
}

function lireChampCommune(libelle: string, texte: string): Lecture {
  const lue = lireCommune(texte);
  if (lue.etat !== 'comprise') return { erreur: `${libelle} : ${refuserCommune(lue, texte)}` };
  return { valeur: lue.code, compris: decrireCommune(lue.designation) };
}

/**
 * What makes two values of a field the same thing: a former commune and the one it joined are one commune.
 */
export const identiteDe = (champ: ChampDeSaisie, valeur: ValeurDeChamp): ValeurDeChamp =>
  champ.type === 'commune' ? (communeDe(String(valeur))?.code ?? valeur) : valeur;

/** A value as a person would have typed it: what the field shows again. */
export function ecrireValeur(champ: ChampDeSaisie, valeur: ValeurDeChamp): string {
  if (valeur === null) return '';
  if (typeof valeur === 'boolean') return valeur ? 'oui' : 'non';
  if (estNombre(champ))
    return ecrireNombre(champ.type === 'euro' ? String(valeur).replace(/\.\d$/, '$&0') : String(valeur));
  return champ.type === 'commune' ? ecrireCommune(String(valeur)) : String(valeur);
}
