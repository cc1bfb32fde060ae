/** What a person types, in French, as the values of a rule file: « 1 234,56 », « 12 % », « 31/12/2019 », « oui ». */
import { Decimal } from 'decimal.js';
import { estUneDate } from '../dates.ts';
import type { TypeDeFait, ValeurJson } from '../format.ts';

export type Saisie = { readonly valeur: ValeurJson | null } | { readonly refus: string };

const ENTIERS: ReadonlySet<TypeDeFait> = new Set(['entier', 'mois', 'annee']);
const UNITE_FINALE = /\s*(?:€\s*par\s*etp|€|euros?|etp|mois|%)$/iu;

/** Reads what was typed for a value of a type; an empty text is an absent value. The refusal is a French sentence. */
export function lireSaisie(type: TypeDeFait, brut: string): Saisie {
  const texte = brut.replace(/[\s\u00a0\u202f]+/g, ' ').trim();
  if (texte === '') return { valeur: null };
  if (type === 'booleen') return lireBooleen(texte);
  if (type === 'date') return lireDate(texte);
  if (type === 'enum' || type === 'texte') return { valeur: texte };
  const nombre = texte.replace(UNITE_FINALE, '').replaceAll(' ', '').replace(/^[−–]/, '-').replace(',', '.');
  if (!/^-?\d{1,15}(\.\d{1,18})?$/.test(nombre)) return { refus: `« ${brut} » n’est pas un nombre : écrivez par exemple ${ENTIERS.has(type) ? '12' : '1 234,56'}.` };
  if (!ENTIERS.has(type)) return { valeur: type === 'taux' ? new Decimal(nombre).div(100).toFixed() : nombre };
  return /\./.test(nombre) ? { refus: `« ${brut} » a une virgule : un nombre entier est attendu, par exemple 12.` } : { valeur: Number(nombre) };
}

function lireBooleen(texte: string): Saisie {
  if (/^(oui|true|vrai)$/i.test(texte)) return { valeur: true };
  return /^(non|false|faux)$/i.test(texte) ? { valeur: false } : { refus: 'Répondez par oui ou par non.' };
}

/** « 31/12/2019 » or « 2019-12-31 ». */
function lireDate(texte: string): Saisie {
  const francaise = /^(\d{1,2})[/.\s-](\d{1,2})[/.\s-](\d{4})$/.exec(texte);
  const iso = francaise ? `${francaise[3]}-${francaise[2]?.padStart(2, '0')}-${francaise[1]?.padStart(2, '0')}` : texte;
  return estUneDate(iso) ? { valeur: iso } : { refus: `« ${texte} » n’est pas une date réelle : écrivez par exemple 31/12/2019.` };
}

/** The text a field starts with for a value: what {@link lireSaisie} reads back as the same value. */
export function ecrireSaisie(type: TypeDeFait, valeur: ValeurJson | null | undefined): string {
  if (valeur === null || valeur === undefined) return '';
  if (typeof valeur === 'boolean') return valeur ? 'oui' : 'non';
  if (type === 'date') return String(valeur).split('-').reverse().join('/');
  if (type === 'enum' || type === 'texte') return String(valeur);
  const nombre = type === 'taux' ? new Decimal(valeur).times(100).toFixed() : String(valeur);
  const [entiere = '', fraction] = nombre.split('.');
  const groupee = type === 'annee' ? entiere : entiere.replace(/\B(?=(\d{3})+(?!\d))/g, '\u202f');
  return fraction === undefined ? groupee : `${groupee},${fraction}`;
}
