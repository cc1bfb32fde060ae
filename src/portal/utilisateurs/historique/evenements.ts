import type { LigneDHistorique } from '#src/domain/delegation/utilisateur/historique.ts';
import type { Evenement } from '#src/portal/composants/index.ts';
import { instantFr } from '#src/kernel/francais.ts';

/** Commands, as a reader of a history calls what they did. */
const TITRES: Readonly<Record<string, string>> = {
  'utilisateur.creer': 'Utilisateur créé',
  'utilisateur.modifier': 'Utilisateur modifié',
  'utilisateur.cloturer': 'Accès clôturé',
  'utilisateur.inviter': 'Invitation renvoyée',
  'utilisateur.reinitialiserMotDePasse': 'Lien de nouveau mot de passe envoyé',
  'utilisateur.deverrouiller': 'Compte déverrouillé',
  'utilisateur.imposerMotDePasse': 'Nouveau mot de passe demandé par la Caf',
  'utilisateur.modifierSonProfil': 'Profil modifié par la personne',
  'utilisateur.corrigerNom': 'Nom corrigé',
  'utilisateur.corrigerInvitation': 'Adresse de l’invitation corrigée',
  'utilisateur.remplacerPersonne': 'Une autre personne prend la place',
  'utilisateur.accepterRattachement': 'Accès accepté par la personne',
  'utilisateur.refuserRattachement': 'Accès refusé par la personne',
  'habilitation.affecter': 'Rôle affecté',
  'habilitation.terminer': 'Habilitation terminée',
  'habilitation.valider': 'Habilitation validée par la Caf',
  'habilitation.refuser': 'Habilitation refusée par la Caf',
  'habilitation.suspendre': 'Habilitation suspendue par la Caf',
  'habilitation.leverSuspension': 'Suspension levée par la Caf',
  'mandat.donner': 'Nommé responsable habilitations',
  'mandat.terminer': 'Mandat de responsable retiré',
  'mandat.retirer': 'Mandat de responsable retiré par la Caf',
};

const CHAMPS: Readonly<Record<string, string>> = {
  nom: 'nom',
  prenom: 'prénom',
  courriel: 'adresse mail',
  telephone: 'téléphone',
  ouvertLe: 'date d’ouverture',
  closLe: 'date de clôture',
  poste: 'poste de travail',
  groupes: 'groupes',
  au: 'date de fin',
  du: 'date de début',
  etat: 'état',
  compte: 'compte',
};

/** The journal of a user as a timeline. */
export function evenementsDe(lignes: readonly LigneDHistorique[], fuseau: string): readonly Evenement[] {
  return lignes.map((ligne) => ({
    titre: TITRES[ligne.commande] ?? (ligne.genre === 'creation' ? 'Fiche créée' : 'Fiche modifiée'),
    quand: instantFr(ligne.le, fuseau),
    qui: ligne.par ?? 'Votre Caf ou l’application',
    etat: 'fait' as const,
    detail: detailDe(ligne),
  }));
}

function detailDe({ genre, champs, motif }: LigneDHistorique): string | undefined {
  const modifies =
    genre === 'modification'
      ? [...new Set(champs.map((champ) => CHAMPS[champ.split('.')[0] ?? champ]).filter(Boolean))]
      : [];
  const phrases = [
    modifies.length > 0 && `Champs modifiés : ${modifies.join(', ')}.`,
    motif && `Motif : ${motif}`,
  ].filter((phrase): phrase is string => typeof phrase === 'string');
  return phrases.length > 0 ? phrases.join(' ') : undefined;
}
