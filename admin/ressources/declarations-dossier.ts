import { decimalLuFr } from '#src/kernel/francais.ts';
import type { ComplementDeFiche } from '#admin/definition/definition.ts';
import type { Genre } from '#admin/definition/types/champ.ts';
import type { SectionDeFiche, TableDeFiche } from '#admin/definition/types/fiche.ts';
import { ETATS_DECLARATION, optionDe } from '#admin/definition/libelles.ts';
import { euro, instant, periode, table, texte } from '#admin/definition/outils.ts';
import { ecrireMesure } from '#src/domain/formulaire/restitution.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { parUnite } from '#src/kernel/memo.ts';
import { dossierDeDeclaration } from '#src/domain/declaration/dossier-caf.ts';
import {
  pointDe,
  decisionsHumainesDe,
  controlesDe,
  decisionDe,
  type Lu,
} from '#admin/ressources/declarations-decisions.ts';

/** The declaration as the Caf reads it, worked out once for all the parts of a screen. */
export const lireDossier = parUnite(dossierDeDeclaration, (id) => id);

/**
 * What the treatment page shows: the decisions explained, the points that wait for a human, the data as
 * declared.
 */
export async function dossierDeTraitement(unite: UniteDeLecture, id: string): Promise<ComplementDeFiche> {
  const lu = await lireDossier(unite, id);
  return {
    surtitre: `${lu.equipement.nom} – ${lu.partenaire.nom}`,
    etat: optionDe(ETATS_DECLARATION, lu.declaration.etat),
    alertes: alertesDe(lu),
    suite: [
      estimationDe(lu),
      ...lu.enAttente.map((point) => pointDe(id, point)),
      ...(lu.decisionsHumaines.length > 0 ? [decisionsHumainesDe(lu)] : []),
      ...controlesDe(lu),
      ...anneeDe(lu),
      ...lu.sections.flatMap(sectionDe),
      ...(lu.transmissions.length > 0 ? [transmissionsDe(lu)] : []),
    ],
    decisions: lu.decisions.map((decision) => decisionDe(decision)),
    chronologie: lu.chronologie.map(({ quand, titre, qui, detail }) => ({
      le: quand.toISOString(),
      titre,
      acteur: qui,
      detail: detail ?? undefined,
    })),
  };
}

const CHEZ_LA_CAF = new Set(['transmise', 'en-traitement', 'traitee']);

/** What is shown when the partner has the declaration: never his draft once something was transmitted. */
function provenanceDe({ declaration, transmissions }: Lu): NonNullable<ComplementDeFiche['alertes']> {
  if (CHEZ_LA_CAF.has(declaration.etat)) return [];
  const derniere = transmissions.at(-1);
  return [
    derniere
      ? {
          ton: 'info',
          titre: `Ce dossier montre la transmission n° ${derniere.numero}.`,
          texte:
            'Le partenaire a repris la déclaration : sa saisie en cours vous sera montrée quand il l’aura transmise.',
        }
      : {
          ton: 'info',
          titre: 'Saisie en cours chez le partenaire.',
          texte: 'Rien n’a encore été transmis : ces données peuvent changer et n’engagent personne.',
        },
  ];
}

function alertesDe(lu: Lu): ComplementDeFiche['alertes'] {
  const { declaration, sousReserve, estimation, transmissions, enAttente } = lu;
  return [
    ...transmissions
      .filter(({ intacte }) => !intacte)
      .map(
        ({ numero }) =>
          ({
            ton: 'erreur',
            titre: `La transmission n° ${numero} ne correspond plus à son empreinte.`,
            texte:
              'Les données conservées ne sont pas celles qui ont été signées : ne décidez rien sur elles, et prévenez l’exploitant.',
          }) as const,
      ),
    ...provenanceDe(lu),
    ...enAttente.flatMap(({ titre, demande, trancher }) =>
      demande === null
        ? []
        : [
            {
              ton: 'attention',
              titre: `Décision attendue : ${titre}`,
              texte: `Demandée par ${demande.par}. ${trancher === null ? 'Vous pouvez l’enregistrer.' : trancher.raison}`,
            } as const,
          ],
    ),
    ...(declaration.motifRenvoi && declaration.etat === 'retournee'
      ? [
          {
            ton: 'attention',
            titre: 'Déclaration retournée au partenaire.',
            texte: declaration.motifRenvoi,
          } as const,
        ]
      : []),
    ...(estimation.incomplete.length > 0
      ? [
          {
            ton: 'attention',
            titre: 'Estimation incomplète, à confirmer',
            texte: estimation.incomplete.map(({ cause }) => cause).join('\n'),
          } as const,
        ]
      : []),
    ...(sousReserve.length > 0
      ? [{ ton: 'attention', titre: 'Estimation sous réserve', texte: sousReserve.join('\n') } as const]
      : []),
    ...(estimation.fictives.length > 0
      ? [
          {
            ton: 'erreur',
            titre: `Montant sans valeur : ${estimation.fictives.join(', ')}`,
            texte: 'Le calcul utilise une valeur fictive, livrée en attendant la valeur officielle.',
          } as const,
        ]
      : []),
  ];
}

const GENRES: Readonly<Record<string, Genre>> = {
  euro: 'euro',
  etp: 'etp',
  entier: 'entier',
  mois: 'entier',
  decimal: 'decimal',
  date: 'date',
};

function estimationDe({ estimation, lectures }: Lu): SectionDeFiche {
  return {
    titre: 'Estimation du droit, hors bonus',
    intro: estimation.mention,
    valeurs: [
      {
        etiquette:
          estimation.incomplete.length > 0 ? 'Montant estimé (incomplet, à confirmer)' : 'Montant estimé',
        ...euro(estimation.montant),
      },
      ...(estimation.lignes
        ? estimation.lignes.map(({ libelle, calcul, valeur, type }) => ({
            etiquette: libelle,
            ...texte(`${calcul} → ${ecrireMesure(type, valeur)}`),
          }))
        : estimation.details.map(({ libelle, valeur, type }) => ({
            etiquette: libelle,
            genre: GENRES[type] ?? 'texte',
            valeur,
          }))),
      ...lectures.map(({ libelle, reponse, montant }) => ({
        etiquette: `Si « ${libelle} » est « ${reponse} » (question ouverte)`,
        ...euro(montant),
      })),
    ],
  };
}

/**
 * The other conventionnements and pérennités of the year, seen by whoever treats one of them: a table each,
 * with the same columns.
 */
function anneeDe({ annee, equipement }: Lu): TableDeFiche[] {
  const nombre = (valeur: string | null | undefined) => texte(valeur ? decimalLuFr(valeur) : '');
  return annee.lignes.map(({ conventionnement: { numeroMaia, du, au }, cases }) =>
    table(
      `L’année ${annee.exercice} de ${equipement.nom} : ${numeroMaia ?? 'conventionnement sans numéro'}, ${periode({ du, au })}`,
      ['Déclaration', 'Charges', 'Etp', 'Mois', 'Estimation', 'Écart'],
      annee.perennites.map(({ perennite, libelle }) => {
        const lue = cases[perennite];
        return {
          cle: perennite,
          cellules: [
            texte(`${libelle} – ${lue?.etatLibelle ?? 'Pas commencée'}`),
            euro(lue?.charges ?? null),
            nombre(lue?.etp),
            nombre(lue?.mois),
            euro(lue?.estimation ?? null),
            euro(lue?.ecart ?? null),
          ],
        };
      }),
      '',
    ),
  );
}

/** A section of the declaration as its form definition writes it: values, table of amounts, lists. */
function sectionDe({
  titre,
  lignes,
  tableau,
  groupes,
}: Lu['sections'][number]): (SectionDeFiche | TableDeFiche)[] {
  const enTable = (nom: string, lu: NonNullable<typeof tableau>): TableDeFiche =>
    table(
      nom,
      lu.colonnes,
      lu.lignes.map((cellules, rang) => ({
        cle: String(rang),
        cellules: cellules.map((cellule, colonne) => ({
          genre: montant(lu, colonne),
          valeur: cellule,
          libelle: cellule || undefined,
        })),
      })),
      'Rien n’a été déclaré.',
      {
        pied: lu.total?.map((cellule, colonne) => ({
          genre: montant(lu, colonne),
          valeur: cellule,
          libelle: cellule,
        })),
      },
    );
  const montant = (lu: NonNullable<typeof tableau>, colonne: number): Genre =>
    lu.total && colonne > 0 ? 'euro' : 'texte';
  return [
    ...(lignes.length > 0
      ? [{ titre, valeurs: lignes.map(({ libelle, valeur }) => ({ etiquette: libelle, ...texte(valeur) })) }]
      : []),
    ...(tableau ? [enTable(titre, tableau)] : []),
    ...groupes.map((groupe) =>
      enTable(groupes.length === 1 && lignes.length === 0 ? titre : groupe.titre, groupe),
    ),
  ];
}

function transmissionsDe({ transmissions }: Lu): TableDeFiche {
  return table(
    'Transmissions',
    ['Transmission', 'Le', 'Par', 'Estimation hors bonus', 'Empreinte', 'Vérification'],
    transmissions.map(({ numero, le, parNom, estimation, empreinte, intacte }) => ({
      cle: String(numero),
      cellules: [
        texte(`N° ${numero}`),
        instant(le),
        texte(parNom),
        euro(estimation),
        texte(empreinte.slice(0, 16)),
        texte(intacte ? 'Conforme' : 'NE CORRESPOND PLUS'),
      ],
    })),
    '',
    { intro: 'Chaque transmission vaut signature : elle ne se modifie plus.' },
  );
}
