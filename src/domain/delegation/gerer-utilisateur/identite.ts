import { compteDe } from '#src/kernel/acteur.ts';
import type { UniteDeTravail } from '#src/kernel/commande.ts';
import { prevenirLaCaf } from '#src/domain/territoire/caf/prevenir.ts';
import { rolesDuJour } from '#src/kernel/roles.ts';
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

/** What goes back to the Caf. */
export interface AValider {
  /** The roles, within a sentence: « d’approbateur ». */
  readonly roles: string;
  /** Names of the equipments. */
  readonly ou: readonly string[];
}
export const RIEN_A_VALIDER: AValider = { roles: '', ou: [] };

/**
 * The Caf validates the holder of such a role for who he is: under another name or address, it must see him again. His
 * habilitation goes back to
 * its queue, asked for by the actor, and opens nothing meanwhile; a suspended one too: it was suspended for
 * somebody.
 * @param devient what the Caf knew him by is replaced by this
 * @returns what waits again
 */
export async function rendreALaCaf(
  unite: UniteDeTravail,
  utilisateur: Utilisateur,
  devient: Partial<Pick<Utilisateur, 'nom' | 'prenom' | 'courriel'>>,
): Promise<AValider> {
  const jour = unite.aujourdhui.toString();
  const roles = rolesDuJour(unite);
  const siennes = {
    utilisateur: utilisateur.id,
    role: { $in: roles.liste.filter(({ valideParLaCaf }) => valideParLaCaf).map(({ code }) => code) },
    etat: { $in: ['accordee' as const, 'suspendue' as const] },
    $or: [{ au: null }, { au: { $gt: jour } }],
  };
  const vues = await unite.em.find(Habilitation, siennes, {
    populate: ['equipement'],
    orderBy: { equipement: { nom: 'asc' } },
  });
  if (vues.length === 0) return RIEN_A_VALIDER;
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
  const tenus = roles.enOrdre(habilitations.map(({ role }) => role));
  const libelles = tenus.map((role) => roles.libelle(role)).join(', ');
  const { nom, prenom, courriel, partenaire } = utilisateur;
  const dire = (qui: Pick<Utilisateur, 'nom' | 'prenom' | 'courriel'>) =>
    `${qui.prenom} ${qui.nom} (${qui.courriel})`;
  await prevenirLaCaf(unite, `${libelles} à valider de nouveau : ${partenaire.nom}`, [
    `${partenaire.nom} a changé l’identité de son ${libelles.toLowerCase()} : ${dire({ nom, prenom, courriel })} devient ${dire({ nom, prenom, courriel, ...devient })}.`,
    `Son habilitation attend de nouveau votre validation sur : ${ou.join(', ')}. Elle n’ouvre aucun droit d’ici là.`,
  ]);
  return { roles: tenus.map((role) => roles.enPhrase(role)).join(' et '), ou };
}
