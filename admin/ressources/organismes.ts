import { actionDeFiche, definirRessource, type ChampFormulaire } from '#admin/definition/definition.ts';
import { FORMES_JURIDIQUES } from '#admin/definition/libelles.ts';
import { lien, table, texte } from '#admin/definition/outils.ts';
import { modifierOrganisme } from '#src/domain/contractualisation/organisme/commandes.ts';
import { Organisme } from '#src/domain/contractualisation/organisme/organisme.ts';
import { Partenaire } from '#src/domain/contractualisation/organisme/partenaire.ts';

/** Identity of an organisation, as the form to record one asks for it too. */
export const CHAMPS_IDENTITE: readonly ChampFormulaire[] = [
  { nom: 'raisonSociale', libelle: 'Dénomination', genre: 'texte', obligatoire: true },
  { nom: 'forme', libelle: 'Forme juridique', genre: 'choix', obligatoire: true, options: FORMES_JURIDIQUES },
  { nom: 'adresse', libelle: 'Adresse', genre: 'texte' },
  { nom: 'codePostal', libelle: 'Code postal', genre: 'texte' },
  { nom: 'communeCode', libelle: 'Commune', genre: 'reference', ressource: 'source:communes' },
];

export const organismes = definirRessource({
  id: 'organismes',
  entite: Organisme,
  droit: 'Organisme',
  libelle: 'Organismes',
  singulier: 'Organisme',
  groupe: null,
  titre: { depuis: ['raisonSociale'], texte: ({ raisonSociale }) => String(raisonSociale) },
  champs: {
    raisonSociale: { libelle: 'Dénomination', genre: 'texte' },
    siren: { libelle: 'Numéro Siren', genre: 'texte' },
    // Sorted by name or number alone: the list is the country's, and only an index orders it at once.
    forme: { libelle: 'Forme juridique', genre: 'choix', options: FORMES_JURIDIQUES, tri: null },
    adresse: { libelle: 'Adresse', genre: 'texte', tri: null },
    codePostal: { libelle: 'Code postal', genre: 'texte', tri: null },
    commune: { libelle: 'Commune', genre: 'texte', tri: null },
  },
  liste: ['raisonSociale', 'siren', 'forme', 'commune'],
  recherche: { libelle: 'Dénomination ou Siren', champs: ['raisonSociale', 'siren'] },
  tri: { champ: 'raisonSociale', sens: 'asc' },
  async complement({ unite, id }) {
    const partenaires = await unite.em.find(Partenaire, { organisme: id }, { orderBy: { nom: 'asc' } });
    return {
      tables: [
        table(
          'Fiches partenaire',
          ['Partenaire', 'Préfixe des identifiants'],
          partenaires.map((partenaire) => ({
            cle: partenaire.id,
            cellules: [lien(partenaire.nom, 'partenaires', partenaire.id), texte(partenaire.prefixe)],
          })),
          'Cet organisme n’est partenaire d’aucune Caf de votre périmètre.',
        ),
      ],
    };
  },
  actionsDeFiche: [
    actionDeFiche(Organisme, {
      nom: 'edit',
      libelle: 'Modifier',
      titre: 'Modifier l’organisme',
      bouton: 'Enregistrer',
      commande: modifierOrganisme,
      cible: 'organisme',
      intro: 'L’identité d’un organisme est partagée par toutes les Caf dont il est partenaire.',
      champs: CHAMPS_IDENTITE,
      succes: 'L’organisme a été modifié.',
    }),
  ],
});
