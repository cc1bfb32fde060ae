import { charger } from '#src/kernel/chargement.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { Decision } from '#src/kernel/decision/decision.ts';
import { exiger } from '#src/kernel/droits/droits.ts';
import {
  Animateur,
  Conventionnement,
  Equipement,
  LieuImplantation,
  TypeEquipement,
} from '#src/domain/equipement/equipement.ts';
import { faitsDeConventionnement } from '#src/domain/equipement/faits.ts';
import { Partenaire } from '#src/domain/contractualisation/organisme/partenaire.ts';
import type { Constat } from '#src/engine/format.ts';

export interface DossierEquipement {
  readonly equipement: Equipement;
  readonly type: TypeEquipement;
  readonly partenaire: Partenaire;
  /** The lieu unique or principal first. */
  readonly lieux: readonly LieuImplantation[];
  readonly animateurs: readonly Animateur[];
  /** The latest period first, each with the decisions of its validation. */
  readonly conventionnements: readonly {
    readonly conventionnement: Conventionnement;
    readonly decisions: readonly Decision[];
  }[];
  /** What the rule file `conventionnement` would find today, the Ca's validation taken as given. */
  readonly constats: readonly Constat[];
}

/**
 * Everything of one equipment.
 * @throws Introuvable outside the actor's scope
 */
export async function dossierEquipement(unite: UniteDeLecture, id: string): Promise<DossierEquipement> {
  exiger(unite.acteur, 'Equipement', 'lire');
  const { em } = unite;
  const equipement = await charger(unite, Equipement, id, 'Équipement');
  const sien = { equipement: id };
  const lieux = await em.find(LieuImplantation, sien, { orderBy: { nom: 'asc' } });
  const animateurs = await em.find(Animateur, sien, { orderBy: { nom: 'asc', prenom: 'asc' } });
  const conventionnements = await em.find(Conventionnement, sien, { orderBy: { du: 'desc', id: 'asc' } });
  const decisions = await em.find(
    Decision,
    {
      sujetType: 'Conventionnement',
      sujetId: { $in: conventionnements.map((conventionnement) => conventionnement.id) },
    },
    { orderBy: { priseLe: 'desc' } },
  );
  const jour = unite.aujourdhui.toString();
  const presents = animateurs.filter(({ au }) => !au || au > jour);
  const { decision } = await unite.registre.decider(
    'conventionnement',
    jour,
    faitsDeConventionnement(equipement, presents.length, true),
  );
  return {
    equipement,
    animateurs,
    type: await em.findOneOrFail(TypeEquipement, { id: equipement.type }),
    partenaire: await em.findOneOrFail(Partenaire, { id: equipement.partenaire.id }),
    lieux: [
      ...lieux.filter(({ nature }) => nature !== 'activite'),
      ...lieux.filter(({ nature }) => nature === 'activite'),
    ],
    conventionnements: conventionnements.map((conventionnement) => ({
      conventionnement,
      decisions: decisions.filter(({ sujetId }) => sujetId === conventionnement.id),
    })),
    constats: decision.constats,
  };
}
