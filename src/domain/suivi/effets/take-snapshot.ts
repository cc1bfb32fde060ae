import type { FilterQuery } from '@mikro-orm/core';
import { LIBELLES_PERENNITE } from '#src/domain/declaration/libelles.ts';
import { Campagne } from '#src/domain/declaration/campagne/campagne.ts';
import { BulletinAdhesion } from '#src/domain/contractualisation/bulletin/bulletin-adhesion.ts';
import { bulletinActif } from '#src/domain/contractualisation/bulletin/etat.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { AgentCaf } from '#src/domain/acces/compte/compte.ts';
import { ContratService } from '#src/domain/contractualisation/contrat/contrat-service.ts';
import { Convention } from '#src/domain/contractualisation/convention/convention.ts';
import {
  ACTES_DU_PARTENAIRE,
  fermeturesDe,
  type ActeDuPartenaire,
} from '#src/domain/contractualisation/echeance/echeance.ts';
import { situationAu } from '#src/domain/contractualisation/echeance/situation.ts';
import { Declaration } from '#src/domain/declaration/declaration.ts';
import { FormulaireEligibilite } from '#src/domain/contractualisation/eligibilite/formulaire-eligibilite.ts';
import { etatAffiche } from '#src/domain/delegation/habilitation/etats.ts';
import { Habilitation } from '#src/domain/delegation/habilitation/habilitation.ts';
import { datee } from '#src/domain/delegation/habilitation/lectures.ts';
import { couvreJour } from '#src/domain/delegation/mandat/periodes.ts';
import { Mandat } from '#src/domain/delegation/mandat/mandat.ts';
import { Utilisateur } from '#src/domain/delegation/utilisateur/utilisateur.ts';
import type {
  RoleSnapshot,
  DeclarationSnapshot,
  Nomme,
  CampagneOuverte,
  Snapshot,
  Perimetre,
} from './snapshot.ts';

const VIDE: Omit<Snapshot, 'jour'> = {
  roles: [],
  mandats: [],
  acces: [],
  administrateurs: [],
  declarations: [],
  campagnes: [],
  fermetures: {},
  bulletins: [],
  contrats: [],
  formulaires: [],
  agents: [],
};
const personne = ({ prenom, nom }: { readonly prenom: string; readonly nom: string }): string =>
  `${prenom} ${nom}`;

/** The situation on a day, as written at this very moment. */
export async function takeSnapshot(
  unite: UniteDeLecture,
  perimetre: Perimetre,
  jour: string,
): Promise<Snapshot> {
  if ('agentsDe' in perimetre)
    return { ...VIDE, jour, agents: await agentsAu(unite, perimetre.agentsDe, jour) };
  if ('campagne' in perimetre) {
    const { typeEquipement, exercice, perennite } = perimetre.campagne;
    const ouvertes = (await campagnesAu(unite, jour)).filter(
      (une) => une.type === typeEquipement && une.exercice === exercice && une.perennite === perennite,
    );
    return {
      ...VIDE,
      jour,
      campagnes: ouvertes,
      declarations: await declarationsDe(unite, {
        exercice,
        perennite,
        equipement: { type: typeEquipement },
      }),
    };
  }
  const { partenaire } = perimetre;
  const utilisateurs = await unite.em.find(
    Utilisateur,
    { partenaire },
    { orderBy: { nom: 'asc', prenom: 'asc', id: 'asc' } },
  );
  const ouverts = utilisateurs.filter(({ ouvertLe, closLe }) =>
    couvreJour({ du: ouvertLe, au: closLe ?? null }, jour),
  );
  const acces = new Set(ouverts.map(({ id }) => id));
  return {
    ...VIDE,
    jour,
    roles: await rolesAu(unite, partenaire, jour, acces),
    mandats: await mandatsAu(unite, partenaire, jour),
    acces: ouverts.map((utilisateur) => ({ cle: utilisateur.id, nom: personne(utilisateur) })),
    administrateurs: ouverts
      .filter(({ administrateur }) => administrateur)
      .map((utilisateur) => ({ cle: utilisateur.id, nom: personne(utilisateur) })),
    declarations: await declarationsDe(unite, { partenaire }),
    campagnes: await campagnesAu(unite, jour),
    ...(await contractuel(unite, partenaire, jour)),
  };
}

/** Those that are not treated yet. */
async function declarationsDe(
  { em }: UniteDeLecture,
  ou: FilterQuery<Declaration>,
): Promise<DeclarationSnapshot[]> {
  const declarations = await em.find(
    Declaration,
    { $and: [ou, { etat: { $ne: 'traitee' } }] },
    {
      populate: ['equipement'],
      orderBy: [{ exercice: 'desc' }, { equipement: { nom: 'asc' } }, { id: 'asc' }],
      fields: [
        'exercice',
        'perennite',
        'etat',
        'equipement.nom',
        'activiteCompleteLe',
        'financesCompletesLe',
      ],
    },
  );
  return declarations.map(
    ({ id, exercice, perennite, etat, equipement, activiteCompleteLe, financesCompletesLe }) => ({
      cle: id,
      nom: `${equipement.nom} : déclaration ${LIBELLES_PERENNITE[perennite].toLowerCase()} ${exercice}`,
      etat,
      equipementId: equipement.id,
      activiteTerminee: Boolean(activiteCompleteLe),
      financesTerminees: Boolean(financesCompletesLe),
    }),
  );
}

async function rolesAu(
  { em }: UniteDeLecture,
  partenaire: string,
  jour: string,
  acces: ReadonlySet<string>,
): Promise<RoleSnapshot[]> {
  const habilitations = await em.find(
    Habilitation,
    { partenaire, etat: { $nin: ['refusee', 'retiree'] }, $or: [{ au: null }, { au: { $gt: jour } }] },
    {
      populate: ['utilisateur', 'equipement', 'lieu'],
      orderBy: [{ equipement: { nom: 'asc' } }, { role: 'asc' }, { id: 'asc' }],
    },
  );
  return habilitations
    .filter((habilitation) => etatAffiche(datee(habilitation), jour) !== 'historique')
    .map((habilitation) => {
      const { id, role, utilisateur, equipement, lieu, etat, du } = habilitation;
      return {
        cle: id,
        role,
        personne: personne(utilisateur),
        equipementId: equipement.id,
        type: equipement.type,
        du,
        ou: lieu ? `${equipement.nom} – ${lieu.nom}` : equipement.nom,
        statut:
          etat === 'suspendue'
            ? 'suspendu'
            : etat === 'en-attente-caf'
              ? 'attend'
              : du > jour
                ? 'a-venir'
                : acces.has(utilisateur.id)
                  ? 'exerce'
                  : 'sans-acces',
      };
    });
}

async function mandatsAu({ em }: UniteDeLecture, partenaire: string, jour: string): Promise<Nomme[]> {
  const mandats = await em.find(
    Mandat,
    { partenaire, $or: [{ au: null }, { au: { $gt: jour } }] },
    { populate: ['titulaire'], orderBy: { id: 'asc' } },
  );
  return mandats
    .filter(({ du, au }) => !au || du < au)
    .map(({ id, titulaire }) => ({ cle: id, nom: personne(titulaire) }));
}

async function campagnesAu({ em }: UniteDeLecture, jour: string): Promise<CampagneOuverte[]> {
  const campagnes = await em.find(
    Campagne,
    { ouvreLe: { $lte: jour }, fermeLe: { $gt: jour }, fermeeManuellement: false },
    { orderBy: [{ fermeLe: 'asc' }, { id: 'asc' }] },
  );
  return campagnes.map(({ typeEquipement: type, exercice, perennite, fermeLe }) => ({
    type,
    exercice,
    perennite,
    fermeLe,
  }));
}

/** What the partner's documents open on the day, and the forms decided for it. */
async function contractuel(
  { em, registre }: UniteDeLecture,
  partenaire: string,
  jour: string,
): Promise<Pick<Snapshot, 'fermetures' | 'bulletins' | 'contrats' | 'formulaires'>> {
  const conventions = await em.find(Convention, { partenaire }, { orderBy: { du: 'desc' } });
  const bulletins = await em.find(
    BulletinAdhesion,
    { partenaire },
    { populate: ['service'], orderBy: { id: 'asc' } },
  );
  const situation = situationAu(jour, conventions, bulletins);
  const fermetures: Partial<Record<ActeDuPartenaire, string>> = {};
  for (const acte of ACTES_DU_PARTENAIRE) {
    const origines = await fermeturesDe(acte, situation, { registre, aujourdhui: jour });
    if (origines.length > 0)
      fermetures[acte] = origines.flatMap(({ constats }) => constats.map(({ message }) => message)).join(' ');
  }
  const parId = new Map(conventions.map((convention) => [convention.id, convention]));
  const contrats = await em.find(ContratService, { partenaire, etat: 'actif' }, { orderBy: { id: 'asc' } });
  const formulaires = await em.find(
    FormulaireEligibilite,
    { partenaire },
    { populate: ['decision'], orderBy: { id: 'asc' } },
  );
  return {
    fermetures,
    bulletins: bulletins
      .filter((bulletin) => {
        const convention = parId.get(bulletin.convention.id);
        return convention && bulletinActif(bulletin, convention, jour);
      })
      .map(({ id, service }) => ({ cle: id, nom: service.libelle })),
    contrats: contrats.map(({ id, convention }) => ({
      cle: id,
      nom: `Contrat de service de la convention n° ${parId.get(convention.id)?.numero ?? ''}`.trim(),
    })),
    formulaires: formulaires.map(({ id, etat, decision }) => ({
      cle: id,
      nom: (decision?.constats ?? [])
        .filter(({ gravite }) => gravite === 'bloquant')
        .map(({ message }) => message)
        .join(' '),
      etat,
    })),
  };
}

async function agentsAu({ em }: UniteDeLecture, caf: string, jour: string): Promise<Snapshot['agents']> {
  const agents = await em.find(
    AgentCaf,
    { caf, ouvertLe: { $lte: jour }, $or: [{ closLe: null }, { closLe: { $gt: jour } }] },
    { orderBy: { nom: 'asc', id: 'asc' } },
  );
  return agents.map((agent) => ({ cle: agent.id, nom: personne(agent), profil: agent.profil }));
}
