import type { TableDossier } from '#admin/definition/contrats.ts';

/** What the screen « Droits à une date » shows. */
export interface PageDesDroits {
  /** Partners of the Caf, by name. */
  readonly partenaires: readonly { readonly valeur: string; readonly libelle: string }[];
  /** What is wrong with the day typed. */
  readonly erreur: string | null;
  readonly resultat: {
    readonly intro: string;
    readonly table: TableDossier;
    readonly fichier: string;
  } | null;
}
