import { defineEntity, p, type InferEntity } from '@mikro-orm/core';

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
  },
});
export type Caf = InferEntity<typeof Caf>;
