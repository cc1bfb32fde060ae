import {
  actionDeFiche,
  actionDeListe,
  definirRessource,
  type ChampFormulaire,
} from '#admin/definition/definition.ts';
import { complementDEquipement } from '#admin/ressources/equipements-fiche.ts';
import type { Option } from '#admin/definition/types/champ.ts';
import { GROUPES } from '#admin/definition/groupes.ts';
import { NATURES_DE_LIEU } from '#admin/definition/libelles.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { creerEquipement, modifierEquipement } from '#src/domain/equipement/commandes.ts';
import { Equipement, TypeEquipement } from '#src/domain/equipement/equipement.ts';

export async function optionsDeTypes({ em }: UniteDeLecture): Promise<Option[]> {
  return (await em.find(TypeEquipement, {}, { orderBy: { ordre: 'asc' } })).map(({ id, libelle }) => ({
    valeur: id,
    libelle,
  }));
}

const LOCAL: readonly ChampFormulaire[] = [
  { nom: 'bureauAnimateur', libelle: 'Bureau de l’animateur', genre: 'booleen', section: 'Local et projet' },
  { nom: 'salleAttente', libelle: 'Salle d’attente', genre: 'booleen', section: 'Local et projet' },
  {
    nom: 'salleAnimation',
    libelle: 'Salle d’animation collective',
    genre: 'booleen',
    section: 'Local et projet',
  },
  {
    nom: 'projetFonctionnement',
    libelle: 'Projet de fonctionnement fourni',
    genre: 'booleen',
    section: 'Local et projet',
  },
];

export const equipements = definirRessource({
  id: 'equipements',
  entite: Equipement,
  droit: 'Equipement',
  libelle: 'Équipements',
  singulier: 'Équipement',
  groupe: GROUPES.equipements,
  description:
    'Les équipements des partenaires, avec leurs lieux, leurs animateurs et leurs conventionnements.',
  titre: { depuis: ['nom'], texte: ({ nom }) => String(nom) },
  champs: {
    nom: { libelle: 'Équipement', genre: 'texte' },
    type: { libelle: 'Type', genre: 'reference', ressource: 'types-equipement', tri: 'type' },
    nature: { libelle: 'Nature d’activité', genre: 'texte' },
    partenaire: {
      libelle: 'Partenaire',
      genre: 'reference',
      ressource: 'partenaires',
      tri: 'partenaire.nom',
    },
    ouvertLe: { libelle: 'Ouvert le', genre: 'date' },
    fermeLe: { libelle: 'Fermé à partir du', genre: 'date' },
    bureauAnimateur: { libelle: 'Bureau de l’animateur', genre: 'booleen' },
    salleAttente: { libelle: 'Salle d’attente', genre: 'booleen' },
    salleAnimation: { libelle: 'Salle d’animation collective', genre: 'booleen' },
    projetFonctionnement: { libelle: 'Projet de fonctionnement', genre: 'booleen' },
  },
  liste: ['nom', 'type', 'partenaire', 'ouvertLe', 'fermeLe'],
  filtres: ['type', 'partenaire', 'ouvertLe', 'projetFonctionnement'],
  recherche: { libelle: 'Nom de l’équipement ou du partenaire', champs: ['nom', 'partenaire.nom'] },
  tri: { champ: 'nom', sens: 'asc' },
  sections: [
    { titre: 'Équipement', champs: ['type', 'nature', 'partenaire', 'ouvertLe', 'fermeLe'] },
    {
      titre: 'Local et projet',
      champs: ['bureauAnimateur', 'salleAttente', 'salleAnimation', 'projetFonctionnement'],
    },
  ],
  complement: complementDEquipement,
  actionsDeListe: [
    actionDeListe({
      nom: 'new',
      libelle: 'Ajouter un équipement',
      bouton: 'Enregistrer',
      commande: creerEquipement,
      champs: async ({ unite }): Promise<ChampFormulaire[]> => [
        {
          nom: 'partenaire',
          libelle: 'Partenaire',
          genre: 'reference',
          ressource: 'partenaires',
          obligatoire: true,
          section: 'Équipement',
        },
        {
          nom: 'type',
          libelle: 'Type',
          genre: 'choix',
          obligatoire: true,
          options: await optionsDeTypes(unite),
          section: 'Équipement',
        },
        { nom: 'nom', libelle: 'Nom', genre: 'texte', obligatoire: true, section: 'Équipement' },
        { nom: 'nature', libelle: 'Nature d’activité', genre: 'texte', section: 'Équipement' },
        {
          nom: 'ouvertLe',
          libelle: 'Date d’ouverture',
          genre: 'date',
          obligatoire: true,
          section: 'Équipement',
        },
        ...LOCAL,
        {
          nom: 'lieuNature',
          libelle: 'Nature du lieu',
          genre: 'choix',
          obligatoire: true,
          options: NATURES_DE_LIEU.filter(({ valeur }) => valeur !== 'activite'),
          section: 'Lieu d’accueil',
          aide: 'Unique : toutes les activités s’y déroulent. Principal : des lieux d’activité s’y ajoutent.',
        },
        {
          nom: 'lieuNom',
          libelle: 'Nom du lieu',
          genre: 'texte',
          obligatoire: true,
          section: 'Lieu d’accueil',
        },
        { nom: 'lieuAdresse', libelle: 'Adresse', genre: 'texte', section: 'Lieu d’accueil' },
        { nom: 'lieuCodePostal', libelle: 'Code postal', genre: 'texte', section: 'Lieu d’accueil' },
        {
          nom: 'lieuCommuneCode',
          libelle: 'Commune',
          genre: 'reference',
          ressource: 'source:communes',
          obligatoire: true,
          section: 'Lieu d’accueil',
        },
      ],
      succes: 'L’équipement a été enregistré.',
    }),
  ],
  actionsDeFiche: [
    actionDeFiche(Equipement, {
      nom: 'edit',
      libelle: 'Modifier',
      titre: 'Modifier l’équipement',
      bouton: 'Enregistrer',
      commande: modifierEquipement,
      cible: 'equipement',
      champs: [
        { nom: 'nom', libelle: 'Nom', genre: 'texte', obligatoire: true, section: 'Équipement' },
        { nom: 'nature', libelle: 'Nature d’activité', genre: 'texte', section: 'Équipement' },
        {
          nom: 'ouvertLe',
          libelle: 'Date d’ouverture',
          genre: 'date',
          obligatoire: true,
          section: 'Équipement',
        },
        {
          nom: 'fermeLe',
          libelle: 'Fermé à partir du',
          genre: 'date',
          section: 'Équipement',
          aide: 'Premier jour sans activité.',
        },
        ...LOCAL,
      ],
      succes: 'L’équipement a été modifié.',
    }),
  ],
});
