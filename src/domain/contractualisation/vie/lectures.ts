import { sql } from 'kysely';
import { lireBrut } from '#src/kernel/sql.ts';
import { BulletinAdhesion } from '#src/domain/contractualisation/bulletin/bulletin-adhesion.ts';
import { bulletinActif } from '#src/domain/contractualisation/bulletin/etat.ts';
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
import { apercuDeCompletude } from '#src/domain/contractualisation/contrat/completude.ts';
import { ContratService, Interlocuteur } from '#src/domain/contractualisation/contrat/contrat-service.ts';
import { Convention } from '#src/domain/contractualisation/convention/convention.ts';
import { etatDeLaConvention, type EtatAffiche } from '#src/domain/contractualisation/convention/etat.ts';
import { preavisDeRenouvellement } from '#src/domain/contractualisation/vie/filtres.ts';
import { exiger, peut } from '#src/kernel/droits/droits.ts';
import { FormulaireEligibilite } from '#src/domain/contractualisation/eligibilite/formulaire-eligibilite.ts';
import type { Constat } from '#src/engine/format.ts';
import { Organisme } from '#src/domain/contractualisation/organisme/organisme.ts';
import { Partenaire } from '#src/domain/contractualisation/organisme/partenaire.ts';
import { servicesProposes } from '#src/domain/contractualisation/service/services.ts';
import type { Service } from '#src/domain/contractualisation/service/service.ts';

export interface LigneDeConvention {
  readonly id: string;
  readonly numero: string;
  readonly partenaireId: string;
  readonly partenaire: string;
  readonly etat: EtatAffiche;
  readonly du: string;
  /** First day without effect. */
  readonly au: string;
  readonly bulletins: number;
  /** Active, its term is within the notice period and no renewal is drafted. */
  readonly aRenouveler: boolean;
}

/** Conventions of the actor's scope, the latest period first. One query. */
export async function conventions(
  unite: UniteDeLecture,
  filtre: {
    readonly texte?: string;
    readonly etat?: EtatAffiche | 'a-renouveler';
    readonly partenaire?: string;
  } & Pagination = {},
): Promise<Page<LigneDeConvention>> {
  exiger(unite.acteur, 'Convention', 'lire');
  const jour = unite.aujourdhui.toString();
  const { limit, offset } = bornes(filtre);
  const texte = filtre.texte?.trim() ?? '';
  const perimetre = cloison(unite.acteur, sql.ref('c.caf_id'), sql.ref('c.partenaire_id'));
  const { partenaire = '', etat = '' } = filtre;
  // A page over a derived table, whose computed columns are filtered and counted.
  const lignes = await lireBrut(
    unite.em,
    sql<LigneDeConvention & { readonly total: string }>`
    select *, ${totalDesLignes} as total from (
      select c.id, c.numero, c.du::text as du, c.au::text as au, c.partenaire_id as "partenaireId", p.nom as partenaire,
        case when c.etat = 'resiliee' and c.resiliee_le <= ${jour}::date then 'resiliee'
          when c.etat in ('active', 'resiliee') then case when c.au <= ${jour}::date then 'echue' else 'active' end else c.etat end as etat,
        (select count(*)::int from bulletin_adhesion b where b.convention_id = c.id) as bulletins,
        (c.etat = 'active' and c.au <= ${limiteDuPreavis(unite)}::date and not exists (select 1 from convention s where s.renouvelle_id = c.id)) as "aRenouveler"
      from convention c join partenaire p on p.id = c.partenaire_id
      where ${perimetre} and (${texte} = '' or ${sansAccents(sql.ref('p.nom'), contient(texte))} or c.numero like ${contient(texte)}) and (${partenaire} = '' or c.partenaire_id::text = ${partenaire})
    ) t where ${etat} = '' or etat = ${etat} or (${etat} = 'a-renouveler' and "aRenouveler") order by du desc, numero limit ${limit} offset ${offset}`,
  );
  return enPage(lignes);
}

/** Last term of which the renewal is to be prepared today. */
function limiteDuPreavis({ registre, aujourdhui }: UniteDeLecture): string {
  return aujourdhui.add({ months: preavisDeRenouvellement(registre, aujourdhui.toString()) }).toString();
}

/** A contract with its contacts, and what the rule file would find today while it is a draft. */
export interface ContratDetaille {
  readonly contrat: ContratService;
  readonly interlocuteurs: readonly Interlocuteur[];
  readonly constats: readonly Constat[];
}
export interface DossierConvention {
  readonly convention: Convention;
  readonly etat: EtatAffiche;
  readonly partenaire: Partenaire;
  readonly organisme: Organisme;
  /** Null for those who may not read the form. */
  readonly formulaire: FormulaireEligibilite | null;
  readonly contrats: readonly ContratDetaille[];
  readonly bulletins: readonly { readonly bulletin: BulletinAdhesion; readonly actif: boolean }[];
  /** Services the contracts authorise that have no bulletin yet. */
  readonly servicesAOuvrir: readonly Service[];
  readonly renouvelee: Convention | null;
  readonly renouveleePar: Convention | null;
}

/**
 * One convention with all its documents.
 * @throws Introuvable outside the actor's scope
 */
export async function dossierConvention(unite: UniteDeLecture, id: string): Promise<DossierConvention> {
  exiger(unite.acteur, 'Convention', 'lire');
  const { em } = unite;
  const convention = await charger(unite, Convention, id, 'Convention');
  const partenaire = await em.findOneOrFail(Partenaire, { id: convention.partenaire.id });
  const contrats = await em.find(
    ContratService,
    { convention: id },
    { populate: ['decision'], orderBy: { id: 'asc' } },
  );
  const interlocuteurs = await em.find(
    Interlocuteur,
    { contrat: { $in: contrats.map((contrat) => contrat.id) } },
    { orderBy: { cote: 'asc', fonction: 'asc', nom: 'asc' } },
  );
  const bulletins = await em.find(
    BulletinAdhesion,
    { convention: id },
    { populate: ['service'], orderBy: { service: { ordre: 'asc' } } },
  );
  const autorises = new Set(
    contrats.filter(({ etat }) => etat === 'actif').flatMap(({ servicesAutorises }) => servicesAutorises),
  );
  const ouverts = new Set(bulletins.map(({ service }) => service.id));
  return {
    convention,
    partenaire,
    etat: etatDeLaConvention(convention, unite.aujourdhui),
    organisme: await em.findOneOrFail(Organisme, { id: partenaire.organisme.id }),
    formulaire: peut(unite.acteur, 'FormulaireEligibilite', 'lire')
      ? await em.findOne(FormulaireEligibilite, { id: convention.formulaire.id })
      : null,
    contrats: await Promise.all(
      contrats.map(async (contrat) => {
        const siens = interlocuteurs.filter((interlocuteur) => interlocuteur.contrat.id === contrat.id);
        const constats =
          contrat.etat === 'actif'
            ? (contrat.decision?.constats ?? [])
            : (await apercuDeCompletude(unite, contrat, siens, convention)).decision.constats;
        return { contrat, interlocuteurs: siens, constats };
      }),
    ),
    bulletins: bulletins.map((bulletin) => ({
      bulletin,
      actif: bulletinActif(bulletin, convention, unite.aujourdhui),
    })),
    servicesAOuvrir: (await servicesProposes(unite)).filter(
      (service) => autorises.has(service.id) && !ouverts.has(service.id),
    ),
    renouvelee: convention.renouvelle ? await em.findOne(Convention, { id: convention.renouvelle.id }) : null,
    renouveleePar: await em.findOne(Convention, { renouvelle: id }),
  };
}
