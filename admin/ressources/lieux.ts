import {
  actionDeFiche,
  actionDeListe,
  definirRessource,
  type ChampFormulaire,
} from '#admin/definition/definition.ts';
import { NATURES_DE_LIEU } from '#admin/definition/libelles.ts';
import { ajouterLieu, modifierLieu, retirerLieu } from '#src/domain/equipement/commandes.ts';
import { LieuImplantation } from '#src/domain/equipement/equipement.ts';

const CHAMPS_LIEU: readonly ChampFormulaire[] = [
  { nom: 'nature', libelle: 'Nature du lieu', genre: 'choix', obligatoire: true, options: NATURES_DE_LIEU },
  { nom: 'nom', libelle: 'Nom du lieu', genre: 'texte', obligatoire: true },
  { nom: 'adresse', libelle: 'Adresse', genre: 'texte' },
  { nom: 'codePostal', libelle: 'Code postal', genre: 'texte' },
  {
    nom: 'communeCode',
    libelle: 'Commune',
    genre: 'reference',
    ressource: 'source:communes',
    obligatoire: true,
  },
];
/** Where one goes after adding something to an equipment. */
export const versEquipement = ({ equipement }: { readonly equipement: { readonly id: string } }) => ({
  ressource: 'equipements',
  id: equipement.id,
});

export const lieux = definirRessource({
  id: 'lieux',
  entite: LieuImplantation,
  droit: 'LieuImplantation',
  libelle: 'Lieux d’implantation',
  singulier: 'Lieu d’implantation',
  groupe: null,
  titre: { depuis: ['nom'], texte: ({ nom }) => String(nom) },
  champs: {
    nom: { libelle: 'Lieu', genre: 'texte' },
    nature: { libelle: 'Nature', genre: 'choix', options: NATURES_DE_LIEU },
    equipement: { libelle: 'Équipement', genre: 'reference', ressource: 'equipements' },
    adresse: { libelle: 'Adresse', genre: 'texte' },
    codePostal: { libelle: 'Code postal', genre: 'texte' },
    commune: { libelle: 'Commune', genre: 'texte' },
  },
  liste: ['nom', 'nature', 'equipement', 'commune'],
  recherche: { libelle: 'Nom du lieu', champs: ['nom'] },
  tri: { champ: 'nom', sens: 'asc' },
  actionsDeListe: [
    actionDeListe({
      nom: 'new',
      libelle: 'Ajouter un lieu',
      bouton: 'Ajouter',
      commande: ajouterLieu,
      horsListe: true,
      champs: [
        {
          nom: 'equipement',
          libelle: 'Équipement',
          genre: 'reference',
          ressource: 'equipements',
          obligatoire: true,
        },
        ...CHAMPS_LIEU,
      ],
      valeurs: () => ({ nature: 'activite' }),
      succes: 'Le lieu a été ajouté.',
      vers: versEquipement,
    }),
  ],
  actionsDeFiche: [
    actionDeFiche(LieuImplantation, {
      nom: 'edit',
      libelle: 'Modifier',
      titre: 'Modifier le lieu',
      bouton: 'Enregistrer',
      commande: modifierLieu,
      cible: 'lieu',
      champs: CHAMPS_LIEU,
      intro: 'Si ce lieu devient le lieu principal, l’ancien lieu principal devient un lieu d’activité.',
      succes: 'Le lieu a été modifié.',
    }),
    actionDeFiche(LieuImplantation, {
      nom: 'delete',
      libelle: 'Retirer',
      titre: 'Retirer le lieu',
      bouton: 'Retirer',
      danger: true,
      commande: retirerLieu,
      cible: 'lieu',
      champs: [],
      succes: 'Le lieu a été retiré.',
    }),
  ],
});
