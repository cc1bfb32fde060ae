import { charger } from '#src/domain/commun/chargement.ts';
import type { UniteDeLecture, UniteDeTravail } from '#src/domain/commun/commande.ts';
import { VersionPerimee } from '#src/domain/commun/refus.ts';
import { acteurPartenaire, exigerPouvoir } from '#src/domain/mandat/pouvoir.ts';
import { AdministrateurProtege } from '#src/domain/utilisateur/refus.ts';
import { Utilisateur } from '#src/domain/utilisateur/utilisateur.ts';

const exigerGestion = (unite: UniteDeLecture): Promise<unknown> => exigerPouvoir(unite, { creerUtilisateurs: true }, 'la gestion des utilisateurs');

/** Whether the actor may manage this user: only an administrateur touches an administrateur. @throws HorsMandat | AdministrateurProtege */
export async function exigerGerable(unite: UniteDeLecture, { administrateur }: Pick<Utilisateur, 'administrateur'>): Promise<void> {
  await exigerGestion(unite);
  if (administrateur && !acteurPartenaire(unite).administrateur) throw new AdministrateurProtege();
}

/**
 * Loads a user whom the actor may manage.
 * @param version the version the form was filled from; absent for acts which change no field of the user
 * @throws HorsMandat, AdministrateurProtege, VersionPerimee, Introuvable
 */
export async function chargerGere(unite: UniteDeTravail, id: string, version?: number): Promise<Utilisateur> {
  await exigerGestion(unite);
  const utilisateur = await charger(unite, Utilisateur, id, 'Utilisateur', ['partenaire', 'compte']);
  await exigerGerable(unite, utilisateur);
  if (version !== undefined && utilisateur.version !== version) {
    const { nom, prenom, courriel, telephone, ouvertLe, closLe, poste, groupes, version: actuelle } = utilisateur;
    throw new VersionPerimee({ nom, prenom, courriel, telephone, ouvertLe, closLe, poste, groupes, version: actuelle });
  }
  return utilisateur;
}
