import { defineEntity, p, type InferEntity } from '@mikro-orm/core';

/**
 * « Application métier pour laquelle sont définis des rôles (droits) » (source: slide D): AFAS, CDAP… Data,
 * national.
 */
export const Service = defineEntity({
  name: 'Service',
  tableName: 'service',
  properties: {
    id: p.text().primary(),
    libelle: p.text(),
    description: p.text(),
    ordre: p.integer(),
    /** Roles the service defines: code and label. */
    roles: p
      .json()
      .$type<readonly { readonly code: string; readonly libelle: string; readonly description: string }[]>(),
    actif: p.boolean().default(true),
    version: p.integer().version().default(1),
  },
});
export type Service = InferEntity<typeof Service>;
