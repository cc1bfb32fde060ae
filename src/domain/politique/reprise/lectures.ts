/** What screens and the shell read of reprises: the preview before, the act afterwards. */
import { sql } from 'kysely';
import { jsonBuildObject } from 'kysely/helpers/postgres';
import { lireLignes } from '#src/kernel/sql.ts';
import { tables } from '#src/domain/politique/tables.ts';
import { instant, personne } from '#src/domain/politique/versions/sql.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { exiger } from '#src/kernel/droits/droits.ts';
import {
  casEnSuspens,
  compterEnSuspens,
  jugerCas,
  repereDe,
  type CasEnSuspens,
  type Repere,
} from '#src/domain/politique/reprise/attente.ts';
import { comptesParCaf, lignesDeLaReprise, totalDe } from '#src/domain/politique/reprise/lignes.ts';
import { questionRepondue, type QuestionRepondue } from '#src/domain/politique/reprise/question.ts';
import {
  QuestionInconnue,
  QuestionSansReponse,
  RepriseIntrouvable,
} from '#src/domain/politique/reprise/refus.ts';
import {
  ajouterAuxComptes,
  COMPTES_VIDES,
  type CasRepris,
  type ComptesDeReprise,
  type ComptesDUneCaf,
  type RepriseListe,
} from '#src/domain/politique/reprise/vues.ts';

/** Cases judged for a preview on screen: it is asked while somebody waits. */
export const CAS_APERCUS = 2_000;
const LOT = 500;

/** What an answer would change, nothing written. */
export interface Apercu {
  readonly plan: QuestionRepondue;
  /** Waiting cases in all. */
  readonly total: number;
  /** Cases judged for the counts below. */
  readonly juges: number;
  readonly comptes: ComptesDeReprise;
  readonly parCaf: readonly ComptesDUneCaf[];
}

/**
 * Judges the waiting cases of a question, a batch in memory at a time, and gives each to `recevoir`.
 * @param lire one short transaction per batch
 * @param limite cases looked at, at most
 * @throws FichierInconnu | QuestionInconnue | QuestionSansReponse
 */
export async function apercevoir(
  lire: <T>(lecture: (unite: UniteDeLecture) => Promise<T>) => Promise<T>,
  jeu: string,
  question: string,
  recevoir: (cas: CasRepris) => void,
  limite = Infinity,
  avancement?: (faits: number, total: number) => void,
): Promise<Apercu> {
  const { plan, cafs } = await lire(async (unite) => {
    exiger(unite.acteur, 'RepriseQuestion', 'lire');
    const lu = await questionRepondue(unite, jeu, question);
    return { plan: lu, cafs: await compterEnSuspens(unite, lu) };
  });
  const total = cafs.reduce((somme, { cas }) => somme + cas, 0);
  const parCaf = new Map<string, ComptesDeReprise>();
  let juges = 0;
  for (let apres: Repere | null = null; juges < Math.min(limite, total); avancement?.(juges, total)) {
    const depuis: Repere | null = apres;
    const lot: { cas: CasEnSuspens[]; lignes: CasRepris[] } = await lire(async (unite) => {
      const cas = await casEnSuspens(unite, plan, { apres: depuis, limite: Math.min(LOT, limite - juges) });
      const lignes: CasRepris[] = [];
      for (const un of cas) lignes.push(await jugerCas(unite, plan, un));
      return { cas, lignes };
    });
    for (const ligne of lot.lignes) {
      parCaf.set(ligne.cafId, ajouterAuxComptes(parCaf.get(ligne.cafId) ?? COMPTES_VIDES, ligne));
      recevoir(ligne);
    }
    const dernier = lot.cas.at(-1);
    if (!dernier) break;
    juges += lot.cas.length;
    apres = repereDe(dernier);
  }
  const detail = cafs.flatMap(({ cafId, caf }) => {
    const comptes = parCaf.get(cafId);
    return comptes ? [{ cafId, caf, ...comptes }] : [];
  });
  return { plan, total, juges, comptes: totalDe(detail), parCaf: detail };
}

/**
 * Cases that would be looked at again, by answered question: what the list of questions shows beside an
 * answer. Null when no version in force answers it yet.
 */
export async function casAReprendre(
  unite: UniteDeLecture,
  jeu: string,
  question: string,
): Promise<number | null> {
  try {
    const cafs = await compterEnSuspens(unite, await questionRepondue(unite, jeu, question));
    return cafs.reduce((somme, { cas }) => somme + cas, 0);
  } catch (erreur) {
    if (erreur instanceof QuestionSansReponse || erreur instanceof QuestionInconnue) return null;
    throw erreur;
  }
}

/** Rows of `RepriseListe`; `q` is the act. */
const reprisesListees = tables
  .selectFrom('reprise_question as q')
  .select(({ ref }) => [
    'q.id',
    'q.jeu',
    'q.question',
    'q.reponse',
    'q.motif',
    jsonBuildObject({ numero: ref('q.avant_numero'), empreinte: ref('q.avant_empreinte') }).as('avant'),
    jsonBuildObject({ numero: ref('q.apres_numero'), empreinte: ref('q.apres_empreinte') }).as('apres'),
    personne(ref('q.lancee_par')).as('lanceePar'),
    instant(ref('q.lancee_le')).as('lanceeLe'),
    instant(ref('q.terminee_le')).as('termineeLe'),
    sql<boolean>`(${ref('q.porteur')} is not null and ${ref('q.bail_jusqu_a')} > now())`.as('enMarche'),
  ]);
const REPRISES_LISTEES = 50;

/** The latest acts, of one question or of all. */
export async function reprises(
  { em, acteur }: UniteDeLecture,
  de?: { readonly jeu: string; readonly question: string },
): Promise<RepriseListe[]> {
  exiger(acteur, 'RepriseQuestion', 'lire');
  const dernieres = reprisesListees
    .orderBy('q.lancee_le', 'desc')
    .orderBy('q.id')
    .limit(sql.lit(REPRISES_LISTEES));
  return lireLignes(
    em,
    de ? dernieres.where('q.jeu', '=', de.jeu).where('q.question', '=', de.question) : dernieres,
  );
}

/** Labels of the outcomes, as a rule file writes them. */
type Libelles = Readonly<Record<string, { readonly libelle: string }>>;

export interface RepriseOuverte extends RepriseListe {
  readonly titre: string;
  readonly texte: string;
  /** Labels of the outcomes. */
  readonly libelles: Readonly<Record<string, string>>;
  readonly comptes: ComptesDeReprise;
  readonly parCaf: readonly ComptesDUneCaf[];
}

/** One act, with its counts so far. @throws RepriseIntrouvable */
export async function lireReprise(unite: UniteDeLecture, id: string): Promise<RepriseOuverte> {
  exiger(unite.acteur, 'RepriseQuestion', 'lire');
  const [ligne] = await lireLignes(
    unite.em,
    reprisesListees.where(({ ref }) => sql<boolean>`${ref('q.id')}::text = ${id}`),
  );
  if (!ligne) throw new RepriseIntrouvable();
  const contenus = await lireLignes(
    unite.em,
    tables
      .selectFrom('version_regle as v')
      .select(({ ref }) => {
        const contenu = sql`${ref('v.canonique')}::jsonb`;
        return [
          sql<string>`${contenu} ->> 'titre'`.as('titre'),
          sql<string | null>`${contenu} -> 'questions' -> ${ligne.question} ->> 'texte'`.as('texte'),
          sql<Libelles>`${contenu} -> 'decision' -> 'issues'`.as('issues'),
        ];
      })
      .where('v.genre', '=', 'regles')
      .where('v.jeu', '=', ligne.jeu)
      .orderBy(({ eb }) => eb('v.empreinte', '=', ligne.apres.empreinte), 'desc'),
  );
  const parCaf = await comptesParCaf(unite, id);
  return {
    ...ligne,
    titre: contenus[0]?.titre ?? ligne.jeu,
    texte: contenus[0]?.texte ?? '',
    libelles: Object.fromEntries(
      contenus
        .toReversed()
        .flatMap(({ issues }) => Object.entries(issues).map(([code, { libelle }]) => [code, libelle])),
    ),
    comptes: totalDe(parCaf),
    parCaf,
  };
}

/** The first lines of an act. */
export async function premieresLignes(
  unite: UniteDeLecture,
  id: string,
  limite: number,
): Promise<CasRepris[]> {
  exiger(unite.acteur, 'RepriseQuestion', 'lire');
  return lignesDeLaReprise(unite, id, null, limite);
}

const LOT_DE_LIGNES = 1_000;

/** Every line of an act, a batch in memory at a time. @param lire one short transaction per batch */
export async function* toutesLesLignes(
  lire: <T>(lecture: (unite: UniteDeLecture) => Promise<T>) => Promise<T>,
  id: string,
): AsyncGenerator<CasRepris> {
  for (let derniere: CasRepris | null = null; ; ) {
    const depuis: CasRepris | null = derniere;
    const lot: CasRepris[] = await lire((unite) => {
      exiger(unite.acteur, 'RepriseQuestion', 'lire');
      return lignesDeLaReprise(unite, id, depuis, LOT_DE_LIGNES);
    });
    yield* lot;
    derniere = lot.at(-1) ?? null;
    if (lot.length < LOT_DE_LIGNES) return;
  }
}
