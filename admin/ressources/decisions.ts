import { definirRessource, groupe } from '#admin/definition/definition.ts';
import type { Option } from '#admin/definition/types/champ.ts';
import { GROUPES } from '#admin/definition/groupes.ts';
import { ETATS_DE_DECISION, JEUX } from '#admin/definition/libelles.ts';
import { Decision } from '#src/kernel/decision/decision.ts';
import { intervalleDeReference, referenceDe } from '#src/domain/suivi/explication/chercher.ts';

const OPTIONS_JEUX: readonly Option[] = Object.entries(JEUX).map(([valeur, libelle]) => ({
  valeur,
  libelle,
}));
const SUJETS: readonly Option[] = [
  { valeur: 'Declaration', libelle: 'Déclaration' },
  { valeur: 'Habilitation', libelle: 'Habilitation' },
  { valeur: 'Conventionnement', libelle: 'Conventionnement' },
  { valeur: 'ContratService', libelle: 'Contrat de service' },
  { valeur: 'FormulaireEligibilite', libelle: 'Formulaire d’éligibilité' },
  { valeur: 'Campagne', libelle: 'Campagne' },
];

export const decisions = definirRessource({
  id: 'decisions',
  entite: Decision,
  droit: 'Decision',
  libelle: 'Décisions',
  singulier: 'Décision',
  groupe: GROUPES.regles,
  description:
    'Chaque décision prise par un fichier de règles, avec ses faits, ses motifs et la version appliquée. Une décision ne se modifie pas.',
  titre: { depuis: ['jeu', 'priseLe'], texte: ({ jeu }) => JEUX[String(jeu)] ?? String(jeu) },
  champs: {
    priseLe: { libelle: 'Prise le', genre: 'instant' },
    jeu: { libelle: 'Règle', genre: 'choix', options: OPTIONS_JEUX },
    etat: { libelle: 'État', genre: 'choix', options: ETATS_DE_DECISION },
    suivi: groupe({
      'non-tranchee': {
        libelle: 'Non tranchée par la règle',
        filtre: () => ({ etat: { $in: ['source-muette', 'decision-humaine'] } }),
      },
    }),
    versionRegle: { libelle: 'Version', genre: 'texte' },
    partenaire: {
      libelle: 'Partenaire',
      genre: 'reference',
      ressource: 'partenaires',
      calcul: { depuis: ['partenaireId'], valeur: ({ partenaireId }) => partenaireId ?? null },
      filtre: (partenaireId) => ({ partenaireId }),
    },
    dateReference: { libelle: 'Date de référence', genre: 'date' },
    sujetType: { libelle: 'Sujet', genre: 'choix', options: SUJETS },
    reference: {
      libelle: 'Référence',
      genre: 'texte',
      aide: 'Celle que porte le courrier au partenaire.',
      calcul: { depuis: ['id'], valeur: ({ id }) => referenceDe(String(id)) },
      filtre: (valeur) => ({ id: intervalleDeReference(valeur) ?? { $in: [] } }),
    },
  },
  liste: ['priseLe', 'jeu', 'etat', 'versionRegle', 'partenaire', 'sujetType', 'dateReference', 'reference'],
  filtres: ['jeu', 'etat', 'suivi', 'versionRegle', 'partenaire', 'priseLe', 'dateReference', 'reference'],
  tri: { champ: 'priseLe', sens: 'desc' },
  ecrans: { show: 'decision' },
});
