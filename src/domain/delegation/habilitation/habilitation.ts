import { defineEntity, p, type InferEntity } from '@mikro-orm/core';
import { appartientAPartenaire } from '#src/domain/contractualisation/organisme/appartenance.ts';
import { appartientACaf } from '#src/domain/territoire/caf/appartenance.ts';
import { identifiant, instant, jour, versionColumn } from '#src/kernel/colonnes.ts';
import { Decision } from '#src/kernel/decision/decision.ts';
import { Equipement, LieuImplantation } from '#src/domain/equipement/equipement.ts';
import { Mandat } from '#src/domain/delegation/mandat/mandat.ts';
import { Utilisateur } from '#src/domain/delegation/utilisateur/utilisateur.ts';

export const PORTEES_HABILITATION = ['activite', 'lieu'] as const;
export type PorteeHabilitation = (typeof PORTEES_HABILITATION)[number];
export const ETATS_HABILITATION = ['accordee', 'en-attente-caf', 'refusee', 'suspendue', 'retiree'] as const;
export type EtatHabilitation = (typeof ETATS_HABILITATION)[number];

/** A role held by a user on an equipment or one of its lieux, from a day to another (excluded). */
export const Habilitation = defineEntity({
  name: 'Habilitation',
  tableName: 'habilitation',
  indexes: [{ name: 'habilitation_equipement_role_index', properties: ['equipement', 'role'] }],
  properties: {
    id: identifiant(),
    caf: appartientACaf(),
    partenaire: appartientAPartenaire(),
    utilisateur: p.manyToOne(Utilisateur).index(),
    /** Code of a role of a service. */
    role: p.text(),
    portee: p.enum([...PORTEES_HABILITATION]).$type<PorteeHabilitation>(),
    equipement: p.manyToOne(Equipement),
    lieu: p.manyToOne(LieuImplantation).nullable(),
    du: jour(),
    /** First day without the role; null = no end. */
    au: jour().nullable(),
    etat: p.enum([...ETATS_HABILITATION]).$type<EtatHabilitation>(),
    /** The one in place that this one ends when the Caf validates it. */
    remplace: () => p.manyToOne(Habilitation).nullable(),
    /** Mandate it was granted by; null when the administrateur partenaire granted it. */
    mandat: () => p.manyToOne(Mandat).nullable(),
    demandePar: p.uuid(),
    demandeLe: instant(),
    /** Agent of the Caf who validated or refused; never the one who asked. */
    traitePar: p.uuid().nullable(),
    traiteLe: instant().nullable(),
    motif: p.text().nullable(),
    decision: p.manyToOne(Decision).nullable(),
    version: versionColumn(),
  },
});
export interface Habilitation extends InferEntity<typeof Habilitation> {}
