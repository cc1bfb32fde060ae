// Written by `npm run tables` from the migrated base: do not edit.
import { fonctionsSur, requetesSur } from '#src/kernel/sql.ts';
import type { TablesDeKernel } from '#src/kernel/tables.ts';
import type { FonctionsDeKernel } from '#src/kernel/tables.ts';
import type { Caf } from '#src/domain/territoire/caf/caf.ts';

/** The rows of its tables as a query reads them, and those of the contexts before. */
export interface TablesDeTerritoire extends TablesDeKernel {
  caf: {
    id: string;
    nom: string;
    fuseau_horaire: string;
    courriel: string | null;
    telephone: string | null;
    modele_contrat: NonNullable<Caf['modeleContrat']> | null;
    dernier_partenaire: number;
    derniere_convention: number;
    version: number;
  };
}

export const tables = requetesSur<TablesDeTerritoire>();

/** The functions it calls: what each is given, and the row it gives. */
export interface FonctionsDeTerritoire extends FonctionsDeKernel {
  mcp_annuaire_des_caf: { donne: []; ligne: { id: string; nom: string } };
  mcp_courriels_de_la_caf: { donne: [jour: string]; ligne: { resultat: string } };
}

export const fonction = fonctionsSur<FonctionsDeTerritoire>();
