import {
  actionDeFiche,
  actionDeListe,
  definirRessource,
  type ChampFormulaire,
} from '#admin/definition/definition.ts';
import { GROUPES } from '#admin/definition/groupes.ts';
import { CONTEXTES_DE_LIEN, PROFILS_AGENT } from '#admin/definition/libelles.ts';
import { table, texte } from '#admin/definition/outils.ts';
import { cloturerAgent, creerAgent } from '#src/domain/agent/commandes.ts';
import { Caf } from '#src/domain/caf/caf.ts';
import { modifierModeleContrat } from '#src/domain/caf/modele-contrat.ts';
import { AgentCaf } from '#src/domain/compte/compte.ts';
import { direOuverture } from '#src/domain/compte/dire-ouverture.ts';
import { leverSecondFacteurDUnAgent, lireSecondFacteur } from '#src/domain/compte/second-facteur.ts';
import { creerLien, modifierLien, retirerLien } from '#src/domain/lien/commandes.ts';
import { LienUtile } from '#src/domain/lien/lien-utile.ts';
import { Service } from '#src/domain/service/service.ts';

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
  async dossier({ fiche }) {
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

const CONTACTS = [
  ['administrateur', 'administrateur', 'Administrateur'],
  ['responsableMcp', 'responsable-mcp', 'Responsable Mon Compte Partenaire'],
  ['responsableSecurite', 'responsable-securite', 'Responsable sécurité'],
  ['referentCnil', 'referent-cnil', 'Référent Cnil'],
] as const;

export const cafs = definirRessource({
  id: 'cafs',
  entite: Caf,
  droit: 'Caf',
  libelle: 'Caf',
  singulier: 'Caf',
  groupe: GROUPES.parametrage,
  description: 'Votre Caf et son modèle de contrat de service.',
  cle: { nom: 'id', uuid: false },
  titre: { depuis: ['nom'], texte: ({ nom }) => String(nom) },
  champs: {
    nom: { libelle: 'Caf', genre: 'texte' },
    id: { libelle: 'Code', genre: 'texte' },
    courriel: { libelle: 'Adresse mail', genre: 'courriel' },
    telephone: { libelle: 'Téléphone', genre: 'telephone' },
    fuseauHoraire: { libelle: 'Fuseau horaire', genre: 'texte' },
  },
  liste: ['nom', 'id', 'courriel', 'telephone', 'fuseauHoraire'],
  recherche: { libelle: 'Nom ou code', champs: ['nom', 'id'] },
  tri: { champ: 'nom', sens: 'asc' },
  sections: [{ titre: 'Caf', champs: ['id', 'courriel', 'telephone', 'fuseauHoraire'] }],
  async dossier({ fiche }) {
    const modele = fiche.modeleContrat;
    const contacts = CONTACTS.flatMap(([, cle, fonction]) => {
      const contact = modele?.interlocuteurs[cle];
      return contact
        ? [
            {
              cle,
              cellules: [
                texte(fonction),
                texte(`${contact.prenom} ${contact.nom}`),
                { genre: 'courriel' as const, valeur: contact.courriel },
              ],
            },
          ]
        : [];
    });
    return {
      tables: modele
        ? [
            table(
              'Interlocuteurs proposés dans les contrats de service',
              ['Fonction', 'Interlocuteur', 'Adresse mail'],
              contacts,
              'Aucun interlocuteur.',
            ),
          ]
        : [],
    };
  },
  actionsDeFiche: [
    actionDeFiche(Caf, {
      nom: 'modele',
      libelle: 'Modèle de contrat de service',
      bouton: 'Enregistrer le modèle',
      commande: modifierModeleContrat,
      principale: true,
      intro:
        'Ces textes et ces interlocuteurs préremplissent chaque nouveau contrat de service ; les contrats existants ne changent pas.',
      champs: [
        {
          nom: 'fonctionnementCentre',
          libelle: 'Fonctionnement du centre de services',
          genre: 'texte-long',
          section: 'Textes',
        },
        {
          nom: 'horaires',
          libelle: 'Horaires d’ouverture des services',
          genre: 'texte-long',
          section: 'Textes',
        },
        {
          nom: 'escaladeCaf',
          libelle: 'Procédure d’escalade en cas d’urgence, pour la Caf',
          genre: 'texte-long',
          section: 'Textes',
        },
        ...CONTACTS.flatMap(([prefixe, , section]): ChampFormulaire[] => [
          { nom: `${prefixe}Nom`, libelle: 'Nom', genre: 'texte', section },
          { nom: `${prefixe}Prenom`, libelle: 'Prénom', genre: 'texte', section },
          { nom: `${prefixe}Courriel`, libelle: 'Adresse mail', genre: 'courriel', section },
          { nom: `${prefixe}Telephone`, libelle: 'Téléphone', genre: 'telephone', section },
        ]),
      ],
      valeurs: ({ fiche: { modeleContrat } }) => ({
        fonctionnementCentre: modeleContrat?.fonctionnementCentre,
        horaires: modeleContrat?.horaires,
        escaladeCaf: modeleContrat?.escaladeCaf,
        ...Object.fromEntries(
          CONTACTS.flatMap(([prefixe, cle]) => {
            const contact = modeleContrat?.interlocuteurs[cle];
            return [
              [`${prefixe}Nom`, contact?.nom],
              [`${prefixe}Prenom`, contact?.prenom],
              [`${prefixe}Courriel`, contact?.courriel],
              [`${prefixe}Telephone`, contact?.telephone],
            ];
          }),
        ),
      }),
      succes: 'Le modèle de contrat de service a été enregistré.',
    }),
  ],
});
