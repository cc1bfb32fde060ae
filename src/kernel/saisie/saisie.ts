import { Decimal } from 'decimal.js';
import { z } from 'zod';
import { lireCourriel } from '#src/kernel/saisie/adresse-mail.ts';
import { JOURS_SAISIS, type NatureDeJour } from '#src/kernel/saisie/bornes.ts';
import { lireTelephone } from '#src/kernel/saisie/telephone.ts';
import {
  direFauteDeJour,
  estAbime,
  lireJour,
  lireNombre,
  nettoyerLigne,
  nettoyerNom,
  nettoyerTexte,
  type GenreDeNombre,
} from '#src/engine/saisie/index.ts';

/**
 * Building blocks of command inputs, tolerant of what a form sends (strings, empty strings, « 1 234,56 »)
 * and precise in what they refuse. Messages name what is expected, in French.
 */

/** A text that holds nothing a person could see is no value. */
export const vide = (valeur: unknown) =>
  typeof valeur === 'string' && nettoyerLigne(valeur) === '' ? undefined : valeur;

const abime = (libelle: string) => ({
  error: `${libelle} : des caractères ont été perdus en route (« � »). Saisissez ce texte de nouveau.`,
});
const estLisible = (texte: string): boolean => texte.isWellFormed() && !estAbime(texte);

/** Required text as it was given, its characters whole. */
const brut = (libelle: string, error: string) => z.string({ error }).refine(estLisible, abime(libelle));

const ligne = (libelle: string, max: number, nettoyer: (texte: string) => string) =>
  z.preprocess(
    vide,
    brut(libelle, `${libelle} : ce champ est obligatoire.`)
      .transform(nettoyer)
      .pipe(z.string().max(max, { error: `${libelle} : ${max} caractères au plus.` })),
  );

/** Required text on one line, trimmed; `max` characters. */
export const texte = (libelle: string, max = 200) => ligne(libelle, max, nettoyerLigne);

/** Name of a person, an organisation or a place: it can be read, and no mark-up hides in it. */
export const nom = (libelle: string, max = 200) =>
  ligne(libelle, max, nettoyerNom)
    .refine((valeur) => !/[<>]/.test(valeur), {
      error: `${libelle} : les caractères « < » et « > » ne sont pas admis dans un nom. Retirez-les.`,
    })
    .refine((valeur) => /\p{L}/u.test(valeur), {
      error: `${libelle} : un nom comporte au moins une lettre.`,
    });

/** Optional name: null when empty. */
export const nomFacultatif = (libelle: string, max = 200) =>
  z.preprocess(
    vide,
    nom(libelle, max)
      .nullish()
      .transform((valeur) => valeur ?? null),
  );

/** Optional text on one line: null when empty. */
export const texteFacultatif = (libelle: string, max = 200) =>
  z.preprocess(
    vide,
    texte(libelle, max)
      .nullish()
      .transform((valeur) => valeur ?? null),
  );

/** Text on several lines; empty allowed. */
export const texteLong = (libelle: string, max = 5000) =>
  z.preprocess(
    (valeur) => valeur ?? '',
    brut(libelle, `${libelle} : un texte est attendu.`)
      .transform(nettoyerTexte)
      .pipe(z.string().max(max, { error: `${libelle} : ${max} caractères au plus.` })),
  );

/** Reason a person must give. */
export const motif = (libelle = 'Motif') =>
  z.preprocess(
    vide,
    brut(libelle, `${libelle} : indiquez la raison, elle sera conservée.`)
      .transform(nettoyerTexte)
      .pipe(z.string().max(2000, { error: `${libelle} : 2000 caractères au plus.` })),
  );

/** Mail address, lower case; what a mail program puts around it is understood. */
export const courriel = (libelle: string) =>
  z.preprocess(
    vide,
    brut(libelle, `${libelle} : ce champ est obligatoire.`)
      .transform(lireCourriel)
      .pipe(
        z
          .email({ error: `${libelle} : adresse incorrecte. Exemple attendu : prenom.nom@exemple.fr` })
          .max(254, { error: `${libelle} : adresse trop longue.` }),
      ),
  );

export const courrielFacultatif = (libelle: string) =>
  z.preprocess(
    vide,
    courriel(libelle)
      .nullish()
      .transform((valeur) => valeur ?? null),
  );

/** Phone number, kept in its one form: ten digits for a French one, `+…` for another. */
export const telephoneFacultatif = (libelle: string) =>
  z.preprocess(
    vide,
    brut(libelle, `${libelle} : un texte est attendu.`)
      .transform((valeur, contexte) => {
        const lu = lireTelephone(valeur);
        if ('numero' in lu) return lu.numero;
        contexte.addIssue({ code: 'custom', message: `${libelle} : ${lu.faute}` });
        return z.NEVER;
      })
      .nullish()
      .transform((valeur) => valeur ?? null),
  );

/** Day in a text, `AAAA-MM-JJ`; null when it is none of the calendar admitted. */
export function lireDate(texteDeDate: string): string | null {
  const lu = lireJour(texteDeDate);
  return 'jour' in lu ? lu.jour : null;
}

const civil = (libelle: string, facultatif: boolean) =>
  z.preprocess(
    vide,
    brut(libelle, `${libelle} : une date est attendue (jj/mm/aaaa).`).transform((valeur, contexte) => {
      const lu = lireJour(valeur);
      if ('jour' in lu) return lu.jour;
      contexte.addIssue({ code: 'custom', message: `${libelle} : ${direFauteDeJour(lu.faute, facultatif)}` });
      return z.NEVER;
    }),
  );

/** Civil date, `AAAA-MM-JJ`; « jj/mm/aaaa » is understood. Its nature names the bounds it is held to. */
export const jour = (libelle: string, nature: NatureDeJour = 'acte') =>
  civil(libelle, false).register(JOURS_SAISIS, { libelle, nature });

export const jourFacultatif = (libelle: string, nature: NatureDeJour = 'acte') =>
  z
    .preprocess(
      vide,
      civil(libelle, true)
        .nullish()
        .transform((valeur) => valeur ?? null),
    )
    .register(JOURS_SAISIS, { libelle, nature });

/** Exact decimal ≥ 0 as a string, with at most `decimales` digits after the comma. */
export const decimal = (libelle: string, decimales = 2, genre: GenreDeNombre = 'decimal') =>
  z.preprocess(
    vide,
    z
      .union([z.string(), z.number()], { error: `${libelle} : un nombre est attendu.` })
      .transform((valeur, contexte) => {
        const lu =
          typeof valeur === 'number' ? { valeur: new Decimal(valeur).toFixed() } : lireNombre(valeur, genre);
        if ('faute' in lu) contexte.addIssue({ code: 'custom', message: `${libelle} : ${lu.faute}` });
        else if (lu.valeur.startsWith('-'))
          contexte.addIssue({ code: 'custom', message: `${libelle} : un nombre positif est attendu.` });
        else if (new Decimal(lu.valeur).decimalPlaces() > decimales)
          contexte.addIssue({
            code: 'custom',
            message: `${libelle} : ${decimales} chiffres après la virgule au plus.`,
          });
        else return lu.valeur;
        return z.NEVER;
      }),
  );

/** Integer, from a number or its text. */
export const entier = (libelle: string) =>
  z.preprocess(
    (valeur) => {
      const lu = typeof valeur === 'string' ? lireNombre(valeur, 'entier') : null;
      return lu && 'valeur' in lu && /^-?\d{1,9}$/.test(lu.valeur) ? Number(lu.valeur) : vide(valeur);
    },
    z
      .number({ error: `${libelle} : un nombre entier est attendu.` })
      .int({ error: `${libelle} : un nombre entier est attendu.` }),
  );

/** A year, in four digits. */
export const annee = (libelle: string) =>
  entier(libelle).refine((valeur) => /^\d{4}$/.test(String(valeur)), {
    error: `${libelle} : une année en quatre chiffres est attendue, par exemple 2026.`,
  });

/** A box: ticked when present with any value but `false`, `0`, `non` or empty. */
export const caseACocher = () =>
  z.preprocess((valeur) => {
    if (typeof valeur === 'boolean') return valeur;
    return typeof valeur === 'string' && !['', 'false', '0', 'non'].includes(valeur.trim().toLowerCase());
  }, z.boolean());

/** One value of a closed list. */
export const choix = <const Valeurs extends readonly [string, ...string[]]>(
  libelle: string,
  valeurs: Valeurs,
) =>
  z.preprocess(
    vide,
    z.enum(valeurs, {
      error: (erreur) =>
        erreur.input === undefined
          ? `${libelle} : ce champ est obligatoire.`
          : `${libelle} : valeur inconnue.`,
    }),
  );

/** Values chosen in a list: one text, or several (a form repeats the field); duplicates removed. */
export const liste = (libelle: string) =>
  z.preprocess(
    (valeur) =>
      valeur === undefined || valeur === '' || valeur === null
        ? []
        : Array.isArray(valeur)
          ? valeur
          : [valeur],
    z
      .array(z.string({ error: `${libelle} : valeur inconnue.` }).max(200))
      .max(2000, { error: `${libelle} : trop de valeurs.` })
      .transform((valeurs) => [
        ...new Set(valeurs.map((valeur) => valeur.trim()).filter((valeur) => valeur !== '')),
      ]),
  );

/** Identifier of a record. */
export const reference = (libelle: string) =>
  z.preprocess(
    vide,
    z.uuid({
      error: (erreur) =>
        erreur.input === undefined
          ? `${libelle} : ce champ est obligatoire.`
          : `${libelle} : référence incorrecte.`,
    }),
  );

/** Version the form was filled from. */
export const versionLue = () => entier('Version de la fiche');
