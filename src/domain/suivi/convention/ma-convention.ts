import { BulletinAdhesion, type Portee } from '#src/domain/contractualisation/bulletin/bulletin-adhesion.ts';
import { bulletinActif } from '#src/domain/contractualisation/bulletin/etat.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { ContratService } from '#src/domain/contractualisation/contrat/contrat-service.ts';
import { etatDuContrat, type EtatContratAffiche } from '#src/domain/contractualisation/contrat/etat.ts';
import {
  avisDeConvention,
  conventionsDuPartenaire,
  type AvisDeConvention,
} from '#src/domain/suivi/convention/avis.ts';
import { etatDeLaConvention, type EtatAffiche } from '#src/domain/contractualisation/convention/etat.ts';
import { suiteDesRoles } from '#src/domain/delegation/convention/suite-des-roles.ts';
import { exiger } from '#src/kernel/droits/droits.ts';
import { rolesDuJour } from '#src/kernel/roles.ts';
import { direRole } from '#src/domain/delegation/habilitation/libelles.ts';
import { Service } from '#src/domain/contractualisation/service/service.ts';

/** A convention of the partner with its documents and their days. */
export interface ConventionDuPartenaire {
  readonly id: string;
  readonly numero: string;
  readonly etat: EtatAffiche;
  readonly du: string;
  /** First day without effect, by its term. */
  readonly au: string;
  readonly resilieeLe: string | null;
  readonly motif: string | null;
  readonly signeeCafLe: string | null;
  readonly signeePartenaireLe: string | null;
  readonly contrats: readonly {
    readonly id: string;
    readonly etat: EtatContratAffiche;
    readonly du: string | null;
    readonly au: string | null;
    readonly services: readonly string[];
  }[];
  readonly bulletins: readonly {
    readonly id: string;
    readonly service: string;
    readonly portee: Portee;
    readonly roles: readonly string[];
    readonly du: string;
    readonly au: string;
    readonly actif: boolean;
  }[];
  /** While it is being prepared: roles, by name, that will not go on when it begins. */
  readonly perdus: readonly string[];
}

/**
 * « Ma convention »: every period of the actor's partner, the latest first, and what is to be known of the
 * present one.
 */
export async function maConvention(unite: UniteDeLecture): Promise<{
  readonly avis: AvisDeConvention | null;
  readonly conventions: readonly ConventionDuPartenaire[];
}> {
  exiger(unite.acteur, 'Convention', 'lire');
  const lues = await conventionsDuPartenaire(unite);
  const siens = { convention: { $in: lues.map(({ id }) => id) } };
  const contrats = await unite.em.find(ContratService, siens, { orderBy: { id: 'asc' } });
  const bulletins = await unite.em.find(BulletinAdhesion, siens, {
    populate: ['service'],
    orderBy: { service: { ordre: 'asc' } },
  });
  const services = new Map((await unite.em.find(Service, {})).map(({ id, libelle }) => [id, libelle]));
  const jour = unite.aujourdhui;
  const conventions: ConventionDuPartenaire[] = [];
  for (const convention of lues) {
    const enPreparation = convention.etat === 'brouillon' || convention.etat === 'en-attente-de-signature';
    conventions.push({
      id: convention.id,
      numero: convention.numero,
      etat: etatDeLaConvention(convention, jour),
      du: convention.du,
      au: convention.au,
      resilieeLe: convention.resilieeLe ?? null,
      motif: convention.motifResiliation ?? null,
      signeeCafLe: convention.signeeCafLe ?? null,
      signeePartenaireLe: convention.signeePartenaireLe ?? null,
      contrats: contrats
        .filter((contrat) => contrat.convention.id === convention.id)
        .map((contrat) => ({
          id: contrat.id,
          etat: etatDuContrat(contrat, jour),
          du: contrat.du ?? null,
          au: contrat.au ?? null,
          services: contrat.servicesAutorises.map((code) => services.get(code) ?? code),
        })),
      bulletins: bulletins
        .filter((bulletin) => bulletin.convention.id === convention.id)
        .map((bulletin) => ({
          id: bulletin.id,
          service: bulletin.service.libelle,
          portee: bulletin.portee,
          du: bulletin.du,
          au: bulletin.au,
          actif: bulletinActif(bulletin, convention, jour),
          roles: bulletin.service.roles
            .filter(({ code }) => bulletin.roles.includes(code))
            .map(({ libelle }) => libelle),
        })),
      perdus: enPreparation ? await perdusA(unite, convention) : [],
    });
  }
  return { avis: await avisDeConvention(unite, lues), conventions };
}

async function perdusA(
  unite: UniteDeLecture,
  convention: Parameters<typeof suiteDesRoles>[1],
): Promise<string[]> {
  const { perdus, mandatsPerdus } = await suiteDesRoles(unite, convention);
  return [
    ...perdus.map(direRole(rolesDuJour(unite))),
    ...mandatsPerdus.map(({ titulaire }) => `Mandat de ${titulaire.prenom} ${titulaire.nom}`),
  ];
}
