import { definirRessource } from '#admin/definition/definition.ts';
import { TypeEquipement } from '#src/domain/equipement/equipement.ts';

export const typesEquipement = definirRessource({
  id: 'types-equipement',
  entite: TypeEquipement,
  droit: 'TypeEquipement',
  libelle: 'Types d’équipement',
  singulier: 'Type d’équipement',
  groupe: null,
  cle: { nom: 'id', uuid: false },
  titre: { depuis: ['libelle'], texte: ({ libelle }) => String(libelle) },
  champs: {
    libelle: { libelle: 'Libellé', genre: 'texte' },
    id: { libelle: 'Code', genre: 'texte' },
    ordre: { libelle: 'Ordre', genre: 'entier' },
  },
  liste: ['libelle', 'id'],
  recherche: { libelle: 'Libellé ou code', champs: ['libelle', 'id'] },
  tri: { champ: 'ordre', sens: 'asc' },
});
