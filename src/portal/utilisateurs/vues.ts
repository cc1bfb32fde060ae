import { etatAffiche } from '#src/domain/habilitation/etats.ts';
import type { Habilitation } from '#src/domain/habilitation/habilitation.ts';
import { LIBELLES_ROLES } from '#src/domain/habilitation/libelles.ts';
import { datee } from '#src/domain/habilitation/lectures.ts';
import type { ActeurPartenaire } from '#src/domain/commun/acteur.ts';
import { peut } from '#src/domain/droits/droits.ts';
import type { EtatDuCompte } from '#src/domain/utilisateur/lectures.ts';
import type { GroupeHabilitation, Utilisateur } from '#src/domain/utilisateur/utilisateur.ts';
import type { Choix, TonEtiquette } from '#src/portal/composants/index.ts';
import type { AutreAction, LigneUtilisateur, StatutUtilisateur } from '#src/portal/utilisateurs/liste.tsx';

export const LIBELLES_POSTES = { sedentaire: 'Sédentaire (possède un poste fixe)', itinerant: 'Itinérant (poste de travail variable)' } as const;

/** Whether a user is open on a day. */
export function statutDe({ ouvertLe, closLe }: Pick<Utilisateur, 'ouvertLe' | 'closLe'>, jour: string): StatutUtilisateur {
  if (closLe && closLe <= jour) return 'CLOTURE';
  return ouvertLe > jour ? 'A_VENIR' : 'OUVERT';
}

/** Whether the actor may create and manage users at all; the command checks it again. */
export function gereDesUtilisateurs(acteur: ActeurPartenaire): boolean {
  return acteur.administrateur || acteur.mandats.some((mandat) => mandat.peutCreerUtilisateurs);
}

/** Whether the actor may manage this user: only an administrateur touches an administrateur. */
function gere(acteur: ActeurPartenaire, utilisateur: Pick<Utilisateur, 'administrateur'>): boolean {
  return acteur.administrateur || (!utilisateur.administrateur && gereDesUtilisateurs(acteur));
}

/** A row of « Mes utilisateurs », with what the actor may do with it. */
export function ligneUtilisateur(utilisateur: Utilisateur & { readonly etatDuCompte: EtatDuCompte }, acteur: ActeurPartenaire, jour: string): LigneUtilisateur {
  const { id, identifiant, nom, prenom, courriel, ouvertLe, etatDuCompte } = utilisateur;
  const statut = statutDe(utilisateur, jour);
  const modifiable = gere(acteur, utilisateur);
  return {
    id, identifiant, nom, prenom, courriel, ouvertLe, telephone: utilisateur.telephone ?? null, closLe: utilisateur.closLe ?? null, statut, modifiable,
    precision: precisionDe(utilisateur, statut),
    actions: actionsPossibles(statut, modifiable, utilisateur.administrateur, etatDuCompte, acteur),
  };
}

function precisionDe({ administrateur, etatDuCompte }: { readonly administrateur: boolean; readonly etatDuCompte: EtatDuCompte }, statut: StatutUtilisateur): string | undefined {
  const precisions = [
    administrateur && 'Administrateur partenaire',
    statut !== 'CLOTURE' && etatDuCompte.verrouille && 'Compte verrouillé',
    statut !== 'CLOTURE' && etatDuCompte.invitationEnAttente && 'Invitation en attente',
  ].filter((precision): precision is string => typeof precision === 'string');
  return precisions.length > 0 ? precisions.join(' · ') : undefined;
}

function actionsPossibles(statut: StatutUtilisateur, modifiable: boolean, administrateur: boolean, compte: EtatDuCompte, acteur: ActeurPartenaire): readonly AutreAction[] {
  const ouvert = statut !== 'CLOTURE';
  const possibles: readonly (AutreAction | false)[] = [
    ouvert && modifiable && compte.invitationEnAttente && 'invitation',
    ouvert && modifiable && compte.verrouille && 'deverrouiller',
    ouvert && modifiable && !compte.invitationEnAttente && 'mot-de-passe',
    ouvert && peut(acteur, 'Habilitation', 'affecter') && 'habiliter',
    ouvert && !administrateur && (acteur.administrateur || acteur.mandats.some((mandat) => mandat.peutDeleguer)) && 'responsable',
    'historique',
  ];
  return possibles.filter((action): action is AutreAction => action !== false);
}

/** A group as a choice of the form, with what it opens. */
export function choixDeGroupe({ id, libelle, ouvre }: GroupeHabilitation): Choix {
  return { valeur: id, libelle, indice: ouvre };
}

/** The state of a habilitation, in words. */
export function etatDit(habilitation: Habilitation, jour: string): Readonly<{ texte: string; ton: TonEtiquette }> {
  if (habilitation.etat === 'refusee') return { texte: 'Refusée par votre Caf', ton: 'erreur' };
  if (habilitation.etat === 'retiree') return { texte: 'Demande retirée', ton: 'neutre' };
  const etat = etatAffiche(datee(habilitation), jour);
  if (etat === 'historique') return { texte: 'Terminée', ton: 'neutre' };
  if (habilitation.etat === 'en-attente-caf') return { texte: 'En attente de validation par votre Caf', ton: 'attente' };
  if (habilitation.etat === 'suspendue') return { texte: 'Suspendue par votre Caf à titre conservatoire', ton: 'erreur' };
  return etat === 'actif' ? { texte: 'Active', ton: 'succes' } : { texte: 'À venir', ton: 'information' };
}

/** Where a habilitation applies: « CBA-RAM Les Marins marrants (Salle des fêtes) ». */
export function porteeDe({ equipement, lieu }: Habilitation): string {
  return lieu ? `${equipement.nom} (${lieu.nom})` : equipement.nom;
}

export const roleDe = ({ role }: Pick<Habilitation, 'role'>): string => LIBELLES_ROLES[role];
