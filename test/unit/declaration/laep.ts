/** A form definition for another type of equipment, on a rule file that exists: what « no code » means. */
export const LAEP = {
  format: 'mcp.formulaire/1', id: 'laep', version: '1.0.0', titre: 'Déclaration d’un lieu d’accueil enfants-parents', resume: 'Définition d’essai.', typeEquipement: 'LAEP',
  applicable: { du: '2015-01-01', au: null, dateDeReference: 'dernier jour de l’exercice déclaré' },
  sources: [{ id: 'NOTE-1', type: 'note-interne', titre: 'Essai', lieu: 'essai', dateDuTexte: null, verifieLe: '2026-01-01', points: { a: 'essai' } }],
  questions: {},
  perennites: { reelle: { libelle: 'Réelle', aide: 'Activité réalisée.' } },
  listes: {},
  sections: [
    {
      id: 'seances', titre: 'Séances', volet: 'activite', sources: ['NOTE-1#a'], certitude: 'interpretation',
      champs: [
        { id: 'debut', libelle: 'Première séance', infobulle: 'Date de la première séance.', type: 'date', requis: true },
        { id: 'fin', libelle: 'Dernière séance', infobulle: 'Date de la dernière séance.', type: 'date', requis: true, apres: 'debut' },
        {
          id: 'lieux', libelle: 'Lieux', infobulle: 'Où les séances ont lieu.', type: 'groupe', ligne: 'Lieu', ajouter: 'Ajouter un lieu', maximum: 5,
          champs: [{ id: 'commune', libelle: 'Commune', infobulle: 'Nom ou code postal.', type: 'commune', requis: true }],
        },
      ],
    },
    {
      id: 'depenses', titre: 'Dépenses', volet: 'finances', sources: ['NOTE-1#a'], certitude: 'interpretation', presentation: 'tableau', total: 'Total',
      champs: [{ id: 'accueillants', libelle: 'Accueillants', infobulle: 'Salaires.', type: 'euro', min: '0' }, { id: 'locaux', libelle: 'Locaux', infobulle: 'Loyers.', type: 'euro', min: '0' }],
    },
  ],
  enchainement: [
    {
      id: 'duree', titre: 'Durée', jeu: 'ouverture', date: 'contexte.finExercice', volet: 'activite', moments: ['saisie', 'transmission'], sources: ['NOTE-1#a'],
      faits: { debut: 'donnees.seances.debut', fin: 'lendemain(donnees.seances.fin)' }, champs: { debut: 'seances.debut', fin: 'seances.fin' },
    },
  ],
  estimation: {
    montant: 'decimal(totaux.depenses.total) * decimal(resultats.duree.calculs.moisOuverture) / 100', mention: 'Essai.',
    details: [{ libelle: 'Mois', valeur: 'resultats.duree.calculs.moisOuverture', type: 'mois' }],
  },
} as const;
