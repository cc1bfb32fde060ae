import { defineEntity, p, type InferEntity } from '@mikro-orm/core';
import { versionColumn } from '#src/kernel/colonnes.ts';

/** A contact the Caf puts in every contrat de service. */
export interface ContactDeLaCaf {
  readonly nom: string;
  readonly prenom: string;
  readonly courriel: string;
  readonly telephone: string | null;
}

/** What the Caf puts in every new contrat de service. */
export interface ModeleContrat {
  readonly fonctionnementCentre: string;
  readonly horaires: string;
  readonly escaladeCaf: string;
  /** By function: `administrateur`, `responsable-mcp`… */
  readonly interlocuteurs: Readonly<Record<string, ContactDeLaCaf>>;
}

/** A Caf (family-benefits office). `id` is its code, e.g. `451`. */
export const Caf = defineEntity({
  name: 'Caf',
  tableName: 'caf',
  properties: {
    id: p.text().primary(),
    nom: p.text(),
    /** IANA zone: a right ends at midnight there (overseas Caf differ). */
    fuseauHoraire: p.text(),
    courriel: p.text().nullable(),
    telephone: p.text().nullable(),
    /** The Caf's defaults for its contrats de service. */
    modeleContrat: p.json().$type<ModeleContrat>().nullable(),
    /** Last rank given to a partner and to a convention: both numbers are made from it. */
    dernierPartenaire: p.integer().default(0),
    derniereConvention: p.integer().default(0),
    version: versionColumn(),
  },
});
export type Caf = InferEntity<typeof Caf>;
