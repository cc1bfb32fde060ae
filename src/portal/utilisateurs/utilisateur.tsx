import type { Acces } from '#src/http/route.ts';
import { Etiquette, type Acte, type TonEtiquette } from '#src/portal/composants/index.ts';

export const CHEMIN_UTILISATEURS = '/partenaire/utilisateurs';

/** The right to read all that is recorded of a user. */
export const FICHE_ENTIERE: Acces = { droit: ['Utilisateur', 'lire'], entiere: true };

/** Where every page of a user stands. */
export const FIL_UTILISATEURS = [
  { libelle: 'Gestion des habilitations' },
  { libelle: 'Mes utilisateurs', href: CHEMIN_UTILISATEURS },
];

export function nomDe(utilisateur: Pick<LigneUtilisateur, 'nom' | 'prenom'>): string {
  return `${utilisateur.prenom} ${utilisateur.nom}`;
}

export type StatutUtilisateur = 'OUVERT' | 'CLOTURE' | 'A_VENIR';

/** What may be done with a user beside « Modifier / Supprimer », in the order of the menu « Choisir… ». */
export const AUTRES_ACTIONS = {
  invitation: 'Renvoyer l’invitation',
  identite: 'Changer l’identité',
  deverrouiller: 'Déverrouiller le compte',
  'mot-de-passe': 'Réinitialiser le mot de passe',
  habiliter: 'Affecter un rôle',
  responsable: 'Nommer responsable habilitations',
  historique: 'Consulter l’historique',
} as const;

export type AutreAction = keyof typeof AUTRES_ACTIONS;

export type LigneUtilisateur = Readonly<{
  id: string;
  identifiant: string;
  nom: string;
  prenom: string;
  courriel: string;
  telephone: string | null;
  ouvertLe: string;
  closLe: string | null;
  statut: StatutUtilisateur;
  /** Said under the status: « En attente d’acceptation », « Compte verrouillé ». */
  precision?: string;
  /** « Modifier », and « Supprimer » of whoever is not closed. */
  fiche: readonly Acte[];
  /** The menu « Choisir… ». */
  actes: readonly Acte[];
}>;

export const STATUTS: Record<StatutUtilisateur, Readonly<{ libelle: string; ton: TonEtiquette }>> = {
  OUVERT: { libelle: 'Ouvert', ton: 'succes' },
  CLOTURE: { libelle: 'Clôturé', ton: 'neutre' },
  A_VENIR: { libelle: 'À venir', ton: 'information' },
};

/** « Ouvert », « Clôturé » or « À venir ». */
export function StatutDe({ statut }: { statut: StatutUtilisateur }) {
  return <Etiquette ton={STATUTS[statut].ton}>{STATUTS[statut].libelle}</Etiquette>;
}

/** Where an entry of « Autres actions » leads. */
export function adresseAction(id: string, action: AutreAction): string {
  if (action === 'habiliter') return `/partenaire/habilitations/habiliter?utilisateur=${id}`;
  if (action === 'responsable') return `/partenaire/responsables/nommer?utilisateur=${id}`;
  return `${CHEMIN_UTILISATEURS}/${id}/${action}`;
}

/** « Poste de travail », in words. */
export const LIBELLES_POSTES = {
  sedentaire: 'Sédentaire (possède un poste fixe)',
  itinerant: 'Itinérant (poste de travail variable)',
} as const;
