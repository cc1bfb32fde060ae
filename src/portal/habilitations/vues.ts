import type { ActeurPartenaire } from '#src/domain/commun/acteur.ts';
import type { UniteDeLecture } from '#src/domain/commun/commande.ts';
import { etatAffiche } from '#src/domain/habilitation/etats.ts';
import { ROLES_AFAS } from '#src/domain/habilitation/habilitation.ts';
import { LIBELLES_ROLES, ORDRE_ROLES } from '#src/domain/habilitation/libelles.ts';
import { choixDesFiltres, datee, type GroupeHabilitations, type LigneHabilitation } from '#src/domain/habilitation/lectures.ts';
import { Partenaire } from '#src/domain/partenaire/partenaire.ts';
import { utilisateursOuverts } from '#src/domain/utilisateur/lectures.ts';
import { Utilisateur } from '#src/domain/utilisateur/utilisateur.ts';
import type { Option } from '#src/portal/composants/index.ts';
import { etatDit } from '#src/portal/utilisateurs/vues.ts';
import type { GroupeDActivite, LigneDeRole, OptionsHabilitations } from '#src/portal/habilitations/liste.tsx';

/** The choices a responsable's mandates leave him; all of them for the administrateur. The command checks them again. */
export function dansLeMandat(acteur: ActeurPartenaire, options: OptionsHabilitations): OptionsHabilitations {
  if (acteur.administrateur) return options;
  const roles = new Set(acteur.mandats.flatMap((mandat) => mandat.roles));
  const equipements = new Set(acteur.mandats.flatMap((mandat) => mandat.equipements));
  return { ...options, roles: options.roles.filter(({ valeur }) => roles.has(valeur)), activites: options.activites.filter(({ valeur }) => equipements.has(valeur)) };
}

/** « BAILLET Chantal », as the source's lists name a person. */
export const nomDeListe = ({ nom, prenom }: { readonly nom: string; readonly prenom: string }): string => `${nom.toLocaleUpperCase('fr')} ${prenom}`;

/** Whether the actor's mandates let him grant or end this role on this activity; the command checks it again. */
export function peutAgir(acteur: ActeurPartenaire, role: string, equipementId: string): boolean {
  return acteur.administrateur || acteur.mandats.some((mandat) => mandat.roles.includes(role) && mandat.equipements.includes(equipementId));
}

export function groupeDActivite(groupe: GroupeHabilitations, acteur: ActeurPartenaire, jour: string): GroupeDActivite {
  const { equipement, lieu, lignes } = groupe;
  return { id: equipement.id, activite: equipement.nom, lieu: lieu?.nom ?? null, lignes: lignes.map((ligne) => ligneDeRole(ligne, equipement.id, acteur, jour)) };
}

function ligneDeRole({ role, habilitation }: LigneHabilitation, equipementId: string, acteur: ActeurPartenaire, jour: string): LigneDeRole {
  const commun = { code: role, role: LIBELLES_ROLES[role] };
  if (!habilitation) return { ...commun, id: null, utilisateur: '', du: '', au: null, enAttente: false, peutTerminer: false };
  const enAttente = habilitation.etat === 'en-attente-caf';
  const etat = etatAffiche(datee(habilitation), jour);
  return {
    ...commun, id: habilitation.id, utilisateur: nomDeListe(habilitation.utilisateur), du: habilitation.du, au: habilitation.au ?? null, enAttente,
    precision: etat === 'actif' || enAttente ? undefined : etatDit(habilitation, jour),
    peutTerminer: etat !== 'historique' && peutAgir(acteur, role, equipementId),
  };
}

/** Choices of the filters and of the form « Habiliter ». */
export async function optionsHabilitations(unite: UniteDeLecture, acteur: ActeurPartenaire, jour: string, seulementOuverts: boolean): Promise<OptionsHabilitations> {
  const { equipements, types, natures } = await choixDesFiltres(unite);
  const utilisateurs = seulementOuverts ? await utilisateursOuverts(unite, jour) : await unite.em.find(Utilisateur, {}, { orderBy: { nom: 'asc', prenom: 'asc' } });
  const partenaire = await unite.em.findOneOrFail(Partenaire, acteur.partenaireId);
  return {
    partenaires: [{ valeur: partenaire.id, libelle: partenaire.nom }],
    utilisateurs: utilisateurs.map((utilisateur) => ({ valeur: utilisateur.id, libelle: nomDeListe(utilisateur) })),
    roles: ORDRE_ROLES.map((role) => ({ valeur: role, libelle: LIBELLES_ROLES[role] })),
    activites: equipements.map(({ id, nom }) => ({ valeur: id, libelle: nom })),
    types: types.map(({ id }) => ({ valeur: id, libelle: id })),
    natures: natures.map((nature) => ({ valeur: nature, libelle: nature })),
  };
}

export function estUnRole(texte: string): texte is (typeof ROLES_AFAS)[number] {
  return (ROLES_AFAS as readonly string[]).includes(texte);
}

/** The value if it is among the choices, '' otherwise: an address typed by hand selects nothing wrong. */
export function parmi(valeur: string, options: readonly Option[]): string {
  return options.some((option) => option.valeur === valeur) ? valeur : '';
}
