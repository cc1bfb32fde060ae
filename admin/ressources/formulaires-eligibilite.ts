import {
  actionDeFiche,
  actionDeListe,
  definirRessource,
  type ChampFormulaire,
} from '#admin/definition/definition.ts';
import type { Option } from '#admin/definition/types/champ.ts';
import { GROUPES } from '#admin/definition/groupes.ts';
import { ETATS_FORMULAIRE, optionDe } from '#admin/definition/libelles.ts';
import { decisionsSur } from '#admin/definition/outils.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import {
  completerFormulaire,
  creerFormulaire,
  deciderEligibilite,
  inviterAFormulaire,
} from '#src/domain/contractualisation/eligibilite/commandes.ts';
import { FormulaireEligibilite } from '#src/domain/contractualisation/eligibilite/formulaire-eligibilite.ts';
import { servicesProposes } from '#src/domain/contractualisation/service/services.ts';
import { dateFr } from '#src/kernel/francais.ts';

/** The services proposed, as boxes to tick. */
export async function optionsDeServices(unite: UniteDeLecture): Promise<Option[]> {
  return (await servicesProposes(unite)).map(({ id, libelle, description }) => ({
    valeur: id,
    libelle,
    aide: description,
  }));
}

function personne(
  prefixe: string,
  section: string,
  reste: readonly ChampFormulaire[] = [],
): ChampFormulaire[] {
  return [
    { nom: `${prefixe}Nom`, libelle: 'Nom', genre: 'texte', section },
    { nom: `${prefixe}Prenom`, libelle: 'Prénom', genre: 'texte', section },
    ...reste.map((champ) => ({ ...champ, section })),
  ];
}

const mail = (prefixe: string): ChampFormulaire => ({
  nom: `${prefixe}Courriel`,
  libelle: 'Adresse mail',
  genre: 'courriel',
});

async function reponses(unite: UniteDeLecture): Promise<ChampFormulaire[]> {
  return [
    ...personne('representant', 'Représentant de l’organisme', [
      { nom: 'representantFonction', libelle: 'Fonction', genre: 'texte' },
    ]),
    {
      nom: 'missionGenerale',
      libelle: 'Mission générale du partenaire',
      genre: 'texte-long',
      section: 'Mission et services',
    },
    {
      nom: 'servicesDemandes',
      libelle: 'Services demandés',
      genre: 'choix-multiple',
      options: await optionsDeServices(unite),
      section: 'Mission et services',
    },
    {
      nom: 'gestionDelegueeAcceptee',
      libelle: 'Le partenaire accepte la gestion déléguée des habilitations',
      genre: 'booleen',
      section: 'Mission et services',
      aide: 'Le partenaire crée lui-même ses utilisateurs et leur attribue leurs habilitations.',
    },
    ...personne('administrateur', 'Administrateur partenaire', [
      mail('administrateur'),
      { nom: 'administrateurTelephone', libelle: 'Téléphone', genre: 'telephone' },
    ]),
    ...personne('responsableSecurite', 'Responsable sécurité', [mail('responsableSecurite')]),
    ...personne('referentCnil', 'Référent Cnil', [mail('referentCnil')]),
  ];
}

const libelles = (prefixe: string, qui: string) =>
  ({
    [`${prefixe}Nom`]: { libelle: `Nom ${qui}`, genre: 'texte' },
    [`${prefixe}Prenom`]: { libelle: `Prénom ${qui}`, genre: 'texte' },
  }) as const;

export const formulairesEligibilite = definirRessource({
  id: 'formulaires-eligibilite',
  entite: FormulaireEligibilite,
  droit: 'FormulaireEligibilite',
  libelle: 'Formulaires d’éligibilité',
  singulier: 'Formulaire d’éligibilité',
  groupe: GROUPES.contractualisation,
  description:
    'Le formulaire recueille auprès du partenaire les données nécessaires à la contractualisation. Il précède tout contrat.',
  titre: {
    depuis: ['creeLe'],
    texte: ({ creeLe }) => `Formulaire du ${dateFr(String(creeLe))}`,
  },
  champs: {
    creeLe: { libelle: 'Commencé le', genre: 'instant' },
    partenaire: {
      libelle: 'Partenaire',
      genre: 'reference',
      ressource: 'partenaires',
      tri: 'partenaire.nom',
    },
    etat: { libelle: 'État', genre: 'choix', options: ETATS_FORMULAIRE },
    decideLe: { libelle: 'Décidé le', genre: 'instant' },
    ...libelles('representant', 'du représentant'),
    representantFonction: { libelle: 'Fonction du représentant', genre: 'texte' },
    missionGenerale: { libelle: 'Mission générale', genre: 'texte-long' },
    servicesDemandes: { libelle: 'Services demandés', genre: 'choix-multiple' },
    gestionDelegueeAcceptee: { libelle: 'Gestion déléguée acceptée', genre: 'booleen' },
    ...libelles('administrateur', 'de l’administrateur'),
    administrateurCourriel: { libelle: 'Adresse mail de l’administrateur', genre: 'courriel' },
    administrateurTelephone: { libelle: 'Téléphone de l’administrateur', genre: 'telephone' },
    ...libelles('responsableSecurite', 'du responsable sécurité'),
    responsableSecuriteCourriel: { libelle: 'Adresse mail du responsable sécurité', genre: 'courriel' },
    ...libelles('referentCnil', 'du référent Cnil'),
    referentCnilCourriel: { libelle: 'Adresse mail du référent Cnil', genre: 'courriel' },
  },
  liste: ['creeLe', 'partenaire', 'etat', 'decideLe'],
  filtres: ['partenaire', 'etat', 'decideLe'],
  recherche: { libelle: 'Nom du partenaire', champs: ['partenaire.nom'] },
  tri: { champ: 'creeLe', sens: 'desc' },
  sections: [
    { titre: 'Formulaire', champs: ['partenaire', 'creeLe', 'decideLe'] },
    {
      titre: 'Mission et services',
      champs: ['missionGenerale', 'servicesDemandes', 'gestionDelegueeAcceptee'],
    },
    { titre: 'Représentant', champs: ['representantNom', 'representantPrenom', 'representantFonction'] },
    {
      titre: 'Administrateur partenaire',
      champs: [
        'administrateurNom',
        'administrateurPrenom',
        'administrateurCourriel',
        'administrateurTelephone',
      ],
    },
    {
      titre: 'Responsable sécurité et référent Cnil',
      champs: [
        'responsableSecuriteNom',
        'responsableSecuritePrenom',
        'responsableSecuriteCourriel',
        'referentCnilNom',
        'referentCnilPrenom',
        'referentCnilCourriel',
      ],
    },
  ],
  async complement({ unite, fiche, id }) {
    return {
      etat: optionDe(ETATS_FORMULAIRE, fiche.etat),
      decisions: await decisionsSur(unite, 'FormulaireEligibilite', id),
    };
  },
  actionsDeListe: [
    actionDeListe({
      nom: 'new',
      libelle: 'Créer un formulaire',
      titre: 'Créer un formulaire d’éligibilité',
      bouton: 'Enregistrer',
      commande: creerFormulaire,
      intro: 'Un formulaire peut être enregistré incomplet, puis complété par vous ou par le partenaire.',
      champs: async ({ unite }) => [
        {
          nom: 'partenaire',
          libelle: 'Partenaire',
          genre: 'reference',
          ressource: 'partenaires',
          obligatoire: true,
        },
        ...(await reponses(unite)),
      ],
      succes: 'Le formulaire d’éligibilité a été enregistré.',
    }),
  ],
  actionsDeFiche: [
    actionDeFiche(FormulaireEligibilite, {
      nom: 'decider',
      libelle: 'Décider de l’éligibilité',
      bouton: 'Décider',
      commande: deciderEligibilite,
      cible: 'formulaire',
      principale: true,
      champs: [],
      intro:
        'La règle d’éligibilité est appliquée aux réponses enregistrées. La décision est conservée avec tous ses motifs.',
      succes: ({ etat }) =>
        etat === 'eligible'
          ? 'L’organisme est éligible : vous pouvez préparer la convention d’accès.'
          : {
              type: 'warning',
              message:
                'L’organisme n’est pas éligible en l’état : les motifs et ce qu’il faut corriger figurent ci-dessous.',
            },
    }),
    actionDeFiche(FormulaireEligibilite, {
      nom: 'edit',
      libelle: 'Compléter',
      titre: 'Compléter le formulaire d’éligibilité',
      bouton: 'Enregistrer',
      commande: completerFormulaire,
      cible: 'formulaire',
      champs: ({ unite }) => reponses(unite),
      intro: ({ fiche }) =>
        fiche.etat === 'brouillon'
          ? ''
          : 'Ce formulaire a déjà été décidé. S’il est modifié, il devra être décidé de nouveau.',
      succes: 'Le formulaire a été complété.',
    }),
    actionDeFiche(FormulaireEligibilite, {
      nom: 'inviter',
      libelle: 'Inviter le partenaire à le remplir',
      bouton: 'Envoyer l’invitation',
      commande: inviterAFormulaire,
      cible: 'formulaire',
      intro:
        'La personne reçoit un lien personnel, valable un temps limité. Un nouveau lien rend le précédent inutilisable.',
      champs: [{ nom: 'courriel', libelle: 'Adresse mail', genre: 'courriel', obligatoire: true }],
      valeurs: ({ fiche }) => ({ courriel: fiche.administrateurCourriel }),
      saisie: ({ courriel }) => ({ courriel }),
      succes: (_resultat, envois) =>
        envois.length > 0 ? 'L’invitation a été envoyée.' : 'L’invitation est enregistrée.',
    }),
  ],
});
