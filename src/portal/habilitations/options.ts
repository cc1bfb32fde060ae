import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { rolesProposes } from '#src/domain/delegation/habilitation/roles-proposes.ts';
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

/** Choices of the filters and of the form « Habiliter ». @param partenaire the reader's */
export async function optionsHabilitations(
  unite: UniteDeLecture,
  partenaire: { readonly id: string; readonly nom: string } | null,
  jour: string,
  seulementOuverts: boolean,
): Promise<OptionsHabilitations> {
  const { equipements, types, natures } = await choixDesFiltres(unite);
  const utilisateurs = seulementOuverts
    ? await utilisateursOuverts(unite, jour)
    : await unite.em.find(Utilisateur, {}, { orderBy: { nom: 'asc', prenom: 'asc' } });
  return {
    partenaires: partenaire ? [{ valeur: partenaire.id, libelle: partenaire.nom }] : [],
    utilisateurs: utilisateurs.map((utilisateur) => ({
      valeur: utilisateur.id,
      libelle: nomDeListe(utilisateur),
    })),
    roles: (await rolesProposes(unite)).map(({ code, libelle }) => ({ valeur: code, libelle })),
    activites: equipements.map(({ id, nom }) => ({ valeur: id, libelle: nom })),
    types: types.map(({ id }) => ({ valeur: id, libelle: id })),
    natures: natures.map((nature) => ({ valeur: nature, libelle: nature })),
  };
}

/** The value if it is among the choices, '' otherwise: an address typed by hand selects nothing wrong. */
export function parmi(valeur: string, options: readonly Option[]): string {
  return options.some((option) => option.valeur === valeur) ? valeur : '';
}
