import { sql } from 'kysely';
import { lireBrut } from '#src/kernel/sql.ts';
import { BulletinAdhesion } from '#src/domain/contractualisation/bulletin/bulletin-adhesion.ts';
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
import { ContratService } from '#src/domain/contractualisation/contrat/contrat-service.ts';
import { Convention } from '#src/domain/contractualisation/convention/convention.ts';
import { Decision } from '#src/kernel/decision/decision.ts';
import { exiger, peut } from '#src/kernel/droits/droits.ts';
import { FormulaireEligibilite } from '#src/domain/contractualisation/eligibilite/formulaire-eligibilite.ts';
import { Conventionnement, Equipement } from '#src/domain/equipement/equipement.ts';
import { Organisme } from '#src/domain/contractualisation/organisme/organisme.ts';
import { etapesDuPartenaire, type EtapeDuPartenaire } from '#src/domain/suivi/partenaire/etapes.ts';
import { Partenaire } from '#src/domain/contractualisation/organisme/partenaire.ts';
import { situationEnSql, type SituationDuPartenaire } from '#src/domain/suivi/partenaire/situation.ts';
import { Utilisateur } from '#src/domain/delegation/utilisateur/utilisateur.ts';

export interface LigneDePartenaire {
  readonly id: string;
  readonly nom: string;
  readonly siren: string;
  readonly commune: string | null;
  readonly prefixe: string;
  readonly situation: SituationDuPartenaire;
  readonly conventionId: string | null;
  readonly conventionNumero: string | null;
  /** First day without the convention. */
  readonly conventionAu: string | null;
  readonly equipements: number;
  readonly utilisateurs: number;
}

/** Partners of the actor's scope, by name. One query, whatever their number. */
export async function partenaires(
  unite: UniteDeLecture,
  filtre: { readonly texte?: string; readonly situation?: SituationDuPartenaire } & Pagination = {},
): Promise<Page<LigneDePartenaire>> {
  exiger(unite.acteur, 'Partenaire', 'lire');
  const jour = unite.aujourdhui.toString();
  const { limit, offset } = bornes(filtre);
  const texte = filtre.texte?.trim() ?? '';
  const perimetre = cloison(unite.acteur, sql.ref('p.caf_id'), sql.ref('p.id'));
  const { situation = '' } = filtre;
  const motif = contient(texte);
  // A page over a derived table, whose computed columns are filtered and counted.
  const lignes = await lireBrut(
    unite.em,
    sql<LigneDePartenaire & { readonly total: string }>`
    select *, ${totalDesLignes} as total from (
      select p.id, p.nom, o.siren, o.commune, p.prefixe, ${situationEnSql(jour)} as situation,
        c.id as "conventionId", c.numero as "conventionNumero", c.au::text as "conventionAu",
        (select count(*)::int from equipement e where e.partenaire_id = p.id) as equipements,
        (select count(*)::int from utilisateur u where u.partenaire_id = p.id and (u.clos_le is null or u.clos_le > ${jour}::date)) as utilisateurs
      from partenaire p join organisme o on o.id = p.organisme_id
      left join lateral (select etat from formulaire_eligibilite x where x.partenaire_id = p.id order by x.etat = 'eligible' desc, x.cree_le desc limit 1) f on true
      left join lateral (select id, numero, etat, au, resiliee_le from convention v where v.partenaire_id = p.id
        order by v.etat = 'active' and v.du <= ${jour}::date and v.au > ${jour}::date desc, v.du desc limit 1) c on true
      where ${perimetre} and (${texte} = '' or ${sansAccents(sql.ref('p.nom'), motif)} or o.siren like ${motif} or p.prefixe like ${motif} or c.numero like ${motif})
    ) t where ${situation} = '' or situation = ${situation} order by nom, id limit ${limit} offset ${offset}`,
  );
  return enPage(lignes);
}

/** A form with every decision taken on it, the latest first. */
export interface FormulaireDecide {
  readonly formulaire: FormulaireEligibilite;
  readonly decisions: readonly Decision[];
}
/** A convention with the documents that hang on it. */
export interface ConventionEtDocuments {
  readonly convention: Convention;
  readonly contrats: readonly ContratService[];
  readonly bulletins: readonly BulletinAdhesion[];
}
export interface DossierPartenaire {
  readonly partenaire: Partenaire;
  readonly organisme: Organisme;
  /** Empty for a partner's user other than its administrateur. */
  readonly formulaires: readonly FormulaireDecide[];
  /** The latest period first. */
  readonly conventions: readonly ConventionEtDocuments[];
  readonly equipements: readonly Equipement[];
  readonly administrateurs: readonly Utilisateur[];
  readonly etapes: readonly EtapeDuPartenaire[];
}

/**
 * Everything of one partner: documents, states and what is missing next.
 * @throws Introuvable outside the actor's scope
 */
export async function dossierPartenaire(unite: UniteDeLecture, id: string): Promise<DossierPartenaire> {
  exiger(unite.acteur, 'Partenaire', 'lire');
  const { em, acteur } = unite;
  const partenaire = await charger(unite, Partenaire, id, 'Partenaire');
  const organisme = await em.findOneOrFail(Organisme, { id: partenaire.organisme.id });
  const sien = { partenaire: partenaire.id };
  const formulaires = peut(acteur, 'FormulaireEligibilite', 'lire')
    ? await em.find(FormulaireEligibilite, sien, { orderBy: { creeLe: 'desc' } })
    : [];
  const decisions = await em.find(
    Decision,
    { sujetType: 'FormulaireEligibilite', sujetId: { $in: formulaires.map((formulaire) => formulaire.id) } },
    { orderBy: { priseLe: 'desc' } },
  );
  const conventions = await em.find(Convention, sien, { orderBy: { du: 'desc' } });
  const contrats = await em.find(ContratService, sien, { orderBy: { id: 'asc' } });
  const bulletins = await em.find(BulletinAdhesion, sien, {
    populate: ['service'],
    orderBy: { service: { ordre: 'asc' } },
  });
  const equipements = await em.find(Equipement, sien, { orderBy: { nom: 'asc' } });
  const conventionnements = await em.find(Conventionnement, sien);
  const administrateurs = await em.find(
    Utilisateur,
    { ...sien, administrateur: true },
    { orderBy: { nom: 'asc' } },
  );
  return {
    partenaire,
    organisme,
    equipements,
    administrateurs,
    formulaires: formulaires.map((formulaire) => ({
      formulaire,
      decisions: decisions.filter(({ sujetId }) => sujetId === formulaire.id),
    })),
    conventions: conventions.map((convention) => ({
      convention,
      contrats: contrats.filter((contrat) => contrat.convention.id === convention.id),
      bulletins: bulletins.filter((bulletin) => bulletin.convention.id === convention.id),
    })),
    etapes: await etapesDuPartenaire(unite, {
      organisme,
      formulaires,
      conventions,
      contrats,
      bulletins,
      equipements,
      conventionnements,
    }),
  };
}
