import {
  actionDeFiche,
  actionDeListe,
  definirRessource,
  type ChampFormulaire,
} from '#admin/definition/definition.ts';
import { COTES, FONCTIONS } from '#admin/definition/libelles.ts';
import { Interlocuteur } from '#src/domain/contractualisation/contrat/contrat-service.ts';
import {
  ajouterInterlocuteur,
  modifierInterlocuteur,
  retirerInterlocuteur,
} from '#src/domain/contractualisation/contrat/interlocuteurs.ts';

const CHAMPS_CONTACT: readonly ChampFormulaire[] = [
  { nom: 'cote', libelle: 'Côté', genre: 'choix', obligatoire: true, options: COTES },
  { nom: 'fonction', libelle: 'Fonction', genre: 'choix', obligatoire: true, options: FONCTIONS },
  {
    nom: 'precision',
    libelle: 'Précision',
    genre: 'texte',
    aide: 'À quoi sert cet interlocuteur.',
    si: { champ: 'fonction', vaut: ['autre'] },
  },
  { nom: 'nom', libelle: 'Nom', genre: 'texte', obligatoire: true },
  { nom: 'prenom', libelle: 'Prénom', genre: 'texte', obligatoire: true },
  { nom: 'courriel', libelle: 'Adresse mail', genre: 'courriel', obligatoire: true },
  { nom: 'telephone', libelle: 'Téléphone', genre: 'telephone' },
];

export const interlocuteurs = definirRessource({
  id: 'interlocuteurs',
  entite: Interlocuteur,
  droit: 'Interlocuteur',
  libelle: 'Interlocuteurs',
  singulier: 'Interlocuteur',
  groupe: null,
  titre: { depuis: ['nom', 'prenom'], texte: ({ nom, prenom }) => `${String(prenom)} ${String(nom)}` },
  champs: {
    nom: { libelle: 'Nom', genre: 'texte' },
    prenom: { libelle: 'Prénom', genre: 'texte' },
    cote: { libelle: 'Côté', genre: 'choix', options: COTES },
    fonction: { libelle: 'Fonction', genre: 'choix', options: FONCTIONS },
    precision: { libelle: 'Précision', genre: 'texte' },
    courriel: { libelle: 'Adresse mail', genre: 'courriel' },
    telephone: { libelle: 'Téléphone', genre: 'telephone' },
    contrat: { libelle: 'Contrat', genre: 'reference', ressource: 'contrats-service' },
    partenaire: { libelle: 'Partenaire', genre: 'reference', ressource: 'partenaires' },
  },
  liste: ['nom', 'prenom', 'cote', 'fonction', 'courriel'],
  tri: { champ: 'nom', sens: 'asc' },
  actionsDeListe: [
    actionDeListe({
      nom: 'new',
      libelle: 'Ajouter un interlocuteur',
      bouton: 'Ajouter',
      commande: ajouterInterlocuteur,
      horsListe: true,
      champs: [{ nom: 'contrat', libelle: 'Contrat de service', genre: 'cache' }, ...CHAMPS_CONTACT],
      succes: 'L’interlocuteur a été ajouté.',
      vers: ({ contrat }) => ({ ressource: 'contrats-service', id: contrat.id }),
    }),
  ],
  actionsDeFiche: [
    actionDeFiche(Interlocuteur, {
      nom: 'edit',
      libelle: 'Modifier',
      titre: 'Modifier l’interlocuteur',
      bouton: 'Enregistrer',
      commande: modifierInterlocuteur,
      cible: 'interlocuteur',
      champs: CHAMPS_CONTACT,
      succes: 'L’interlocuteur a été modifié.',
    }),
    actionDeFiche(Interlocuteur, {
      nom: 'delete',
      libelle: 'Retirer',
      titre: 'Retirer l’interlocuteur',
      bouton: 'Retirer',
      danger: true,
      commande: retirerInterlocuteur,
      cible: 'interlocuteur',
      champs: [],
      succes: 'L’interlocuteur a été retiré du contrat.',
    }),
  ],
});
