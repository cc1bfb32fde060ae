// Written by `npm run tables` from the migrated base: do not edit.
import { fonctionsSur, requetesSur } from '#src/kernel/sql.ts';
import type { TablesDeDeclaration } from '#src/domain/declaration/tables.ts';
import type { FonctionsDeDelegation } from '#src/domain/delegation/tables.ts';
import type { Courrier } from '#src/domain/suivi/courrier/courrier.ts';

/** The rows of its tables as a query reads them, and those of the contexts before. */
export interface TablesDeSuivi extends TablesDeDeclaration {
  courrier: {
    id: string;
    caf_id: string;
    partenaire_id: string;
    decision_id: string;
    adresse_caf: string;
    destinataire: string;
    recours: string;
    signature: string;
    contenu: Courrier['contenu'];
    par: string;
    par_nom: string;
    le: string;
  };
  referentiel_suivi: {
    id: string;
    empreinte: string;
  };
}

export const tables = requetesSur<TablesDeSuivi>();

/** The functions it calls: what each is given, and the row it gives. */
export interface FonctionsDeSuivi extends FonctionsDeDelegation {
  job_reessayer: { donne: [vise: string]; ligne: { resultat: boolean | null } };
}

export const fonction = fonctionsSur<FonctionsDeSuivi>();
