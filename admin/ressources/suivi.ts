import { definirRessource } from '#admin/adapter/definition.ts';
import { GROUPES } from '#admin/ressources/groupes.ts';
import { GENRES_DE_JOURNAL } from '#admin/ressources/libelles.ts';
import { table, texte } from '#admin/ressources/outils.ts';
import { AgentCaf } from '#src/domain/compte/compte.ts';
import { Courriel } from '#src/domain/courriel/courriel.ts';
import { masquerSecrets } from '#src/domain/courriel/masquer.ts';
import { Journal } from '#src/domain/journal/journal.ts';
import { Utilisateur } from '#src/domain/utilisateur/utilisateur.ts';

const montrer = (valeur: unknown): string => (valeur === undefined ? '' : typeof valeur === 'string' ? valeur : JSON.stringify(valeur));

export const journal = definirRessource({
  id: 'journal',
  entite: Journal,
  droit: 'Journal',
  libelle: 'Journal',
  singulier: 'Ligne du journal',
  groupe: GROUPES.suivi,
  description: 'Toute écriture laisse une ligne, enchaînée à la précédente par son empreinte. Les valeurs personnelles n’y figurent que sous forme d’engagement.',
  titre: { depuis: ['commande', 'rang'], texte: ({ commande, rang }) => `${String(commande)} n° ${String(rang)}` },
  champs: {
    le: { libelle: 'Le', genre: 'instant' },
    commande: { libelle: 'Acte', genre: 'texte' },
    genre: { libelle: 'Nature', genre: 'choix', options: GENRES_DE_JOURNAL },
    entite: { libelle: 'Objet', genre: 'texte' },
    entiteId: { libelle: 'Identifiant de l’objet', genre: 'texte' },
    acteurRole: { libelle: 'Rôle de l’auteur', genre: 'texte' },
    rang: { libelle: 'Rang', genre: 'entier' },
    motif: { libelle: 'Motif', genre: 'texte-long' },
    requeteId: { libelle: 'Numéro de la demande', genre: 'texte' },
    empreinte: { libelle: 'Empreinte', genre: 'texte' },
  },
  liste: ['le', 'commande', 'genre', 'entite', 'acteurRole', 'rang'],
  filtres: ['le', 'commande', 'genre', 'entite', 'requeteId'],
  tri: { champ: 'rang', sens: 'desc' },
  async dossier({ fiche }) {
    const lignes = Object.entries(fiche.changements).map(([champ, changement]) => ({
      cle: champ,
      cellules: 'engagementAvant' in changement || 'engagementApres' in changement
        ? [texte(champ), texte('valeur personnelle'), texte('valeur personnelle')]
        : [texte(champ), texte(montrer((changement as { avant?: unknown }).avant)), texte(montrer((changement as { apres?: unknown }).apres))],
    }));
    return { tables: [table('Changements', ['Champ', 'Avant', 'Après'], lignes, 'Aucun champ modifié.')] };
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
  sections: [{ titre: 'Courriel', champs: ['objet', 'destinataire', 'creeLe', 'envoyeLe', 'tentatives', 'erreur'] }],
  async dossier({ unite: { em }, fiche: { destinataire, corps } }) {
    // A colleague's own mail is his: what an agent must know is what a partner was told.
    const aUnCollegue = await em.count(AgentCaf, { courriel: destinataire }) > 0 && await em.count(Utilisateur, { courriel: destinataire }) === 0;
    return aUnCollegue
      ? { alertes: [{ ton: 'info', titre: 'Ce courriel est adressé à un agent de la Caf.', texte: 'Seul le texte des courriels adressés aux partenaires est montré.' }] }
      : { texteBrut: { titre: 'Texte', contenu: masquerSecrets(corps) } };
  },
});
