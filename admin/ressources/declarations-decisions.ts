import { montrerConstat } from '#admin/definition/refus.ts';
import type { DecisionMontree } from '#admin/definition/types/decision.ts';
import type { TableDeFiche } from '#admin/definition/types/fiche.ts';
import { INSTANCES, libelleDe } from '#admin/definition/libelles.ts';
import { adresse, date, euro, table, texte } from '#admin/definition/outils.ts';
import type {
  DecisionExpliquee,
  PointATrancher,
  dossierDeDeclaration,
} from '#src/domain/declaration/dossier-caf.ts';

/** What the treatment of a declaration reads. */
export type Lu = Awaited<ReturnType<typeof dossierDeDeclaration>>;

/** A case to settle, with both amounts before anyone decides. */
export function pointDe(id: string, point: PointATrancher): TableDeFiche {
  const vers = (action: string) =>
    `${adresse('declarations', id, action)}?decision=${point.decisionId ?? ''}`;
  const humaine = point.nature === 'decision-humaine';
  const demande = point.demande ? ` Décision demandée par ${point.demande.par} : ${point.demande.motif}` : '';
  return table(
    `À trancher : ${point.titre}`,
    ['Choix possible', 'Estimation hors bonus', 'Mois d’ouverture retenus'],
    point.choix.map(({ code, libelle, estimation, moisOuverture }) => ({
      cle: code,
      cellules: [texte(libelle), euro(estimation), { genre: 'entier', valeur: moisOuverture }],
    })),
    'Aucun choix.',
    {
      intro: `${point.message} ${point.commentCorriger}${demande}`,
      actions: humaine
        ? [
            {
              libelle: 'Demander la décision',
              href: vers('demander'),
              pourquoi: point.demander ?? undefined,
            },
            {
              libelle: 'Enregistrer la décision',
              href: vers('trancher'),
              pourquoi: point.trancher ?? undefined,
              principale: true,
            },
          ]
        : [
            {
              libelle: 'Régler ce point',
              href: vers('regler'),
              pourquoi: point.trancher ?? undefined,
              principale: true,
            },
          ],
    },
  );
}

/** Decisions people took on it. */
export function decisionsHumainesDe({ decisionsHumaines }: Lu): TableDeFiche {
  return table(
    'Décisions rendues',
    [
      'Décision',
      'Motif',
      'Rendue par',
      'Séance',
      'Estimation avant',
      'Estimation après',
      'Mois d’ouverture modifiés',
    ],
    decisionsHumaines.map((decision) => ({
      cle: decision.id,
      cellules: [
        texte(decision.choixLibelle),
        texte(decision.motif),
        texte(decision.instance ? libelleDe(INSTANCES, decision.instance) : decision.par),
        date(decision.seanceLe),
        euro(decision.estimationAvant),
        euro(decision.estimationApres),
        { genre: 'entier', valeur: decision.moisOuvertureModifies },
      ],
    })),
    '',
  );
}

/** What the checks found. */
export function controlesDe({ controles, manquants }: Lu): TableDeFiche[] {
  if (controles.length === 0 && manquants.length === 0) return [];
  const libelles = {
    bloquant: { libelle: 'Bloquant', ton: 'erreur' },
    avertissement: { libelle: 'Avertissement', ton: 'attention' },
    information: { libelle: 'Information', ton: 'info' },
  } as const;
  return [
    table(
      'Contrôles',
      ['Contrôle', 'Gravité', 'Comment corriger'],
      controles.map(({ titre, message, gravite, commentCorriger, explication }, rang) => ({
        cle: String(rang),
        cellules: [
          texte(`${titre} : ${message}`),
          { genre: 'texte', valeur: gravite, ...libelles[gravite] },
          texte(explication ? explicationLue(explication.texte) : commentCorriger),
        ],
      })),
      'Aucune remarque.',
    ),
  ];
}

const explicationLue = (phrase: string | null): string =>
  phrase === null
    ? 'Le partenaire n’a pas donné d’explication.'
    : `Explication du partenaire : « ${phrase} »`;

/** A decision of record, explained. */
export function decisionDe(decision: DecisionExpliquee): DecisionMontree {
  const { titre, jeu, version, empreinte, date: le, etat, id } = decision;
  return {
    id,
    titre,
    jeu,
    version,
    empreinte,
    date: le,
    etat: etat as DecisionMontree['etat'],
    constats: decision.constats.map(montrerConstat),
    calculs: decision.calculs.map(({ libelle, valeur }) => ({ libelle, valeur })),
    manquants: [],
    faits: decision.faits.map(({ libelle, valeur }) => ({ libelle, valeur })),
    seuils: decision.seuils.map(({ libelle, valeur, du, certitude }) => ({ libelle, valeur, du, certitude })),
    fictif: decision.seuils.some(({ certitude }) => certitude === 'fictif')
      ? 'Cette décision utilise une valeur fictive.'
      : undefined,
  };
}
