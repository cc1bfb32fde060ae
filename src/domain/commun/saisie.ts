import { Decimal } from 'decimal.js';
import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';

/**
 * Building blocks of command inputs, tolerant of what a form sends (strings, empty strings, « 1 234,56 »)
 * and precise in what they refuse. Messages name what is expected, in French.
 */

const vide = (valeur: unknown) => (typeof valeur === 'string' && valeur.trim() === '' ? undefined : valeur);
const propre = (texte: string) => texte.trim().replace(/\s+/g, ' ');

/** Required text on one line, trimmed; `max` characters. */
export const texte = (libelle: string, max = 200) =>
  z.preprocess(vide, z.string({ error: `${libelle} : ce champ est obligatoire.` })
    .transform(propre)
    .pipe(z.string().max(max, { error: `${libelle} : ${max} caractères au plus.` })
      .refine((valeur) => !/[\u0000-\u001f\u007f]/.test(valeur), { error: `${libelle} : caractères de contrôle interdits.` })));

/** Name of a person, an organisation or a place: no mark-up hides in it. */
export const nom = (libelle: string, max = 200) =>
  texte(libelle, max).refine((valeur) => !/[<>]/.test(valeur), { error: `${libelle} : les caractères « < » et « > » ne sont pas admis dans un nom. Retirez-les.` });

/** Optional name: null when empty. */
export const nomFacultatif = (libelle: string, max = 200) =>
  z.preprocess(vide, nom(libelle, max).nullish().transform((valeur) => valeur ?? null));

/** Optional text on one line: null when empty. */
export const texteFacultatif = (libelle: string, max = 200) =>
  z.preprocess(vide, texte(libelle, max).nullish().transform((valeur) => valeur ?? null));

/** Text on several lines; empty allowed. */
export const texteLong = (libelle: string, max = 5000) =>
  z.preprocess((valeur) => valeur ?? '', z.string({ error: `${libelle} : un texte est attendu.` })
    .transform((valeur) => valeur.replaceAll('\r\n', '\n').trim())
    .pipe(z.string().max(max, { error: `${libelle} : ${max} caractères au plus.` })));

/** Reason a person must give. */
export const motif = (libelle = 'Motif') =>
  z.preprocess(vide, z.string({ error: `${libelle} : indiquez la raison, elle sera conservée.` }).transform((valeur) => valeur.trim())
    .pipe(z.string().max(2000, { error: `${libelle} : 2000 caractères au plus.` })));

/** Mail address, lower case. */
export const courriel = (libelle: string) =>
  z.preprocess(vide, z.string({ error: `${libelle} : ce champ est obligatoire.` }).transform((valeur) => valeur.trim().toLowerCase())
    .pipe(z.email({ error: `${libelle} : adresse incorrecte. Exemple attendu : prenom.nom@exemple.fr` }).max(254, { error: `${libelle} : adresse trop longue.` })));

export const courrielFacultatif = (libelle: string) =>
  z.preprocess(vide, courriel(libelle).nullish().transform((valeur) => valeur ?? null));

/** French phone number, kept as ten digits or in international form. */
export const telephoneFacultatif = (libelle: string) =>
  z.preprocess(vide, z.string().transform((valeur) => valeur.replace(/[\s.\-()]/g, ''))
    .pipe(z.string().regex(/^(0[1-9]\d{8}|\+\d{8,15})$/, { error: `${libelle} : numéro incorrect. Exemple attendu : 02 38 00 00 00` }))
    .nullish().transform((valeur) => valeur ?? null));

const FORME_DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const FORME_DATE_FRANCAISE = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/;

/** `AAAA-MM-JJ` from an ISO or « jj/mm/aaaa » text; null when no such day exists. */
export function lireDate(texteDeDate: string): string | null {
  const francaise = FORME_DATE_FRANCAISE.exec(texteDeDate.trim());
  const iso = francaise
    ? `${francaise[3]}-${(francaise[2] ?? '').padStart(2, '0')}-${(francaise[1] ?? '').padStart(2, '0')}`
    : texteDeDate.trim();
  if (!FORME_DATE.test(iso)) return null;
  try {
    return Temporal.PlainDate.from(iso, { overflow: 'reject' }).toString();
  } catch {
    return null;
  }
}

/** Civil date, `AAAA-MM-JJ`; « jj/mm/aaaa » is understood. */
export const jour = (libelle: string) =>
  z.preprocess(vide, z.string({ error: `${libelle} : une date est attendue (jj/mm/aaaa).` }).transform((valeur, contexte) => {
    const lue = lireDate(valeur);
    if (lue) return lue;
    contexte.addIssue({ code: 'custom', message: `${libelle} : cette date n’existe pas. Écrivez-la sous la forme jj/mm/aaaa.` });
    return z.NEVER;
  }));

export const jourFacultatif = (libelle: string) =>
  z.preprocess(vide, jour(libelle).nullish().transform((valeur) => valeur ?? null));

/** The exact decimal a person wrote (« 1 234,56 » or « 1234.56 ») as a plain string, or null. */
export function lireDecimal(valeur: string | number): string | null {
  const brut = typeof valeur === 'number' ? String(valeur) : valeur.replace(/[\s\u00a0\u202f]/g, '').replace(/€$/, '').replace(',', '.');
  if (!/^-?\d{1,15}(\.\d{1,10})?$/.test(brut)) return null;
  return new Decimal(brut).toFixed();
}

/** Exact decimal ≥ 0 as a string, with at most `decimales` digits after the comma. */
export const decimal = (libelle: string, decimales = 2) =>
  z.preprocess(vide, z.union([z.string(), z.number()], { error: `${libelle} : un nombre est attendu.` }).transform((valeur, contexte) => {
    const lu = lireDecimal(valeur);
    if (lu === null) contexte.addIssue({ code: 'custom', message: `${libelle} : un nombre est attendu, par exemple 1 234,56.` });
    else if (lu.startsWith('-')) contexte.addIssue({ code: 'custom', message: `${libelle} : un nombre positif est attendu.` });
    else if (new Decimal(lu).decimalPlaces() > decimales) contexte.addIssue({ code: 'custom', message: `${libelle} : ${decimales} chiffres après la virgule au plus.` });
    else return lu;
    return z.NEVER;
  }));

/** Integer, from a number or its text. */
export const entier = (libelle: string) =>
  z.preprocess((valeur) => {
    const texteDuNombre = typeof valeur === 'string' ? valeur.replace(/[\s\u00a0\u202f]/g, '') : valeur;
    return typeof texteDuNombre === 'string' && /^-?\d{1,9}$/.test(texteDuNombre) ? Number(texteDuNombre) : vide(valeur);
  }, z.number({ error: `${libelle} : un nombre entier est attendu.` }).int({ error: `${libelle} : un nombre entier est attendu.` }));

/** A year, in four digits. */
export const annee = (libelle: string) => entier(libelle).refine((valeur) => /^\d{4}$/.test(String(valeur)), { error: `${libelle} : une année en quatre chiffres est attendue, par exemple 2026.` });

/** A box: ticked when present with any value but `false`, `0`, `non` or empty. */
export const caseACocher = () =>
  z.preprocess((valeur) => {
    if (typeof valeur === 'boolean') return valeur;
    return typeof valeur === 'string' && !['', 'false', '0', 'non'].includes(valeur.trim().toLowerCase());
  }, z.boolean());

/** One value of a closed list. */
export const choix = <const Valeurs extends readonly [string, ...string[]]>(libelle: string, valeurs: Valeurs) =>
  z.preprocess(vide, z.enum(valeurs, { error: (erreur) => (erreur.input === undefined ? `${libelle} : ce champ est obligatoire.` : `${libelle} : valeur inconnue.`) }));

/** Values chosen in a list: one text, or several (a form repeats the field); duplicates removed. */
export const liste = (libelle: string) =>
  z.preprocess((valeur) => (valeur === undefined || valeur === '' || valeur === null ? [] : Array.isArray(valeur) ? valeur : [valeur]),
    z.array(z.string({ error: `${libelle} : valeur inconnue.` }).max(200)).max(2000, { error: `${libelle} : trop de valeurs.` })
      .transform((valeurs) => [...new Set(valeurs.map((valeur) => valeur.trim()).filter((valeur) => valeur !== ''))]));

/** Identifier of a record. */
export const reference = (libelle: string) =>
  z.preprocess(vide, z.uuid({ error: (erreur) => (erreur.input === undefined ? `${libelle} : ce champ est obligatoire.` : `${libelle} : référence incorrecte.`) }));

/** Version the form was filled from. */
export const versionLue = () => entier('Version de la fiche');
