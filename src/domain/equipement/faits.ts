import { Decimal } from 'decimal.js';
import type { Faits } from '#src/domain/commun/registre.ts';
import type { Animateur, Equipement } from '#src/domain/equipement/equipement.ts';

type Local = Pick<Equipement, 'type' | 'bureauAnimateur' | 'salleAttente' | 'salleAnimation' | 'projetFonctionnement'>;

/**
 * What an equipment tells the `conventionnement` rule file.
 * @param nombreAnimateurs animateurs the conventionnement counts
 * @param validationCa whether the Conseil d'administration, or its délégataire commission, has validated
 * @param nombreProfilsValides those among the animateurs whose profile it has validated; null: profiles are not looked at
 */
export function faitsDeConventionnement(equipement: Local, nombreAnimateurs: number, validationCa: boolean, nombreProfilsValides: number | null = null): Faits {
  const { type: typeEquipement, bureauAnimateur, salleAttente, salleAnimation, projetFonctionnement } = equipement;
  return { typeEquipement, nombreAnimateurs, bureauAnimateur, salleAttente, salleAnimation, projetFonctionnement, validationCa, nombreProfilsValides };
}

/** What a validation tells the `etp-equipement` rule file: nothing is declared yet. */
export function faitsDEtp(animateurs: readonly Pick<Animateur, 'etpContrat'>[], etpValideCa: string): Faits {
  const etpContratTotal = animateurs.reduce((total, { etpContrat }) => total.plus(etpContrat), new Decimal(0)).toFixed();
  return { etpRetenuTotal: '0', etpDeclareTotal: '0', etpContratTotal, etpValideCa };
}

/** Field of the validation's form, or of the equipment's, that each fact is read from. */
const CHAMPS_PAR_FAIT: Readonly<Record<string, string>> = {
  nombreAnimateurs: 'animateurs',
  nombreProfilsValides: 'profils',
  validationCa: 'instance',
  etpValideCa: 'etpValide',
  etpContratTotal: 'etpValide',
};

/** Message per field, from findings about facts. */
export function champsDesConstats(constats: readonly { readonly champs: readonly string[]; readonly message: string }[]): Record<string, string> {
  return Object.fromEntries(constats.flatMap(({ champs, message }) => champs.map((fait) => [CHAMPS_PAR_FAIT[fait] ?? fait, message])));
}
