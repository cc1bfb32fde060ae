import { inviter } from '#src/domain/acces/compte/inviter.ts';
import { Utilisateur } from '#src/domain/delegation/utilisateur/utilisateur.ts';
import { dernierCourriel, ouvrir, type ServeurDeTest } from './serveur-de-test.ts';

/** A password chosen by link. */
export const NOUVEAU = 'une mouette sur le quai';

/** A secret nobody was given. */
export const FORGE = 'A'.repeat(43);

/** Invites somebody who has no account yet, as a user of the partner. */
export async function inviterUtilisateur(
  serveur: ServeurDeTest,
  marins: string,
  courriel: string,
): Promise<string> {
  await serveur.unite(async (unite) => {
    const { compteId } = await inviter(unite, {
      courriel,
      prenom: 'Chantal',
      cafId: '451',
      organisme: 'Commune des Marins',
      identifiant: `COT-${courriel}`,
    });
    if (await unite.em.findOne(Utilisateur, { compte: compteId })) return;
    unite.em.persist(
      unite.em.create(Utilisateur, {
        caf: '451',
        partenaire: marins,
        compte: compteId,
        identifiant: `COT-${courriel}`,
        nom: 'BAILLET',
        prenom: 'Chantal',
        courriel,
        ouvertLe: '2020-01-01',
        groupes: [],
      }),
    );
  });
  return (await dernierCourriel(serveur, courriel))?.lien ?? '';
}

/** Sends the form that chooses a password. */
export const choisir = (
  serveur: ServeurDeTest,
  lien: string,
  motDePasse = NOUVEAU,
  confirmation = motDePasse,
) => ouvrir(serveur).envoyer(lien, { motDePasse, confirmation });
