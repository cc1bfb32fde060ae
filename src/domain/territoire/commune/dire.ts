import { repertoire, type Designation } from '#src/domain/territoire/commune/repertoire.ts';

const LIENS = { ancienne: ', aujourd’hui ', arrondissement: ', commune de ' } as const;

/**
 * « Briare », « Tessy-sur-Vire, aujourd’hui Tessy-Bocage », « Paris 15e Arrondissement, commune de Paris ».
 */
export const nommerCommune = ({ commune, par }: Designation): string =>
  par === null ? commune.nom : `${par.nom ?? 'Ancienne commune'}${LIENS[par.nature]}${commune.nom}`;

/** « Briare (Loiret, code Insee 45053) »: what the field says it understood. */
export const decrireCommune = (designation: Designation): string =>
  `${nommerCommune(designation)} (${nomDuDepartement(designation)}, code Insee ${designation.commune.code})`;

/** « Briare (Loiret, 45) »: a candidate, so written that it can be copied into the field. */
export const proposerCommune = (designation: Designation): string =>
  `${nommerCommune(designation)} (${nomDuDepartement(designation)}, ${designation.commune.departement})`;

const nomDuDepartement = ({ commune: { departement } }: Designation): string =>
  repertoire().departements.get(departement) ?? departement;

/**
 * A stored code as a field shows it, « Briare (45053) »: the reader gives that code back. A code nobody knows
 * stays as it is.
 */
export function ecrireCommune(code: string): string {
  const designation = repertoire().parCode.get(code);
  return designation ? `${nommerCommune(designation)} (${code})` : code;
}

/** A stored code for reading: « Briare (45) ». */
export function lisibleCommune(code: string): string {
  const designation = repertoire().parCode.get(code);
  return designation ? `${nommerCommune(designation)} (${designation.commune.departement})` : code;
}
