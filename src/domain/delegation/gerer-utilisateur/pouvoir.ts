import { charger } from '#src/kernel/chargement.ts';
import type { UniteDeLecture, UniteDeTravail } from '#src/kernel/commande.ts';
import { VersionPerimee } from '#src/kernel/refus.ts';
import { Habilitation } from '#src/domain/delegation/habilitation/habilitation.ts';
import { Mandat } from '#src/domain/delegation/mandat/mandat.ts';
import {
  acteurPartenaire,
  couvre,
  decouleDe,
  exigerPouvoir,
  mandatsDeLActeur,
} from '#src/domain/delegation/mandat/pouvoir.ts';
import { AdministrateurProtege, TientHorsMandat } from '#src/domain/delegation/utilisateur/refus.ts';
import { Utilisateur } from '#src/domain/delegation/utilisateur/utilisateur.ts';

const exigerGestion = (unite: UniteDeLecture): Promise<unknown> =>
  exigerPouvoir(unite, { creerUtilisateurs: true }, 'la gestion des utilisateurs');

/**
 * Whether the actor may manage this user: only an administrateur touches an administrateur, and a responsable
 * only whom holds nothing
 * beyond what was entrusted to him. Who could act on somebody's access could otherwise take what he holds, or
 * stop what is not his.
 * @throws HorsMandat | AdministrateurProtege | TientHorsMandat
 */
export async function exigerGerable(
  unite: UniteDeLecture,
  { id, administrateur }: Pick<Utilisateur, 'id' | 'administrateur'>,
): Promise<void> {
  await exigerGestion(unite);
  const acteur = acteurPartenaire(unite);
  if (acteur.administrateur) return;
  if (administrateur) throw new AdministrateurProtege();
  const siens = await mandatsDeLActeur(unite, acteur);
  const nonTermine = { $or: [{ au: null }, { au: { $gt: unite.aujourdhui.toString() } }] };
  const habilitations = await unite.em.find(Habilitation, {
    utilisateur: id,
    etat: { $in: ['accordee', 'en-attente-caf', 'suspendue'] },
    ...nonTermine,
  });
  const horsDesSiens = ({ role, equipement }: Habilitation) =>
    !siens.some((mandat) => couvre(mandat, { roles: [role], equipements: [equipement.id] }));
  if (habilitations.some(horsDesSiens)) throw new TientHorsMandat('un rôle');
  for (const mandat of await unite.em.find(Mandat, { titulaire: id, ...nonTermine })) {
    if (!(await decouleDe(unite, mandat, acteur.utilisateurId))) throw new TientHorsMandat('un mandat');
  }
}

/**
 * Loads a user whom the actor may manage.
 * @param version the version the form was filled from; absent for acts which change no field of the user
 * @throws HorsMandat, AdministrateurProtege, TientHorsMandat, VersionPerimee, Introuvable
 */
export async function chargerGere(unite: UniteDeTravail, id: string, version?: number): Promise<Utilisateur> {
  await exigerGestion(unite);
  const utilisateur = await charger(unite, Utilisateur, id, 'Utilisateur', ['partenaire', 'compte']);
  await exigerGerable(unite, utilisateur);
  if (version !== undefined && utilisateur.version !== version) {
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
  return utilisateur;
}
