import type { UniteDeLecture, UniteDeTravail } from '#src/domain/commun/commande.ts';
import { analyser, cleDeCas, type Dossier } from '#src/domain/declaration/chaine/analyser.ts';
import { avecTrace, sansTrace } from '#src/domain/declaration/chaine/decideurs.ts';
import type { Analyse, Decideur, DemandeDEtape, EnAttente } from '#src/domain/declaration/chaine/resultats.ts';
import type { Declaration, Transmission } from '#src/domain/declaration/declaration.ts';
import { derniereTransmission, dossierTransmis } from '#src/domain/declaration/dossier.ts';
import { DecisionSansObjet } from '#src/domain/declaration/refus.ts';
import { Decision } from '#src/domain/decision/decision.ts';

/** A transmitted declaration as the Caf treats it. */
export interface Instruction {
  readonly transmission: Transmission;
  readonly dossier: Dossier;
  /** With the decisions of record and the human decisions taken so far. */
  readonly analyse: Analyse;
  /** Recorded decisions of the declaration, latest last. */
  readonly decisions: readonly Decision[];
  /** What it becomes with a choice; recorded when a unit of work is given, a mere preview otherwise. */
  avec(point: EnAttente, choix: string, unite?: UniteDeTravail): Promise<Analyse>;
}

/**
 * Judges a transmitted declaration: a case already decided of record keeps its decision, whatever was published since;
 * only what a human decision changes is evaluated again.
 * @throws DecisionSansObjet when it was never transmitted
 */
export async function instruire(unite: UniteDeLecture, declaration: Declaration): Promise<Instruction> {
  const transmission = await derniereTransmission(unite, declaration);
  if (!transmission) throw new DecisionSansObjet();
  const dossier = await dossierTransmis(unite, declaration, transmission);
  const decisions = await unite.em.find(Decision, { sujetType: 'Declaration', sujetId: declaration.id }, { orderBy: { priseLe: 'asc' } });
  const connues = new Map(decisions.map((decision) => [cleDeDecision(decision.sujetDetail ?? null, decision), decision]));
  const fictives = (date: string, jeu: string): readonly string[] => unite.registre.valeursFictives(date, jeu);
  const relire = (sinon: Decideur): Decideur => async (demande) => connues.get(cleDeDecision(detailDe(demande), demande)) ?? sinon(demande);
  return {
    transmission, dossier, decisions,
    analyse: await analyser(dossier, 'transmission', relire(sansTrace(unite.registre)), fictives),
    avec: (point, choix, ecriture) => analyser(
      { ...dossier, choix: [...dossier.choix, { jeu: point.jeu, faits: point.faits, choix }] }, 'transmission',
      relire(ecriture ? avecTrace(ecriture, declaration) : sansTrace(unite.registre)), fictives),
  };
}

const detailDe = ({ etape, rang }: DemandeDEtape): string => (rang === null ? etape.id : `${etape.id}:${rang + 1}`);
const cleDeDecision = (detail: string | null, { jeu, faits }: { readonly jeu: string; readonly faits: Readonly<Record<string, unknown>> }): string => `${detail} ${cleDeCas(jeu, faits)}`;
