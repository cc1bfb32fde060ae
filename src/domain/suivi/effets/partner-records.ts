import { sql } from 'kysely';
import { jsonArrayFrom } from 'kysely/helpers/postgres';
import { cafDe, type Acteur } from '#src/kernel/acteur.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { cloison } from '#src/kernel/page.ts';
import { lireLignes, vrai } from '#src/kernel/sql.ts';
import type { Campagne } from '#src/domain/declaration/campagne/campagne.ts';
import { tables } from '#src/domain/suivi/tables.ts';

/** What is seen of a partner on a day, before it is told. */
export type PartnerRecords = Awaited<ReturnType<typeof readPartnerRecords>>;
export type DeclarationRecord = PartnerRecords['declarations'][number];

/** The records of a partner that a snapshot of a day is told from: one statement, whatever their number. */
export async function readPartnerRecords({ em, acteur }: UniteDeLecture, partenaire: string, jour: string) {
  const perimetre = cloison(acteur, sql.ref('x.caf_id'), sql.ref('x.partenaire_id'));
  const siens = sql<boolean>`${sql.ref('x.partenaire_id')} = ${partenaire} and ${perimetre}`;
  const pasFini = sql<boolean>`(${sql.ref('x.au')} is null or ${sql.ref('x.au')} > ${jour})`;
  const [lues] = await lireLignes(
    em,
    tables.selectNoFrom(({ selectFrom }) => [
      jsonArrayFrom(
        selectFrom('utilisateur as x')
          .select(['x.id', 'x.nom', 'x.prenom', 'x.ouvert_le as du', 'x.clos_le as au', 'x.administrateur'])
          .where(siens)
          .orderBy('x.nom')
          .orderBy('x.prenom')
          .orderBy('x.id'),
      ).as('utilisateurs'),
      jsonArrayFrom(
        selectFrom('habilitation as x')
          .innerJoin('utilisateur as u', 'u.id', 'x.utilisateur_id')
          .innerJoin('equipement as e', 'e.id', 'x.equipement_id')
          .leftJoin('lieu_implantation as l', 'l.id', 'x.lieu_id')
          .select(['x.id', 'x.role', 'x.etat', 'x.du', 'x.au', 'x.utilisateur_id as utilisateur'])
          .select(['u.nom', 'u.prenom', 'e.id as equipement', 'e.nom as lieu', 'e.type', 'l.nom as antenne'])
          .where(siens)
          .where('x.etat', 'not in', ['refusee', 'retiree'])
          .where(pasFini)
          .orderBy('e.nom')
          .orderBy('x.role')
          .orderBy('x.id'),
      ).as('habilitations'),
      jsonArrayFrom(
        selectFrom('mandat as x')
          .innerJoin('utilisateur as u', 'u.id', 'x.titulaire_id')
          .select(['x.id', 'x.du', 'x.au', 'u.nom', 'u.prenom'])
          .where(siens)
          .where(pasFini)
          .orderBy('x.id'),
      ).as('mandats'),
      jsonArrayFrom(declarationsNonTraitees().where(siens)).as('declarations'),
      jsonArrayFrom(campagnesOuvertes(acteur, jour)).as('campagnes'),
      jsonArrayFrom(
        selectFrom('convention as x')
          .select(['x.id', 'x.numero', 'x.etat', 'x.du', 'x.au', 'x.resiliee_le as resilieeLe'])
          .where(siens)
          .orderBy('x.du', 'desc'),
      ).as('conventions'),
      jsonArrayFrom(
        selectFrom('bulletin_adhesion as x')
          .innerJoin('service as s', 's.id', 'x.service_id')
          .select([
            'x.id',
            'x.du',
            'x.au',
            'x.roles',
            'x.convention_id as convention',
            's.libelle as service',
          ])
          .where(siens)
          .orderBy('x.id'),
      ).as('bulletins'),
      jsonArrayFrom(
        selectFrom('contrat_service as x')
          .select(['x.id', 'x.convention_id as convention'])
          .where(siens)
          .where('x.etat', '=', 'actif')
          .orderBy('x.id'),
      ).as('contrats'),
      jsonArrayFrom(
        selectFrom('formulaire_eligibilite as x')
          .leftJoin('decision as d', 'd.id', 'x.decision_id')
          .select(['x.id', 'x.etat', 'd.constats'])
          .where(siens)
          .orderBy('x.id'),
      ).as('formulaires'),
    ]),
  );
  return uneLigne(lues);
}

/** Declarations of a partner, or of a campaign, that are not treated yet. */
const declarationsNonTraitees = () =>
  tables
    .selectFrom('declaration as x')
    .innerJoin('equipement as e', 'e.id', 'x.equipement_id')
    .select(['x.id', 'x.exercice', 'x.perennite', 'x.etat', 'e.id as equipement', 'e.nom'])
    .select(({ ref }) => [
      vrai(sql`${ref('x.activite_complete_le')} is not null`).as('activiteTerminee'),
      vrai(sql`${ref('x.finances_completes_le')} is not null`).as('financesTerminees'),
    ])
    .where('x.etat', '!=', 'traitee')
    .orderBy('x.exercice', 'desc')
    .orderBy('e.nom')
    .orderBy('x.id');

/** Campaigns of the actor's scope that are open on a day, the first to close first. */
const campagnesOuvertes = (acteur: Acteur, jour: string) =>
  tables
    .selectFrom('campagne as x')
    .select(['x.type_equipement as type', 'x.exercice', 'x.perennite', 'x.ferme_le as fermeLe'])
    .where(deLaCaf(acteur))
    .where('x.ouvre_le', '<=', jour)
    .where('x.ferme_le', '>', jour)
    .where('x.fermee_manuellement', '=', false)
    .orderBy('x.ferme_le')
    .orderBy('x.id');

const deLaCaf = (acteur: Acteur) => {
  const caf = cafDe(acteur);
  return caf ? sql<boolean>`${sql.ref('x.caf_id')} = ${caf.cafId}` : sql<boolean>`true`;
};

/** The same of a campaign: what was begun in it, and the campaigns open on a day. One statement. */
export async function readCampaignRecords(
  { em, acteur }: UniteDeLecture,
  { typeEquipement, exercice, perennite }: Pick<Campagne, 'typeEquipement' | 'exercice' | 'perennite'>,
  jour: string,
) {
  const [lues] = await lireLignes(
    em,
    tables.selectNoFrom([
      jsonArrayFrom(campagnesOuvertes(acteur, jour)).as('campagnes'),
      jsonArrayFrom(
        declarationsNonTraitees()
          .where(deLaCaf(acteur))
          .where('x.exercice', '=', exercice)
          .where('x.perennite', '=', perennite)
          .where('e.type', '=', typeEquipement),
      ).as('declarations'),
    ]),
  );
  return uneLigne(lues);
}

function uneLigne<Ligne>(ligne: Ligne | undefined): Ligne {
  if (!ligne) throw new Error('a selection without tables gives one row');
  return ligne;
}
