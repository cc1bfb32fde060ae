import { Temporal } from 'temporal-polyfill';
import { decimalLuFr } from '#src/kernel/francais.ts';
import {
  actionDeFiche,
  actionDeListe,
  definirRessource,
  type ChampFormulaire,
} from '#admin/definition/definition.ts';
import type { Option } from '#admin/definition/types/champ.ts';
import { GROUPES } from '#admin/definition/groupes.ts';
import { ETATS_CONVENTIONNEMENT, INSTANCES, optionDe } from '#admin/definition/libelles.ts';
import {
  booleen,
  date,
  decisionsSur,
  dernierJour,
  etp,
  lendemainSaisi,
  lien,
  periode,
  table,
  texte,
} from '#admin/definition/outils.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import {
  creerConventionnement,
  modifierConventionnement,
  rouvrirConventionnement,
  validerConventionnement,
} from '#src/domain/equipement/commandes.ts';
import { animateursDuConventionnement } from '#src/domain/equipement/comptes.ts';
import { Animateur, Conventionnement } from '#src/domain/equipement/equipement.ts';
import { etpDesContrats } from '#src/domain/equipement/faits.ts';

async function optionsDAnimateurs({ em }: UniteDeLecture, equipement: string | undefined): Promise<Option[]> {
  if (!equipement || !/^[0-9a-f-]{36}$/.test(equipement)) return [];
  const trouves = await em.find(Animateur, { equipement }, { orderBy: { nom: 'asc', prenom: 'asc' } });
  return trouves.map(({ id, nom, prenom, etpContrat, succedeA }) => ({
    valeur: id,
    libelle: `${prenom} ${nom}`,
    aide: `Etp du contrat : ${decimalLuFr(etpContrat)}${succedeA ? `, succède à ${succedeA.prenom} ${succedeA.nom}` : ''}`,
  }));
}

async function contenu(unite: UniteDeLecture, equipement: string | undefined): Promise<ChampFormulaire[]> {
  return [
    { nom: 'numeroMaia', libelle: 'Numéro de dossier Maia', genre: 'texte' },
    { nom: 'du', libelle: 'Du', genre: 'date', obligatoire: true },
    { nom: 'au', libelle: 'Au (inclus)', genre: 'date', obligatoire: true },
    {
      nom: 'animateurs',
      libelle: 'Animateurs comptés',
      genre: 'choix-multiple',
      options: await optionsDAnimateurs(unite, equipement),
      aide: 'Sans choix, tous les animateurs présents et non comptés par un autre conventionnement. Au-delà du plafond d’Etp, un second conventionnement compte les autres.',
    },
  ];
}

/** What the Etp to validate is measured by. */
const contratsTenus = (
  animateurs: readonly Animateur[],
  periode: Pick<Conventionnement, 'du' | 'au'>,
): string =>
  `Contrats tenus à un même moment : ${decimalLuFr(etpDesContrats(animateurs, periode))} Etp au plus. Deux personnes qui se suivent sur un poste comptent pour une.`;

/** Animateurs the conventionnement counts whose profile is not validated yet. */
const profilsAValider = async (
  unite: UniteDeLecture,
  conventionnement: Conventionnement,
): Promise<Animateur[]> =>
  (await animateursDuConventionnement(unite, conventionnement)).filter(({ profilValide }) => !profilValide);

async function champProfils(
  unite: UniteDeLecture,
  conventionnement: Conventionnement,
): Promise<ChampFormulaire[]> {
  const restants = await profilsAValider(unite, conventionnement);
  return restants.length === 0
    ? []
    : [
        {
          nom: 'profils',
          libelle: 'Profils validés à cette séance',
          genre: 'choix-multiple',
          options: restants.map(({ id, nom, prenom }) => ({ valeur: id, libelle: `${prenom} ${nom}` })),
          aide: 'Décochez un animateur dont le profil n’a pas été validé : son temps de travail n’est pas financé tant qu’il ne l’est pas.',
        },
      ];
}

const finExclue = (valeurs: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> => ({
  ...valeurs,
  au: lendemainSaisi(valeurs['au']),
});

const parent = {
  equipement: { libelle: 'Équipement', genre: 'reference', ressource: 'equipements', tri: 'equipement.nom' },
} as const;

export const conventionnements = definirRessource({
  id: 'conventionnements',
  entite: Conventionnement,
  droit: 'Conventionnement',
  libelle: 'Conventionnements',
  singulier: 'Conventionnement',
  groupe: GROUPES.equipements,
  description:
    'Validation du projet global par le Conseil d’administration ou sa commission délégataire : projet, profils des animateurs et Etp. On l’appelle souvent, à tort, « agrément ».',
  titre: {
    depuis: ['du', 'au', 'numeroMaia'],
    texte: ({ du, au, numeroMaia }) =>
      `Conventionnement ${typeof numeroMaia === 'string' ? `${numeroMaia} ` : ''}${periode({ du: String(du), au: String(au) })}`,
  },
  champs: {
    du: { libelle: 'Du', genre: 'date' },
    au: { libelle: 'Au', genre: 'date', finExclue: true },
    ...parent,
    partenaire: {
      libelle: 'Partenaire',
      genre: 'reference',
      ressource: 'partenaires',
      tri: 'partenaire.nom',
    },
    numeroMaia: { libelle: 'Dossier Maia', genre: 'texte' },
    etat: { libelle: 'État', genre: 'choix', options: ETATS_CONVENTIONNEMENT },
    etpValide: { libelle: 'Etp validé', genre: 'etp' },
    instance: { libelle: 'Validé par', genre: 'choix', options: INSTANCES },
    valideLe: { libelle: 'Séance du', genre: 'date' },
  },
  liste: ['du', 'equipement', 'partenaire', 'numeroMaia', 'etat', 'etpValide', 'au'],
  filtres: ['etat', 'equipement', 'partenaire', 'au', 'etpValide'],
  recherche: {
    libelle: 'Équipement, partenaire ou dossier Maia',
    champs: ['equipement.nom', 'partenaire.nom', 'numeroMaia'],
  },
  tri: { champ: 'du', sens: 'desc' },
  sections: [
    { titre: 'Conventionnement', champs: ['equipement', 'partenaire', 'numeroMaia', 'du', 'au'] },
    { titre: 'Validation du projet global', champs: ['etpValide', 'instance', 'valideLe'] },
  ],
  async complement({ unite, fiche, id }) {
    const animateurs = await animateursDuConventionnement(unite, fiche);
    return {
      etat: optionDe(ETATS_CONVENTIONNEMENT, fiche.etat),
      tables: [
        table(
          'Animateurs comptés',
          ['Animateur', 'Etp du contrat', 'Profil validé', 'Du', 'Au', 'Succède à'],
          animateurs.map((animateur) => ({
            cle: animateur.id,
            cellules: [
              lien(`${animateur.prenom} ${animateur.nom}`, 'animateurs', animateur.id),
              etp(animateur.etpContrat),
              booleen(animateur.profilValide),
              date(animateur.du),
              date(dernierJour(animateur.au ?? null)),
              texte(animateur.succedeA ? `${animateur.succedeA.prenom} ${animateur.succedeA.nom}` : null),
            ],
          })),
          'Aucun animateur.',
          animateurs.length === 0 ? {} : { intro: contratsTenus(animateurs, fiche) },
        ),
      ],
      // Nothing is declared yet at the validation: amounts worked out then mean nothing.
      decisions: (await decisionsSur(unite, 'Conventionnement', id)).map((decision) => ({
        ...decision,
        calculs: [],
      })),
    };
  },
  actionsDeListe: [
    actionDeListe({
      nom: 'new',
      libelle: 'Préparer un conventionnement',
      bouton: 'Enregistrer',
      commande: creerConventionnement,
      horsListe: true,
      champs: async ({ unite, depart }) => [
        {
          nom: 'equipement',
          libelle: 'Équipement',
          genre: 'reference',
          ressource: 'equipements',
          obligatoire: true,
        },
        ...(await contenu(unite, depart['equipement'])),
      ],
      saisie: finExclue,
      succes:
        'Le conventionnement a été préparé. Il reste à le faire valider par le Conseil d’administration ou sa commission.',
    }),
  ],
  actionsDeFiche: [
    actionDeFiche(Conventionnement, {
      nom: 'valider',
      libelle: 'Enregistrer la validation',
      bouton: 'Enregistrer la validation',
      commande: validerConventionnement,
      cible: 'conventionnement',
      principale: true,
      intro: async ({ unite, fiche }) =>
        'Enregistrez ici la décision du Conseil d’administration ou de sa commission délégataire : elle porte ensemble sur le projet, le profil des animateurs et leur temps de travail. ' +
        `La Caf ne peut pas valider plus d’Etp que les contrats de travail. ${contratsTenus(await animateursDuConventionnement(unite, fiche), fiche)}`,
      champs: async ({ unite, fiche }) => [
        { nom: 'instance', libelle: 'Instance', genre: 'choix', obligatoire: true, options: INSTANCES },
        { nom: 'valideLe', libelle: 'Date de la séance', genre: 'date', obligatoire: true },
        { nom: 'etpValide', libelle: 'Etp validé', genre: 'etp', obligatoire: true },
        ...(await champProfils(unite, fiche)),
        {
          nom: 'motif',
          libelle: 'Motif',
          genre: 'texte-long',
          aide: 'Demandé quand les textes ne tranchent pas pour ce type d’équipement.',
        },
      ],
      valeurs: async ({ unite, fiche }) => ({
        profils: (await profilsAValider(unite, fiche)).map(({ id }) => id),
      }),
      absente: ({ fiche }) => fiche.etat === 'valide',
      succes: ({ decision }) => {
        const reserves = decision?.constats.filter(({ gravite }) => gravite === 'avertissement') ?? [];
        const message = [
          'Le conventionnement est validé.',
          ...reserves.map(({ message: dit, commentCorriger }) => `${dit} ${commentCorriger}`),
        ].join(' ');
        return reserves.length > 0 ? { type: 'warning', message } : message;
      },
    }),
    actionDeFiche(Conventionnement, {
      nom: 'edit',
      libelle: 'Modifier',
      titre: 'Modifier le conventionnement',
      bouton: 'Enregistrer',
      commande: modifierConventionnement,
      cible: 'conventionnement',
      champs: ({ unite, fiche }) => contenu(unite, fiche.equipement.id),
      valeurs: ({ fiche }) => ({
        ...fiche,
        au: Temporal.PlainDate.from(fiche.au).subtract({ days: 1 }).toString(),
      }),
      saisie: finExclue,
      succes: 'Le conventionnement a été modifié.',
    }),
    actionDeFiche(Conventionnement, {
      nom: 'rouvrir',
      libelle: 'Rouvrir',
      titre: 'Rouvrir le conventionnement',
      bouton: 'Rouvrir',
      commande: rouvrirConventionnement,
      cible: 'conventionnement',
      champs: [{ nom: 'motif', libelle: 'Motif', genre: 'texte-long', obligatoire: true }],
      absente: ({ fiche }) => fiche.etat !== 'valide',
      succes: 'Le conventionnement est rouvert.',
    }),
  ],
});
