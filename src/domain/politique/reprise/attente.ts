/** The cases that wait on a question, read by batches; nothing is written here. */
import { sql } from 'kysely';
import { lireBrut } from '#src/kernel/sql.ts';
import canonicalize from 'canonicalize';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import type { Faits } from '#src/kernel/registre.ts';
import type { QuestionRepondue } from '#src/domain/politique/reprise/question.ts';
import { sujetsEnSql } from '#src/domain/politique/sujets.ts';
import { VersionsChangees } from '#src/domain/politique/reprise/refus.ts';
import type { CasRepris, Ecart, VerdictRepris } from '#src/domain/politique/reprise/vues.ts';
import { ErreurDuMoteur, type Decision } from '#src/engine/index.ts';
import { EvaluateursEnDesaccord } from '#src/engine/erreurs.ts';

/** A waiting decision, with what its dossier allows. */
export interface CasEnSuspens {
  readonly id: string;
  readonly cafId: string;
  readonly partenaireId: string | null;
  readonly sujetType: string;
  readonly sujetId: string;
  readonly sujetDetail: string | null;
  readonly dateReference: string;
  readonly faits: Faits;
  readonly calculs: Readonly<Record<string, string>>;
  readonly avant: VerdictRepris;
  /** Hash of the version in force at its date; null when there is none. */
  readonly applicable: string | null;
  /** Its dossier waits no longer. */
  readonly ecart: Ecart | null;
}

/** Where a batch begins: after this case. */
export interface Repere {
  readonly cafId: string;
  readonly sujetId: string;
  readonly id: string;
}

/** Which cases: those of a batch, or those named. */
export interface Choix {
  readonly cafId?: string;
  readonly apres?: Repere | null;
  readonly limite?: number;
  readonly ids?: readonly string[];
  /** The act under way: its own lines are done. */
  readonly reprise?: string;
}

/**
 * The last decision on its subject, left open by a rule that cites the question in a version where it was
 * open, settled by nobody.
 * One that an act set aside is not looked at again while the same version rules its date, a technical failure
 * excepted.
 */
const attente = (
  { jeu, attendues }: QuestionRepondue,
  reprise = AUCUNE_REPRISE,
) => sql`d.jeu = ${jeu} and d.etat in ('source-muette', 'decision-humaine') and d.empreinte in (select jsonb_object_keys(${JSON.stringify(attendues)}::jsonb))
  and exists (select 1 from jsonb_array_elements(d.constats) c where jsonb_exists(${JSON.stringify(attendues)}::jsonb -> d.empreinte, c ->> 'regle'))
  and not exists (select 1 from decision n where n.jeu = d.jeu and n.sujet_id = d.sujet_id and n.sujet_type = d.sujet_type and n.sujet_detail is not distinct from d.sujet_detail and (n.prise_le, n.id) > (d.prise_le, d.id))
  and ${sujetsEnSql().nonTranchee}
  and not exists (select 1 from reprise_cas r where r.decision_id = d.id and (r.reprise_id = ${reprise} or (r.applicable is not distinct from a.empreinte and r.ecart is distinct from 'technique')))`;
const APPLICABLE = sql`left join activation a on a.genre = 'regles' and a.jeu = d.jeu and a.connu_au is null and a.effective @> d.date_reference`;
const AUCUNE_REPRISE = '00000000-0000-0000-0000-000000000000';

interface Ligne extends Omit<CasEnSuspens, 'avant'> {
  readonly numero: string;
  readonly etat: VerdictRepris['etat'];
  readonly issues: readonly string[];
}

/** The waiting cases chosen, Caf by Caf, subject by subject. One query. */
export async function casEnSuspens(
  { em, aujourdhui }: UniteDeLecture,
  plan: QuestionRepondue,
  { cafId, apres, limite, ids, reprise }: Choix,
): Promise<CasEnSuspens[]> {
  if (ids?.length === 0) return [];
  const { ecart, jointures } = sujetsEnSql();
  // Joined by what later contexts say in SQL of a subject, whose tables are not this context's.
  const lignes = await lireBrut(
    em,
    sql<Ligne>`select d.id, d.caf_id as "cafId", d.partenaire_id as "partenaireId", d.sujet_type as "sujetType", d.sujet_id as "sujetId", d.sujet_detail as "sujetDetail", d.date_reference::text as "dateReference",
       d.faits, d.calculs, d.version_regle as numero, d.etat, d.issues, a.empreinte as applicable, ${ecart(aujourdhui.toString())} as ecart
     from decision d ${APPLICABLE}
     ${jointures}
     where ${attente(plan, reprise)} ${cafId === undefined ? sql`` : sql`and d.caf_id = ${cafId}`} ${ids ? sql`and d.id in (${sql.join(ids)})` : sql``} ${apres ? sql`and (d.caf_id, d.sujet_id, d.id) > (${apres.cafId}, ${apres.sujetId}::uuid, ${apres.id}::uuid)` : sql``}
     order by d.caf_id, d.sujet_id, d.id ${limite === undefined ? sql`` : sql`limit ${limite}`}`,
  );
  return lignes.map(({ numero, etat, issues, ...cas }) => ({ ...cas, avant: { numero, etat, issues } }));
}

/** How many cases wait, by Caf, in the order of their codes. */
export function compterEnSuspens(
  { em }: UniteDeLecture,
  plan: QuestionRepondue,
  reprise?: string,
): Promise<
  { readonly cafId: string; readonly caf: string; readonly fuseauHoraire: string; readonly cas: number }[]
> {
  // The condition is the one above.
  return lireBrut(
    em,
    sql`select f.id as "cafId", f.nom as caf, f.fuseau_horaire as "fuseauHoraire", e.cas
    from (select d.caf_id, count(*)::int as cas from decision d ${APPLICABLE} where ${attente(plan, reprise)} group by d.caf_id) e join caf f on f.id = e.caf_id order by f.id`,
  );
}

export const repereDe = ({ cafId, sujetId, id }: CasEnSuspens): Repere => ({ cafId, sujetId, id });

const memeVerdict = (
  { avant, calculs }: CasEnSuspens,
  { etat, issues, calculs: refaits }: Decision,
): boolean =>
  canonicalize({ etat: avant.etat, issues: avant.issues, calculs }) ===
  canonicalize({ etat, issues, calculs: refaits });

export const resteADecider = (etat: string): boolean =>
  etat === 'source-muette' || etat === 'decision-humaine';

/** The line of a case that is left alone. */
export const ecarter = (cas: CasEnSuspens, ecart: Ecart, detail: string | null = null): CasRepris => ({
  ...lieuDe(cas),
  suite: 'ecarte',
  change: false,
  ecart,
  detail,
  apres: null,
});

/**
 * What a case becomes with the version in force at its date, nothing written: both evaluators judge its
 * stored facts. @throws VersionsChangees | EvaluateursEnDesaccord
 */
export async function jugerCas(
  { registre }: UniteDeLecture,
  plan: QuestionRepondue,
  cas: CasEnSuspens,
): Promise<CasRepris> {
  if (cas.ecart !== null) return ecarter(cas, cas.ecart);
  if (cas.applicable === null || !plan.repondent.includes(cas.applicable))
    return ecarter(cas, 'reponse-hors-date');
  try {
    const { decision } = await registre.decider(plan.jeu, cas.dateReference, cas.faits, 'publie');
    if (decision.empreinte !== cas.applicable) throw new VersionsChangees(plan.jeu);
    if (decision.etat === 'faits-manquants')
      return ecarter(cas, 'fait-manquant', decision.manquants.join(', '));
    return {
      ...lieuDe(cas),
      suite: resteADecider(decision.etat) ? 'a-decider' : 'decide',
      change: !memeVerdict(cas, decision),
      ecart: null,
      detail: null,
      apres: { numero: decision.version, etat: decision.etat, issues: decision.issues },
    };
  } catch (erreur) {
    if (!(erreur instanceof ErreurDuMoteur) || erreur instanceof EvaluateursEnDesaccord) throw erreur;
    return ecarter(cas, 'injugeable', erreur.message);
  }
}

const lieuDe = ({ id, cafId, sujetType, sujetId, sujetDetail, dateReference, avant }: CasEnSuspens) => ({
  decisionId: id,
  cafId,
  sujetType,
  sujetId,
  sujetDetail,
  dateReference,
  avant,
  nouvelleId: null,
  estimationAvant: null,
  estimationApres: null,
});
