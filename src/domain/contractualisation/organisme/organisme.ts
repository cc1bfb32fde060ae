import { defineEntity, p, type InferEntity } from '@mikro-orm/core';
import { identifiant, versionColumn } from '#src/kernel/colonnes.ts';

export const FORMES_JURIDIQUES = ['commune', 'epci', 'association', 'autre'] as const;
export type FormeJuridique = (typeof FORMES_JURIDIQUES)[number];

/** A legal person, known once by its SIREN whatever the number of Caf it works with. */
export const Organisme = defineEntity({
  name: 'Organisme',
  tableName: 'organisme',
  properties: {
    id: identifiant(),
    siren: p.text().unique('organisme_siren_unique'),
    raisonSociale: p.text(),
    forme: p.enum([...FORMES_JURIDIQUES]).$type<FormeJuridique>(),
    adresse: p.text().nullable(),
    codePostal: p.text().nullable(),
    /** Code officiel géographique of the commune. */
    communeCode: p.text().nullable(),
    commune: p.text().nullable(),
    version: versionColumn(),
  },
});
export type Organisme = InferEntity<typeof Organisme>;
