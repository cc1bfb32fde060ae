import { Decimal } from 'decimal.js';
import { chercherCommunes, communeDe, type Commune } from '#src/domain/commune/communes.ts';
import { estNombre } from '#src/domain/declaration/formulaire/champs.ts';
import type { ChampDate, ChampDeSaisie, ChampNombre, Option } from '#src/domain/declaration/formulaire/definition.ts';
import { direFauteDeJour, ecrireJour, ecrireNombre, estAbime, lireJour, lireNombre as lireEcrit, nettoyerLigne, nettoyerTexte, type GenreDeNombre } from '#src/engine/saisie/index.ts';

/** A value as the draft keeps it: decimals as plain strings, integers as numbers, dates `AAAA-MM-JJ`, communes by official code. */
export type ValeurDeChamp = string | number | boolean | null;

/** What a person typed, read: the value, or the sentence that says how to correct it. */
export type Lecture = { readonly valeur: ValeurDeChamp } | { readonly erreur: string };

const LONGUEURS = { texte: 200, 'texte-long': 5000 } as const;
/** How each type is written: a comma parts thousands in an amount only. */
const GENRES: Readonly<Record<ChampNombre['type'], GenreDeNombre>> = { entier: 'entier', decimal: 'decimal', euro: 'euro', etp: 'decimal' };
const DECIMALES: Readonly<Record<ChampNombre['type'], number>> = { entier: 0, decimal: 4, euro: 2, etp: 4 };

/** What a field's definition computes for the declaration at hand: the options of a choice, the bounds of a date. */
export interface Admis {
  readonly options: readonly Option[];
  readonly bornes: { readonly min: string | null; readonly max: string | null };
}
export const TOUT_ADMIS: Admis = { options: [], bornes: { min: null, max: null } };

/** Reads what was typed in one field. Empty text is the absence of value, never an error here. */
export function lireValeur(champ: ChampDeSaisie, texte: string, { options, bornes }: Admis): Lecture {
  if (!texte.isWellFormed() || estAbime(texte)) return { erreur: `${champ.libelle} : des caractères ont été perdus en route (« � »). Saisissez ce texte de nouveau.` };
  const propre = champ.type === 'texte-long' ? nettoyerTexte(texte) : nettoyerLigne(texte);
  if (propre === '') return { valeur: null };
  if (estNombre(champ)) return lireNombre(champ, propre);
  switch (champ.type) {
    case 'date':
      return lireDate(champ, propre, bornes);
    case 'booleen':
      return propre === 'oui' || propre === 'non' ? { valeur: propre === 'oui' } : { erreur: `${champ.libelle} : répondez oui ou non.` };
    case 'choix':
      return options.some(({ valeur }) => valeur === propre) ? { valeur: propre } : { erreur: `${champ.libelle} : choisissez une valeur de la liste.` };
    case 'commune':
      return lireCommune(champ.libelle, propre);
    case 'texte':
    case 'texte-long':
      return lireTexte(champ.libelle, propre, LONGUEURS[champ.type]);
  }
}

function lireTexte(libelle: string, texte: string, maximum: number): Lecture {
  return texte.length > maximum ? { erreur: `${libelle} : ${maximum} caractères au plus (${texte.length} saisis).` } : { valeur: texte };
}

function lireDate({ libelle, requis }: ChampDate, texte: string, { min, max }: Admis['bornes']): Lecture {
  const lu = lireJour(texte);
  if ('faute' in lu) return { erreur: `${libelle} : ${direFauteDeJour(lu.faute, requis !== true)}` };
  if ((min === null || lu.jour >= min) && (max === null || lu.jour <= max)) return { valeur: lu.jour };
  const attendue = min === null ? `au plus tard le ${ecrireJour(max ?? '')}` : max === null ? `à partir du ${ecrireJour(min)}` : `du ${ecrireJour(min)} au ${ecrireJour(max)}`;
  return { erreur: `${libelle} : le ${ecrireJour(lu.jour)} est hors de la période admise. Indiquez une date ${attendue}.` };
}

function lireNombre(champ: ChampNombre, texte: string): Lecture {
  const { libelle } = champ;
  const ecrit = lireEcrit(texte, GENRES[champ.type]);
  if ('faute' in ecrit) return { erreur: `${libelle} : ${ecrit.faute}` };
  const lu = ecrit.valeur;
  const decimales = champ.decimales ?? DECIMALES[champ.type];
  const nombre = new Decimal(lu);
  if (nombre.decimalPlaces() > decimales) {
    return { erreur: decimales === 0 ? `${libelle} : un nombre entier est attendu.` : `${libelle} : ${decimales} chiffres après la virgule au plus.` };
  }
  if (champ.min !== undefined && nombre.lessThan(champ.min)) {
    const entreParentheses = texte.includes('(') ? ` Entre parenthèses, un montant se lit négatif : ${ecrireNombre(lu)}.` : '';
    return { erreur: `${libelle} : la valeur ne peut pas être ${nombre.isNegative() && Number(champ.min) === 0 ? 'négative' : `inférieure à ${ecrireNombre(String(champ.min))}`}.${entreParentheses}` };
  }
  if (champ.max !== undefined && nombre.greaterThan(champ.max)) return { erreur: `${libelle} : la valeur ne peut pas dépasser ${ecrireNombre(String(champ.max))}.` };
  return { valeur: champ.type === 'entier' ? nombre.toNumber() : lu };
}

const CODE_ENTRE_PARENTHESES = /\((\d[0-9AB]\d{3})\)$/;

/** A commune by the text we suggest (« Briare (45053) »), by its name when only one has it, by postal or official code. */
function lireCommune(libelle: string, texte: string): Lecture {
  const suggere = CODE_ENTRE_PARENTHESES.exec(texte)?.[1];
  if (suggere !== undefined) return communeDe(suggere) ? { valeur: suggere } : { erreur: `${libelle} : la commune « ${texte} » n’existe pas.` };
  const candidates = chercherCommunes(texte, 50);
  const exactes = candidates.filter(({ nom }) => nom.localeCompare(texte, 'fr', { sensitivity: 'base', ignorePunctuation: true }) === 0);
  const [seule, ...autres] = exactes.length > 0 ? exactes : candidates;
  if (!seule) return { erreur: `${libelle} : aucune commune ne correspond à « ${texte} ». Écrivez son nom ou son code postal.` };
  if (autres.length === 0) return { valeur: seule.code };
  return { erreur: `${libelle} : plusieurs communes correspondent à « ${texte} ». Précisez laquelle : ${[seule, ...autres].slice(0, 4).map(ecrireCommune).join(', ')}${autres.length > 3 ? '…' : ''}` };
}

export const ecrireCommune = (commune: Commune): string => `${commune.nom} (${commune.code})`;

/** A value as a person would have typed it: what the field shows again. */
export function ecrireValeur(champ: ChampDeSaisie, valeur: ValeurDeChamp): string {
  if (valeur === null) return '';
  if (typeof valeur === 'boolean') return valeur ? 'oui' : 'non';
  if (estNombre(champ)) return ecrireNombre(String(valeur));
  if (champ.type === 'commune') {
    const commune = communeDe(String(valeur));
    return commune ? ecrireCommune(commune) : String(valeur);
  }
  return String(valeur);
}
