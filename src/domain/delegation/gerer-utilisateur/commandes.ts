import { z } from 'zod';
import { charger, chargerPourModifier } from '#src/kernel/chargement.ts';
import { definirCommande, type UniteDeLecture, type UniteDeTravail } from '#src/kernel/commande.ts';
import { jour, reference, telephoneFacultatif, versionLue } from '#src/kernel/saisie/saisie.ts';
import { exigerTousLesEspaces } from '#src/domain/acces/compte/espaces.ts';
import { envoyerReinitialisation } from '#src/domain/acces/compte/inviter.ts';
import { unlock } from '#src/domain/acces/compte/lockout.ts';
import { exigerActe } from '#src/domain/contractualisation/echeance/echeance.ts';
import { acteurPartenaire, exigerPouvoir } from '#src/domain/delegation/mandat/pouvoir.ts';
import { Partenaire } from '#src/domain/contractualisation/organisme/partenaire.ts';
import { cloturerAu } from '#src/domain/delegation/gerer-utilisateur/cloture.ts';
import { ouvrirUtilisateur } from '#src/domain/delegation/utilisateur/creation.ts';
import { exigerSansHomonyme } from '#src/domain/delegation/utilisateur/homonyme.ts';
import { exigerGerable } from '#src/domain/delegation/gerer-utilisateur/pouvoir.ts';
import {
  estUnAutreNom,
  inviterUtilisateur,
  rendreALaCaf,
} from '#src/domain/delegation/gerer-utilisateur/identite.ts';
import { lUtilisateur } from '#src/domain/delegation/utilisateur/charger.ts';
import {
  ClotureAvantOuverture,
  ClotureDansLePasse,
  GroupeInconnu,
  InvitationDejaAcceptee,
  InvitationNonAcceptee,
  NomAChangerAilleurs,
  PropreCloture,
  UtilisateurClos,
} from '#src/domain/delegation/utilisateur/refus.ts';
import { SAISIE_CREATION, SAISIE_MODIFICATION } from '#src/domain/delegation/utilisateur/saisie.ts';
import { GroupeHabilitation, Utilisateur } from '#src/domain/delegation/utilisateur/utilisateur.ts';

/** @throws HorsMandat | ActeFermeParLaConvention */
async function exigerCreation(unite: UniteDeLecture, { id }: Pick<Partenaire, 'id'>): Promise<void> {
  await exigerPouvoir(unite, { creerUtilisateurs: true }, 'la création d’utilisateurs');
  await exigerActe(unite, 'creer-utilisateur', id);
}

/** @throws HorsMandat | AdministrateurProtege | PropreCloture */
async function exigerClosable(unite: UniteDeLecture, utilisateur: Utilisateur): Promise<void> {
  await exigerGerable(unite, utilisateur);
  exigerUnAutre(unite, utilisateur);
}

/** @throws PropreCloture */
function exigerUnAutre(unite: UniteDeLecture, { id }: Utilisateur): void {
  if (id === acteurPartenaire(unite).utilisateurId) throw new PropreCloture(id);
}

/** @throws HorsMandat | AdministrateurProtege | UtilisateurClos */
async function exigerOuvert(unite: UniteDeLecture, utilisateur: Utilisateur): Promise<void> {
  await exigerGerable(unite, utilisateur);
  if (utilisateur.closLe && utilisateur.closLe <= unite.aujourdhui.toString()) throw new UtilisateurClos();
}

/**
 * An invitation is sent again until it is accepted. @throws HorsMandat | AdministrateurProtege |
 * UtilisateurClos | InvitationDejaAcceptee | ActeFermeParLaConvention
 */
async function exigerAInviter(unite: UniteDeLecture, utilisateur: Utilisateur): Promise<void> {
  await exigerOuvert(unite, utilisateur);
  if (utilisateur.rattachement === 'accepte') throw new InvitationDejaAcceptee();
  await exigerActe(unite, 'inviter', acteurPartenaire(unite).partenaireId);
}

/**
 * His account is his: it is acted upon once he has accepted, and where it opens nothing elsewhere. @throws
 * InvitationNonAcceptee | CompteDAilleurs
 */
async function exigerCompteTenu(unite: UniteDeLecture, utilisateur: Utilisateur): Promise<void> {
  await exigerOuvert(unite, utilisateur);
  // Asked first: of an access that is not accepted nothing is told of the account.
  if (utilisateur.rattachement !== 'accepte') throw new InvitationNonAcceptee();
  await exigerTousLesEspaces(unite, utilisateur.compte.id);
}

/**
 * « Créer un utilisateur »: opens the user today unless told otherwise, and invites him; a name already there
 * is to be confirmed.
 */
export const creerUtilisateur = definirCommande({
  nom: 'utilisateur.creer',
  droit: ['Utilisateur', 'creer'],
  saisie: SAISIE_CREATION,
  charger: (unite) =>
    charger(unite, Partenaire, acteurPartenaire(unite).partenaireId, 'Organisme partenaire'),
  condition: exigerCreation,
  async executer(unite, saisie, partenaire) {
    const ouvertLe = saisie.ouvertLe ?? unite.aujourdhui.toString();
    verifierPeriode(unite, ouvertLe, saisie.closLe, null);
    await verifierGroupes(unite, saisie.groupes);
    const { nom, prenom, courriel, telephone, closLe, poste, groupes } = saisie;
    if (!saisie.autrePersonne) await exigerSansHomonyme(unite, partenaire.id, { nom, prenom, courriel });
    return ouvrirUtilisateur(unite, {
      partenaire,
      cafId: acteurPartenaire(unite).cafId,
      nom,
      prenom,
      courriel,
      telephone,
      ouvertLe,
      closLe,
      poste,
      groupes,
      administrateur: false,
    });
  },
});

/**
 * Modifies a user's record, not who he is: his address, and the name he is known by once he has accepted,
 * have their own acts. A closing date ends what he holds;
 * to open an access again asks what a creation asks of the convention.
 */
export const modifierUtilisateur = definirCommande({
  nom: 'utilisateur.modifier',
  droit: ['Utilisateur', 'modifier'],
  saisie: SAISIE_MODIFICATION,
  charger: lUtilisateur,
  condition: exigerGerable,
  async executer(unite, saisie, utilisateur) {
    const ouvertLe = saisie.ouvertLe ?? utilisateur.ouvertLe;
    verifierPeriode(unite, ouvertLe, saisie.closLe, utilisateur.closLe ?? null);
    await verifierGroupes(unite, saisie.groupes);
    const { nom, prenom, telephone, closLe, poste, groupes } = saisie;
    if (estUnAutreNom(utilisateur, { nom, prenom })) {
      if (utilisateur.rattachement === 'accepte')
        throw new NomAChangerAilleurs(nom === utilisateur.nom ? 'prenom' : 'nom');
      await rendreALaCaf(unite, utilisateur, { nom, prenom });
    }
    if (rouvre(unite, utilisateur, closLe))
      await exigerActe(unite, 'creer-utilisateur', utilisateur.partenaire.id);
    Object.assign(utilisateur, { nom, prenom, telephone, poste, groupes, ouvertLe });
    if (closLe !== (utilisateur.closLe ?? null)) {
      if (closLe !== null) {
        exigerUnAutre(unite, utilisateur);
        await cloturerAu(unite, utilisateur, closLe);
      } else utilisateur.closLe = null;
    }
    return utilisateur;
  },
});

/** « Supprimer »: closes the access from a day on. A user is never erased. */
export const cloturerUtilisateur = definirCommande({
  nom: 'utilisateur.cloturer',
  droit: ['Utilisateur', 'cloturer'],
  saisie: z.object({ id: reference('Utilisateur'), version: versionLue(), closLe: jour('Date de clôture') }),
  charger: lUtilisateur,
  condition: exigerClosable,
  async executer(unite, { closLe }, utilisateur) {
    verifierPeriode(unite, utilisateur.ouvertLe, closLe, null);
    await cloturerAu(unite, utilisateur, closLe);
    return utilisateur;
  },
});

/**
 * « Renvoyer l'invitation »: a new link, the former one ceases to be valid. After a refusal, it asks again.
 */
export const renvoyerInvitation = definirCommande({
  nom: 'utilisateur.inviter',
  droit: ['Utilisateur', 'inviter'],
  saisie: z.object({ id: reference('Utilisateur') }),
  charger: lUtilisateur,
  condition: exigerAInviter,
  async executer(unite, _saisie, utilisateur) {
    utilisateur.rattachement = 'en-attente';
    await inviterUtilisateur(unite, utilisateur);
    return utilisateur;
  },
});

/** « Réinitialiser le mot de passe »: sends the user a link; nobody else ever knows his password. */
export const reinitialiserMotDePasse = definirCommande({
  nom: 'utilisateur.reinitialiserMotDePasse',
  droit: ['Utilisateur', 'inviter'],
  saisie: z.object({ id: reference('Utilisateur') }),
  charger: lUtilisateur,
  condition: exigerCompteTenu,
  async executer(unite, _saisie, utilisateur) {
    await envoyerReinitialisation(unite, {
      compteId: utilisateur.compte.id,
      courriel: utilisateur.compte.courriel,
      cafId: utilisateur.caf.id,
    });
    return utilisateur;
  },
});

/** « Déverrouiller le compte »: forgets the failed sign-ins; the password does not change. */
export const deverrouillerUtilisateur = definirCommande({
  nom: 'utilisateur.deverrouiller',
  droit: ['Utilisateur', 'deverrouiller'],
  saisie: z.object({ id: reference('Utilisateur') }),
  charger: lUtilisateur,
  condition: exigerCompteTenu,
  async executer(unite, _saisie, utilisateur) {
    await unlock(unite, utilisateur.compte.id);
    return utilisateur;
  },
});

/** « Mon profil »: what a user may change of himself. */
export const modifierMonProfil = definirCommande({
  nom: 'utilisateur.modifierSonProfil',
  droit: ['Utilisateur', 'modifierSonProfil'],
  saisie: z.object({ version: versionLue(), telephone: telephoneFacultatif('Téléphone') }),
  charger: (unite, { version }) =>
    chargerPourModifier(unite, Utilisateur, acteurPartenaire(unite).utilisateurId, version, 'Utilisateur'),
  async executer(_unite, { telephone }, utilisateur) {
    utilisateur.telephone = telephone;
    return utilisateur;
  },
});

/** Whether an access closed by now is to be open again. */
function rouvre({ aujourdhui }: UniteDeLecture, utilisateur: Utilisateur, closLe: string | null): boolean {
  const ferme = (jour: string | null | undefined): boolean => Boolean(jour && jour <= aujourdhui.toString());
  return ferme(utilisateur.closLe) && !ferme(closLe);
}

/**
 * @param dejaClosLe the closing date already recorded: keeping it is no new closing, even if it has passed
 */
function verifierPeriode(
  unite: UniteDeTravail,
  ouvertLe: string,
  closLe: string | null,
  dejaClosLe: string | null,
): void {
  if (closLe === null) return;
  if (closLe < ouvertLe) throw new ClotureAvantOuverture();
  if (closLe !== dejaClosLe && closLe < unite.aujourdhui.toString()) throw new ClotureDansLePasse();
}

async function verifierGroupes(unite: UniteDeTravail, groupes: readonly string[]): Promise<void> {
  if (groupes.length === 0) return;
  const connus = await unite.em.count(GroupeHabilitation, { id: { $in: [...groupes] } });
  if (connus !== groupes.length) throw new GroupeInconnu();
}
