import { Temporal } from 'temporal-polyfill';
import { actionDeFiche, actionDeListe, definirRessource, type ChampFormulaire } from '#admin/adapter/definition.ts';
import { NATURES_DE_LIEU } from '#admin/ressources/libelles.ts';
import { lendemainSaisi } from '#admin/ressources/outils.ts';
import { ajouterAnimateur, ajouterLieu, modifierAnimateur, modifierLieu, retirerLieu, validerProfil } from '#src/domain/equipement/commandes.ts';
import { Animateur, LieuImplantation } from '#src/domain/equipement/equipement.ts';

const CHAMPS_LIEU: readonly ChampFormulaire[] = [
  { nom: 'nature', libelle: 'Nature du lieu', genre: 'choix', obligatoire: true, options: NATURES_DE_LIEU },
  { nom: 'nom', libelle: 'Nom du lieu', genre: 'texte', obligatoire: true },
  { nom: 'adresse', libelle: 'Adresse', genre: 'texte' },
  { nom: 'codePostal', libelle: 'Code postal', genre: 'texte' },
  { nom: 'communeCode', libelle: 'Commune', genre: 'reference', ressource: 'source:communes', obligatoire: true },
];
const versEquipement = ({ equipement }: { readonly equipement: { readonly id: string } }) => ({ ressource: 'equipements', id: equipement.id });

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
      nom: 'new', libelle: 'Ajouter un lieu', bouton: 'Ajouter', commande: ajouterLieu, horsListe: true,
      champs: [{ nom: 'equipement', libelle: 'Équipement', genre: 'reference', ressource: 'equipements', obligatoire: true }, ...CHAMPS_LIEU],
      valeurs: () => ({ nature: 'activite' }),
      succes: 'Le lieu a été ajouté.',
      vers: versEquipement,
    }),
  ],
  actionsDeFiche: [
    actionDeFiche(LieuImplantation, {
      nom: 'edit', libelle: 'Modifier', titre: 'Modifier le lieu', bouton: 'Enregistrer', commande: modifierLieu, cible: 'lieu', champs: CHAMPS_LIEU,
      intro: 'Si ce lieu devient le lieu principal, l’ancien lieu principal devient un lieu d’activité.',
      succes: 'Le lieu a été modifié.',
    }),
    actionDeFiche(LieuImplantation, {
      nom: 'delete', libelle: 'Retirer', titre: 'Retirer le lieu', bouton: 'Retirer', danger: true, commande: retirerLieu, cible: 'lieu', champs: [],
      succes: 'Le lieu a été retiré.',
    }),
  ],
});

const CHAMPS_ANIMATEUR: readonly ChampFormulaire[] = [
  { nom: 'nom', libelle: 'Nom', genre: 'texte', obligatoire: true },
  { nom: 'prenom', libelle: 'Prénom', genre: 'texte', obligatoire: true },
  { nom: 'etpContrat', libelle: 'Etp du contrat de travail', genre: 'etp', obligatoire: true },
  { nom: 'du', libelle: 'Date d’arrivée', genre: 'date', obligatoire: true },
  { nom: 'au', libelle: 'Dernier jour de présence', genre: 'date' },
];

const finExclue = (valeurs: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> => ({ ...valeurs, au: lendemainSaisi(valeurs['au']) });

export const animateurs = definirRessource({
  id: 'animateurs',
  entite: Animateur,
  droit: 'Animateur',
  libelle: 'Animateurs',
  singulier: 'Animateur',
  groupe: null,
  titre: { depuis: ['nom', 'prenom'], texte: ({ nom, prenom }) => `${String(prenom)} ${String(nom)}` },
  champs: {
    nom: { libelle: 'Nom', genre: 'texte' },
    prenom: { libelle: 'Prénom', genre: 'texte' },
    equipement: { libelle: 'Équipement', genre: 'reference', ressource: 'equipements' },
    etpContrat: { libelle: 'Etp du contrat', genre: 'etp' },
    profilValide: { libelle: 'Profil validé', genre: 'booleen' },
    profilValideLe: { libelle: 'Profil validé le', genre: 'date' },
    du: { libelle: 'Arrivée', genre: 'date' },
    au: { libelle: 'Départ', genre: 'date', finExclue: true },
  },
  liste: ['nom', 'prenom', 'equipement', 'etpContrat', 'profilValide'],
  recherche: { libelle: 'Nom ou prénom', champs: ['nom', 'prenom'] },
  tri: { champ: 'nom', sens: 'asc' },
  actionsDeListe: [
    actionDeListe({
      nom: 'new', libelle: 'Ajouter un animateur', bouton: 'Ajouter', commande: ajouterAnimateur, horsListe: true,
      champs: [{ nom: 'equipement', libelle: 'Équipement', genre: 'reference', ressource: 'equipements', obligatoire: true }, ...CHAMPS_ANIMATEUR],
      saisie: finExclue,
      succes: 'L’animateur a été ajouté.',
      vers: versEquipement,
    }),
  ],
  actionsDeFiche: [
    actionDeFiche(Animateur, {
      nom: 'valider', libelle: 'Valider le profil', titre: 'Valider le profil de l’animateur', bouton: 'Enregistrer', commande: validerProfil, cible: 'animateur', principale: true,
      intro: 'Le profil de l’animateur fait l’objet d’une validation par la Caf. Un remplaçant dont le profil n’est pas validé n’est pas retenu.',
      champs: [
        { nom: 'valide', libelle: 'Le profil est validé', genre: 'booleen' },
        { nom: 'le', libelle: 'Date de validation', genre: 'date', si: { champ: 'valide', vaut: ['true'] } },
      ],
      valeurs: ({ fiche, unite }) => ({ valide: true, le: fiche.profilValideLe ?? unite.aujourdhui.toString() }),
      succes: ({ profilValide }) => (profilValide ? 'Le profil de l’animateur est validé.' : 'Le profil de l’animateur n’est plus validé.'),
    }),
    actionDeFiche(Animateur, {
      nom: 'edit', libelle: 'Modifier', titre: 'Modifier l’animateur', bouton: 'Enregistrer', commande: modifierAnimateur, cible: 'animateur', champs: CHAMPS_ANIMATEUR,
      valeurs: ({ fiche }) => ({ ...fiche, au: fiche.au ? Temporal.PlainDate.from(fiche.au).subtract({ days: 1 }).toString() : null }),
      saisie: finExclue,
      succes: 'L’animateur a été modifié.',
    }),
  ],
});
