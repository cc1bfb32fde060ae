import { charger } from '#src/domain/commun/chargement.ts';
import type { UniteDeTravail } from '#src/domain/commun/commande.ts';
import { VersionPerimee } from '#src/domain/commun/refus.ts';
import { acteurPartenaire, exigerPouvoir } from '#src/domain/mandat/pouvoir.ts';
import { AdministrateurProtege } from '#src/domain/utilisateur/refus.ts';
import { Utilisateur } from '#src/domain/utilisateur/utilisateur.ts';

/**
 * Loads a user whom the actor may manage.
 * @param version the version the form was filled from; absent for acts which change no field of the user
 * @throws HorsMandat, AdministrateurProtege, VersionPerimee, Introuvable
 */
export async function chargerGere(unite: UniteDeTravail, id: string, version?: number): Promise<Utilisateur> {
  const acteur = acteurPartenaire(unite);
  await exigerPouvoir(unite, { creerUtilisateurs: true }, 'la gestion des utilisateurs');
  const utilisateur = await charger(unite, Utilisateur, id, 'Utilisateur', ['partenaire', 'compte']);
  if (utilisateur.administrateur && !acteur.administrateur) throw new AdministrateurProtege();
  if (version !== undefined && utilisateur.version !== version) {
    const { nom, prenom, courriel, telephone, ouvertLe, closLe, poste, groupes, version: actuelle } = utilisateur;
    throw new VersionPerimee({ nom, prenom, courriel, telephone, ouvertLe, closLe, poste, groupes, version: actuelle });
  }
  return utilisateur;
}
