import { AucuneVersionApplicable } from '#src/engine/index.ts';
import { ChampRefuse } from '#src/kernel/refus.ts';

export class DateSansRegle extends ChampRefuse {
  constructor(champ: string) {
    super(champ, 'Aucune règle n’est en vigueur à cette date. Vérifiez l’année.');
  }
}

/**
 * Reads rules or parameters at a date a person typed.
 * @throws DateSansRegle on the field `champ` when none is in force then
 */
export async function aLaDate<T>(champ: string, lecture: () => T | Promise<T>): Promise<T> {
  try {
    return await lecture();
  } catch (erreur) {
    throw erreur instanceof AucuneVersionApplicable ? new DateSansRegle(champ) : erreur;
  }
}
