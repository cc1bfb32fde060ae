import type { UniteDeTravail } from '#src/kernel/commande.ts';
import { Utilisateur } from '#src/domain/delegation/utilisateur/utilisateur.ts';

/**
 * A letter to each administrateur partenaire whose access is open today, but for the person who gets his own.
 * Returns those written to.
 */
export async function prevenirAdministrateurs(
  unite: UniteDeTravail,
  { partenaire, saufUtilisateur }: { readonly partenaire: string; readonly saufUtilisateur?: string },
  objet: string,
  phrases: readonly string[],
): Promise<Utilisateur[]> {
  const jour = unite.aujourdhui.toString();
  const administrateurs = await unite.em.find(
    Utilisateur,
    {
      partenaire,
      administrateur: true,
      ...(saufUtilisateur === undefined ? {} : { id: { $ne: saufUtilisateur } }),
      ouvertLe: { $lte: jour },
      $or: [{ closLe: null }, { closLe: { $gt: jour } }],
    },
    { orderBy: { id: 'asc' } },
  );
  for (const { courriel, prenom, nom, caf } of administrateurs) {
    unite.envoyer({
      destinataire: courriel,
      cafId: caf.id,
      objet,
      corps: [
        `Bonjour ${prenom} ${nom},`,
        ...phrases,
        `Mon Compte Partenaire : ${unite.adresse('/partenaire')}`,
      ].join('\n\n'),
    });
  }
  return administrateurs;
}
