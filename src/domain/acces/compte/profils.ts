import { appeler } from '#src/kernel/sql.ts';
import { fonction } from '#src/domain/acces/tables.ts';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import type { ActeurAgent, ActeurAnalyste, ActeurPartenaire } from '#src/kernel/acteur.ts';
import { FUSEAU_NATIONAL, jourA, type Horloge } from '#src/kernel/horloge.ts';
import type { Registre } from '#src/kernel/registre.ts';
import { rolesAu, type ProfilAgent } from '#src/kernel/roles.ts';

/** Days, `AAAA-MM-JJ`; the end is the first day without. */
interface Duree {
  readonly du: string;
  readonly au: string | null;
}
interface CafDuProfil {
  readonly id: string;
  readonly nom: string;
  readonly fuseauHoraire: string;
}
interface Acces {
  readonly id: string;
  readonly nom: string;
  readonly prenom: string;
  readonly ouvertLe: string;
  readonly closLe: string | null;
}
interface ConventionLue {
  readonly id: string;
  readonly numero: string;
  readonly du: string;
  readonly au: string;
  readonly etat: string;
  readonly resilieeLe: string | null;
}
/** What `connexion_profils` answers: everything an account opens, whatever the day. */
export interface ProfilsLus {
  readonly compte: {
    readonly id: string;
    readonly courriel: string;
    readonly ferme: boolean;
    readonly sessionsValidesDepuis: string;
  } | null;
  readonly analyste: Acces | null;
  readonly agents: readonly (Acces & { readonly profil: ProfilAgent; readonly caf: CafDuProfil })[];
  readonly utilisateurs: readonly (Acces & {
    readonly identifiant: string;
    readonly administrateur: boolean;
    readonly groupes: readonly string[];
    readonly caf: CafDuProfil;
    readonly partenaire: { readonly id: string; readonly nom: string };
    readonly conventions: readonly ConventionLue[];
    readonly mandats: readonly (Duree & {
      readonly id: string;
      readonly roles: readonly string[];
      readonly equipements: readonly string[];
      readonly peutCreerUtilisateurs: boolean;
      readonly peutDeleguer: boolean;
    })[];
    readonly habilitations: readonly (Duree & {
      readonly id: string;
      readonly role: string;
      readonly equipement: string;
      readonly lieu: string | null;
    })[];
  })[];
  /** Of the users, those the owner of the account has not accepted, with what he answered. */
  readonly rattachements: Readonly<Record<string, 'en-attente' | 'refuse'>>;
}

/** The access convention shown to a partner's user. */
export interface ConventionDuProfil {
  readonly id: string;
  readonly numero: string;
  readonly du: string;
  readonly au: string;
  /** `echue` once its last day is over: the stored state says nothing of today. */
  readonly etat: 'active' | 'echue' | 'resiliee' | 'a-venir';
}

/** One way an account may work today: an agent of a Caf, a user of a partner, an analyst. */
export interface Profil {
  /** Stable between requests: kept in the session. */
  readonly cle: string;
  readonly acteur: ActeurAgent | ActeurPartenaire | ActeurAnalyste;
  readonly caf: { readonly id: string; readonly nom: string } | null;
  readonly partenaire: { readonly id: string; readonly nom: string } | null;
  readonly identifiant: string | null;
  /**
   * The convention in force today, else the latest; null when there is none. Signing in asks for none: what
   * may then be done without is for the rule file `echeance`.
   */
  readonly convention: ConventionDuProfil | null;
}

/** An account and what it opens on the day of the request. */
export interface CompteOuvert {
  readonly id: string;
  readonly courriel: string;
  readonly ferme: boolean;
  /** Changes when the sessions opened before must end. */
  readonly sessionsValidesDepuis: string;
  readonly profils: readonly Profil[];
  /** First day of the accesses that are not open yet, sorted. */
  readonly ouvertures: readonly string[];
  /** Accesses proposed to the owner of the account, which open nothing before he accepts. */
  readonly propositions: readonly Proposition[];
}

/** An access an organisme proposes. */
export interface Proposition {
  /** Who he would be there: what he answers with, and nothing else. */
  readonly acteur: ActeurPartenaire;
  readonly partenaire: { readonly id: string; readonly nom: string };
  readonly caf: { readonly id: string; readonly nom: string };
  readonly identifiant: string;
}

/** Whether signing in leads anywhere: a space, or one proposed. */
export const mene = ({ profils, propositions }: Pick<CompteOuvert, 'profils' | 'propositions'>): boolean =>
  profils.length > 0 || propositions.length > 0;

/** The day, and what rules it. */
export interface JourDuRegistre {
  readonly horloge: Horloge;
  readonly registre: Pick<Registre, 'referentiel'>;
}

/** Reads what an account opens today; null when it does not exist. Needs no actor: it is what makes one. */
export async function lireProfils(
  em: SqlEntityManager,
  jour: JourDuRegistre,
  compteId: string,
): Promise<CompteOuvert | null> {
  const [ligne] = await appeler(em, fonction('connexion_profils', compteId));
  return ligne ? profilsDuJour(ligne.resultat, jour) : null;
}

const courante = (jour: string, { du, au }: Duree): boolean => du <= jour && (au === null || jour < au);

/** Keeps of the stored profiles what is in force on the civil day of each Caf, and says what roles then give. */
export function profilsDuJour(lus: ProfilsLus, { horloge, registre }: JourDuRegistre): CompteOuvert | null {
  const { compte } = lus;
  if (!compte) return null;
  const profils: Profil[] = [];
  const ouvertures: string[] = [];
  const propositions: Proposition[] = [];
  const retenir = (acces: Acces, jour: string, profil: () => Profil): void => {
    if (compte.ferme) return;
    if (acces.ouvertLe > jour) ouvertures.push(acces.ouvertLe);
    else if (courante(jour, { du: acces.ouvertLe, au: acces.closLe })) profils.push(profil());
  };
  const personne = ({ nom, prenom }: Acces) => ({ compteId: compte.id, nom, prenom });
  const jourDe = (fuseau: string) => jourA(horloge, fuseau).toString();

  const { analyste } = lus;
  if (analyste) {
    retenir(analyste, jourDe(FUSEAU_NATIONAL), () => ({
      cle: `analyste:${analyste.id}`,
      acteur: { type: 'analyste', ...personne(analyste) },
      caf: null,
      partenaire: null,
      identifiant: null,
      convention: null,
    }));
  }
  for (const agent of lus.agents) {
    const { caf } = agent;
    retenir(agent, jourDe(caf.fuseauHoraire), () => ({
      cle: `agent:${agent.id}`,
      acteur: {
        type: 'agent',
        ...personne(agent),
        agentId: agent.id,
        cafId: caf.id,
        fuseauHoraire: caf.fuseauHoraire,
        profil: agent.profil,
      },
      caf: { id: caf.id, nom: caf.nom },
      partenaire: null,
      identifiant: null,
      convention: null,
    }));
  }
  for (const utilisateur of lus.utilisateurs) {
    const { caf, partenaire } = utilisateur;
    const jour = jourDe(caf.fuseauHoraire);
    const reponse = lus.rattachements[utilisateur.id];
    if (reponse !== undefined) {
      const clos = utilisateur.closLe !== null && utilisateur.closLe <= jour;
      if (reponse === 'en-attente' && !clos && !compte.ferme) {
        propositions.push({
          acteur: {
            type: 'partenaire',
            ...personne(utilisateur),
            utilisateurId: utilisateur.id,
            cafId: caf.id,
            fuseauHoraire: caf.fuseauHoraire,
            partenaireId: partenaire.id,
            administrateur: false,
            groupes: [],
            habilitations: [],
            mandats: [],
          },
          partenaire,
          caf: { id: caf.id, nom: caf.nom },
          identifiant: utilisateur.identifiant,
        });
      }
      continue;
    }
    const roles = rolesAu(registre, jour);
    retenir(utilisateur, jour, () => ({
      cle: `utilisateur:${utilisateur.id}`,
      acteur: {
        type: 'partenaire',
        ...personne(utilisateur),
        utilisateurId: utilisateur.id,
        cafId: caf.id,
        fuseauHoraire: caf.fuseauHoraire,
        partenaireId: partenaire.id,
        administrateur: utilisateur.administrateur,
        groupes: utilisateur.groupes,
        habilitations: utilisateur.habilitations
          .filter((habilitation) => courante(jour, habilitation))
          .map(({ id, role, equipement, lieu }) => ({
            id,
            role,
            capacites: roles.de(role).capacites,
            equipementId: equipement,
            lieuId: lieu,
          })),
        mandats: utilisateur.mandats
          .filter((mandat) => courante(jour, mandat))
          .map(({ id, roles, equipements, peutCreerUtilisateurs, peutDeleguer, au }) => ({
            id,
            roles,
            equipements,
            peutCreerUtilisateurs,
            peutDeleguer,
            au,
          })),
      },
      caf: { id: caf.id, nom: caf.nom },
      partenaire,
      identifiant: utilisateur.identifiant,
      convention: conventionDuJour(utilisateur.conventions, jour),
    }));
  }
  return {
    id: compte.id,
    courriel: compte.courriel,
    ferme: compte.ferme,
    sessionsValidesDepuis: compte.sessionsValidesDepuis,
    profils,
    ouvertures: ouvertures.sort(),
    propositions,
  };
}

/** @param conventions latest first */
function conventionDuJour(conventions: readonly ConventionLue[], jour: string): ConventionDuProfil | null {
  const lues = conventions.map(
    (convention): ConventionDuProfil => ({
      id: convention.id,
      numero: convention.numero,
      du: convention.du,
      au: convention.au,
      etat: etatDuJour(convention, jour),
    }),
  );
  return lues.find(({ etat }) => etat === 'active') ?? lues[0] ?? null;
}

function etatDuJour({ du, au, resilieeLe }: ConventionLue, jour: string): ConventionDuProfil['etat'] {
  if (resilieeLe !== null && resilieeLe <= jour) return 'resiliee';
  if (jour < du) return 'a-venir';
  return jour < au ? 'active' : 'echue';
}
