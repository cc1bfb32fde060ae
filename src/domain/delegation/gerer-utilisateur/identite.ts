import { compteDe } from '#src/kernel/acteur.ts';
import type { UniteDeTravail } from '#src/kernel/commande.ts';
import { prevenirLaCaf } from '#src/domain/territoire/caf/prevenir.ts';
import { inviter } from '#src/domain/acces/compte/inviter.ts';
import { Habilitation } from '#src/domain/delegation/habilitation/habilitation.ts';
import { verrouillerEquipements } from '#src/domain/delegation/habilitation/titulaires.ts';
import type { Utilisateur } from '#src/domain/delegation/utilisateur/utilisateur.ts';
import { cleDeNom } from '#src/engine/saisie/index.ts';

interface Nomme {
  readonly nom: string;
  readonly prenom: string;
}

/**
 * Whether a name is another than its spelling: case, accents, hyphens and the order of its parts change
 * nobody.
 */
export const estUnAutreNom = (avant: Nomme, apres: Nomme): boolean =>
  cleDeNom(avant.nom, avant.prenom) !== cleDeNom(apres.nom, apres.prenom);

/** Sends the user the link by which he accepts. */
export async function inviterUtilisateur(
  unite: UniteDeTravail,
  { id, courriel, prenom, identifiant, caf, partenaire }: Utilisateur,
): Promise<void> {
  await inviter(unite, {
    courriel,
    prenom,
    identifiant,
    cafId: caf.id,
    organisme: partenaire.nom,
    utilisateurId: id,
  });
}

/**
 * The Caf validates an approbateur for who he is: under another name or address, it must see him again. His
 * habilitation goes back to
 * its queue, asked for by the actor, and opens nothing meanwhile; a suspended one too: it was suspended for
 * somebody.
 * @param devient what the Caf knew him by is replaced by this
 * @returns where he was approbateur
 */
export async function rendreALaCaf(
  unite: UniteDeTravail,
  utilisateur: Utilisateur,
  devient: Partial<Pick<Utilisateur, 'nom' | 'prenom' | 'courriel'>>,
): Promise<readonly string[]> {
  const jour = unite.aujourdhui.toString();
  const siennes = {
    utilisateur: utilisateur.id,
    role: 'APPROBATEUR' as const,
    etat: { $in: ['accordee' as const, 'suspendue' as const] },
    $or: [{ au: null }, { au: { $gt: jour } }],
  };
  const vues = await unite.em.find(Habilitation, siennes, {
    populate: ['equipement'],
    orderBy: { equipement: { nom: 'asc' } },
  });
  if (vues.length === 0) return [];
  // As for any request: the Caf and the partner follow one another on an equipment.
  await verrouillerEquipements(unite, [...new Set(vues.map(({ equipement }) => equipement.id))]);
  const habilitations = await unite.em.find(Habilitation, siennes, {
    populate: ['equipement'],
    orderBy: { equipement: { nom: 'asc' } },
    refresh: true,
  });
  const ou = habilitations.map(({ equipement }) => equipement.nom);
  for (const habilitation of habilitations) {
    Object.assign(habilitation, {
      etat: 'en-attente-caf',
      demandePar: compteDe(unite.acteur) ?? habilitation.demandePar,
      demandeLe: unite.maintenant,
      traitePar: null,
      traiteLe: null,
      motif: null,
      remplace: null,
    });
  }
  const { nom, prenom, courriel, partenaire } = utilisateur;
  const dire = (qui: Pick<Utilisateur, 'nom' | 'prenom' | 'courriel'>) =>
    `${qui.prenom} ${qui.nom} (${qui.courriel})`;
  await prevenirLaCaf(unite, `Approbateur à valider de nouveau : ${partenaire.nom}`, [
    `${partenaire.nom} a changé l’identité de son approbateur : ${dire({ nom, prenom, courriel })} devient ${dire({ nom, prenom, courriel, ...devient })}.`,
    `Son habilitation attend de nouveau votre validation sur : ${ou.join(', ')}. Elle n’ouvre aucun droit d’ici là.`,
  ]);
  return ou;
}
