import {
  actionDeFiche,
  actionDeListe,
  definirRessource,
  type ChampFormulaire,
} from '#admin/definition/definition.ts';
import type { Option } from '#admin/definition/types/champ.ts';
import type { TableDeFiche } from '#admin/definition/types/fiche.ts';
import { tableDesAbsences } from '#admin/ressources/absences.ts';
import { versEquipement } from '#admin/ressources/lieux.ts';
import { date, dernierJour, etp, lendemainSaisi, lien, periode, table } from '#admin/definition/outils.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { ajouterAnimateur, modifierAnimateur, validerProfil } from '#src/domain/equipement/commandes.ts';
import { Animateur } from '#src/domain/equipement/equipement.ts';
import { postesDe } from '#src/domain/equipement/postes.ts';

/** Whom somebody may take over from: the others of his equipment. */
async function optionsDeSuccession(
  { em }: UniteDeLecture,
  equipement: string | undefined,
  saufId?: string,
): Promise<Option[]> {
  if (!equipement || !/^[0-9a-f-]{36}$/.test(equipement)) return [];
  const animateurs = await em.find(Animateur, { equipement }, { orderBy: { nom: 'asc', prenom: 'asc' } });
  return animateurs
    .filter(({ id }) => id !== saufId)
    .map((animateur) => ({
      valeur: animateur.id,
      libelle: `${animateur.prenom} ${animateur.nom} (${periode({ du: animateur.du, au: animateur.au ?? null })})`,
    }));
}

async function contenu(
  unite: UniteDeLecture,
  equipement: string | undefined,
  saufId?: string,
): Promise<ChampFormulaire[]> {
  return [
    { nom: 'nom', libelle: 'Nom', genre: 'texte', obligatoire: true },
    { nom: 'prenom', libelle: 'Prénom', genre: 'texte', obligatoire: true },
    { nom: 'etpContrat', libelle: 'Etp du contrat de travail', genre: 'etp', obligatoire: true },
    {
      nom: 'etpValide',
      libelle: 'Etp validé',
      genre: 'etp',
      aide: 'Etp que le Conseil d’administration a validé pour cet animateur. Laissez vide s’il a validé un total pour l’équipement.',
    },
    { nom: 'du', libelle: 'Date d’arrivée', genre: 'date', obligatoire: true },
    { nom: 'au', libelle: 'Dernier jour de présence', genre: 'date' },
    {
      nom: 'succedeA',
      libelle: 'Succède à',
      genre: 'choix',
      options: await optionsDeSuccession(unite, equipement, saufId),
      aide: 'La personne dont il a pris le poste. Deux personnes qui se suivent sur un poste comptent pour une, même si elles se croisent.',
    },
  ];
}

const finExclue = (valeurs: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> => ({
  ...valeurs,
  au: lendemainSaisi(valeurs['au']),
});

/** Those who held one post in turn, when there were several. */
async function tableDuPoste({ em }: UniteDeLecture, { id, equipement }: Animateur): Promise<TableDeFiche[]> {
  const tous = await em.find(
    Animateur,
    { equipement: equipement.id },
    { orderBy: { du: 'asc', nom: 'asc' } },
  );
  const postes = postesDe(tous);
  const suite = tous.filter((autre) => postes.get(autre.id) === postes.get(id));
  if (suite.length < 2) return [];
  return [
    table(
      'Sur le même poste',
      ['Animateur', 'Etp du contrat', 'Du', 'Au'],
      suite.map((un) => ({
        cle: un.id,
        cellules: [
          lien(`${un.prenom} ${un.nom}`, 'animateurs', un.id),
          etp(un.etpContrat),
          date(un.du),
          date(dernierJour(un.au ?? null)),
        ],
      })),
      '',
      { intro: 'Ces personnes se sont suivies sur un poste et comptent pour une.' },
    ),
  ];
}

export const animateurs = definirRessource({
  id: 'animateurs',
  entite: Animateur,
  droit: 'Animateur',
  libelle: 'Animateurs',
  singulier: 'Animateur',
  groupe: null,
  titre: { depuis: ['nom', 'prenom'], texte: ({ nom, prenom }) => `${String(prenom)} ${String(nom)}` },
  champs: {
    nom: { libelle: 'Nom', genre: 'texte' },
    prenom: { libelle: 'Prénom', genre: 'texte' },
    equipement: { libelle: 'Équipement', genre: 'reference', ressource: 'equipements' },
    etpContrat: { libelle: 'Etp du contrat', genre: 'etp' },
    etpValide: { libelle: 'Etp validé', genre: 'etp' },
    profilValide: { libelle: 'Profil validé', genre: 'booleen' },
    profilValideLe: { libelle: 'Profil validé le', genre: 'date' },
    du: { libelle: 'Arrivée', genre: 'date' },
    au: { libelle: 'Départ', genre: 'date', finExclue: true },
    succedeA: { libelle: 'Succède à', genre: 'reference', ressource: 'animateurs', tri: null },
  },
  liste: ['nom', 'prenom', 'equipement', 'etpContrat', 'etpValide', 'profilValide', 'succedeA'],
  recherche: { libelle: 'Nom ou prénom', champs: ['nom', 'prenom'] },
  tri: { champ: 'nom', sens: 'asc' },
  async complement({ unite, fiche }) {
    return { tables: [await tableDesAbsences(unite, fiche), ...(await tableDuPoste(unite, fiche))] };
  },
  actionsDeListe: [
    actionDeListe({
      nom: 'new',
      libelle: 'Ajouter un animateur',
      bouton: 'Ajouter',
      commande: ajouterAnimateur,
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
      succes: 'L’animateur a été ajouté.',
      vers: versEquipement,
    }),
  ],
  actionsDeFiche: [
    actionDeFiche(Animateur, {
      nom: 'valider',
      libelle: 'Valider le profil',
      titre: 'Valider le profil de l’animateur',
      bouton: 'Enregistrer',
      commande: validerProfil,
      cible: 'animateur',
      principale: true,
      intro:
        'Le profil de l’animateur fait l’objet d’une validation par la Caf. Un remplaçant dont le profil n’est pas validé n’est pas retenu.',
      champs: [
        { nom: 'valide', libelle: 'Le profil est validé', genre: 'booleen' },
        { nom: 'le', libelle: 'Date de validation', genre: 'date', si: { champ: 'valide', vaut: ['true'] } },
      ],
      valeurs: ({ fiche, unite }) => ({
        valide: true,
        le: fiche.profilValideLe ?? unite.aujourdhui.toString(),
      }),
      succes: ({ profilValide }) =>
        profilValide ? 'Le profil de l’animateur est validé.' : 'Le profil de l’animateur n’est plus validé.',
    }),
    actionDeFiche(Animateur, {
      nom: 'edit',
      libelle: 'Modifier',
      titre: 'Modifier l’animateur',
      bouton: 'Enregistrer',
      commande: modifierAnimateur,
      cible: 'animateur',
      champs: ({ unite, fiche }) => contenu(unite, fiche.equipement.id, fiche.id),
      valeurs: ({ fiche }) => ({
        ...fiche,
        au: dernierJour(fiche.au ?? null),
        succedeA: fiche.succedeA?.id ?? null,
      }),
      saisie: finExclue,
      succes: 'L’animateur a été modifié.',
    }),
  ],
});
