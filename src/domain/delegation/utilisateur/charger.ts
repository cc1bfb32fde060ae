import { charger } from '#src/kernel/chargement.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { VersionPerimee } from '#src/kernel/refus.ts';
import { Utilisateur } from '#src/domain/delegation/utilisateur/utilisateur.ts';

/**
 * The user an act is on, with his account and his organisme.
 * @param saisie the version is the one the form was filled from; absent for acts which change no field of the
 *   user
 * @throws Introuvable | VersionPerimee with the fields of the form
 */
export async function lUtilisateur(
  unite: UniteDeLecture,
  { id, version }: { readonly id: string; readonly version?: number },
): Promise<Utilisateur> {
  const utilisateur = await charger(unite, Utilisateur, id, 'Utilisateur', ['partenaire', 'compte']);
  if (version === undefined || version === utilisateur.version) return utilisateur;
  const {
    nom,
    prenom,
    courriel,
    telephone,
    ouvertLe,
    closLe,
    poste,
    groupes,
    version: actuelle,
  } = utilisateur;
  throw new VersionPerimee({
    nom,
    prenom,
    courriel,
    telephone,
    ouvertLe,
    closLe,
    poste,
    groupes,
    version: actuelle,
  });
}
