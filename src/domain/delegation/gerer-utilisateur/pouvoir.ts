import type { UniteDeLecture } from '#src/kernel/commande.ts';
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
import type { Utilisateur } from '#src/domain/delegation/utilisateur/utilisateur.ts';

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
  await exigerPouvoir(unite, { creerUtilisateurs: true }, 'la gestion des utilisateurs');
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
