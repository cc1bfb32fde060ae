import {
  actionDeFiche,
  actionDeListe,
  definirRessource,
  type ChampFormulaire,
} from '#admin/definition/definition.ts';
import type { Option } from '#admin/definition/types/champ.ts';
import type { TableDeFiche } from '#admin/definition/types/fiche.ts';
import { libelleDe } from '#admin/definition/libelles.ts';
import { acteDeTable, adresse, adresseAction, date, table, texte } from '#admin/definition/outils.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { enregistrerAbsence, modifierAbsence, supprimerAbsence } from '#src/domain/equipement/commandes.ts';
import { AbsenceAnimateur, type Animateur } from '#src/domain/equipement/equipement.ts';
import { MOTIFS_D_ABSENCE } from '#src/domain/equipement/motifs-absence.ts';
import { dateFr } from '#src/kernel/francais.ts';

const MOTIFS: readonly Option[] = MOTIFS_D_ABSENCE.map(({ code, libelle }) => ({ valeur: code, libelle }));
const CHAMPS: readonly ChampFormulaire[] = [
  { nom: 'motif', libelle: 'Motif', genre: 'choix', obligatoire: true, options: MOTIFS },
  { nom: 'du', libelle: 'Premier jour d’absence', genre: 'date', obligatoire: true },
  {
    nom: 'au',
    libelle: 'Jour du retour',
    genre: 'date',
    aide: 'Premier jour où l’animateur est de nouveau présent. Laissez vide s’il n’est pas encore revenu.',
  },
];
const versAnimateur = ({ animateur }: { readonly animateur: { readonly id: string } }) => ({
  ressource: 'animateurs',
  id: animateur.id,
});

/** The absences of an animateur on his page, the latest first. */
export async function tableDesAbsences(unite: UniteDeLecture, { id }: Animateur): Promise<TableDeFiche> {
  const absences = await unite.em.find(
    AbsenceAnimateur,
    { animateur: id },
    { orderBy: { du: 'desc', id: 'asc' } },
  );
  return table(
    'Absences',
    ['Premier jour', 'Retour le', 'Motif'],
    absences.map((absence) => ({
      cle: absence.id,
      cellules: [
        { ...date(absence.du), href: adresse('absences-animateurs', absence.id) },
        absence.au ? date(absence.au) : texte('Pas encore revenu'),
        texte(libelleDe(MOTIFS, absence.motif)),
      ],
    })),
    'Aucune absence enregistrée.',
    {
      intro:
        'Les absences remplissent d’avance la déclaration du partenaire. Les congés ordinaires ne s’enregistrent pas.',
      actions: [
        await acteDeTable(
          unite,
          'Enregistrer une absence',
          adresseAction('absences-animateurs', 'new', { animateur: id }),
          enregistrerAbsence,
        ),
      ],
    },
  );
}

export const absences = definirRessource({
  id: 'absences-animateurs',
  entite: AbsenceAnimateur,
  droit: 'AbsenceAnimateur',
  libelle: 'Absences des animateurs',
  singulier: 'Absence',
  groupe: null,
  titre: {
    depuis: ['du'],
    texte: ({ du }) => `Absence à partir du ${dateFr(String(du))}`,
  },
  champs: {
    animateur: { libelle: 'Animateur', genre: 'reference', ressource: 'animateurs', tri: 'animateur.nom' },
    motif: { libelle: 'Motif', genre: 'choix', options: MOTIFS },
    du: { libelle: 'Premier jour d’absence', genre: 'date' },
    au: { libelle: 'Jour du retour', genre: 'date' },
  },
  liste: ['animateur', 'du', 'au', 'motif'],
  tri: { champ: 'du', sens: 'desc' },
  actionsDeListe: [
    actionDeListe({
      nom: 'new',
      libelle: 'Enregistrer une absence',
      bouton: 'Enregistrer',
      commande: enregistrerAbsence,
      horsListe: true,
      champs: [
        {
          nom: 'animateur',
          libelle: 'Animateur',
          genre: 'reference',
          ressource: 'animateurs',
          obligatoire: true,
        },
        ...CHAMPS,
      ],
      succes: 'L’absence a été enregistrée.',
      vers: versAnimateur,
    }),
  ],
  actionsDeFiche: [
    actionDeFiche(AbsenceAnimateur, {
      nom: 'edit',
      libelle: 'Modifier',
      titre: 'Modifier l’absence',
      bouton: 'Enregistrer',
      commande: modifierAbsence,
      cible: 'absence',
      champs: CHAMPS,
      principale: true,
      succes: 'L’absence a été modifiée.',
      vers: versAnimateur,
    }),
    actionDeFiche(AbsenceAnimateur, {
      nom: 'delete',
      libelle: 'Supprimer',
      titre: 'Supprimer l’absence',
      bouton: 'Supprimer',
      danger: true,
      commande: supprimerAbsence,
      cible: 'absence',
      champs: [],
      intro: 'À utiliser si l’absence a été enregistrée par erreur. Le journal en garde la trace.',
      succes: 'L’absence a été supprimée.',
      vers: versAnimateur,
    }),
  ],
});
