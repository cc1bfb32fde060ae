import { appeler } from '#src/kernel/sql.ts';
import { fonction } from '#src/domain/delegation/tables.ts';
import type { UniteDeLecture, UniteDeTravail } from '#src/kernel/commande.ts';
import { bulletinsAReconduire } from '#src/domain/contractualisation/bulletin/a-reconduire.ts';
import { BulletinAdhesion } from '#src/domain/contractualisation/bulletin/bulletin-adhesion.ts';
import type { SuiteDite } from '#src/domain/contractualisation/vie/ports.ts';
import { ContratService } from '#src/domain/contractualisation/contrat/contrat-service.ts';
import { interruptionAvant } from '#src/domain/contractualisation/convention/continuite.ts';
import { Convention } from '#src/domain/contractualisation/convention/convention.ts';
import { parametreDesConventions } from '#src/domain/contractualisation/convention/parametres.ts';
import { terminerAu } from '#src/domain/delegation/habilitation/fin.ts';
import { Habilitation } from '#src/domain/delegation/habilitation/habilitation.ts';
import { direRole } from '#src/domain/delegation/habilitation/libelles.ts';
import type { Roles } from '#src/kernel/roles.ts';
import { verrouillerEquipements } from '#src/domain/delegation/habilitation/titulaires.ts';
import { terminerMandatEtSuite } from '#src/domain/delegation/gerer-mandat/fin.ts';
import { Mandat } from '#src/domain/delegation/mandat/mandat.ts';

type ConventionSuivante = Pick<Convention, 'id' | 'du'> & {
  readonly partenaire: { readonly id: string };
  readonly renouvelle?: { readonly id: string } | null;
};

/** What a convention's beginning does to the roles and mandates held until then. */
export interface SuiteDesRoles {
  /** First day without a convention before this one; null when it follows without a gap. */
  readonly interrompueLe: string | null;
  /** Those that end as this one begins, with their holder and equipment. */
  readonly perdus: readonly Habilitation[];
  readonly mandatsPerdus: readonly Mandat[];
}

/**
 * What happens to roles when a convention takes over from another. Without a gap, nothing: they are held by
 * people on equipments and go on,
 * an approbateur needs no new validation; only those ends that no bulletin of the renewal opens. After a day
 * without convention, the
 * parameter `rolesApresInterruption` says. A version of it that says nothing leaves them as they were.
 */
export async function suiteDesRoles(
  unite: UniteDeLecture,
  convention: ConventionSuivante,
): Promise<SuiteDesRoles> {
  const partenaire = convention.partenaire.id;
  const autres = await unite.em.find(Convention, { partenaire, id: { $ne: convention.id } });
  const interrompueLe = interruptionAvant(convention, autres);
  if (interrompueLe !== null) {
    if (
      parametreDesConventions(unite.registre, 'rolesApresInterruption', unite.aujourdhui.toString()) !==
      'termines'
    )
      return { interrompueLe, perdus: [], mandatsPerdus: [] };
    const commences = {
      partenaire,
      du: { $lt: convention.du },
      $or: [{ au: null }, { au: { $gt: convention.du } }],
    };
    return {
      interrompueLe,
      perdus: await unite.em.find(Habilitation, { ...commences, etat: { $in: EN_COURS } }, PAR_PERSONNE),
      mandatsPerdus: await unite.em.find(Mandat, commences, {
        populate: ['titulaire'],
        orderBy: { titulaire: { nom: 'asc' }, id: 'asc' },
      }),
    };
  }
  const fermes = await rolesNonReconduits(unite, convention);
  const perdus =
    fermes.length === 0
      ? []
      : await unite.em.find(
          Habilitation,
          {
            partenaire,
            role: { $in: fermes },
            etat: { $in: EN_COURS },
            $or: [{ au: null }, { au: { $gt: convention.du } }],
          },
          PAR_PERSONNE,
        );
  return { interrompueLe, perdus, mandatsPerdus: [] };
}

const EN_COURS = ['accordee', 'suspendue', 'en-attente-caf'] as const;
const PAR_PERSONNE = {
  populate: ['utilisateur', 'equipement'],
  orderBy: { utilisateur: { nom: 'asc' }, id: 'asc' },
} as const;

/**
 * Roles that were open to the last day of the former convention and that the renewal opens no more, here or
 * by another Caf's bulletin.
 */
async function rolesNonReconduits(unite: UniteDeLecture, convention: ConventionSuivante): Promise<string[]> {
  const anciens = await bulletinsAReconduire(unite, convention);
  if (anciens.length === 0) return [];
  const propres = await unite.em.find(BulletinAdhesion, { convention: convention.id });
  const contrats = await unite.em.find(ContratService, { convention: convention.id });
  const autorises = new Set(contrats.flatMap(({ servicesAutorises }) => servicesAutorises));
  const reconduits =
    propres.length > 0 ? propres : anciens.filter(({ service }) => autorises.has(service.id));
  const ailleurs = await appeler(
    unite.em,
    fonction('mcp_roles_par_portee', convention.partenaire.id, convention.du),
  );
  const ouverts = new Set([
    ...reconduits.flatMap(({ roles }) => roles),
    ...ailleurs.map(({ resultat }) => resultat),
  ]);
  return [...new Set(anciens.flatMap(({ roles }) => roles))].filter((role) => !ouverts.has(role));
}

/**
 * Ends what does not go on into a convention, on its first day or today if it has begun. Returns what ended.
 */
export async function appliquerLaSuite(
  unite: UniteDeTravail,
  convention: ConventionSuivante,
): Promise<SuiteDesRoles> {
  const equipements = await unite.em.find(
    Habilitation,
    { partenaire: convention.partenaire.id },
    { fields: ['equipement'] },
  );
  await verrouillerEquipements(unite, [...new Set(equipements.map(({ equipement }) => equipement.id))]);
  const suite = await suiteDesRoles(unite, convention);
  const aujourdhui = unite.aujourdhui.toString();
  const jour = convention.du > aujourdhui ? convention.du : aujourdhui;
  for (const habilitation of suite.perdus) terminerAu(habilitation, jour);
  for (const mandat of suite.mandatsPerdus)
    await terminerMandatEtSuite(unite, mandat, jour, 'Interruption entre deux conventions d’accès');
  return suite;
}

/** What did not go on, in words. */
export const direLaSuite = (
  roles: Roles,
  { interrompueLe, perdus, mandatsPerdus }: SuiteDesRoles,
): SuiteDite => ({
  interrompueLe,
  roles: perdus.map(direRole(roles)),
  mandats: mandatsPerdus.map(({ titulaire }) => `${titulaire.prenom} ${titulaire.nom}`),
});
