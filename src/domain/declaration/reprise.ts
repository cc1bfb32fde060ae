/** A declaration whose waiting points are judged again because the rules now answer a question. */
import { randomUUID } from 'node:crypto';
import { LockMode } from '@mikro-orm/core';
import type { UniteDeTravail } from '#src/kernel/commande.ts';
import { Declaration, DemandeDecision } from '#src/domain/declaration/declaration.ts';
import { piecesDe } from '#src/domain/declaration/dossier.ts';
import { noter } from '#src/domain/declaration/evenements.ts';
import { instruire } from '#src/domain/declaration/instruction.ts';
import type { Decision } from '#src/kernel/decision/decision.ts';

/** A decision taken again, and what the declaration's estimate became. */
export interface PointRepris {
  readonly ancienne: string;
  readonly nouvelle: Decision;
  readonly estimationAvant: string | null;
  readonly estimationApres: string | null;
}

/** Locks declarations until the end of the transaction, always in the same order. */
export async function verrouillerDeclarations(unite: UniteDeTravail, ids: readonly string[]): Promise<void> {
  await unite.em.find(
    Declaration,
    { id: { $in: [...ids] } },
    { orderBy: { id: 'asc' }, lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true },
  );
}

/**
 * Decides the waiting points of transmitted declarations again. What was signed does not move: new decisions
 * follow the former ones,
 * the estimate and its « sous réserve » are computed again, a request already put to the Ca goes on with its
 * point.
 * @param points ids of the decisions to take again, by declaration; the declarations are locked
 * @param motif what the partner and the Caf read in the timeline
 */
export async function reprendrePoints(
  unite: UniteDeTravail,
  points: ReadonlyMap<string, readonly string[]>,
  motif: string,
): Promise<PointRepris[]> {
  const ids = [...points.keys()];
  if (ids.length === 0) return [];
  const declarations = await unite.em.find(
    Declaration,
    { id: { $in: ids } },
    { populate: ['caf', 'partenaire', 'equipement', 'conventionnement'], orderBy: { id: 'asc' } },
  );
  const pieces = await piecesDe(unite, ids);
  const demandes = await unite.em.find(DemandeDecision, { declaration: { $in: ids } });
  const repris: PointRepris[] = [];
  for (const declaration of declarations) {
    const vises = new Set(points.get(declaration.id));
    const instruction = await instruire(unite, declaration, pieces(declaration.id));
    const anciennes = instruction.decisions.filter(({ id }) => vises.has(id));
    const estimationAvant = declaration.estimation ?? null;
    const { nouvelles, analyse } = await instruction.reprendre(anciennes, unite);
    declaration.estimation = analyse.estimation.montant;
    declaration.sousReserve = analyse.sousReserve.length > 0;
    noter(unite, declaration, 'question-repondue', motif);
    for (const [rang, ancienne] of anciennes.entries()) {
      const nouvelle = nouvelles[rang];
      if (!nouvelle) continue;
      const attend = analyse.enAttente.find(({ decisionId }) => decisionId === nouvelle.id);
      for (const demande of attend?.nature === 'decision-humaine'
        ? demandes.filter(({ regleDecision }) => regleDecision.id === ancienne.id)
        : []) {
        suivre(unite, demande, nouvelle, attend?.choix ?? {});
      }
      repris.push({
        ancienne: ancienne.id,
        nouvelle,
        estimationAvant,
        estimationApres: analyse.estimation.montant,
      });
    }
  }
  return repris;
}

/** The request follows its point to the new decision: same person, same reason. */
function suivre(
  unite: UniteDeTravail,
  { caf, partenaire, declaration, proposition, motif, par, le }: DemandeDecision,
  regleDecision: Decision,
  choix: Readonly<Record<string, string>>,
): void {
  const proposee = typeof proposition === 'string' && Object.hasOwn(choix, proposition) ? proposition : null;
  unite.em.persist(
    unite.em.create(DemandeDecision, {
      id: randomUUID(),
      caf,
      partenaire,
      declaration,
      regleDecision,
      proposition: proposee,
      motif,
      par,
      le,
    }),
  );
}
