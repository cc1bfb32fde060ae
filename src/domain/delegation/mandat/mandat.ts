import { defineEntity, p, type InferEntity } from '@mikro-orm/core';
import { appartientAPartenaire } from '#src/domain/contractualisation/organisme/appartenance.ts';
import { appartientACaf } from '#src/domain/territoire/caf/appartenance.ts';
import { identifiant, instant, jour, versionColumn } from '#src/kernel/colonnes.ts';
import { Utilisateur } from '#src/domain/delegation/utilisateur/utilisateur.ts';

/**
 * Mandate of a responsable habilitations: what his N+1 entrusted to him (source: slide E).
 * A tree: `parent` is null when the administrateur partenaire gave it.
 */
export const Mandat = defineEntity({
  name: 'Mandat',
  tableName: 'mandat',
  properties: {
    id: identifiant(),
    caf: appartientACaf(),
    partenaire: appartientAPartenaire(),
    donnePar: p.manyToOne(Utilisateur),
    titulaire: p.manyToOne(Utilisateur).index(),
    parent: () => p.manyToOne(Mandat).nullable(),
    /** Codes of the roles he may grant. */
    roles: p.json().$type<readonly string[]>(),
    /** Ids of the equipments he may grant them on. */
    equipements: p.json().$type<readonly string[]>(),
    peutCreerUtilisateurs: p.boolean().default(false),
    peutDeleguer: p.boolean().default(false),
    du: jour(),
    au: jour().nullable(),
    terminePar: p.uuid().nullable(),
    motifFin: p.text().nullable(),
    creeLe: instant().onCreate(() => new Date()),
    version: versionColumn(),
  },
});
export interface Mandat extends InferEntity<typeof Mandat> {}
