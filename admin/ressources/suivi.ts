import { definirRessource } from '#admin/definition/definition.ts';
import { enOptions, direRoles, OBJETS } from '#admin/definition/journal/mots.ts';
import { montrerLignes } from '#admin/definition/journal/lignes.ts';
import { nommerObjetsEtAuteurs } from '#admin/definition/journal/objets.ts';
import { GROUPES } from '#admin/definition/groupes.ts';
import { GENRES_DE_JOURNAL } from '#admin/definition/libelles.ts';
import { table, texte } from '#admin/definition/outils.ts';
import { cafDe } from '#src/kernel/acteur.ts';
import { AgentCaf } from '#src/domain/acces/compte/compte.ts';
import { Courriel } from '#src/kernel/courriel.ts';
import { masquerSecrets } from '#src/domain/echanges/courriel/masquer.ts';
import { ACTES, direActe } from '#src/kernel/journal/actes.ts';
import { Journal } from '#src/kernel/journal/journal.ts';
import { Utilisateur } from '#src/domain/delegation/utilisateur/utilisateur.ts';

const ACTES_FILTRABLES = enOptions(ACTES);
const OBJETS_FILTRABLES = enOptions(
  Object.fromEntries(Object.entries(OBJETS).map(([entite, { libelle }]) => [entite, libelle])),
);

export const journal = definirRessource({
  id: 'journal',
  entite: Journal,
  droit: 'Journal',
  libelle: 'Journal',
  singulier: 'Ligne du journal',
  groupe: GROUPES.suivi,
  description:
    'Toute écriture laisse une ligne, enchaînée à la précédente par son empreinte. Les valeurs personnelles n’y figurent que sous forme d’engagement.',
  titre: {
    depuis: ['commande', 'genre', 'rang'],
    texte: ({ commande, genre, rang }) =>
      `${direActe(String(commande), String(genre))}, ligne ${String(rang)}`,
  },
  champs: {
    le: { libelle: 'Le', genre: 'instant' },
    acte: {
      libelle: 'Ce qui a été fait',
      genre: 'texte',
      calcul: {
        depuis: ['commande', 'genre'],
        valeur: ({ commande, genre }) => direActe(String(commande), String(genre)),
      },
    },
    objet: {
      libelle: 'Sur',
      genre: 'reference',
      calcul: {
        depuis: ['entite', 'entiteId'],
        valeur: ({ entite, entiteId }) => `${String(entite)}/${String(entiteId)}`,
      },
    },
    auteur: {
      libelle: 'Par',
      genre: 'reference',
      calcul: {
        depuis: ['acteurId', 'acteurRole'],
        valeur: ({ acteurId, acteurRole }) => `${String(acteurId ?? '')}/${String(acteurRole)}`,
      },
    },
    role: {
      libelle: 'En qualité de',
      genre: 'texte',
      calcul: { depuis: ['acteurRole'], valeur: ({ acteurRole }) => direRoles(String(acteurRole)) },
    },
    motif: { libelle: 'Motif', genre: 'texte-long' },
    rang: { libelle: 'Rang', genre: 'entier' },
    commande: { libelle: 'Acte', genre: 'choix', options: ACTES_FILTRABLES },
    genre: { libelle: 'Nature', genre: 'choix', options: GENRES_DE_JOURNAL },
    entite: { libelle: 'Objet', genre: 'choix', options: OBJETS_FILTRABLES },
    entiteId: { libelle: 'Identifiant de l’objet', genre: 'texte' },
    chaine: { libelle: 'Chaîne', genre: 'texte' },
    requeteId: { libelle: 'Numéro de la demande', genre: 'texte' },
    precedente: { libelle: 'Empreinte de la ligne précédente', genre: 'texte' },
    empreinte: { libelle: 'Empreinte', genre: 'texte' },
  },
  liste: ['le', 'acte', 'objet', 'auteur', 'motif', 'rang'],
  filtres: ['le', 'commande', 'genre', 'entite', 'requeteId'],
  tri: {
    champ: 'rang',
    sens: 'desc',
    // His Caf's chain and the national one.
    plages(acteur) {
      const caf = cafDe(acteur);
      return caf ? [{ chaine: caf.cafId }, { chaine: 'national' }] : [{}];
    },
  },
  sections: [
    { titre: 'Ligne du journal', champs: ['le', 'acte', 'objet', 'auteur', 'role', 'motif'] },
    {
      titre: 'Preuve',
      repliee: true,
      champs: ['chaine', 'rang', 'entiteId', 'requeteId', 'precedente', 'empreinte'],
    },
  ],
  completer: nommerObjetsEtAuteurs,
  async complement({ unite, fiche, ailleurs }) {
    const [ligne] = await montrerLignes(unite, ailleurs.catalogue, [fiche]);
    const lignes = (ligne?.changements ?? []).map(({ champ, avant, apres }) => ({
      cle: champ,
      cellules: [texte(champ), texte(avant), texte(apres)],
    }));
    return {
      surtitre: 'Ligne du journal',
      tables: [table('Changements', ['Champ', 'Avant', 'Après'], lignes, 'Aucun champ modifié.')],
    };
  },
});

export const courriels = definirRessource({
  id: 'courriels',
  entite: Courriel,
  droit: 'Courriel',
  libelle: 'Courriels envoyés',
  singulier: 'Courriel',
  groupe: GROUPES.suivi,
  titre: { depuis: ['objet'], texte: ({ objet }) => String(objet) },
  champs: {
    creeLe: { libelle: 'Écrit le', genre: 'instant' },
    objet: { libelle: 'Objet', genre: 'texte' },
    destinataire: { libelle: 'Destinataire', genre: 'courriel' },
    envoyeLe: { libelle: 'Envoyé le', genre: 'instant' },
    tentatives: { libelle: 'Tentatives', genre: 'entier' },
    erreur: { libelle: 'Dernière erreur', genre: 'texte' },
  },
  liste: ['objet', 'destinataire', 'creeLe', 'envoyeLe', 'tentatives'],
  filtres: ['creeLe', 'envoyeLe', 'destinataire'],
  recherche: { libelle: 'Objet ou destinataire', champs: ['objet', 'destinataire'] },
  tri: { champ: 'creeLe', sens: 'desc' },
  sections: [
    { titre: 'Courriel', champs: ['objet', 'destinataire', 'creeLe', 'envoyeLe', 'tentatives', 'erreur'] },
  ],
  async complement({ unite: { em }, fiche: { destinataire, corps } }) {
    // A colleague's own mail is his: what an agent must know is what a partner was told.
    const aUnCollegue =
      (await em.count(AgentCaf, { courriel: destinataire })) > 0 &&
      (await em.count(Utilisateur, { courriel: destinataire })) === 0;
    return aUnCollegue
      ? {
          alertes: [
            {
              ton: 'info',
              titre: 'Ce courriel est adressé à un agent de la Caf.',
              texte: 'Seul le texte des courriels adressés aux partenaires est montré.',
            },
          ],
        }
      : { texteBrut: { titre: 'Texte', contenu: masquerSecrets(corps) } };
  },
});
