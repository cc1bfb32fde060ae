import { z } from 'zod';
import { decimal, reference } from '#src/kernel/saisie/saisie.ts';

/** Largest ETP a column holds: a bound of the storage, far above any rule's. */
const ETP_MAXIMAL = 9999;

/** ETP ≥ 0, exact decimal with four digits. */
export const etpSaisi = (libelle: string) =>
  decimal(libelle, 4).refine((valeur) => Number(valeur) <= ETP_MAXIMAL, {
    error: `${libelle} : ce nombre est trop grand. Une personne à temps plein compte pour 1 Etp.`,
  });

const videEstNul = (valeur: unknown): unknown =>
  typeof valeur === 'string' && valeur.trim() === '' ? null : valeur;

/** Null when nothing is typed. */
export const etpFacultatif = (libelle: string) =>
  z.preprocess(
    videEstNul,
    etpSaisi(libelle)
      .nullish()
      .transform((valeur) => valeur ?? null),
  );

/** Identifier of a record that may be left out: null then. */
export const referenceFacultative = (libelle: string) =>
  z.preprocess(
    videEstNul,
    reference(libelle)
      .nullish()
      .transform((valeur) => valeur ?? null),
  );
