import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { lireLesComptesGeres } from '#src/domain/acces/compte/espaces.ts';
import { pourquoi, type RefusExplique } from '#src/domain/acces/pourquoi/pourquoi.ts';
import { affecterRole } from '#src/domain/delegation/habilitation/affecter.ts';
import { acteurPartenaire } from '#src/domain/delegation/mandat/pouvoir.ts';
import { nommerResponsable } from '#src/domain/delegation/gerer-mandat/commandes.ts';
import {
  corrigerInvitation,
  remplacerPersonne,
} from '#src/domain/delegation/gerer-utilisateur/changer-identite.ts';
import {
  cloturerUtilisateur,
  creerUtilisateur,
  deverrouillerUtilisateur,
  modifierUtilisateur,
  reinitialiserMotDePasse,
  renvoyerInvitation,
} from '#src/domain/delegation/gerer-utilisateur/commandes.ts';
import type { EtatDuCompte } from '#src/domain/delegation/utilisateur/lectures.ts';
import type { Utilisateur } from '#src/domain/delegation/utilisateur/utilisateur.ts';
import type { Acte } from '#src/portal/composants/index.ts';
import {
  adresseAction,
  AUTRES_ACTIONS,
  CHEMIN_UTILISATEURS,
  STATUTS,
  type AutreAction,
  type LigneUtilisateur,
  type StatutUtilisateur,
} from '#src/portal/utilisateurs/utilisateur.tsx';

/** Whether a user is open on a day. */
export function statutDe(
  { ouvertLe, closLe }: Pick<Utilisateur, 'ouvertLe' | 'closLe'>,
  jour: string,
): StatutUtilisateur {
  if (closLe && closLe <= jour) return 'CLOTURE';
  return ouvertLe > jour ? 'A_VENIR' : 'OUVERT';
}

type UtilisateurLu = Utilisateur & { readonly etatDuCompte: EtatDuCompte };

/** « Créer un utilisateur », open or closed to the actor. */
export async function acteDeCreation(unite: UniteDeLecture): Promise<Acte> {
  return {
    nom: 'creer',
    libelle: 'Créer un utilisateur',
    href: `${CHEMIN_UTILISATEURS}/creer`,
    pourquoi: await pourquoi(unite, creerUtilisateur, { id: acteurPartenaire(unite).partenaireId }),
  };
}

/** The rows of « Mes utilisateurs ». */
export async function lignesDUtilisateurs(
  unite: UniteDeLecture,
  utilisateurs: readonly UtilisateurLu[],
): Promise<LigneUtilisateur[]> {
  const lignes: LigneUtilisateur[] = [];
  await lireLesComptesGeres(
    unite,
    utilisateurs.map(({ compte }) => compte.id),
  );
  for (const utilisateur of utilisateurs) lignes.push(await ligneUtilisateur(unite, utilisateur));
  return lignes;
}

/** A row of « Mes utilisateurs », with what may be done with it. */
export async function ligneUtilisateur(
  unite: UniteDeLecture,
  utilisateur: UtilisateurLu,
): Promise<LigneUtilisateur> {
  const { id, identifiant, nom, prenom, courriel, ouvertLe } = utilisateur;
  const statut = statutDe(utilisateur, unite.aujourdhui.toString());
  const vu = { etat: STATUTS[statut].libelle };
  return {
    id,
    identifiant,
    nom,
    prenom,
    courriel,
    ouvertLe,
    telephone: utilisateur.telephone ?? null,
    closLe: utilisateur.closLe ?? null,
    statut,
    precision: precisionDe(utilisateur, statut),
    fiche: [
      {
        nom: 'modifier',
        libelle: 'Modifier',
        href: `${CHEMIN_UTILISATEURS}/${id}/modifier`,
        pourquoi: await pourquoi(unite, modifierUtilisateur, utilisateur, vu),
      },
      ...(statut === 'CLOTURE'
        ? []
        : [
            {
              nom: 'supprimer',
              libelle: 'Supprimer',
              href: `${CHEMIN_UTILISATEURS}/${id}/supprimer`,
              pourquoi: await pourquoi(unite, cloturerUtilisateur, utilisateur, vu),
            },
          ]),
    ],
    actes: await actesSur(unite, utilisateur, statut),
  };
}

function precisionDe(
  { administrateur, rattachement, etatDuCompte }: UtilisateurLu,
  statut: StatutUtilisateur,
): string | undefined {
  const precisions = [
    administrateur && 'Administrateur partenaire',
    statut !== 'CLOTURE' && etatDuCompte.verrouille && 'Compte verrouillé',
    statut !== 'CLOTURE' && rattachement === 'en-attente' && 'En attente d’acceptation',
    rattachement === 'refuse' && 'Accès refusé par la personne',
  ].filter((precision): precision is string => typeof precision === 'string');
  return precisions.length > 0 ? precisions.join(' · ') : undefined;
}

/**
 * Acts of the menu « Choisir… »: an invitation to send again or a password to reset, never both; a role and a
 * mandate to whoever is not closed.
 */
async function actesSur(
  unite: UniteDeLecture,
  utilisateur: UtilisateurLu,
  statut: StatutUtilisateur,
): Promise<readonly Acte[]> {
  const { verrouille } = utilisateur.etatDuCompte;
  const vu = { etat: STATUTS[statut].libelle };
  const acte = (nom: AutreAction, raison: RefusExplique | null): Acte => ({
    nom,
    libelle: AUTRES_ACTIONS[nom],
    href: adresseAction(utilisateur.id, nom),
    pourquoi: raison,
  });
  return [
    utilisateur.rattachement !== 'accepte'
      ? acte('invitation', await pourquoi(unite, renvoyerInvitation, utilisateur, vu))
      : acte('mot-de-passe', await pourquoi(unite, reinitialiserMotDePasse, utilisateur, vu)),
    ...(statut === 'CLOTURE'
      ? []
      : [
          acte(
            'identite',
            await pourquoi(
              unite,
              utilisateur.rattachement === 'accepte' ? remplacerPersonne : corrigerInvitation,
              utilisateur,
              vu,
            ),
          ),
        ]),
    ...(verrouille
      ? [acte('deverrouiller', await pourquoi(unite, deverrouillerUtilisateur, utilisateur, vu))]
      : []),
    ...(statut === 'CLOTURE'
      ? []
      : [
          acte('habiliter', await pourquoi(unite, affecterRole)),
          acte('responsable', await pourquoi(unite, nommerResponsable, { titulaire: utilisateur }, vu)),
        ]),
    acte('historique', null),
  ];
}
