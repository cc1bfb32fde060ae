import { perennitesAu } from '#src/domain/formulaire/perennite.ts';
import { definirRessource, groupe } from '#admin/definition/definition.ts';
import { ACTIONS_DE_TRAITEMENT } from '#admin/ressources/declarations-actions.ts';
import { dossierDeTraitement } from '#admin/ressources/declarations-dossier.ts';
import { GROUPES } from '#admin/definition/groupes.ts';
import { ATTENTES_DE_DECISION, ETATS_DECLARATION, perennitesEnOptions } from '#admin/definition/libelles.ts';
import { Declaration } from '#src/domain/declaration/declaration.ts';

export const declarations = definirRessource({
  id: 'declarations',
  entite: Declaration,
  droit: 'Declaration',
  libelle: 'Déclarations',
  singulier: 'Déclaration',
  groupe: GROUPES.declarations,
  description: 'Les déclarations des partenaires. Celles qui sont transmises attendent votre traitement.',
  titre: {
    depuis: ['exercice', 'perennite'],
    texte: ({ exercice, perennite }, { registre, aujourdhui }) =>
      `Déclaration ${perennitesAu(registre, aujourdhui).libelle(String(perennite)).toLowerCase()} ${String(exercice)}`,
  },
  champs: {
    exercice: { libelle: 'Exercice', genre: 'annee' },
    perennite: { libelle: 'Pérennité', genre: 'choix', options: perennitesEnOptions },
    equipement: {
      libelle: 'Équipement',
      genre: 'reference',
      ressource: 'equipements',
      tri: 'equipement.nom',
    },
    partenaire: {
      libelle: 'Partenaire',
      genre: 'reference',
      ressource: 'partenaires',
      tri: 'partenaire.nom',
    },
    conventionnement: { libelle: 'Conventionnement', genre: 'reference', ressource: 'conventionnements' },
    etat: { libelle: 'État', genre: 'choix', options: ETATS_DECLARATION },
    decisionAttendue: {
      libelle: 'Décision du Ca attendue',
      genre: 'choix',
      options: ATTENTES_DE_DECISION,
      tri: null,
      // None waits in another state: few rows are then asked what waits.
      filtre: (decisionAttendue) => ({ decisionAttendue, etat: 'en-traitement' }),
    },
    suivi: groupe({
      'a-traiter': {
        libelle: 'À traiter par la Caf',
        filtre: () => ({ etat: { $in: ['transmise', 'en-traitement'] } }),
      },
    }),
    transmiseLe: { libelle: 'Transmise le', genre: 'instant' },
    estimation: { libelle: 'Estimation hors bonus', genre: 'euro', aide: 'Non contractuelle.' },
    sousReserve: { libelle: 'Sous réserve', genre: 'booleen' },
    motifRenvoi: { libelle: 'Motif du renvoi', genre: 'texte-long' },
  },
  liste: [
    'equipement',
    'partenaire',
    'conventionnement',
    'exercice',
    'perennite',
    'etat',
    'decisionAttendue',
    'transmiseLe',
    'estimation',
  ],
  filtres: [
    'etat',
    'suivi',
    'decisionAttendue',
    'exercice',
    'perennite',
    'equipement',
    'partenaire',
    'transmiseLe',
    'sousReserve',
    'estimation',
  ],
  recherche: { libelle: 'Équipement ou partenaire', champs: ['equipement.nom', 'partenaire.nom'] },
  tri: { champ: 'transmiseLe', sens: 'desc' },
  sections: [
    {
      titre: 'Déclaration',
      champs: [
        'equipement',
        'partenaire',
        'exercice',
        'perennite',
        'conventionnement',
        'transmiseLe',
        'motifRenvoi',
      ],
    },
  ],
  complement: ({ unite, id }) => dossierDeTraitement(unite, id),
  actionsDeFiche: ACTIONS_DE_TRAITEMENT,
});
