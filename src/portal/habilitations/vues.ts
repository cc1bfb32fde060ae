import type { ActeurPartenaire } from '#src/kernel/acteur.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { pourquoi } from '#src/domain/acces/pourquoi/pourquoi.ts';
import { affecterRole } from '#src/domain/delegation/habilitation/affecter.ts';
import { etatAffiche, type EtatAffiche } from '#src/domain/delegation/habilitation/etats.ts';
import { ROLES_AFAS, type RoleAfas } from '#src/kernel/roles.ts';
import { LIBELLES_ROLES, ORDRE_ROLES } from '#src/kernel/roles.ts';
import {
  activitesChoisies,
  choixDesFiltres,
  datee,
  type GroupeHabilitations,
  type LigneHabilitation,
} from '#src/domain/delegation/habilitation/lectures.ts';
import { direPlaces, placesDe, type Places } from '#src/domain/delegation/habilitation/places.ts';
import { terminerHabilitation } from '#src/domain/delegation/habilitation/terminer.ts';
import { Partenaire } from '#src/domain/contractualisation/organisme/partenaire.ts';
import { utilisateursOuverts } from '#src/domain/delegation/utilisateur/lectures.ts';
import { Utilisateur } from '#src/domain/delegation/utilisateur/utilisateur.ts';
import type { Acte, Option } from '#src/portal/composants/index.ts';
import { etatDit, nomDeListe } from '#src/portal/habilitations/dire.ts';
import {
  CHEMIN_HABILITATIONS,
  type GroupeDActivite,
  type LigneDeRole,
  type OptionsHabilitations,
} from '#src/portal/habilitations/liste.tsx';

/**
 * The choices a responsable's mandates leave him; all of them for the administrateur. The command checks them
 * again.
 */
export function dansLeMandat(acteur: ActeurPartenaire, options: OptionsHabilitations): OptionsHabilitations {
  if (acteur.administrateur) return options;
  const roles = new Set(acteur.mandats.flatMap((mandat) => mandat.roles));
  const equipements = new Set(acteur.mandats.flatMap((mandat) => mandat.equipements));
  return {
    ...options,
    roles: options.roles.filter(({ valeur }) => roles.has(valeur)),
    activites: options.activites.filter(({ valeur }) => equipements.has(valeur)),
  };
}

/**
 * Whether one of the actor's mandates is on this role and this activity: what a form proposes. The command
 * alone decides.
 */
export function peutAgir(acteur: ActeurPartenaire, role: string, equipementId: string): boolean {
  return (
    acteur.administrateur ||
    acteur.mandats.some((mandat) => mandat.roles.includes(role) && mandat.equipements.includes(equipementId))
  );
}

/** « Affecter un rôle à un utilisateur habilité », open or closed to the actor. */
export async function acteDAffectation(unite: UniteDeLecture): Promise<Acte> {
  return {
    nom: 'habiliter',
    libelle: 'Affecter un rôle à un utilisateur habilité',
    href: `${CHEMIN_HABILITATIONS}/habiliter`,
    pourquoi: await pourquoi(unite, affecterRole),
  };
}

/**
 * @param etat the state searched: a role nobody holds may be granted there, and is only mentioned elsewhere
 * @param places of all the activities shown
 */
export async function groupeDActivite(
  unite: UniteDeLecture,
  groupe: GroupeHabilitations,
  etat: EtatAffiche,
  places: readonly Places[] = [],
): Promise<GroupeDActivite> {
  const { equipement, lieu } = groupe;
  const lignes: LigneDeRole[] = [];
  for (const ligne of groupe.lignes) lignes.push(await ligneDeRole(unite, ligne, groupe, etat));
  return {
    id: equipement.id,
    activite: equipement.nom,
    lieu: lieu?.nom ?? null,
    lignes,
    places: direPlaces(places.filter((une) => une.equipement === equipement.id)),
  };
}

async function acteDuManque(
  unite: UniteDeLecture,
  role: RoleAfas,
  { equipement, lieu }: GroupeHabilitations,
): Promise<Acte> {
  return {
    nom: `affecter-${role}`,
    libelle: 'Affecter ce rôle',
    href: `${CHEMIN_HABILITATIONS}/habiliter?activite=${equipement.id}&portee=${lieu ? 'lieu' : 'activite'}&role=${role}`,
    pourquoi: await pourquoi(unite, affecterRole, {
      role,
      equipements: [equipement.id],
      du: unite.aujourdhui.toString(),
    }),
  };
}

async function ligneDeRole(
  unite: UniteDeLecture,
  { role, habilitation }: LigneHabilitation,
  groupe: GroupeHabilitations,
  cherche: EtatAffiche,
): Promise<LigneDeRole> {
  const jour = unite.aujourdhui.toString();
  const commun = { code: role, role: LIBELLES_ROLES[role] };
  if (!habilitation) {
    return {
      ...commun,
      id: null,
      utilisateur: '',
      du: '',
      au: null,
      enAttente: false,
      acte: cherche === 'non-attribue' ? await acteDuManque(unite, role, groupe) : null,
    };
  }
  const enAttente = habilitation.etat === 'en-attente-caf';
  const etat = etatAffiche(datee(habilitation), jour);
  return {
    ...commun,
    id: habilitation.id,
    utilisateur: nomDeListe(habilitation.utilisateur),
    du: habilitation.du,
    au: habilitation.au ?? null,
    enAttente,
    precision: etat === 'actif' || enAttente ? undefined : etatDit(habilitation, jour),
    acte:
      etat === 'historique'
        ? null
        : {
            nom: 'terminer',
            libelle: enAttente ? 'Retirer la demande' : "Mettre fin à l'habilitation",
            href: `${CHEMIN_HABILITATIONS}/${habilitation.id}/terminer`,
            pourquoi: await pourquoi(unite, terminerHabilitation, habilitation, {
              etat: etatDit(habilitation, jour).texte,
            }),
          },
  };
}

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

/** Activities whose places are told beside the form; a partner with more chooses some first. */
const ACTIVITES_DITES = 10;

/**
 * The places of the role chosen, or of all, on the activities the filters show: « CBA-RAM… – Approbateur : 1
 * place sur 1 ».
 */
export async function placesDites(
  unite: UniteDeLecture,
  lire: (nom: 'activite' | 'type' | 'nature' | 'role') => string,
  { activites, types, natures, roles }: OptionsHabilitations,
  jour: string,
): Promise<string[]> {
  const choisies = await activitesChoisies(unite, {
    activite: parmi(lire('activite'), activites),
    type: parmi(lire('type'), types),
    nature: parmi(lire('nature'), natures),
  });
  const equipements = choisies.filter(({ id }) => activites.some(({ valeur }) => valeur === id));
  if (equipements.length > ACTIVITES_DITES) return [];
  const role = parmi(lire('role'), roles);
  const places = await placesDe(
    unite,
    equipements,
    jour,
    ROLES_AFAS.filter((un) => (role === '' ? roles.some(({ valeur }) => valeur === un) : un === role)),
  );
  return equipements.flatMap(({ id, nom }) => {
    const dites = direPlaces(places.filter(({ equipement }) => equipement === id));
    return dites.length === 0 ? [] : [`${nom} – ${dites.join(' ; ')}`];
  });
}

/** The value if it is among the choices, '' otherwise: an address typed by hand selects nothing wrong. */
export function parmi(valeur: string, options: readonly Option[]): string {
  return options.some((option) => option.valeur === valeur) ? valeur : '';
}
