/** The lines of an act, as they are stored. */
import { sql } from 'kysely';
import { lireLignes, nombreDeLignes } from '#src/kernel/sql.ts';
import { tables } from '#src/domain/politique/tables.ts';
import type { UniteDeLecture, UniteDeTravail } from '#src/kernel/commande.ts';
import type { CasEnSuspens } from '#src/domain/politique/reprise/attente.ts';
import type {
  CasRepris,
  ComptesDeReprise,
  ComptesDUneCaf,
  Ecart,
} from '#src/domain/politique/reprise/vues.ts';

/** Writes the lines of a batch, after the decisions they name. */
export async function ecrireLignes(
  { em, maintenant }: UniteDeTravail,
  repriseId: string,
  cas: readonly CasEnSuspens[],
  lignes: readonly CasRepris[],
): Promise<void> {
  if (lignes.length === 0) return;
  await em.flush();
  const parId = new Map(cas.map((un) => [un.id, un]));
  const completes = lignes.map((ligne) => ({
    ...ligne,
    partenaireId: parId.get(ligne.decisionId)?.partenaireId ?? null,
    applicable: parId.get(ligne.decisionId)?.applicable ?? null,
  }));
  await em.execute(
    `insert into reprise_cas (reprise_id, decision_id, caf_id, partenaire_id, sujet_type, sujet_id, sujet_detail, date_reference, applicable, suite, change, ecart, detail, avant, apres, nouvelle_id, estimation_avant, estimation_apres, le)
     select ?::uuid, (c->>'decisionId')::uuid, c->>'cafId', (c->>'partenaireId')::uuid, c->>'sujetType', (c->>'sujetId')::uuid, c->>'sujetDetail', (c->>'dateReference')::date, c->>'applicable',
       c->>'suite', (c->>'change')::boolean, c->>'ecart', c->>'detail', c->'avant', nullif(c->'apres', 'null'), (c->>'nouvelleId')::uuid, (c->>'estimationAvant')::numeric, (c->>'estimationApres')::numeric, ?
     from jsonb_array_elements(?::jsonb) c`,
    [repriseId, maintenant, JSON.stringify(completes)],
  );
}

/** The lines after one of them, Caf by Caf. */
export function lignesDeLaReprise(
  { em }: UniteDeLecture,
  repriseId: string,
  apres: Pick<CasRepris, 'cafId' | 'decisionId'> | null,
  limite: number,
): Promise<CasRepris[]> {
  const siennes = tables
    .selectFrom('reprise_cas as r')
    .select([
      'r.decision_id as decisionId',
      'r.caf_id as cafId',
      'r.sujet_type as sujetType',
      'r.sujet_id as sujetId',
      'r.sujet_detail as sujetDetail',
      'r.date_reference as dateReference',
      'r.suite',
      'r.change',
      'r.ecart',
      'r.detail',
      'r.avant',
      'r.apres',
      'r.nouvelle_id as nouvelleId',
      'r.estimation_avant as estimationAvant',
      'r.estimation_apres as estimationApres',
    ])
    .where('r.reprise_id', '=', repriseId)
    .orderBy('r.caf_id')
    .orderBy('r.decision_id')
    .limit(limite);
  return lireLignes(
    em,
    apres
      ? siennes.where(({ eb, refTuple, tuple }) =>
          eb(refTuple('r.caf_id', 'r.decision_id'), '>', tuple(apres.cafId, apres.decisionId)),
        )
      : siennes,
  );
}

/** Counts of an act so far, by Caf. */
export async function comptesParCaf({ em }: UniteDeLecture, repriseId: string): Promise<ComptesDUneCaf[]> {
  const groupes = await lireLignes(
    em,
    tables
      .selectFrom('reprise_cas as r')
      .innerJoin('caf as f', 'f.id', 'r.caf_id')
      .select(({ ref }) => [
        'r.caf_id as cafId',
        'f.nom as caf',
        'r.ecart',
        nombreDeLignes.as('cas'),
        sql<number>`(count(*) filter (where ${ref('r.change')}))::int`.as('changes'),
        sql<number>`(count(*) filter (where ${ref('r.suite')} = 'a-decider'))::int`.as('aDecider'),
      ])
      .where('r.reprise_id', '=', repriseId)
      .groupBy(['r.caf_id', 'f.nom', 'r.ecart'])
      .orderBy('r.caf_id'),
  );
  const parCaf = new Map<string, ComptesDUneCaf>();
  for (const { cafId, caf, ...groupe } of groupes)
    parCaf.set(
      cafId,
      additionner(
        parCaf.get(cafId) ?? { cafId, caf, repris: 0, changes: 0, aDecider: 0, ecartes: {} },
        groupe,
      ),
    );
  return [...parCaf.values()];
}

interface Groupe {
  readonly ecart: Ecart | null;
  readonly cas: number;
  readonly changes: number;
  readonly aDecider: number;
}

function additionner<C extends ComptesDeReprise>(comptes: C, { ecart, cas, changes, aDecider }: Groupe): C {
  if (ecart !== null)
    return { ...comptes, ecartes: { ...comptes.ecartes, [ecart]: (comptes.ecartes[ecart] ?? 0) + cas } };
  return {
    ...comptes,
    repris: comptes.repris + cas,
    changes: comptes.changes + changes,
    aDecider: comptes.aDecider + aDecider,
  };
}

/** Counts of several Caf together. */
export function totalDe(parCaf: readonly ComptesDeReprise[]): ComptesDeReprise {
  const ecartes: Partial<Record<Ecart, number>> = {};
  for (const comptes of parCaf)
    for (const [ecart, nombre] of Object.entries(comptes.ecartes))
      ecartes[ecart as Ecart] = (ecartes[ecart as Ecart] ?? 0) + nombre;
  const somme = (nom: 'repris' | 'changes' | 'aDecider'): number =>
    parCaf.reduce((total, comptes) => total + comptes[nom], 0);
  return { repris: somme('repris'), changes: somme('changes'), aDecider: somme('aDecider'), ecartes };
}

export const comptesDeLaReprise = async (
  unite: UniteDeLecture,
  repriseId: string,
): Promise<ComptesDeReprise> => totalDe(await comptesParCaf(unite, repriseId));
