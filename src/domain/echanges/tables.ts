// Written by `npm run tables` from the migrated base: do not edit.
import { requetesSur } from '#src/kernel/sql.ts';
import type { TablesDePolitique } from '#src/domain/politique/tables.ts';

/** The rows of its tables as a query reads them, and those of the contexts before. */
export interface TablesDeEchanges extends TablesDePolitique {
  lien_utile: {
    id: string;
    caf_id: string | null;
    contexte: 'accueil' | 'habilitations' | 'declaration' | 'bilan' | 'evaluation' | 'assistance';
    libelle: string;
    description: string | null;
    url: string;
    ordre: number;
    version: number;
  };
}

export const tables = requetesSur<TablesDeEchanges>();
