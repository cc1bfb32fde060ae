import { defineEntity, p, type InferEntity } from '@mikro-orm/core';
import { appartientACaf } from '#src/domain/territoire/caf/appartenance.ts';
import { identifiant, instant, versionColumn } from '#src/kernel/colonnes.ts';
import { Organisme } from '#src/domain/contractualisation/organisme/organisme.ts';

/** An organisme as the partner of one Caf. */
export const Partenaire = defineEntity({
  name: 'Partenaire',
  tableName: 'partenaire',
  uniques: [{ name: 'partenaire_organisme_unique', properties: ['caf', 'organisme'] }],
  properties: {
    id: identifiant(),
    caf: appartientACaf(),
    organisme: p.manyToOne(Organisme),
    /** Name shown everywhere, copied from the organisme so that a list needs no join. */
    nom: p.text(),
    /** Common prefix of its users' identifiers (source: all users of one partner show `COT077…`). */
    prefixe: p.text(),
    /** Last number given to a user of this partner. */
    dernierNumero: p.integer().default(0),
    creeLe: instant().onCreate(() => new Date()),
    version: versionColumn(),
  },
});
export type Partenaire = InferEntity<typeof Partenaire>;
