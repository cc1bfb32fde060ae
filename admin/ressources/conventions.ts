import {
  actionDeFiche,
  actionDeListe,
  definirRessource,
  groupe,
  type ChampFormulaire,
} from '#admin/definition/definition.ts';
import { GROUPES } from '#admin/definition/groupes.ts';
import { COTES, ETATS_CONVENTION } from '#admin/definition/libelles.ts';
import { dossierDeConvention } from '#admin/ressources/conventions-dossier.ts';
import {
  activerConvention,
  creerConvention,
  modifierConvention,
  renouvelerConvention,
  resilierConvention,
  rouvrirConvention,
  signerConvention,
} from '#src/domain/contractualisation/vie/commandes.ts';
import { Convention } from '#src/domain/contractualisation/convention/convention.ts';
import { etatDeLaConvention, type EtatAffiche } from '#src/domain/contractualisation/convention/etat.ts';
import { conventionsARenouveler, conventionsEnEtat } from '#src/domain/contractualisation/vie/filtres.ts';

const MISSION: ChampFormulaire = {
  nom: 'missionGenerale',
  libelle: 'Mission générale du partenaire',
  genre: 'texte-long',
};

/** Form of a signature, on either document. */
export const CHAMPS_SIGNATURE: readonly ChampFormulaire[] = [
  { nom: 'cote', libelle: 'Signataire', genre: 'choix', obligatoire: true, options: COTES },
  { nom: 'par', libelle: 'Nom et qualité du signataire', genre: 'texte', obligatoire: true },
  { nom: 'le', libelle: 'Date de signature', genre: 'date', obligatoire: true },
];

/** What was sent, and to whom; nothing is said that was not. */
function direLActivation({
  invite,
  prevenus,
}: {
  readonly invite: string | null;
  readonly prevenus: readonly string[];
}): string {
  const dits = [
    invite && `L’administrateur partenaire ${invite} a reçu son invitation.`,
    prevenus.length > 0 && `Un mail prévient ${prevenus.join(', ')}.`,
  ].filter((dit): dit is string => typeof dit === 'string');
  return ['La convention est active.', ...(dits.length > 0 ? dits : ['Aucun mail n’a été envoyé.'])].join(
    ' ',
  );
}

export const conventions = definirRessource({
  id: 'conventions',
  entite: Convention,
  droit: 'Convention',
  libelle: 'Conventions d’accès',
  singulier: 'Convention d’accès',
  groupe: GROUPES.contractualisation,
  description:
    'La convention ouvre l’accès du partenaire à Mon Compte Partenaire, pour un an reconductible. Elle porte un bulletin d’adhésion par service.',
  titre: { depuis: ['numero'], texte: ({ numero }) => `Convention ${String(numero)}` },
  champs: {
    numero: { libelle: 'Numéro', genre: 'texte' },
    partenaire: {
      libelle: 'Partenaire',
      genre: 'reference',
      ressource: 'partenaires',
      tri: 'partenaire.nom',
    },
    etat: {
      libelle: 'État',
      genre: 'choix',
      options: ETATS_CONVENTION,
      tri: null,
      calcul: {
        depuis: ['etat', 'au', 'du', 'resilieeLe'],
        valeur: (params, jour) => etatDeLaConvention(params as unknown as Convention, jour),
      },
      filtre: (valeur, jour) => conventionsEnEtat(valeur as EtatAffiche, jour),
    },
    suivi: groupe({
      'a-renouveler': {
        libelle: 'À renouveler',
        filtre: (jour, registre) => conventionsARenouveler(registre, jour),
      },
    }),
    du: { libelle: 'Du', genre: 'date' },
    au: { libelle: 'Au', genre: 'date', finExclue: true },
    missionGenerale: { libelle: 'Mission générale', genre: 'texte-long' },
    formulaire: {
      libelle: 'Formulaire d’éligibilité',
      genre: 'reference',
      ressource: 'formulaires-eligibilite',
    },
    signeeCafLe: { libelle: 'Signée par la Caf le', genre: 'date' },
    signeeCafPar: { libelle: 'Signataire pour la Caf', genre: 'texte' },
    signeePartenaireLe: { libelle: 'Signée par le partenaire le', genre: 'date' },
    signeePartenairePar: { libelle: 'Signataire pour le partenaire', genre: 'texte' },
    renouvelle: { libelle: 'Renouvelle', genre: 'reference', ressource: 'conventions' },
    activeeLe: { libelle: 'Activée le', genre: 'instant' },
    resilieeLe: { libelle: 'Résiliée à effet du', genre: 'date' },
    motifResiliation: { libelle: 'Motif de la résiliation', genre: 'texte-long' },
  },
  liste: ['numero', 'partenaire', 'etat', 'du', 'au'],
  filtres: ['partenaire', 'etat', 'suivi', 'du', 'au'],
  recherche: { libelle: 'Numéro ou partenaire', champs: ['numero', 'partenaire.nom'] },
  tri: { champ: 'du', sens: 'desc' },
  sections: [
    {
      titre: 'Convention',
      champs: [
        'numero',
        'partenaire',
        'du',
        'au',
        'formulaire',
        'renouvelle',
        'activeeLe',
        'missionGenerale',
      ],
    },
    {
      titre: 'Signatures',
      champs: ['signeeCafLe', 'signeeCafPar', 'signeePartenaireLe', 'signeePartenairePar'],
    },
    { titre: 'Fin anticipée', champs: ['resilieeLe', 'motifResiliation'], siRemplie: true },
  ],
  complement: dossierDeConvention,
  actionsDeListe: [
    actionDeListe({
      nom: 'new',
      libelle: 'Préparer une convention',
      bouton: 'Préparer la convention',
      commande: creerConvention,
      intro:
        'Le numéro et le terme (un an) sont attribués automatiquement. La mission générale est reprise du formulaire d’éligibilité si vous la laissez vide.',
      champs: [
        {
          nom: 'partenaire',
          libelle: 'Partenaire',
          genre: 'reference',
          ressource: 'partenaires',
          obligatoire: true,
        },
        { nom: 'du', libelle: 'Date d’effet', genre: 'date', obligatoire: true },
        MISSION,
      ],
      valeurs: ({ unite }) => ({ du: unite.aujourdhui.toString() }),
      succes:
        'La convention a été préparée. Préparez maintenant le contrat de service, puis recueillez les signatures.',
    }),
  ],
  actionsDeFiche: [
    actionDeFiche(Convention, {
      nom: 'activer',
      libelle: 'Activer',
      titre: 'Activer la convention',
      bouton: 'Activer la convention',
      commande: activerConvention,
      cible: 'convention',
      principale: true,
      intro:
        'L’activation ouvre les services au partenaire. L’administrateur nommé dans le formulaire est invité s’il n’a pas encore d’accès ; les administrateurs en place sont prévenus par mail.',
      champs: [],
      absente: ({ fiche }) => fiche.etat === 'active' || fiche.etat === 'resiliee',
      succes: ({ annonce }) => direLActivation(annonce),
    }),
    actionDeFiche(Convention, {
      nom: 'signer',
      libelle: 'Enregistrer une signature',
      bouton: 'Enregistrer la signature',
      commande: signerConvention,
      cible: 'convention',
      champs: CHAMPS_SIGNATURE,
      valeurs: ({ unite, fiche }) => ({
        le: unite.aujourdhui.toString(),
        cote: fiche.signeeCafLe ? 'partenaire' : 'caf',
      }),
      succes: 'La signature a été enregistrée.',
    }),
    actionDeFiche(Convention, {
      nom: 'renouveler',
      libelle: 'Renouveler',
      titre: 'Renouveler la convention',
      bouton: 'Renouveler',
      commande: renouvelerConvention,
      cible: 'convention',
      champs: [],
      intro:
        'Une nouvelle convention est préparée pour la période suivante ; celle-ci reste telle quelle. Les documents seront à signer de nouveau.',
      succes: 'La convention suivante a été préparée.',
      vers: ({ id }) => ({ ressource: 'conventions', id }),
    }),
    actionDeFiche(Convention, {
      nom: 'edit',
      libelle: 'Modifier',
      titre: 'Modifier la convention',
      bouton: 'Enregistrer',
      commande: modifierConvention,
      cible: 'convention',
      champs: [{ nom: 'du', libelle: 'Date d’effet', genre: 'date', obligatoire: true }, MISSION],
      succes: 'La convention a été modifiée.',
    }),
    actionDeFiche(Convention, {
      nom: 'rouvrir',
      libelle: 'Rouvrir',
      titre: 'Rouvrir la convention',
      bouton: 'Effacer les signatures et rouvrir',
      commande: rouvrirConvention,
      cible: 'convention',
      intro: 'Les signatures déjà enregistrées sont effacées ; le motif est conservé.',
      champs: [{ nom: 'motif', libelle: 'Motif', genre: 'texte-long', obligatoire: true }],
      absente: ({ fiche }) => fiche.etat !== 'en-attente-de-signature',
      succes: 'La convention est rouverte.',
    }),
    actionDeFiche(Convention, {
      nom: 'resilier',
      libelle: 'Résilier',
      titre: 'Résilier la convention',
      bouton: 'Résilier la convention',
      danger: true,
      commande: resilierConvention,
      cible: 'convention',
      intro:
        'Le partenaire perd l’accès aux services à la date indiquée ; le contrat de service et les bulletins finissent avec la convention. Une résiliation ne s’annule pas.',
      champs: [
        { nom: 'le', libelle: 'À effet du', genre: 'date', aide: 'Premier jour sans accès.' },
        { nom: 'motif', libelle: 'Motif', genre: 'texte-long', obligatoire: true },
      ],
      valeurs: ({ unite }) => ({ le: unite.aujourdhui.toString() }),
      absente: ({ fiche }) => fiche.etat !== 'active',
      succes: 'La convention est résiliée. Les administrateurs du partenaire en sont informés par mail.',
    }),
  ],
});
