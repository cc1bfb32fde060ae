import { nettoyerLigne, unifierTraits } from '#src/engine/saisie/texte.ts';

/**
 * A number in its one form (ten digits for a French one, `+…` for another), or what is wrong with the text.
 */
export type TelephoneLu = { readonly numero: string } | { readonly faute: string };

/**
 * Country codes of the French numbering plan, with the numbers each serves; `+33` serves the others. Source:
 * plan national de numérotation (Arcep).
 */
const OUTRE_MER: readonly (readonly [indicatif: string, numeros: RegExp])[] = [
  ['262', /^0(?:262|263|269|639|692|693)/],
  ['590', /^0(?:590|690|691)/],
  ['594', /^0(?:594|694)/],
  ['596', /^0(?:596|696|697)/],
];
const NATIONAL = /^0[1-9]\d{8}$/;
const INTERNATIONAL = /^\+[1-9]\d{7,14}$/;
const EXEMPLE = 'Exemple attendu : 02 38 00 00 00';

/** Reads a telephone number as letterheads, mails and spreadsheets write it. */
export function lireTelephone(texte: string): TelephoneLu {
  const ecrit = unifierTraits(nettoyerLigne(texte)).replace(/^t[ée]l(?:[ée]phone)?\.?\s?:?\s?/i, '');
  const chiffres = ecrit
    .replace(/^00\s?/, '+')
    .replace(/^(\+\d{1,3})[\s.-]?\(0\)/, '$1')
    .replace(/[\s.\-()/·•–]/g, '');
  if (/^\+(?:33|262|590|594|596)0/.test(chiffres))
    return {
      faute: `après l’indicatif du pays, n’écrivez pas le premier 0 du numéro. Exemple attendu : +33 2 38 00 00 00`,
    };
  if (chiffres.startsWith('+0')) return { faute: `un indicatif de pays ne commence pas par 0. ${EXEMPLE}` };
  const numero = canonique(chiffres);
  return NATIONAL.test(numero) || (INTERNATIONAL.test(numero) && !numero.startsWith('+33'))
    ? { numero }
    : { faute: `numéro incorrect. ${EXEMPLE}` };
}

/** « +33 2 38… » and « 02 38… », « +262 692… » and « 0692… » are one number. */
function canonique(chiffres: string): string {
  const [, indicatif, reste] = /^\+(33|262|590|594|596)([1-9]\d{8})$/.exec(chiffres) ?? [];
  if (indicatif === undefined || reste === undefined) return chiffres;
  const national = `0${reste}`;
  return indicatif === '33' ||
    OUTRE_MER.some(([code, numeros]) => code === indicatif && numeros.test(national))
    ? national
    : chiffres;
}

/**
 * A recorded number as it is shown everywhere: « 02 38 00 00 00 », « +32 25 55 12 12 ». What is recorded
 * stays as it is.
 */
export function ecrireTelephone(telephone: string): string {
  const lu = lireTelephone(telephone);
  if ('faute' in lu) return telephone;
  return NATIONAL.test(lu.numero) ? lu.numero.replace(/(\d{2})(?=\d)/g, '$1\u00a0') : lu.numero;
}
