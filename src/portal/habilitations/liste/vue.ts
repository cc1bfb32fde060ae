import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { rolesDuJour } from '#src/kernel/roles.ts';
import { pourquoi } from '#src/domain/acces/pourquoi/pourquoi.ts';
import { affecterRole } from '#src/domain/delegation/habilitation/affecter.ts';
import { etatAffiche, type EtatAffiche } from '#src/domain/delegation/habilitation/etats.ts';
import {
  datee,
  type GroupeHabilitations,
  type LigneHabilitation,
} from '#src/domain/delegation/habilitation/lectures.ts';
import { direPlaces, type Places } from '#src/domain/delegation/habilitation/places.ts';
import { terminerHabilitation } from '#src/domain/delegation/habilitation/terminer.ts';
import type { Acte } from '#src/portal/composants/index.ts';
import { CHEMIN_HABILITATIONS } from '#src/portal/habilitations/chemin.ts';
import { etatDit, nomDeListe } from '#src/portal/habilitations/dire.ts';
import type { GroupeDActivite, LigneDeRole } from '#src/portal/habilitations/liste/resultats.tsx';

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
    places: direPlaces(
      rolesDuJour(unite),
      places.filter((une) => une.equipement === equipement.id),
    ),
  };
}

async function acteDuManque(
  unite: UniteDeLecture,
  role: string,
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
  const commun = { code: role, role: rolesDuJour(unite).libelle(role) };
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
            libelle: enAttente ? 'Retirer la demande' : 'Mettre fin à l’habilitation',
            href: `${CHEMIN_HABILITATIONS}/${habilitation.id}/terminer`,
            pourquoi: await pourquoi(unite, terminerHabilitation, habilitation, {
              etat: etatDit(habilitation, jour).texte,
            }),
          },
  };
}
