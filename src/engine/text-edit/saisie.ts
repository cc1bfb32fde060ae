/**
 * What a person types, in French, as the values of a rule file: « 1 234,56 », « 12 % », « 31/12/2019 », « oui
 * ».
 */
import { Decimal } from 'decimal.js';
import { estEntier } from '#src/engine/cel/unites.ts';
import type { TypeDeFait, ValeurJson } from '#src/engine/format.ts';
import {
  direFauteDeJour,
  ecrireJour,
  lireJour,
  lireNombre,
  nettoyerLigne,
} from '#src/engine/saisie/index.ts';

export type Saisie = { readonly valeur: ValeurJson | null } | { readonly refus: string };

const UNITE_FINALE = /\s*(?:€\s*par\s*(?:etp|heure|place)|€|euros?|etp|mois|heures?|h|places?|actes?|%)$/iu;

/**
 * Reads what was typed for a value of a type; an empty text is an absent value. The refusal is a French
 * sentence.
 */
export function lireSaisie(type: TypeDeFait, brut: string): Saisie {
  const texte = nettoyerLigne(brut);
  if (texte === '') return { valeur: null };
  if (type === 'booleen') return lireBooleen(texte);
  if (type === 'date') {
    const jour = lireJour(texte);
    return 'jour' in jour
      ? { valeur: jour.jour }
      : { refus: `« ${texte} » : ${direFauteDeJour(jour.faute)}` };
  }
  if (type === 'enum' || type === 'texte') return { valeur: texte };
  const lu = lireNombre(
    texte.replace(UNITE_FINALE, ''),
    estEntier(type) ? 'entier' : type === 'euro' ? 'euro' : 'decimal',
  );
  if ('faute' in lu) return { refus: lu.faute };
  const nombre = lu.ecrite;
  if (!estEntier(type)) return { valeur: type === 'taux' ? new Decimal(nombre).div(100).toFixed() : nombre };
  return /\./.test(nombre)
    ? { refus: `« ${brut} » a une virgule : un nombre entier est attendu, par exemple 12.` }
    : { valeur: Number(nombre) };
}

function lireBooleen(texte: string): Saisie {
  if (/^(oui|true|vrai)$/i.test(texte)) return { valeur: true };
  return /^(non|false|faux)$/i.test(texte) ? { valeur: false } : { refus: 'Répondez par oui ou par non.' };
}

/** The text a field starts with for a value: what {@link lireSaisie} reads back as the same value. */
export function ecrireSaisie(type: TypeDeFait, valeur: ValeurJson | null | undefined): string {
  if (valeur === null || valeur === undefined) return '';
  if (typeof valeur === 'boolean') return valeur ? 'oui' : 'non';
  if (type === 'date') return ecrireJour(String(valeur));
  if (type === 'enum' || type === 'texte') return String(valeur);
  const nombre = type === 'taux' ? new Decimal(valeur).times(100).toFixed() : String(valeur);
  const [entiere = '', fraction] = nombre.split('.');
  const groupee = type === 'annee' ? entiere : entiere.replace(/\B(?=(\d{3})+(?!\d))/g, '\u202f');
  // Three digits alone after the comma of an amount would read as thousands.
  return fraction === undefined
    ? groupee
    : `${groupee},${type === 'euro' && fraction.length === 3 ? `${fraction}0` : fraction}`;
}
