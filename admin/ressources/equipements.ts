import {
  actionDeFiche,
  actionDeListe,
  definirRessource,
  type ChampFormulaire,
} from '#admin/definition/definition.ts';
import type { Option } from '#admin/definition/types/champ.ts';
import { GROUPES } from '#admin/definition/groupes.ts';
import {
  ETATS_CONVENTIONNEMENT,
  ETATS_DECLARATION,
  ETATS_HABILITATION,
  libelleDe,
  NATURES_DE_LIEU,
  optionDe,
  PERENNITES,
  ROLES_AFAS,
} from '#admin/definition/libelles.ts';
import {
  acteDeTable,
  adresseAction,
  adresseListe,
  booleen,
  date,
  decisionsSur,
  dernierJour,
  etat,
  etp,
  euro,
  lien,
  table,
  texte,
} from '#admin/definition/outils.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { Declaration } from '#src/domain/declaration/declaration.ts';
import {
  ajouterAnimateur,
  ajouterLieu,
  creerConventionnement,
  creerEquipement,
  modifierEquipement,
} from '#src/domain/equipement/commandes.ts';
import {
  Animateur,
  Conventionnement,
  Equipement,
  LieuImplantation,
  TypeEquipement,
} from '#src/domain/equipement/equipement.ts';
import { contratsAuDelaDuPlafond } from '#src/domain/equipement/plafond.ts';
import { Habilitation } from '#src/domain/delegation/habilitation/habilitation.ts';
import { dateFr, nombreFr } from '#src/kernel/francais.ts';

export async function optionsDeTypes({ em }: UniteDeLecture): Promise<Option[]> {
  return (await em.find(TypeEquipement, {}, { orderBy: { ordre: 'asc' } })).map(({ id, libelle }) => ({
    valeur: id,
    libelle,
  }));
}

const LOCAL: readonly ChampFormulaire[] = [
  { nom: 'bureauAnimateur', libelle: 'Bureau de l’animateur', genre: 'booleen', section: 'Local et projet' },
  { nom: 'salleAttente', libelle: 'Salle d’attente', genre: 'booleen', section: 'Local et projet' },
  {
    nom: 'salleAnimation',
    libelle: 'Salle d’animation collective',
    genre: 'booleen',
    section: 'Local et projet',
  },
  {
    nom: 'projetFonctionnement',
    libelle: 'Projet de fonctionnement fourni',
    genre: 'booleen',
    section: 'Local et projet',
  },
];

export const equipements = definirRessource({
  id: 'equipements',
  entite: Equipement,
  droit: 'Equipement',
  libelle: 'Équipements',
  singulier: 'Équipement',
  groupe: GROUPES.equipements,
  description:
    'Les équipements des partenaires, avec leurs lieux, leurs animateurs et leurs conventionnements.',
  titre: { depuis: ['nom'], texte: ({ nom }) => String(nom) },
  champs: {
    nom: { libelle: 'Équipement', genre: 'texte' },
    type: { libelle: 'Type', genre: 'reference', ressource: 'types-equipement', tri: 'type' },
    nature: { libelle: 'Nature d’activité', genre: 'texte' },
    partenaire: {
      libelle: 'Partenaire',
      genre: 'reference',
      ressource: 'partenaires',
      tri: 'partenaire.nom',
    },
    ouvertLe: { libelle: 'Ouvert le', genre: 'date' },
    fermeLe: { libelle: 'Fermé à partir du', genre: 'date' },
    bureauAnimateur: { libelle: 'Bureau de l’animateur', genre: 'booleen' },
    salleAttente: { libelle: 'Salle d’attente', genre: 'booleen' },
    salleAnimation: { libelle: 'Salle d’animation collective', genre: 'booleen' },
    projetFonctionnement: { libelle: 'Projet de fonctionnement', genre: 'booleen' },
  },
  liste: ['nom', 'type', 'partenaire', 'ouvertLe', 'fermeLe'],
  filtres: ['type', 'partenaire', 'ouvertLe', 'projetFonctionnement'],
  recherche: { libelle: 'Nom de l’équipement ou du partenaire', champs: ['nom', 'partenaire.nom'] },
  tri: { champ: 'nom', sens: 'asc' },
  sections: [
    { titre: 'Équipement', champs: ['type', 'nature', 'partenaire', 'ouvertLe', 'fermeLe'] },
    {
      titre: 'Local et projet',
      champs: ['bureauAnimateur', 'salleAttente', 'salleAnimation', 'projetFonctionnement'],
    },
  ],
  async dossier({ unite, fiche, id }) {
    const { em } = unite;
    const lieux = await em.find(
      LieuImplantation,
      { equipement: id },
      { orderBy: { nature: 'desc', nom: 'asc' } },
    );
    const animateurs = await em.find(
      Animateur,
      { equipement: id },
      { orderBy: { nom: 'asc', prenom: 'asc' } },
    );
    const conventionnements = await em.find(
      Conventionnement,
      { equipement: id },
      { orderBy: { du: 'desc' } },
    );
    const habilitations = await em.find(
      Habilitation,
      {
        equipement: id,
        etat: { $in: ['accordee', 'en-attente-caf', 'suspendue'] },
        $or: [{ au: null }, { au: { $gt: unite.aujourdhui.toString() } }],
      },
      { populate: ['utilisateur'], orderBy: { role: 'asc', du: 'desc' }, limit: 20 },
    );
    const declarations = await em.find(
      Declaration,
      { equipement: id },
      {
        populate: ['conventionnement'],
        orderBy: { exercice: 'desc', creeLe: 'desc' },
        limit: 6,
        fields: ['exercice', 'perennite', 'etat', 'estimation', 'conventionnement.numeroMaia'],
      },
    );
    const plafond = await contratsAuDelaDuPlafond(unite, fiche, animateurs, conventionnements);
    return {
      surtitre: `Équipement ${fiche.type}`,
      alertes: plafond
        ? [
            {
              ton: 'attention',
              titre: `Les contrats de travail totalisent ${nombreFr(Number(plafond.etpContrats))} Etp : un seul conventionnement ne suffit pas.`,
              texte: `S’ils étaient tous validés ensemble : ${plafond.constats.map(({ message, commentCorriger }) => `${message} ${commentCorriger}`).join(' ')}`,
            },
          ]
        : [],
      tables: [
        table(
          'Lieux d’implantation',
          ['Lieu', 'Nature', 'Commune'],
          lieux.map((lieu) => ({
            cle: lieu.id,
            cellules: [
              lien(lieu.nom, 'lieux', lieu.id),
              texte(libelleDe(NATURES_DE_LIEU, lieu.nature)),
              texte([lieu.codePostal, lieu.commune].filter(Boolean).join(' ')),
            ],
          })),
          'Aucun lieu.',
          {
            actions: [
              await acteDeTable(
                unite,
                'Ajouter un lieu',
                adresseAction('lieux', 'new', { equipement: id }),
                ajouterLieu,
                fiche,
              ),
            ],
          },
        ),
        table(
          'Animateurs',
          ['Animateur', 'Etp du contrat', 'Etp validé', 'Profil validé', 'Du', 'Au', 'Succède à'],
          animateurs.map((animateur) => ({
            cle: animateur.id,
            cellules: [
              lien(`${animateur.prenom} ${animateur.nom}`, 'animateurs', animateur.id),
              etp(animateur.etpContrat),
              etp(animateur.etpValide),
              booleen(animateur.profilValide),
              date(animateur.du),
              date(dernierJour(animateur.au ?? null)),
              texte(animateur.succedeA ? `${animateur.succedeA.prenom} ${animateur.succedeA.nom}` : null),
            ],
          })),
          'Aucun animateur.',
          {
            actions: [
              await acteDeTable(
                unite,
                'Ajouter un animateur',
                adresseAction('animateurs', 'new', { equipement: id }),
                ajouterAnimateur,
              ),
            ],
          },
        ),
        table(
          'Conventionnements',
          ['Période', 'Dossier Maia', 'État', 'Etp validé'],
          conventionnements.map((conventionnement) => ({
            cle: conventionnement.id,
            cellules: [
              lien(periode(conventionnement), 'conventionnements', conventionnement.id),
              texte(conventionnement.numeroMaia),
              etat(optionDe(ETATS_CONVENTIONNEMENT, conventionnement.etat)),
              etp(conventionnement.etpValide),
            ],
          })),
          'Aucun conventionnement : la Caf valide le projet global de l’équipement avant toute déclaration.',
          {
            intro: 'Validation du projet global, souvent appelée à tort « agrément ».',
            actions: [
              await acteDeTable(
                unite,
                'Préparer un conventionnement',
                adresseAction('conventionnements', 'new', { equipement: id }),
                creerConventionnement,
              ),
            ],
          },
        ),
        table(
          'Habilitations en cours',
          ['Utilisateur', 'Rôle', 'État', 'Du'],
          habilitations.map((habilitation) => ({
            cle: habilitation.id,
            cellules: [
              lien(
                `${habilitation.utilisateur.prenom} ${habilitation.utilisateur.nom}`,
                'habilitations',
                habilitation.id,
              ),
              texte(libelleDe(ROLES_AFAS, habilitation.role)),
              etat(optionDe(ETATS_HABILITATION, habilitation.etat)),
              date(habilitation.du),
            ],
          })),
          'Personne n’est habilité sur cet équipement.',
          {
            voirTout: {
              libelle: 'Toutes les habilitations',
              href: adresseListe('habilitations', { equipement: id }),
            },
          },
        ),
        table(
          'Dernières déclarations',
          ['Exercice', 'Dossier Maia', 'Pérennité', 'État', 'Estimation hors bonus'],
          declarations.map((declaration) => ({
            cle: declaration.id,
            cellules: [
              lien(String(declaration.exercice), 'declarations', declaration.id),
              texte(declaration.conventionnement.numeroMaia ?? 'Sans numéro'),
              texte(libelleDe(PERENNITES, declaration.perennite)),
              etat(optionDe(ETATS_DECLARATION, declaration.etat)),
              euro(declaration.estimation),
            ],
          })),
          'Aucune déclaration.',
          {
            voirTout: {
              libelle: 'Toutes les déclarations',
              href: adresseListe('declarations', { equipement: id }),
            },
          },
        ),
      ],
      decisions: await decisionsSur(unite, 'Equipement', id),
    };
  },
  actionsDeListe: [
    actionDeListe({
      nom: 'new',
      libelle: 'Ajouter un équipement',
      bouton: 'Enregistrer',
      commande: creerEquipement,
      champs: async ({ unite }): Promise<ChampFormulaire[]> => [
        {
          nom: 'partenaire',
          libelle: 'Partenaire',
          genre: 'reference',
          ressource: 'partenaires',
          obligatoire: true,
          section: 'Équipement',
        },
        {
          nom: 'type',
          libelle: 'Type',
          genre: 'choix',
          obligatoire: true,
          options: await optionsDeTypes(unite),
          section: 'Équipement',
        },
        { nom: 'nom', libelle: 'Nom', genre: 'texte', obligatoire: true, section: 'Équipement' },
        { nom: 'nature', libelle: 'Nature d’activité', genre: 'texte', section: 'Équipement' },
        {
          nom: 'ouvertLe',
          libelle: 'Date d’ouverture',
          genre: 'date',
          obligatoire: true,
          section: 'Équipement',
        },
        ...LOCAL,
        {
          nom: 'lieuNature',
          libelle: 'Nature du lieu',
          genre: 'choix',
          obligatoire: true,
          options: NATURES_DE_LIEU.filter(({ valeur }) => valeur !== 'activite'),
          section: 'Lieu d’accueil',
          aide: 'Unique : toutes les activités s’y déroulent. Principal : des lieux d’activité s’y ajoutent.',
        },
        {
          nom: 'lieuNom',
          libelle: 'Nom du lieu',
          genre: 'texte',
          obligatoire: true,
          section: 'Lieu d’accueil',
        },
        { nom: 'lieuAdresse', libelle: 'Adresse', genre: 'texte', section: 'Lieu d’accueil' },
        { nom: 'lieuCodePostal', libelle: 'Code postal', genre: 'texte', section: 'Lieu d’accueil' },
        {
          nom: 'lieuCommuneCode',
          libelle: 'Commune',
          genre: 'reference',
          ressource: 'source:communes',
          obligatoire: true,
          section: 'Lieu d’accueil',
        },
      ],
      succes: 'L’équipement a été enregistré.',
    }),
  ],
  actionsDeFiche: [
    actionDeFiche(Equipement, {
      nom: 'edit',
      libelle: 'Modifier',
      titre: 'Modifier l’équipement',
      bouton: 'Enregistrer',
      commande: modifierEquipement,
      cible: 'equipement',
      champs: [
        { nom: 'nom', libelle: 'Nom', genre: 'texte', obligatoire: true, section: 'Équipement' },
        { nom: 'nature', libelle: 'Nature d’activité', genre: 'texte', section: 'Équipement' },
        {
          nom: 'ouvertLe',
          libelle: 'Date d’ouverture',
          genre: 'date',
          obligatoire: true,
          section: 'Équipement',
        },
        {
          nom: 'fermeLe',
          libelle: 'Fermé à partir du',
          genre: 'date',
          section: 'Équipement',
          aide: 'Premier jour sans activité.',
        },
        ...LOCAL,
      ],
      succes: 'L’équipement a été modifié.',
    }),
  ],
});

/** « du 01/01/2026 au 31/12/2026 », the last day included. */
export function periode({ du, au }: { readonly du: string; readonly au: string | null }): string {
  const fin = dernierJour(au);
  return fin ? `du ${dateFr(du)} au ${dateFr(fin)}` : `depuis le ${dateFr(du)}`;
}
