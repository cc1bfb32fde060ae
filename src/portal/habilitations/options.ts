import type { ActeurPartenaire } from '#src/kernel/acteur.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { LIBELLES_ROLES, ORDRE_ROLES } from '#src/kernel/roles.ts';
import { Partenaire } from '#src/domain/contractualisation/organisme/partenaire.ts';
import { choixDesFiltres } from '#src/domain/delegation/habilitation/lectures.ts';
import { utilisateursOuverts } from '#src/domain/delegation/utilisateur/lectures.ts';
import { Utilisateur } from '#src/domain/delegation/utilisateur/utilisateur.ts';
import type { Option } from '#src/portal/composants/index.ts';
import { nomDeListe } from '#src/portal/habilitations/dire.ts';

export type OptionsHabilitations = Readonly<{
  partenaires: readonly Option[];
  utilisateurs: readonly Option[];
  roles: readonly Option[];
  activites: readonly Option[];
  types: readonly Option[];
  natures: readonly Option[];
}>;

/** Choices of the filters and of the form « Habiliter ». */
export async function optionsHabilitations(
  unite: UniteDeLecture,
  acteur: ActeurPartenaire,
  jour: string,
  seulementOuverts: boolean,
): Promise<OptionsHabilitations> {
  const { equipements, types, natures } = await choixDesFiltres(unite);
  const utilisateurs = seulementOuverts
    ? await utilisateursOuverts(unite, jour)
    : await unite.em.find(Utilisateur, {}, { orderBy: { nom: 'asc', prenom: 'asc' } });
  const partenaire = await unite.em.findOneOrFail(Partenaire, acteur.partenaireId);
  return {
    partenaires: [{ valeur: partenaire.id, libelle: partenaire.nom }],
    utilisateurs: utilisateurs.map((utilisateur) => ({
      valeur: utilisateur.id,
      libelle: nomDeListe(utilisateur),
    })),
    roles: ORDRE_ROLES.map((role) => ({ valeur: role, libelle: LIBELLES_ROLES[role] })),
    activites: equipements.map(({ id, nom }) => ({ valeur: id, libelle: nom })),
    types: types.map(({ id }) => ({ valeur: id, libelle: id })),
    natures: natures.map((nature) => ({ valeur: nature, libelle: nature })),
  };
}

/** The value if it is among the choices, '' otherwise: an address typed by hand selects nothing wrong. */
export function parmi(valeur: string, options: readonly Option[]): string {
  return options.some((option) => option.valeur === valeur) ? valeur : '';
}
