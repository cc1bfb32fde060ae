import { Decimal } from 'decimal.js';
import { lireDate, lireDecimal } from '#src/domain/commun/saisie.ts';
import { communeDe } from '#src/domain/commune/communes.ts';
import { decrireCommune, ecrireCommune } from '#src/domain/commune/dire.ts';
import { lireCommune } from '#src/domain/commune/lire-commune.ts';
import { refuserCommune } from '#src/domain/commune/refuser.ts';
import { estNombre } from '#src/domain/declaration/formulaire/champs.ts';
import type { ChampDeSaisie, ChampNombre, Option } from '#src/domain/declaration/formulaire/definition.ts';

/** A value as the draft keeps it: decimals as plain strings, integers as numbers, dates `AAAA-MM-JJ`, communes by official code. */
export type ValeurDeChamp = string | number | boolean | null;

/** What a person typed, read: the value, with what was understood where a text may mean several, or the sentence that says how to correct it. */
export type Lecture = { readonly valeur: ValeurDeChamp; readonly compris?: string } | { readonly erreur: string };

const LONGUEURS = { texte: 200, 'texte-long': 5000 } as const;
const DECIMALES: Readonly<Record<ChampNombre['type'], number>> = { entier: 0, decimal: 4, euro: 2, etp: 4 };

/**
 * Reads what was typed in one field. Empty text is the absence of value, never an error here.
 * @param options of a choice, already computed
 */
export function lireValeur(champ: ChampDeSaisie, texte: string, options: readonly Option[]): Lecture {
  const propre = texte.trim();
  if (propre === '') return { valeur: null };
  if (estNombre(champ)) return lireNombre(champ, propre);
  switch (champ.type) {
    case 'date': {
      const date = lireDate(propre);
      return date === null ? { erreur: `${champ.libelle} : la date « ${propre} » n’existe pas. Écrivez-la sous la forme jj/mm/aaaa.` } : { valeur: date };
    }
    case 'booleen':
      return propre === 'oui' || propre === 'non' ? { valeur: propre === 'oui' } : { erreur: `${champ.libelle} : répondez oui ou non.` };
    case 'choix':
      return options.some(({ valeur }) => valeur === propre) ? { valeur: propre } : { erreur: `${champ.libelle} : choisissez une valeur de la liste.` };
    case 'commune':
      return lireChampCommune(champ.libelle, propre);
    case 'texte':
    case 'texte-long':
      return lireTexte(champ.libelle, propre, LONGUEURS[champ.type]);
  }
}

function lireTexte(libelle: string, texte: string, maximum: number): Lecture {
  const unifie = texte.replaceAll('\r\n', '\n');
  if (unifie.length > maximum) return { erreur: `${libelle} : ${maximum} caractères au plus (${unifie.length} saisis).` };
  // Control characters other than tab and line feed cannot be typed: they come from a broken paste or an attack.
  return /[\u0000-\u0008\u000b-\u001f\u007f]/.test(unifie) ? { erreur: `${libelle} : ce texte contient des caractères interdits. Saisissez-le de nouveau.` } : { valeur: unifie };
}

function lireNombre(champ: ChampNombre, texte: string): Lecture {
  const lu = lireDecimal(texte);
  const { libelle } = champ;
  const decimales = champ.decimales ?? DECIMALES[champ.type];
  if (lu === null) return { erreur: `${libelle} : « ${texte} » n’est pas un nombre. ${decimales === 0 ? 'Écrivez un nombre entier, par exemple 12.' : 'Écrivez par exemple 1 234,56.'}` };
  const nombre = new Decimal(lu);
  if (nombre.decimalPlaces() > decimales) {
    return { erreur: decimales === 0 ? `${libelle} : un nombre entier est attendu.` : `${libelle} : ${decimales} chiffres après la virgule au plus.` };
  }
  if (champ.min !== undefined && nombre.lessThan(champ.min)) return { erreur: `${libelle} : la valeur ne peut pas être inférieure à ${ecrireNombre(String(champ.min))}.` };
  if (champ.max !== undefined && nombre.greaterThan(champ.max)) return { erreur: `${libelle} : la valeur ne peut pas dépasser ${ecrireNombre(String(champ.max))}.` };
  return { valeur: champ.type === 'entier' ? nombre.toNumber() : lu };
}

function lireChampCommune(libelle: string, texte: string): Lecture {
  const lue = lireCommune(texte);
  if (lue.etat !== 'comprise') return { erreur: `${libelle} : ${refuserCommune(lue, texte)}` };
  return { valeur: lue.code, compris: decrireCommune(lue.designation) };
}

const ecrireNombre = (nombre: string): string => nombre.replace('.', ',');

/** What makes two values of a field the same thing: a former commune and the one it joined are one commune. */
export const identiteDe = (champ: ChampDeSaisie, valeur: ValeurDeChamp): ValeurDeChamp =>
  (champ.type === 'commune' ? (communeDe(String(valeur))?.code ?? valeur) : valeur);

/** A value as a person would have typed it: what the field shows again. */
export function ecrireValeur(champ: ChampDeSaisie, valeur: ValeurDeChamp): string {
  if (valeur === null) return '';
  if (typeof valeur === 'boolean') return valeur ? 'oui' : 'non';
  if (estNombre(champ)) return ecrireNombre(String(valeur));
  return champ.type === 'commune' ? ecrireCommune(String(valeur)) : String(valeur);
}
