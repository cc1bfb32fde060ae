/** Civil days as people write them. */
import { DERNIER_JOUR, PREMIER_JOUR, estUneDate } from '#src/engine/dates.ts';
import { nettoyerLigne, unifierTraits } from './texte.ts';

/** Why a text is no day of the calendar admitted. */
export type FauteDeJour = 'forme' | 'annee-courte' | 'inexistant' | 'sans-fin' | 'hors-calendrier';
export type JourLu = { readonly jour: string } | { readonly faute: FauteDeJour };

const FRANCAIS = /^(\d{1,2})\s?[/.-]\s?(\d{1,2})\s?[/.-]\s?(\d{1,4})$/;
const ISO = /^(\d{4})-(\d{2})-(\d{2})$/;

/** Reads « jj/mm/aaaa », « jj-mm-aaaa », « jj.mm.aaaa » or « aaaa-mm-jj »; a year is never guessed. */
export function lireJour(texte: string): JourLu {
  const ecrit = unifierTraits(nettoyerLigne(texte));
  const [, jour = '', mois = '', annee = ''] = FRANCAIS.exec(ecrit) ?? permuter(ISO.exec(ecrit));
  if (annee === '') return { faute: 'forme' };
  if (annee.length < 4 || annee.startsWith('0')) return { faute: 'annee-courte' };
  if (annee === '9999') return { faute: 'sans-fin' };
  if (annee < PREMIER_JOUR.slice(0, 4) || annee > DERNIER_JOUR.slice(0, 4))
    return { faute: 'hors-calendrier' };
  const iso = `${annee}-${mois.padStart(2, '0')}-${jour.padStart(2, '0')}`;
  return estUneDate(iso) ? { jour: iso } : { faute: 'inexistant' };
}

const permuter = (lu: RegExpExecArray | null): readonly (string | undefined)[] =>
  lu ? [lu[0], lu[3], lu[2], lu[1]] : [];

/** A day as a French reader expects it: « 31/12/2026 ». */
export const ecrireJour = (iso: string): string => iso.split('-').reverse().join('/');

/**
 * What is wrong and how to correct it, to follow the name of the field.
 * @param facultatif the field may be left empty, which means without end
 */
export function direFauteDeJour(faute: FauteDeJour, facultatif = false): string {
  switch (faute) {
    case 'forme':
      return 'une date est attendue (jj/mm/aaaa).';
    case 'annee-courte':
      return 'écrivez l’année sur quatre chiffres (jj/mm/aaaa).';
    case 'inexistant':
      return 'cette date n’existe pas. Écrivez-la sous la forme jj/mm/aaaa.';
    case 'sans-fin':
      return facultatif
        ? 'une année 9999 veut dire « sans fin » : laissez ce champ vide.'
        : 'une année 9999 veut dire « sans fin » ; ici un jour précis est attendu.';
    case 'hors-calendrier':
      return `une date du ${ecrireJour(PREMIER_JOUR)} au ${ecrireJour(DERNIER_JOUR)} est attendue. Vérifiez l’année.`;
  }
}
