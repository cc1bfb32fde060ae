import {
  actionDeFiche,
  actionDeListe,
  definirRessource,
  type ChampFormulaire,
} from '#admin/definition/definition.ts';
import { GROUPES } from '#admin/definition/groupes.ts';
import { CONTEXTES_DE_LIEN } from '#admin/definition/libelles.ts';
import { creerLien, modifierLien, retirerLien } from '#src/domain/echanges/lien/commandes.ts';
import { LienUtile } from '#src/domain/echanges/lien/lien-utile.ts';

const CHAMPS_LIEN: readonly ChampFormulaire[] = [
  { nom: 'libelle', libelle: 'Libellé', genre: 'texte', obligatoire: true },
  {
    nom: 'contexte',
    libelle: 'Endroit où le lien est proposé',
    genre: 'choix',
    obligatoire: true,
    options: CONTEXTES_DE_LIEN,
  },
  { nom: 'url', libelle: 'Adresse', genre: 'lien', obligatoire: true, aide: 'Elle commence par https://' },
  { nom: 'ordre', libelle: 'Ordre', genre: 'entier' },
  { nom: 'description', libelle: 'Description', genre: 'texte-long' },
];

export const liensUtiles = definirRessource({
  id: 'liens-utiles',
  entite: LienUtile,
  droit: 'LienUtile',
  libelle: 'Liens utiles',
  singulier: 'Lien utile',
  groupe: GROUPES.parametrage,
  description:
    'Sphinx, VisioConnect, guides, plaquette, tutoriels : les liens nationaux, et ceux que votre Caf propose à ses partenaires.',
  titre: { depuis: ['libelle'], texte: ({ libelle }) => String(libelle) },
  champs: {
    libelle: { libelle: 'Lien', genre: 'texte' },
    contexte: { libelle: 'Proposé dans', genre: 'choix', options: CONTEXTES_DE_LIEN },
    url: { libelle: 'Adresse', genre: 'lien' },
    caf: { libelle: 'Caf', genre: 'reference', ressource: 'cafs' },
    ordre: { libelle: 'Ordre', genre: 'entier' },
    description: { libelle: 'Description', genre: 'texte-long' },
  },
  liste: ['libelle', 'contexte', 'url', 'caf', 'ordre'],
  filtres: ['contexte', 'caf'],
  recherche: { libelle: 'Libellé', champs: ['libelle', 'description'] },
  tri: { champ: 'contexte', sens: 'asc' },
  sections: [{ titre: 'Lien', champs: ['contexte', 'url', 'caf', 'ordre', 'description'] }],
  actionsDeListe: [
    actionDeListe({
      nom: 'new',
      libelle: 'Ajouter un lien',
      bouton: 'Ajouter',
      commande: creerLien,
      champs: CHAMPS_LIEN,
      succes: 'Le lien a été ajouté.',
    }),
  ],
  actionsDeFiche: [
    actionDeFiche(LienUtile, {
      nom: 'edit',
      libelle: 'Modifier',
      titre: 'Modifier le lien',
      bouton: 'Enregistrer',
      commande: modifierLien,
      cible: 'lien',
      champs: CHAMPS_LIEN,
      succes: 'Le lien a été modifié.',
    }),
    actionDeFiche(LienUtile, {
      nom: 'delete',
      libelle: 'Retirer',
      titre: 'Retirer le lien',
      bouton: 'Retirer',
      danger: true,
      commande: retirerLien,
      cible: 'lien',
      champs: [],
      succes: 'Le lien a été retiré.',
    }),
  ],
});
