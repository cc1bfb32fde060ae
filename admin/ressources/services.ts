import { definirRessource } from '#admin/definition/definition.ts';
import { GROUPES } from '#admin/definition/groupes.ts';
import { table, texte } from '#admin/definition/outils.ts';
import { Service } from '#src/domain/contractualisation/service/service.ts';

export const services = definirRessource({
  id: 'services',
  entite: Service,
  droit: 'Service',
  libelle: 'Services',
  singulier: 'Service',
  groupe: GROUPES.parametrage,
  description: 'Applications métier proposées aux partenaires, avec les rôles qu’elles définissent.',
  cle: { nom: 'id', uuid: false },
  titre: { depuis: ['libelle'], texte: ({ libelle }) => String(libelle) },
  champs: {
    libelle: { libelle: 'Service', genre: 'texte' },
    id: { libelle: 'Code', genre: 'texte' },
    description: { libelle: 'Description', genre: 'texte-long' },
    actif: { libelle: 'Proposé', genre: 'booleen' },
    ordre: { libelle: 'Ordre', genre: 'entier' },
  },
  liste: ['libelle', 'id', 'description', 'actif'],
  recherche: { libelle: 'Service', champs: ['libelle', 'id'] },
  tri: { champ: 'ordre', sens: 'asc' },
  sections: [{ titre: 'Service', champs: ['id', 'actif', 'description'] }],
  async complement({ fiche }) {
    return {
      tables: [
        table(
          'Rôles du service',
          ['Rôle', 'Ce qu’il permet'],
          fiche.roles.map(({ code, libelle, description }) => ({
            cle: code,
            cellules: [texte(libelle), texte(description)],
          })),
          'Aucun rôle.',
        ),
      ],
    };
  },
});
