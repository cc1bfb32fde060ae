/** Dated parameters: the value in force at a date is the last one whose `du` is not after it. */
import type { Valeur } from './cel/unites.ts';
import { AucuneVersionApplicable, FichierInvalide } from './erreurs.ts';
import { convertir } from './faits.ts';
import type { Parametre, ValeurDatee } from './format.ts';

/** A parameter value in force, with the line of the file it comes from. */
export interface ParametreEnVigueur {
  readonly valeur: Valeur;
  readonly origine: ValeurDatee;
}
export type ParametresEnVigueur = ReadonlyMap<string, ParametreEnVigueur>;

/** A timeline ready to be asked: values converted once, oldest first. */
export interface Chronologie {
  readonly nom: string;
  readonly libelle: string;
  readonly valeurs: readonly ParametreEnVigueur[];
}

/** Converts the timelines of a file. @throws FichierInvalide when a value does not have its declared type */
export function lireParametres(
  fichier: string,
  parametres: Readonly<Record<string, Parametre>>,
): Chronologie[] {
  return Object.entries(parametres).map(([nom, parametre]) => ({
    nom,
    libelle: parametre.libelle,
    valeurs: parametre.valeurs.map((origine) => {
      const lue = convertir(parametre.type, origine.valeur);
      if ('refus' in lue) {
        throw new FichierInvalide(fichier, [
          {
            controle: 'references',
            chemin: `/parametres/${nom}`,
            message: `le paramètre « ${nom} » au ${origine.du} ${lue.refus}`,
          },
        ]);
      }
      return { valeur: lue.valeur, origine };
    }),
  }));
}

/** Dates at which some parameter changes, sorted: between two of them every value is constant. */
export function datesDeChangement(chronologies: readonly Chronologie[]): string[] {
  const dates = new Set(chronologies.flatMap(({ valeurs }) => valeurs.map(({ origine }) => origine.du)));
  return [...dates].sort();
}

/**
 * Values in force at a date (`AAAA-MM-JJ`).
 * @throws AucuneVersionApplicable when a parameter has no value yet
 */
export function parametresEnVigueur(
  jeu: string,
  chronologies: readonly Chronologie[],
  date: string,
): ParametresEnVigueur {
  const enVigueur = new Map<string, ParametreEnVigueur>();
  for (const { nom, libelle, valeurs } of chronologies) {
    const valeur = valeurs.findLast(({ origine }) => origine.du <= date);
    if (!valeur) {
      throw new AucuneVersionApplicable(
        `Le paramètre « ${libelle} » (${nom}) du jeu « ${jeu} » n’a pas encore de valeur au ${date} ; choisissez une date à partir du ${valeurs[0]?.origine.du ?? '?'}.`,
      );
    }
    enVigueur.set(nom, valeur);
  }
  return enVigueur;
}
