import { aUneCapacite, type Capacite, type ProfilAgent } from '#src/kernel/roles.ts';

interface Personne {
  readonly compteId: string;
  readonly nom: string;
  readonly prenom: string;
  /**
   * False when his session's password was last given too long ago for sensitive acts; absent where no session
   * is (commands, tests).
   */
  readonly preuveRecente?: boolean;
}

/** An agent of a Caf. */
export interface ActeurAgent extends Personne {
  readonly type: 'agent';
  readonly agentId: string;
  readonly cafId: string;
  readonly fuseauHoraire: string;
  readonly profil: ProfilAgent;
}

export interface HabilitationDeLActeur {
  readonly id: string;
  /** Code of a role of a service. */
  readonly role: string;
  /** What it gives on the day of the request. */
  readonly capacites: readonly Capacite[];
  readonly equipementId: string;
  readonly lieuId: string | null;
}
export interface MandatDeLActeur {
  readonly id: string;
  readonly roles: readonly string[];
  readonly equipements: readonly string[];
  readonly peutCreerUtilisateurs: boolean;
  readonly peutDeleguer: boolean;
  readonly au: string | null;
}

/** A user of a partner, with what he holds on the day of the request. */
export interface ActeurPartenaire extends Personne {
  readonly type: 'partenaire';
  readonly utilisateurId: string;
  readonly cafId: string;
  readonly fuseauHoraire: string;
  readonly partenaireId: string;
  readonly administrateur: boolean;
  readonly groupes: readonly string[];
  readonly habilitations: readonly HabilitationDeLActeur[];
  readonly mandats: readonly MandatDeLActeur[];
}

/** A policy analyst, national. */
export interface ActeurAnalyste extends Personne {
  readonly type: 'analyste';
  /**
   * The one Caf a national act is being carried out in: nothing else is then visible, and it is written in
   * that Caf's journal.
   */
  readonly chez?: { readonly cafId: string; readonly fuseauHoraire: string };
}

/** Somebody who holds an invitation link to fill one eligibility form, and has no account yet. */
export interface ActeurInvite {
  readonly type: 'invite';
  readonly formulaireId: string;
  readonly cafId: string;
  readonly fuseauHoraire: string;
  readonly partenaireId: string;
}

/** The program itself: start, maintenance commands, background work. */
export interface ActeurSysteme {
  readonly type: 'systeme';
  /** What it acts for, kept in the journal. */
  readonly raison: string;
}

export type Acteur = ActeurAgent | ActeurPartenaire | ActeurAnalyste | ActeurInvite | ActeurSysteme;

/** The roles of the rights table. */
export const ROLES = [
  'gestionnaire',
  'responsable-caf',
  'analyste',
  'administrateur-partenaire',
  'responsable-habilitations',
  'saisie-activite',
  'saisie-finances',
  'approbation',
  'consultation',
  'utilisateur',
  'invite',
  'systeme',
] as const;
export type Role = (typeof ROLES)[number];

/** The capacities given by roles of services, as roles of the rights table. */
export const CAPACITES: ReadonlyMap<Role, Capacite> = new Map([
  ['saisie-activite', { fait: 'saisir', volet: 'activite' }],
  ['saisie-finances', { fait: 'saisir', volet: 'finances' }],
  ['approbation', { fait: 'approuver' }],
  ['consultation', { fait: 'consulter' }],
]);

/** Every role an actor holds; one person may hold several (source: slide E). */
export function rolesDe(acteur: Acteur): ReadonlySet<Role> {
  switch (acteur.type) {
    case 'agent':
      return new Set(
        acteur.profil === 'responsable'
          ? (['gestionnaire', 'responsable-caf'] as const)
          : (['gestionnaire'] as const),
      );
    case 'analyste':
      return new Set(['analyste']);
    case 'invite':
      return new Set(['invite']);
    case 'systeme':
      return new Set(['systeme']);
    case 'partenaire': {
      const roles = new Set<Role>(['utilisateur']);
      if (acteur.administrateur) roles.add('administrateur-partenaire');
      if (acteur.mandats.length > 0) roles.add('responsable-habilitations');
      for (const habilitation of acteur.habilitations)
        for (const [role, capacite] of CAPACITES) if (aUneCapacite(habilitation, [capacite])) roles.add(role);
      return roles;
    }
  }
}

/** The Caf an actor works in; null for a national one. */
export function cafDe(acteur: Acteur): { readonly cafId: string; readonly fuseauHoraire: string } | null {
  if (acteur.type === 'analyste') return acteur.chez ?? null;
  return acteur.type === 'systeme' ? null : acteur;
}

/** The account behind an actor; null for the system and for an invited person. */
export function compteDe(acteur: Acteur): string | null {
  return acteur.type === 'systeme' || acteur.type === 'invite' ? null : acteur.compteId;
}

/** « Prénom Nom », or what stands for it. */
export function nomDe(acteur: Acteur): string {
  if (acteur.type === 'systeme') return 'Système';
  return acteur.type === 'invite' ? 'Personne invitée' : `${acteur.prenom} ${acteur.nom}`;
}
