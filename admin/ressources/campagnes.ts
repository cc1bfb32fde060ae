import { Temporal } from 'temporal-polyfill';
import {
  actionDeFiche,
  actionDeListe,
  definirRessource,
  type ChampFormulaire,
} from '#admin/definition/definition.ts';
import { optionsDeTypes } from '#admin/ressources/equipements.ts';
import { lendemainSaisi } from '#admin/definition/outils.ts';
import { GROUPES } from '#admin/definition/groupes.ts';
import { duJour } from '#admin/definition/definition.ts';
import { perennitesEnOptions } from '#admin/definition/libelles.ts';
import { perennitesAu } from '#src/domain/formulaire/perennite.ts';
import { decisionsSur } from '#admin/definition/outils.ts';
import { Campagne } from '#src/domain/declaration/campagne/campagne.ts';
import {
  creerCampagne,
  fermerCampagne,
  modifierCampagne,
  rouvrirCampagne,
} from '#src/domain/declaration/campagne/commandes.ts';

const PERIODE: readonly ChampFormulaire[] = [
  { nom: 'ouvreLe', libelle: 'Premier jour', genre: 'date', obligatoire: true },
  { nom: 'fermeLe', libelle: 'Dernier jour', genre: 'date', obligatoire: true },
  {
    nom: 'motif',
    libelle: 'Motif',
    genre: 'texte-long',
    aide: 'Demandé quand les dates sortent de la fenêtre que donne la source ; il est conservé au journal.',
  },
];
const fermetureExclue = (valeurs: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> => ({
  ...valeurs,
  fermeLe: lendemainSaisi(valeurs['fermeLe']),
});

export const campagnes = definirRessource({
  id: 'campagnes',
  entite: Campagne,
  droit: 'Campagne',
  libelle: 'Campagnes',
  singulier: 'Campagne',
  groupe: GROUPES.declarations,
  description:
    'Quand les partenaires peuvent déclarer, par type d’équipement, exercice et pérennité. En dehors, une déclaration est refusée avec la raison.',
  titre: {
    depuis: ['typeEquipement', 'exercice', 'perennite'],
    texte: ({ typeEquipement, exercice, perennite }, { registre, aujourdhui }) =>
      `${String(typeEquipement)} ${String(exercice)} – ${perennitesAu(registre, aujourdhui).libelle(String(perennite)).toLowerCase()}`,
  },
  champs: {
    exercice: { libelle: 'Exercice', genre: 'annee' },
    typeEquipement: {
      libelle: 'Type',
      genre: 'reference',
      ressource: 'types-equipement',
      tri: 'typeEquipement',
    },
    perennite: { libelle: 'Pérennité', genre: 'choix', options: perennitesEnOptions },
    ouvreLe: { libelle: 'Ouvre le', genre: 'date' },
    fermeLe: { libelle: 'Dernier jour', genre: 'date', finExclue: true },
    fermeeManuellement: { libelle: 'Fermée par la Caf', genre: 'booleen' },
    ouverte: {
      libelle: 'État',
      genre: 'choix',
      options: [
        { valeur: 'ouverte', libelle: 'Ouverte', ton: 'succes' },
        { valeur: 'a-venir', libelle: 'À venir', ton: 'info' },
        { valeur: 'fermee', libelle: 'Fermée', ton: 'neutre' },
      ],
      calcul: {
        depuis: ['ouvreLe', 'fermeLe', 'fermeeManuellement'],
        valeur: ({ ouvreLe, fermeLe, fermeeManuellement }, jour) =>
          fermeeManuellement === true || String(fermeLe) <= jour
            ? 'fermee'
            : String(ouvreLe) > jour
              ? 'a-venir'
              : 'ouverte',
      },
      filtre: (valeur, jour) => {
        if (valeur === 'fermee') return { $or: [{ fermeeManuellement: true }, { fermeLe: { $lte: jour } }] };
        return {
          fermeeManuellement: false,
          fermeLe: { $gt: jour },
          ouvreLe: valeur === 'a-venir' ? { $gt: jour } : { $lte: jour },
        };
      },
    },
  },
  liste: ['exercice', 'typeEquipement', 'perennite', 'ouvreLe', 'fermeLe', 'ouverte'],
  filtres: ['ouverte', 'exercice', 'typeEquipement', 'perennite', 'ouvreLe'],
  tri: { champ: 'ouvreLe', sens: 'desc' },
  sections: [
    {
      titre: 'Campagne',
      champs: ['typeEquipement', 'exercice', 'perennite', 'ouvreLe', 'fermeLe', 'fermeeManuellement'],
    },
  ],
  complement: async ({ unite, id }) => ({ decisions: await decisionsSur(unite, 'Campagne', id) }),
  actionsDeListe: [
    actionDeListe({
      nom: 'new',
      libelle: 'Ouvrir une campagne',
      bouton: 'Enregistrer la campagne',
      commande: creerCampagne,
      champs: async ({ unite }): Promise<ChampFormulaire[]> => [
        {
          nom: 'typeEquipement',
          libelle: 'Type d’équipement',
          genre: 'choix',
          obligatoire: true,
          options: await optionsDeTypes(unite),
        },
        { nom: 'exercice', libelle: 'Exercice', genre: 'annee', obligatoire: true },
        {
          nom: 'perennite',
          libelle: 'Pérennité',
          genre: 'choix',
          obligatoire: true,
          options: perennitesEnOptions(duJour(unite)),
        },
        ...PERIODE,
      ],
      valeurs: ({ unite }) => ({ exercice: unite.aujourdhui.year }),
      saisie: fermetureExclue,
      succes: 'La campagne a été enregistrée.',
    }),
  ],
  actionsDeFiche: [
    actionDeFiche(Campagne, {
      nom: 'edit',
      libelle: 'Modifier les dates',
      titre: 'Modifier les dates de la campagne',
      bouton: 'Enregistrer',
      commande: modifierCampagne,
      cible: 'campagne',
      champs: PERIODE,
      valeurs: ({ fiche }) => ({
        ouvreLe: fiche.ouvreLe,
        fermeLe: Temporal.PlainDate.from(fiche.fermeLe).subtract({ days: 1 }).toString(),
      }),
      saisie: fermetureExclue,
      succes: 'Les dates de la campagne ont été modifiées.',
    }),
    actionDeFiche(Campagne, {
      nom: 'fermer',
      libelle: 'Fermer dès maintenant',
      titre: 'Fermer la campagne',
      bouton: 'Fermer la campagne',
      danger: true,
      commande: fermerCampagne,
      cible: 'campagne',
      intro: 'Les partenaires ne pourront plus saisir ni transmettre. Leurs brouillons sont conservés.',
      champs: [{ nom: 'motif', libelle: 'Motif', genre: 'texte-long', obligatoire: true }],
      absente: ({ fiche }) => fiche.fermeeManuellement,
      succes: 'La campagne est fermée.',
    }),
    actionDeFiche(Campagne, {
      nom: 'rouvrir',
      libelle: 'Rouvrir',
      titre: 'Rouvrir la campagne',
      bouton: 'Rouvrir la campagne',
      principale: true,
      commande: rouvrirCampagne,
      cible: 'campagne',
      champs: [],
      absente: ({ fiche }) => !fiche.fermeeManuellement,
      succes: 'La campagne est rouverte.',
    }),
  ],
});
