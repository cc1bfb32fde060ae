import { appeler } from '#src/kernel/sql.ts';
import { fonction } from '#src/domain/acces/tables.ts';
import { randomUUID } from 'node:crypto';
import { FUSEAU_NATIONAL } from '#src/kernel/horloge.ts';
import type { UniteDeTravail } from '#src/kernel/commande.ts';
import { creerJeton } from '#src/domain/acces/compte/jeton.ts';
import {
  lettreFormulaire,
  lettreInvitation,
  lettreMotDePasseImpose,
  lettreNouvelAcces,
  lettreRattachement,
  lettreReinitialisation,
} from '#src/domain/acces/compte/lettres.ts';
import { compterLeLien } from '#src/domain/acces/compte/limite-des-liens.ts';
import { aUnMotDePasse } from '#src/domain/acces/compte/mot-de-passe.ts';
import { apresMinutes, parametreSecurite } from '#src/domain/acces/compte/parametres.ts';

const fuseauDe = (unite: UniteDeTravail): string =>
  'fuseauHoraire' in unite.acteur ? unite.acteur.fuseauHoraire : FUSEAU_NATIONAL;
const expiration = (unite: UniteDeTravail, parametre: string, minutesParUnite: number): Date =>
  apresMinutes(
    unite.maintenant,
    parametreSecurite(unite.registre, parametre, unite.aujourdhui.toString()) * minutesParUnite,
  );

/** Somebody to whom an access is opened. */
export interface PersonneInvitee {
  readonly courriel: string;
  readonly prenom: string;
  readonly cafId: string | null;
  /** Who opens the access, as the mail says it. */
  readonly organisme: string;
  /** Quoted in the mail. */
  readonly identifiant?: string;
  /** The user of a partner this access is: it waits for the owner of the account. */
  readonly utilisateurId?: string;
  readonly demonstration?: boolean;
  /** The account only: neither link nor mail. */
  readonly sansCourriel?: boolean;
}

/**
 * Opens or finds the account of a person and mails the link by which he chooses his password.
 * Called again, it sends a new link and the former dies. Somebody who already has a password is asked for his
 * consent, or only told.
 * @throws TropDeLiens
 */
export async function inviter(
  unite: UniteDeTravail,
  personne: PersonneInvitee,
): Promise<{ readonly compteId: string; readonly dejaActif: boolean }> {
  const nouveau = randomUUID();
  const [ligne] = await appeler(
    unite.em,
    fonction('compte_creer', nouveau, personne.courriel, personne.demonstration ?? false),
  );
  if (!ligne) throw new Error('compte_creer: no answer');
  const compteId = ligne.resultat;
  if (compteId === nouveau)
    unite.journaliser({ entite: 'Compte', entiteId: compteId, details: { compte: 'créé' } });
  const dejaActif = compteId !== nouveau && (await aUnMotDePasse(unite, compteId));
  if (personne.sansCourriel) return { compteId, dejaActif };
  if (!(await compterLeLien(unite, personne.courriel))) return { compteId, dejaActif };
  if (dejaActif) {
    const lettre = personne.utilisateurId
      ? lettreRattachement(personne, unite.adresse('/rattachements'))
      : lettreNouvelAcces(personne, unite.adresse('/connexion'));
    unite.envoyer({ destinataire: personne.courriel, cafId: personne.cafId, ...lettre });
    return { compteId, dejaActif };
  }
  const expireLe = expiration(unite, 'invitationHeures', 60);
  const secret = await creerJeton(unite, {
    genre: 'invitation',
    compteId,
    ...(personne.utilisateurId ? { sujetId: personne.utilisateurId } : {}),
    expireLe,
  });
  const adresse = unite.adresse(`/invitation?jeton=${secret}`);
  unite.envoyer({
    destinataire: personne.courriel,
    cafId: personne.cafId,
    ...lettreInvitation(personne, { adresse, expireLe, fuseau: fuseauDe(unite) }),
  });
  return { compteId, dejaActif };
}

/**
 * Mails the link by which a person replaces his password; the present one works until then. @throws
 * TropDeLiens
 */
export async function envoyerReinitialisation(
  unite: UniteDeTravail,
  compte: { readonly compteId: string; readonly courriel: string; readonly cafId: string | null },
): Promise<void> {
  if (!(await compterLeLien(unite, compte.courriel))) return;
  const expireLe = expiration(unite, 'reinitialisationMinutes', 1);
  const secret = await creerJeton(unite, { genre: 'reinitialisation', compteId: compte.compteId, expireLe });
  const adresse = unite.adresse(`/reinitialisation?jeton=${secret}`);
  unite.envoyer({
    destinataire: compte.courriel,
    cafId: compte.cafId,
    ...lettreReinitialisation({ adresse, expireLe, fuseau: fuseauDe(unite) }),
  });
}

/**
 * The Caf ends the password and the sessions of a person, as a precaution: only the link mailed to him lets
 * him choose another.
 * @param motif told to the person
 * @throws TropDeLiens
 */
export async function imposerNouveauMotDePasse(
  unite: UniteDeTravail,
  compte: { readonly compteId: string; readonly courriel: string; readonly cafId: string },
  motif: string,
): Promise<void> {
  // Whoever else has written to him, this link is the only way back in: it always leaves.
  await compterLeLien(unite, compte.courriel);
  await unite.em.execute('select compte_retirer_mot_de_passe(?)', [compte.compteId]);
  unite.journaliser({
    entite: 'Compte',
    entiteId: compte.compteId,
    details: { motDePasse: 'retiré par la Caf' },
  });
  const expireLe = expiration(unite, 'reinitialisationMinutes', 1);
  const secret = await creerJeton(unite, { genre: 'reinitialisation', compteId: compte.compteId, expireLe });
  const adresse = unite.adresse(`/reinitialisation?jeton=${secret}`);
  unite.envoyer({
    destinataire: compte.courriel,
    cafId: compte.cafId,
    ...lettreMotDePasseImpose(motif, { adresse, expireLe, fuseau: fuseauDe(unite) }),
  });
}

/**
 * Mails the link by which somebody without an account fills an eligibility form; works until the form is
 * submitted.
 */
export async function inviterAuFormulaire(
  unite: UniteDeTravail,
  invitation: {
    readonly formulaireId: string;
    readonly courriel: string;
    readonly cafId: string;
    readonly organisme: string;
  },
): Promise<void> {
  if (!(await compterLeLien(unite, invitation.courriel))) return;
  const expireLe = expiration(unite, 'invitationHeures', 60);
  const secret = await creerJeton(unite, {
    genre: 'eligibilite',
    compteId: null,
    sujetId: invitation.formulaireId,
    expireLe,
  });
  const adresse = unite.adresse(`/eligibilite?jeton=${secret}`);
  unite.envoyer({
    destinataire: invitation.courriel,
    cafId: invitation.cafId,
    ...lettreFormulaire(invitation.organisme, { adresse, expireLe, fuseau: fuseauDe(unite) }),
  });
}
