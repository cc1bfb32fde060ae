import { LIBELLES_PERENNITE } from '#src/domain/declaration/libelles.ts';
import { bulletinActif } from '#src/domain/contractualisation/bulletin/etat.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { AgentCaf } from '#src/domain/acces/compte/compte.ts';
import {
  ACTES_DU_PARTENAIRE,
  fermeturesDe,
  type ActeDuPartenaire,
} from '#src/domain/contractualisation/echeance/echeance.ts';
import { deDeclaration, situationAu } from '#src/domain/contractualisation/echeance/situation.ts';
import { etatAffiche } from '#src/domain/delegation/habilitation/etats.ts';
import { rolesAu, type Roles } from '#src/kernel/roles.ts';
import { couvreJour } from '#src/domain/delegation/mandat/periodes.ts';
import {
  readCampaignRecords,
  readPartnerRecords,
  type DeclarationRecord,
  type PartnerRecords,
} from '#src/domain/suivi/effets/partner-records.ts';
import type { RoleSnapshot, DeclarationSnapshot, Nomme, Snapshot, Perimetre } from './snapshot.ts';

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

/** The situation on a day, as written at this very moment: one statement. */
export async function takeSnapshot(
  unite: UniteDeLecture,
  perimetre: Perimetre,
  jour: string,
): Promise<Snapshot> {
  if ('agentsDe' in perimetre)
    return { ...VIDE, jour, agents: await agentsAu(unite, perimetre.agentsDe, jour) };
  if ('campagne' in perimetre) {
    const { typeEquipement, exercice, perennite } = perimetre.campagne;
    const { campagnes, declarations } = await readCampaignRecords(unite, perimetre.campagne, jour);
    return {
      ...VIDE,
      jour,
      campagnes: campagnes.filter(
        (une) => une.type === typeEquipement && une.exercice === exercice && une.perennite === perennite,
      ),
      declarations: declarations.map(declarationVue),
    };
  }
  const lues = await readPartnerRecords(unite, perimetre.partenaire, jour);
  const ouverts = lues.utilisateurs.filter((utilisateur) => couvreJour(utilisateur, jour));
  const acces = new Set(ouverts.map(({ id }) => id));
  const roles = rolesAu(unite.registre, jour);
  return {
    ...VIDE,
    jour,
    roles: lues.habilitations
      .filter((habilitation) => etatAffiche(habilitation, jour) !== 'historique')
      .map((habilitation) => roleVu(habilitation, roles, jour, acces)),
    mandats: lues.mandats.filter(({ du, au }) => !au || du < au).map(personneVue),
    acces: ouverts.map(personneVue),
    administrateurs: ouverts.filter(({ administrateur }) => administrateur).map(personneVue),
    declarations: lues.declarations.map(declarationVue),
    campagnes: lues.campagnes,
    ...(await contractuel(unite, lues, jour)),
  };
}

const personneVue = (une: { readonly id: string; readonly prenom: string; readonly nom: string }): Nomme => ({
  cle: une.id,
  nom: personne(une),
});

const declarationVue = ({
  id,
  exercice,
  perennite,
  etat,
  equipement,
  nom,
  activiteTerminee,
  financesTerminees,
}: DeclarationRecord): DeclarationSnapshot => ({
  cle: id,
  nom: `${nom} : déclaration ${LIBELLES_PERENNITE[perennite].toLowerCase()} ${exercice}`,
  etat,
  equipementId: equipement,
  activiteTerminee,
  financesTerminees,
});

function roleVu(
  habilitation: PartnerRecords['habilitations'][number],
  roles: Roles,
  jour: string,
  acces: ReadonlySet<string>,
): RoleSnapshot {
  const { id, role, etat, du, utilisateur, equipement, lieu, type, antenne } = habilitation;
  const statut =
    etat === 'suspendue'
      ? 'suspendu'
      : etat === 'en-attente-caf'
        ? 'attend'
        : du > jour
          ? 'a-venir'
          : acces.has(utilisateur)
            ? 'exerce'
            : 'sans-acces';
  return {
    cle: id,
    role: roles.de(role),
    personne: personne(habilitation),
    equipementId: equipement,
    type,
    du,
    ou: antenne === null ? lieu : `${lieu} – ${antenne}`,
    statut,
  };
}

/** What the partner's documents open on the day, and the forms decided for it. */
async function contractuel(
  { registre }: UniteDeLecture,
  { conventions, bulletins, contrats, formulaires }: PartnerRecords,
  jour: string,
): Promise<Pick<Snapshot, 'fermetures' | 'bulletins' | 'contrats' | 'formulaires'>> {
  const situation = situationAu(
    jour,
    conventions,
    bulletins.map(({ convention, ...bulletin }) => ({ ...bulletin, convention: { id: convention } })),
    deDeclaration(rolesAu(registre, jour)),
  );
  const fermetures: Partial<Record<ActeDuPartenaire, string>> = {};
  for (const acte of ACTES_DU_PARTENAIRE) {
    const origines = await fermeturesDe(acte, situation, { registre, aujourdhui: jour });
    if (origines.length > 0)
      fermetures[acte] = origines.flatMap(({ constats }) => constats.map(({ message }) => message)).join(' ');
  }
  const parId = new Map(conventions.map((convention) => [convention.id, convention]));
  return {
    fermetures,
    bulletins: bulletins
      .filter((bulletin) => {
        const convention = parId.get(bulletin.convention);
        return convention && bulletinActif(bulletin, convention, jour);
      })
      .map(({ id, service }) => ({ cle: id, nom: service })),
    contrats: contrats.map(({ id, convention }) => ({
      cle: id,
      nom: `Contrat de service de la convention n° ${parId.get(convention)?.numero ?? ''}`.trim(),
    })),
    formulaires: formulaires.map(({ id, etat, constats }) => ({
      cle: id,
      nom: (constats ?? [])
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
