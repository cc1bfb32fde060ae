import {
  actionDeFiche,
  actionDeListe,
  definirRessource,
  type ChampFormulaire,
} from '#admin/definition/definition.ts';
import { CHAMPS_SIGNATURE } from '#admin/ressources/conventions.ts';
import { optionsDeServices } from '#admin/ressources/formulaires-eligibilite.ts';
import { GROUPES } from '#admin/definition/groupes.ts';
import { ETATS_CONTRAT, FONCTIONS, libelleDe, optionDe } from '#admin/definition/libelles.ts';
import { acteDeTable, adresseAction, decisionsSur, lien, table, texte } from '#admin/definition/outils.ts';
import { Convention } from '#src/domain/contractualisation/convention/convention.ts';
import {
  activerContrat,
  creerContrat,
  modifierContrat,
  rouvrirContrat,
  signerContrat,
} from '#src/domain/contractualisation/contrat/commandes.ts';
import { ContratService, Interlocuteur } from '#src/domain/contractualisation/contrat/contrat-service.ts';
import { etatDuContrat } from '#src/domain/contractualisation/contrat/etat.ts';
import { ajouterInterlocuteur } from '#src/domain/contractualisation/contrat/interlocuteurs.ts';

export const contratsService = definirRessource({
  id: 'contrats-service',
  entite: ContratService,
  droit: 'ContratService',
  libelle: 'Contrats de service',
  singulier: 'Contrat de service',
  groupe: GROUPES.contractualisation,
  description:
    'Le contrat précise la gestion déléguée des habilitations, les interlocuteurs de chaque côté, l’escalade et les services autorisés.',
  titre: { depuis: ['id'], texte: () => 'Contrat de service' },
  champs: {
    convention: {
      libelle: 'Convention',
      genre: 'reference',
      ressource: 'conventions',
      tri: 'convention.numero',
    },
    partenaire: {
      libelle: 'Partenaire',
      genre: 'reference',
      ressource: 'partenaires',
      tri: 'partenaire.nom',
    },
    etat: {
      libelle: 'État',
      genre: 'choix',
      options: ETATS_CONTRAT,
      tri: null,
      calcul: {
        depuis: ['etat', 'au'],
        valeur: (params, jour) => etatDuContrat(params as unknown as ContratService, jour),
      },
      filtre: (valeur, jour) => {
        if (valeur === 'termine') return { etat: 'actif', au: { $lte: jour } };
        return valeur === 'actif' ? { etat: 'actif', au: { $gt: jour } } : { etat: valeur };
      },
    },
    du: { libelle: 'Du', genre: 'date' },
    au: { libelle: 'Au', genre: 'date', finExclue: true },
    servicesAutorises: { libelle: 'Services autorisés', genre: 'choix-multiple' },
    fonctionnementCentre: { libelle: 'Fonctionnement du centre de services Caf', genre: 'texte-long' },
    horaires: { libelle: 'Horaires d’ouverture des services', genre: 'texte-long' },
    escaladeCaf: { libelle: 'Procédure d’escalade pour la Caf', genre: 'texte-long' },
    escaladePartenaire: { libelle: 'Procédure d’escalade pour le partenaire', genre: 'texte-long' },
    signeCafLe: { libelle: 'Signé par la Caf le', genre: 'date' },
    signeCafPar: { libelle: 'Signataire pour la Caf', genre: 'texte' },
    signePartenaireLe: { libelle: 'Signé par le partenaire le', genre: 'date' },
    signePartenairePar: { libelle: 'Signataire pour le partenaire', genre: 'texte' },
  },
  liste: ['convention', 'partenaire', 'etat', 'du', 'au', 'signeCafLe', 'signePartenaireLe'],
  filtres: ['partenaire', 'etat', 'au', 'signeCafLe', 'signePartenaireLe'],
  recherche: {
    libelle: 'Numéro de convention ou partenaire',
    champs: ['convention.numero', 'partenaire.nom'],
  },
  tri: { champ: 'convention', sens: 'desc' },
  sections: [
    { titre: 'Contrat', champs: ['convention', 'partenaire', 'du', 'au', 'servicesAutorises'] },
    {
      titre: 'Gestion déléguée',
      champs: ['fonctionnementCentre', 'horaires', 'escaladeCaf', 'escaladePartenaire'],
    },
    { titre: 'Signatures', champs: ['signeCafLe', 'signeCafPar', 'signePartenaireLe', 'signePartenairePar'] },
  ],
  async complement({ unite, fiche, id }) {
    const interlocuteurs = await unite.em.find(
      Interlocuteur,
      { contrat: id },
      { orderBy: { cote: 'asc', fonction: 'asc', nom: 'asc' } },
    );
    const du = async (cote: 'caf' | 'partenaire', titre: string) =>
      table(
        titre,
        ['Interlocuteur', 'Fonction', 'Adresse mail', 'Téléphone'],
        interlocuteurs
          .filter((personne) => personne.cote === cote)
          .map((personne) => ({
            cle: personne.id,
            cellules: [
              lien(`${personne.prenom} ${personne.nom}`, 'interlocuteurs', personne.id),
              texte(personne.precision ?? libelleDe(FONCTIONS, personne.fonction)),
              { genre: 'courriel', valeur: personne.courriel },
              { genre: 'telephone', valeur: personne.telephone },
            ],
          })),
        'Aucun interlocuteur.',
        {
          actions: [
            await acteDeTable(
              unite,
              'Ajouter',
              adresseAction('interlocuteurs', 'new', { contrat: id, cote }),
              ajouterInterlocuteur,
            ),
          ],
        },
      );
    const { convention, partenaire } = await unite.em.findOneOrFail(
      ContratService,
      { id },
      { populate: ['convention', 'partenaire'] },
    );
    return {
      titre: `Contrat de service de la convention ${convention.numero}`,
      surtitre: partenaire.nom,
      etat: optionDe(ETATS_CONTRAT, etatDuContrat(fiche, unite.aujourdhui)),
      tables: [
        await du('caf', 'Interlocuteurs à la Caf'),
        await du('partenaire', 'Interlocuteurs chez le partenaire'),
      ],
      decisions: await decisionsSur(unite, 'ContratService', id),
    };
  },
  actionsDeListe: [
    actionDeListe({
      nom: 'new',
      libelle: 'Préparer un contrat',
      titre: 'Préparer un contrat de service',
      bouton: 'Préparer le contrat',
      commande: creerContrat,
      horsListe: true,
      intro:
        'Le contrat est prérempli avec le modèle de votre Caf, les personnes et les services du formulaire d’éligibilité.',
      champs: [
        {
          nom: 'convention',
          libelle: 'Convention',
          genre: 'reference',
          ressource: 'conventions',
          obligatoire: true,
        },
      ],
      succes: 'Le contrat de service a été préparé. Vérifiez-le avant de recueillir les signatures.',
    }),
  ],
  actionsDeFiche: [
    actionDeFiche(ContratService, {
      nom: 'signer',
      libelle: 'Enregistrer une signature',
      bouton: 'Enregistrer la signature',
      commande: signerContrat,
      cible: 'contrat',
      principale: true,
      champs: CHAMPS_SIGNATURE,
      valeurs: ({ unite, fiche }) => ({
        le: unite.aujourdhui.toString(),
        cote: fiche.signeCafLe ? 'partenaire' : 'caf',
      }),
      succes: 'La signature a été enregistrée.',
    }),
    actionDeFiche(ContratService, {
      nom: 'edit',
      libelle: 'Modifier',
      titre: 'Modifier le contrat de service',
      bouton: 'Enregistrer',
      commande: modifierContrat,
      cible: 'contrat',
      champs: async ({ unite }): Promise<ChampFormulaire[]> => [
        {
          nom: 'servicesAutorises',
          libelle: 'Services autorisés',
          genre: 'choix-multiple',
          options: await optionsDeServices(unite),
        },
        {
          nom: 'fonctionnementCentre',
          libelle: 'Fonctionnement du centre de services Caf',
          genre: 'texte-long',
        },
        { nom: 'horaires', libelle: 'Horaires d’ouverture des services', genre: 'texte-long' },
        {
          nom: 'escaladeCaf',
          libelle: 'Procédure d’escalade en cas d’urgence, pour la Caf',
          genre: 'texte-long',
        },
        {
          nom: 'escaladePartenaire',
          libelle: 'Procédure d’escalade en cas d’urgence, pour le partenaire',
          genre: 'texte-long',
        },
      ],
      succes: 'Le contrat a été modifié.',
    }),
    actionDeFiche(ContratService, {
      nom: 'rouvrir',
      libelle: 'Rouvrir',
      titre: 'Rouvrir le contrat',
      bouton: 'Effacer les signatures et rouvrir',
      commande: rouvrirContrat,
      cible: 'contrat',
      champs: [{ nom: 'motif', libelle: 'Motif', genre: 'texte-long', obligatoire: true }],
      absente: ({ fiche }) => fiche.etat !== 'brouillon' || !(fiche.signeCafLe || fiche.signePartenaireLe),
      succes: 'Le contrat est rouvert.',
    }),
    actionDeFiche(ContratService, {
      nom: 'activer',
      libelle: 'Activer',
      titre: 'Activer le contrat',
      bouton: 'Activer le contrat',
      commande: activerContrat,
      cible: 'contrat',
      champs: [],
      intro:
        'Le premier contrat d’une convention est activé avec elle. Activez ici un contrat supplémentaire d’une convention déjà active.',
      // The first contract of a convention is made active with it.
      absente: async ({ fiche, unite }) =>
        fiche.etat !== 'brouillon' ||
        (await unite.em.findOneOrFail(Convention, { id: fiche.convention.id })).etat !== 'active',
      succes: 'Le contrat est actif.',
    }),
  ],
});
