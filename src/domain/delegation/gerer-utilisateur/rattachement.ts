import { z } from 'zod';
import { definirCommande, type UniteDeLecture } from '#src/kernel/commande.ts';
import { acteurPartenaire } from '#src/domain/delegation/mandat/pouvoir.ts';
import { prevenirAdministrateurs } from '#src/domain/delegation/utilisateur/administrateurs.ts';
import { cloturerAu } from '#src/domain/delegation/gerer-utilisateur/cloture.ts';
import { lUtilisateur } from '#src/domain/delegation/utilisateur/charger.ts';
import { RienAAccepter } from '#src/domain/delegation/utilisateur/refus.ts';
import type { Utilisateur } from '#src/domain/delegation/utilisateur/utilisateur.ts';

/** The actor's own access. */
const leSien = (unite: UniteDeLecture): Promise<Utilisateur> =>
  lUtilisateur(unite, { id: acteurPartenaire(unite).utilisateurId });

/** It is proposed to him, and he has not answered yet. @throws RienAAccepter */
function exigerPropose(unite: UniteDeLecture, { rattachement, closLe }: Utilisateur): void {
  if (rattachement !== 'en-attente' || (closLe && closLe <= unite.aujourdhui.toString()))
    throw new RienAAccepter();
}

/**
 * The owner of the account accepts the access an organisme proposed: it opens from its date on, with what he
 * was given.
 */
export const accepterRattachement = definirCommande({
  nom: 'utilisateur.accepterRattachement',
  droit: ['Utilisateur', 'repondreRattachement'],
  saisie: z.object({}),
  charger: leSien,
  condition: exigerPropose,
  async executer(_unite, _saisie, utilisateur) {
    utilisateur.rattachement = 'accepte';
    return utilisateur;
  },
});

/**
 * He refuses: the access is closed, what had been prepared for him ends, the administrators of the organisme
 * are told.
 */
export const refuserRattachement = definirCommande({
  nom: 'utilisateur.refuserRattachement',
  droit: ['Utilisateur', 'repondreRattachement'],
  saisie: z.object({}),
  charger: leSien,
  condition: exigerPropose,
  async executer(unite, _saisie, utilisateur) {
    const jour = unite.aujourdhui.toString();
    utilisateur.rattachement = 'refuse';
    await cloturerAu(unite, utilisateur, jour > utilisateur.ouvertLe ? jour : utilisateur.ouvertLe);
    const { id, prenom, nom, partenaire } = utilisateur;
    await prevenirAdministrateurs(
      unite,
      { partenaire: partenaire.id, saufUtilisateur: id },
      `Accès refusé par ${prenom} ${nom}`,
      [
        `${prenom} ${nom} a refusé l’accès que vous lui proposiez pour ${partenaire.nom}. Cet accès est clôturé, et ce qui lui avait été confié a pris fin.`,
      ],
    );
    return utilisateur;
  },
});
