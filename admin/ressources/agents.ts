import { actionDeFiche, actionDeListe, definirRessource } from '#admin/definition/definition.ts';
import { GROUPES } from '#admin/definition/groupes.ts';
import { PROFILS_AGENT } from '#admin/definition/libelles.ts';
import { cloturerAgent, creerAgent } from '#src/domain/acces/agent/commandes.ts';
import { AgentCaf } from '#src/domain/acces/compte/compte.ts';
import { direOuverture } from '#src/domain/acces/compte/dire-ouverture.ts';
import { leverSecondFacteurDUnAgent, lireSecondFacteur } from '#src/domain/acces/compte/second-facteur.ts';

export const agents = definirRessource({
  id: 'agents',
  entite: AgentCaf,
  droit: 'AgentCaf',
  libelle: 'Agents de la Caf',
  singulier: 'Agent de la Caf',
  groupe: GROUPES.parametrage,
  titre: { depuis: ['nom', 'prenom'], texte: ({ nom, prenom }) => `${String(prenom)} ${String(nom)}` },
  champs: {
    nom: { libelle: 'Nom', genre: 'texte' },
    prenom: { libelle: 'Prénom', genre: 'texte' },
    profil: { libelle: 'Profil', genre: 'choix', options: PROFILS_AGENT },
    courriel: { libelle: 'Adresse mail', genre: 'courriel' },
    ouvertLe: { libelle: 'Ouvert le', genre: 'date' },
    closLe: { libelle: 'Clos le', genre: 'date' },
  },
  liste: ['nom', 'prenom', 'profil', 'courriel', 'ouvertLe', 'closLe'],
  filtres: ['profil', 'ouvertLe'],
  recherche: { libelle: 'Nom, prénom ou adresse mail', champs: ['nom', 'prenom', 'courriel'] },
  tri: { champ: 'nom', sens: 'asc' },
  sections: [{ titre: 'Agent', champs: ['profil', 'courriel', 'ouvertLe', 'closLe'] }],
  actionsDeListe: [
    actionDeListe({
      nom: 'new',
      libelle: 'Ajouter un agent',
      bouton: 'Ajouter',
      commande: creerAgent,
      intro:
        'L’agent est prévenu par mail. S’il n’a pas encore de mot de passe, le mail porte le lien pour en choisir un.',
      champs: [
        { nom: 'nom', libelle: 'Nom', genre: 'texte', obligatoire: true },
        { nom: 'prenom', libelle: 'Prénom', genre: 'texte', obligatoire: true },
        { nom: 'courriel', libelle: 'Adresse mail', genre: 'courriel', obligatoire: true },
        {
          nom: 'profil',
          libelle: 'Profil',
          genre: 'choix',
          obligatoire: true,
          options: PROFILS_AGENT,
          aide: 'Le responsable gère en plus les agents, les services et consulte le journal.',
        },
        { nom: 'ouvertLe', libelle: 'Date d’ouverture', genre: 'date' },
      ],
      valeurs: ({ unite }) => ({ profil: 'gestionnaire', ouvertLe: unite.aujourdhui.toString() }),
      succes: (_agent, envois) =>
        `L’agent a été ajouté. ${direOuverture(envois) ?? 'Aucun mail ne lui a été envoyé.'}`,
    }),
  ],
  actionsDeFiche: [
    actionDeFiche(AgentCaf, {
      nom: 'cloturer',
      libelle: 'Clôturer',
      titre: 'Clôturer l’accès de l’agent',
      bouton: 'Clôturer',
      danger: true,
      commande: cloturerAgent,
      cible: 'agent',
      champs: [
        {
          nom: 'closLe',
          libelle: 'Date de clôture',
          genre: 'date',
          obligatoire: true,
          aide: 'Premier jour sans accès.',
        },
      ],
      valeurs: ({ unite }) => ({ closLe: unite.aujourdhui.toString() }),
      succes: 'L’accès de l’agent est clôturé.',
    }),
    actionDeFiche(AgentCaf, {
      nom: 'leverCode',
      libelle: 'Lever la double authentification',
      bouton: 'Lever',
      danger: true,
      commande: leverSecondFacteurDUnAgent,
      intro:
        'Pour un agent qui a perdu son téléphone et ses codes de secours. Assurez-vous de son identité : ensuite, son mot de passe suffit pour ouvrir son compte. Il en est averti par mail.',
      champs: [],
      saisie: () => ({}),
      absente: async ({ fiche, unite: { em } }) =>
        (await lireSecondFacteur(em, fiche.compte.id))?.actif !== true,
      succes: 'La double authentification de cet agent est levée.',
    }),
  ],
});
