import { Decimal } from 'decimal.js';
import { lireDate, lireDecimal } from '#src/domain/commun/saisie.ts';
import { chercherCommunes, communeDe, type Commune } from '#src/domain/commune/communes.ts';
import { estNombre } from '#src/domain/declaration/formulaire/champs.ts';
import type { ChampDeSaisie, ChampNombre, Option } from '#src/domain/declaration/formulaire/definition.ts';

/** A value as the draft keeps it: decimals as plain strings, integers as numbers, dates `AAAA-MM-JJ`, communes by official code. */
export type ValeurDeChamp = string | number | boolean | null;

/** What a person typed, read: the value, or the sentence that says how to correct it. */
export type Lecture = { readonly valeur: ValeurDeChamp } | { readonly erreur: string };

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
      return lireCommune(champ.libelle, propre);
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
const ecrireNombre = (nombre: string): string => nombre.replace('.', ',');

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
