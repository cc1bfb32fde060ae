import { definirRessource } from '#admin/adapter/definition.ts';
import { GROUPES } from '#admin/ressources/groupes.ts';
import { ETATS_DECLARATION, libelleDe, PERENNITES } from '#admin/ressources/libelles.ts';
import { Campagne } from '#src/domain/campagne/campagne.ts';
import { Declaration } from '#src/domain/declaration/declaration.ts';

export const declarations = definirRessource({
  id: 'declarations',
  entite: Declaration,
  droit: 'Declaration',
  libelle: 'Déclarations',
  singulier: 'Déclaration',
  groupe: GROUPES.declarations,
  description: 'Les déclarations des partenaires. Celles qui sont transmises attendent votre traitement.',
  titre: { depuis: ['exercice', 'perennite'], texte: ({ exercice, perennite }) => `Déclaration ${libelleDe(PERENNITES, String(perennite)).toLowerCase()} ${String(exercice)}` },
  champs: {
    exercice: { libelle: 'Exercice', genre: 'annee' },
    perennite: { libelle: 'Pérennité', genre: 'choix', options: PERENNITES },
    equipement: { libelle: 'Équipement', genre: 'reference', ressource: 'equipements', tri: 'equipement.nom' },
    partenaire: { libelle: 'Partenaire', genre: 'reference', ressource: 'partenaires', tri: 'partenaire.nom' },
    conventionnement: { libelle: 'Conventionnement', genre: 'reference', ressource: 'conventionnements' },
    etat: { libelle: 'État', genre: 'choix', options: ETATS_DECLARATION },
    transmiseLe: { libelle: 'Transmise le', genre: 'instant' },
    estimation: { libelle: 'Estimation hors bonus', genre: 'euro', aide: 'Non contractuelle.' },
    sousReserve: { libelle: 'Sous réserve', genre: 'booleen' },
    motifRenvoi: { libelle: 'Motif du renvoi', genre: 'texte-long' },
  },
  liste: ['equipement', 'partenaire', 'exercice', 'perennite', 'etat', 'transmiseLe', 'estimation', 'sousReserve'],
  filtres: ['etat', 'exercice', 'perennite', 'equipement', 'partenaire', 'transmiseLe', 'sousReserve', 'estimation'],
  recherche: { libelle: 'Équipement ou partenaire', champs: ['equipement.nom', 'partenaire.nom'] },
  tri: { champ: 'transmiseLe', sens: 'desc' },
});

export const campagnes = definirRessource({
  id: 'campagnes',
  entite: Campagne,
  droit: 'Campagne',
  libelle: 'Campagnes',
  singulier: 'Campagne',
  groupe: GROUPES.declarations,
  description: 'Quand les partenaires peuvent déclarer, par type d’équipement, exercice et pérennité. En dehors, une déclaration est refusée avec la raison.',
  titre: { depuis: ['typeEquipement', 'exercice', 'perennite'], texte: ({ typeEquipement, exercice, perennite }) => `${String(typeEquipement)} ${String(exercice)} – ${libelleDe(PERENNITES, String(perennite)).toLowerCase()}` },
  champs: {
    exercice: { libelle: 'Exercice', genre: 'annee' },
    typeEquipement: { libelle: 'Type', genre: 'reference', ressource: 'types-equipement', tri: 'typeEquipement' },
    perennite: { libelle: 'Pérennité', genre: 'choix', options: PERENNITES },
    ouvreLe: { libelle: 'Ouvre le', genre: 'date' },
    fermeLe: { libelle: 'Dernier jour', genre: 'date', finExclue: true },
    fermeeManuellement: { libelle: 'Fermée par la Caf', genre: 'booleen' },
    ouverte: {
      libelle: 'État', genre: 'choix',
      options: [{ valeur: 'ouverte', libelle: 'Ouverte', ton: 'succes' }, { valeur: 'a-venir', libelle: 'À venir', ton: 'info' }, { valeur: 'fermee', libelle: 'Fermée', ton: 'neutre' }],
      calcul: {
        depuis: ['ouvreLe', 'fermeLe', 'fermeeManuellement'],
        valeur: ({ ouvreLe, fermeLe, fermeeManuellement }, jour) => (fermeeManuellement === true || String(fermeLe) <= jour ? 'fermee' : String(ouvreLe) > jour ? 'a-venir' : 'ouverte'),
      },
      filtre: (valeur, jour) => {
        if (valeur === 'fermee') return { $or: [{ fermeeManuellement: true }, { fermeLe: { $lte: jour } }] };
        return { fermeeManuellement: false, fermeLe: { $gt: jour }, ouvreLe: valeur === 'a-venir' ? { $gt: jour } : { $lte: jour } };
      },
    },
  },
  liste: ['exercice', 'typeEquipement', 'perennite', 'ouvreLe', 'fermeLe', 'ouverte'],
  filtres: ['ouverte', 'exercice', 'typeEquipement', 'perennite', 'ouvreLe'],
  tri: { champ: 'ouvreLe', sens: 'desc' },
  sections: [{ titre: 'Campagne', champs: ['typeEquipement', 'exercice', 'perennite', 'ouvreLe', 'fermeLe', 'fermeeManuellement'] }],
});
