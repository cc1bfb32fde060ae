import { z } from 'zod';
import { definirCommande, type UniteDeLecture } from '#src/kernel/commande.ts';
import { motif, reference } from '#src/kernel/saisie/saisie.ts';
import { exigerTousLesEspaces } from '#src/domain/acces/compte/espaces.ts';
import { imposerNouveauMotDePasse } from '#src/domain/acces/compte/inviter.ts';
import { prevenirAdministrateurs } from '#src/domain/delegation/utilisateur/administrateurs.ts';
import { lUtilisateur } from '#src/domain/delegation/utilisateur/charger.ts';
import { InvitationNonAcceptee, UtilisateurClos } from '#src/domain/delegation/utilisateur/refus.ts';
import type { Utilisateur } from '#src/domain/delegation/utilisateur/utilisateur.ts';

/** @throws UtilisateurClos | InvitationNonAcceptee | CompteDAilleurs */
async function exigerCompteTenu(
  unite: UniteDeLecture,
  { closLe, compte, rattachement }: Utilisateur,
): Promise<void> {
  if (closLe && closLe <= unite.aujourdhui.toString()) throw new UtilisateurClos();
  if (rattachement !== 'accepte') throw new InvitationNonAcceptee();
  await exigerTousLesEspaces(unite, compte.id);
}

/** The Caf makes a user of a partner choose a new password: the present one and his sessions end at once. */
export const imposerMotDePasse = definirCommande({
  nom: 'utilisateur.imposerMotDePasse',
  droit: ['Utilisateur', 'imposerMotDePasse'],
  saisie: z.object({ id: reference('Utilisateur'), motif: motif('Motif') }),
  charger: lUtilisateur,
  condition: exigerCompteTenu,
  async executer(unite, saisie, utilisateur) {
    const { compte, caf, partenaire, prenom, nom } = utilisateur;
    unite.motiver(saisie.motif);
    await imposerNouveauMotDePasse(
      unite,
      { compteId: compte.id, courriel: compte.courriel, cafId: caf.id },
      saisie.motif,
    );
    unite.journaliser({
      entite: 'Utilisateur',
      entiteId: utilisateur.id,
      details: { motDePasse: 'à choisir de nouveau' },
    });
    await prevenirAdministrateurs(
      unite,
      { partenaire: partenaire.id, saufUtilisateur: utilisateur.id },
      `Nouveau mot de passe demandé à ${prenom} ${nom}`,
      [
        `Par précaution, votre Caf a mis fin au mot de passe et aux sessions de ${prenom} ${nom}, qui reçoit un lien pour en choisir un autre.`,
        `Motif : ${saisie.motif}`,
      ],
    );
    return utilisateur;
  },
});
