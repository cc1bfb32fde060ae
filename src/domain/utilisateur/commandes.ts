import { z } from 'zod';
import { charger, chargerPourModifier } from '#src/domain/commun/chargement.ts';
import { definirCommande, type UniteDeLecture, type UniteDeTravail } from '#src/domain/commun/commande.ts';
import { jour, reference, telephoneFacultatif, versionLue } from '#src/domain/commun/saisie.ts';
import { Compte } from '#src/domain/compte/compte.ts';
import { envoyerReinitialisation, inviter } from '#src/domain/compte/inviter.ts';
import { aUnMotDePasse } from '#src/domain/compte/mot-de-passe.ts';
import { deverrouiller } from '#src/domain/compte/verrou.ts';
import { exigerActe } from '#src/domain/convention/echeance.ts';
import { acteurPartenaire, exigerPouvoir } from '#src/domain/mandat/pouvoir.ts';
import { Partenaire } from '#src/domain/partenaire/partenaire.ts';
import { cloturerAu } from '#src/domain/utilisateur/cloture.ts';
import { CourrielDejaUtilise, ouvrirUtilisateur } from '#src/domain/utilisateur/creation.ts';
import { exigerSansHomonyme } from '#src/domain/utilisateur/homonyme.ts';
import { chargerGere, exigerGerable } from '#src/domain/utilisateur/pouvoir.ts';
import { ClotureAvantOuverture, ClotureDansLePasse, GroupeInconnu, InvitationDejaAcceptee, InvitationNonAcceptee, PropreCloture, UtilisateurClos } from '#src/domain/utilisateur/refus.ts';
import { SAISIE_CREATION, SAISIE_MODIFICATION } from '#src/domain/utilisateur/saisie.ts';
import { GroupeHabilitation, Utilisateur } from '#src/domain/utilisateur/utilisateur.ts';

/** @throws HorsMandat | ActeFermeParLaConvention */
async function exigerCreation(unite: UniteDeLecture): Promise<void> {
  await exigerPouvoir(unite, { creerUtilisateurs: true }, 'la création d’utilisateurs');
  await exigerActe(unite, 'creer-utilisateur', acteurPartenaire(unite).partenaireId);
}

/** @throws HorsMandat | AdministrateurProtege | PropreCloture */
async function exigerClosable(unite: UniteDeLecture, utilisateur: Utilisateur): Promise<void> {
  await exigerGerable(unite, utilisateur);
  if (utilisateur.id === acteurPartenaire(unite).utilisateurId) throw new PropreCloture(utilisateur.id);
}

/** @throws HorsMandat | AdministrateurProtege | UtilisateurClos */
async function exigerOuvert(unite: UniteDeLecture, utilisateur: Utilisateur): Promise<void> {
  await exigerGerable(unite, utilisateur);
  if (utilisateur.closLe && utilisateur.closLe <= unite.aujourdhui.toString()) throw new UtilisateurClos();
}

/** @throws HorsMandat | AdministrateurProtege | UtilisateurClos | ActeFermeParLaConvention */
async function exigerInvitable(unite: UniteDeLecture, utilisateur: Utilisateur): Promise<void> {
  await exigerOuvert(unite, utilisateur);
  await exigerActe(unite, 'inviter', acteurPartenaire(unite).partenaireId);
}

/** « Créer un utilisateur »: opens the user today unless told otherwise, and invites him; a name already there is to be confirmed. */
export const creerUtilisateur = definirCommande({
  nom: 'utilisateur.creer',
  droit: ['Utilisateur', 'creer'],
  saisie: SAISIE_CREATION,
  condition: exigerCreation,
  async executer(unite, saisie) {
    const acteur = acteurPartenaire(unite);
    await exigerCreation(unite);
    const ouvertLe = saisie.ouvertLe ?? unite.aujourdhui.toString();
    verifierPeriode(unite, ouvertLe, saisie.closLe, null);
    await verifierGroupes(unite, saisie.groupes);
    const partenaire = await charger(unite, Partenaire, acteur.partenaireId, 'Organisme partenaire');
    const { nom, prenom, courriel, telephone, closLe, poste, groupes } = saisie;
    if (!saisie.autrePersonne) await exigerSansHomonyme(unite, partenaire.id, { nom, prenom, courriel });
    return ouvrirUtilisateur(unite, { partenaire, cafId: acteur.cafId, nom, prenom, courriel, telephone, ouvertLe, closLe, poste, groupes, administrateur: false });
  },
});

/**
 * Modifies a user; a new mail is a new account, invited; a closing date ends what the user holds.
 * To invite, or to open an access again, asks what a creation asks of the convention.
 */
export const modifierUtilisateur = definirCommande({
  nom: 'utilisateur.modifier',
  droit: ['Utilisateur', 'modifier'],
  saisie: SAISIE_MODIFICATION,
  condition: exigerGerable,
  async executer(unite, saisie) {
    const utilisateur = await chargerGere(unite, saisie.id, saisie.version);
    const ouvertLe = saisie.ouvertLe ?? utilisateur.ouvertLe;
    verifierPeriode(unite, ouvertLe, saisie.closLe, utilisateur.closLe ?? null);
    await verifierGroupes(unite, saisie.groupes);
    const { nom, prenom, telephone, closLe, poste, groupes } = saisie;
    if (rouvre(unite, utilisateur, closLe)) await exigerActe(unite, 'creer-utilisateur', utilisateur.partenaire.id);
    if (saisie.courriel !== utilisateur.courriel) await exigerActe(unite, 'inviter', utilisateur.partenaire.id);
    Object.assign(utilisateur, { nom, prenom, telephone, poste, groupes, ouvertLe });
    if (saisie.courriel !== utilisateur.courriel) await changerCourriel(unite, utilisateur, saisie.courriel);
    if (closLe !== (utilisateur.closLe ?? null)) {
      if (closLe !== null) await fermer(unite, utilisateur, closLe);
      else utilisateur.closLe = null;
    }
    return utilisateur;
  },
});

/** « Supprimer »: closes the access from a day on. A user is never erased. */
export const cloturerUtilisateur = definirCommande({
  nom: 'utilisateur.cloturer',
  droit: ['Utilisateur', 'cloturer'],
  saisie: z.object({ id: reference('Utilisateur'), version: versionLue(), closLe: jour('Date de clôture') }),
  condition: exigerClosable,
  async executer(unite, { id, version, closLe }) {
    const utilisateur = await chargerGere(unite, id, version);
    verifierPeriode(unite, utilisateur.ouvertLe, closLe, null);
    await fermer(unite, utilisateur, closLe);
    return utilisateur;
  },
});

/** « Renvoyer l'invitation »: a new link, the former one ceases to be valid. */
export const renvoyerInvitation = definirCommande({
  nom: 'utilisateur.inviter',
  droit: ['Utilisateur', 'inviter'],
  saisie: z.object({ id: reference('Utilisateur') }),
  condition: exigerInvitable,
  async executer(unite, { id }) {
    const utilisateur = await chargerGere(unite, id);
    await exigerInvitable(unite, utilisateur);
    if (await aUnMotDePasse(unite, utilisateur.compte.id)) throw new InvitationDejaAcceptee();
    await inviterUtilisateur(unite, utilisateur);
    return utilisateur;
  },
});

/** « Réinitialiser le mot de passe »: sends the user a link; nobody else ever knows his password. */
export const reinitialiserMotDePasse = definirCommande({
  nom: 'utilisateur.reinitialiserMotDePasse',
  droit: ['Utilisateur', 'inviter'],
  saisie: z.object({ id: reference('Utilisateur') }),
  condition: exigerOuvert,
  async executer(unite, { id }) {
    const utilisateur = await chargerOuvert(unite, id);
    if (!(await aUnMotDePasse(unite, utilisateur.compte.id))) throw new InvitationNonAcceptee();
    await envoyerReinitialisation(unite, { compteId: utilisateur.compte.id, courriel: utilisateur.compte.courriel, cafId: utilisateur.caf.id });
    return utilisateur;
  },
});

/** « Déverrouiller le compte »: forgets the failed sign-ins; the password does not change. */
export const deverrouillerUtilisateur = definirCommande({
  nom: 'utilisateur.deverrouiller',
  droit: ['Utilisateur', 'deverrouiller'],
  saisie: z.object({ id: reference('Utilisateur') }),
  condition: exigerOuvert,
  async executer(unite, { id }) {
    const utilisateur = await chargerOuvert(unite, id);
    await deverrouiller(unite, utilisateur.compte.id);
    return utilisateur;
  },
});

/** « Mon profil »: what a user may change of himself. */
export const modifierMonProfil = definirCommande({
  nom: 'utilisateur.modifierSonProfil',
  droit: ['Utilisateur', 'modifierSonProfil'],
  saisie: z.object({ version: versionLue(), telephone: telephoneFacultatif('Téléphone') }),
  async executer(unite, { version, telephone }) {
    const utilisateur = await chargerPourModifier(unite, Utilisateur, acteurPartenaire(unite).utilisateurId, version, 'Utilisateur');
    utilisateur.telephone = telephone;
    return utilisateur;
  },
});

async function chargerOuvert(unite: UniteDeTravail, id: string): Promise<Utilisateur> {
  const utilisateur = await chargerGere(unite, id);
  await exigerOuvert(unite, utilisateur);
  return utilisateur;
}

/** Whether an access closed by now is to be open again. */
function rouvre({ aujourdhui }: UniteDeLecture, utilisateur: Utilisateur, closLe: string | null): boolean {
  const ferme = (jour: string | null | undefined): boolean => Boolean(jour && jour <= aujourdhui.toString());
  return ferme(utilisateur.closLe) && !ferme(closLe);
}

async function fermer(unite: UniteDeTravail, utilisateur: Utilisateur, closLe: string): Promise<void> {
  await exigerClosable(unite, utilisateur);
  await cloturerAu(unite, utilisateur, closLe);
}

/** @param dejaClosLe the closing date already recorded: keeping it is no new closing, even if it has passed */
function verifierPeriode(unite: UniteDeTravail, ouvertLe: string, closLe: string | null, dejaClosLe: string | null): void {
  if (closLe === null) return;
  if (closLe < ouvertLe) throw new ClotureAvantOuverture();
  if (closLe !== dejaClosLe && closLe < unite.aujourdhui.toString()) throw new ClotureDansLePasse();
}

async function verifierGroupes(unite: UniteDeTravail, groupes: readonly string[]): Promise<void> {
  if (groupes.length === 0) return;
  const connus = await unite.em.count(GroupeHabilitation, { id: { $in: [...groupes] } });
  if (connus !== groupes.length) throw new GroupeInconnu();
}

/** The mail is the identity: another mail is another account, which its owner has to open himself. */
async function changerCourriel(unite: UniteDeTravail, utilisateur: Utilisateur, courriel: string): Promise<void> {
  const pris = await unite.em.count(Utilisateur, { partenaire: utilisateur.partenaire.id, courriel, id: { $ne: utilisateur.id } });
  if (pris > 0) throw new CourrielDejaUtilise();
  utilisateur.courriel = courriel;
  const { compteId } = await inviterUtilisateur(unite, utilisateur, true);
  utilisateur.compte = unite.em.getReference(Compte, compteId);
  // The link is for the account of somebody of one's own: the database lets it be made once that is written.
  await unite.em.flush();
  await inviterUtilisateur(unite, utilisateur);
}

function inviterUtilisateur(unite: UniteDeTravail, { courriel, prenom, identifiant, caf, partenaire }: Utilisateur, sansCourriel = false) {
  return inviter(unite, { courriel, prenom, identifiant, cafId: caf.id, organisme: partenaire.nom, sansCourriel });
}
