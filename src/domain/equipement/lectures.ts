import { sql } from 'kysely';
import { lireBrut } from '#src/kernel/sql.ts';
import { charger } from '#src/kernel/chargement.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import {
  bornes,
  cloison,
  contient,
  enPage,
  sansAccents,
  totalDesLignes,
  type Page,
  type Pagination,
} from '#src/kernel/page.ts';
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

export type SituationDeConventionnement = 'valide' | 'en-preparation' | 'echu' | 'aucun';

export interface LigneDEquipement {
  readonly id: string;
  readonly nom: string;
  readonly type: string;
  readonly nature: string | null;
  readonly partenaireId: string;
  readonly partenaire: string;
  /** Of the lieu unique or principal. */
  readonly commune: string | null;
  readonly lieux: number;
  readonly animateurs: number;
  /** Total validated ETP in force today, exact decimal; null without a conventionnement in force. */
  readonly etpValide: string | null;
  readonly situation: SituationDeConventionnement;
}

/** Equipments of the actor's scope, by name. One query. */
export async function equipements(
  unite: UniteDeLecture,
  filtre: {
    readonly texte?: string;
    readonly type?: string;
    readonly partenaire?: string;
    readonly situation?: SituationDeConventionnement;
  } & Pagination = {},
): Promise<Page<LigneDEquipement>> {
  exiger(unite.acteur, 'Equipement', 'lire');
  const jour = unite.aujourdhui.toString();
  const { limit, offset } = bornes(filtre);
  const texte = filtre.texte?.trim() ?? '';
  const perimetre = cloison(unite.acteur, sql.ref('e.caf_id'), sql.ref('e.partenaire_id'));
  const { type = '', partenaire = '', situation = '' } = filtre;
  const motif = contient(texte);
  // A page over a derived table, whose computed columns are filtered and counted.
  const lignes = await lireBrut(
    unite.em,
    sql<LigneDEquipement & { readonly total: string }>`
    select *, ${totalDesLignes} as total from (
      select e.id, e.nom, e.type, e.nature, e.partenaire_id as "partenaireId", p.nom as partenaire, l.commune,
        (select count(*)::int from lieu_implantation x where x.equipement_id = e.id) as lieux,
        (select count(*)::int from animateur a where a.equipement_id = e.id and (a.au is null or a.au > ${jour}::date)) as animateurs,
        trim_scale(v.etp)::text as "etpValide",
        case when v.en_cours > 0 then 'valide' when v.brouillons > 0 then 'en-preparation' when v.nombre > 0 then 'echu' else 'aucun' end as situation
      from equipement e join partenaire p on p.id = e.partenaire_id
      left join lieu_implantation l on l.equipement_id = e.id and l.nature in ('unique', 'principal')
      cross join lateral (select count(*) as nombre, count(*) filter (where k.etat = 'brouillon') as brouillons,
        count(*) filter (where k.etat = 'valide' and k.du <= ${jour}::date and k.au > ${jour}::date) as en_cours,
        sum(k.etp_valide) filter (where k.etat = 'valide' and k.du <= ${jour}::date and k.au > ${jour}::date) as etp
        from conventionnement k where k.equipement_id = e.id) v
      where ${perimetre} and (${texte} = '' or ${sansAccents(sql.ref('e.nom'), motif)} or ${sansAccents(sql.ref('p.nom'), motif)} or ${sansAccents(sql.ref('l.commune'), motif)})
        and (${type} = '' or e.type = ${type}) and (${partenaire} = '' or e.partenaire_id::text = ${partenaire})
    ) t where ${situation} = '' or situation = ${situation} order by nom, id limit ${limit} offset ${offset}`,
  );
  return enPage(lignes);
}

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
