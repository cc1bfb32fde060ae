import { actionDeFiche, definirRessource, type ChampFormulaire } from '#admin/definition/definition.ts';
import { GROUPES } from '#admin/definition/groupes.ts';
import { table, texte } from '#admin/definition/outils.ts';
import { Caf } from '#src/domain/territoire/caf/caf.ts';
import { modifierModeleContrat } from '#src/domain/territoire/caf/modele-contrat.ts';

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
  async complement({ fiche }) {
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
