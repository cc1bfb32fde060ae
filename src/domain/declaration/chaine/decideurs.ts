import type { Registre } from '#src/kernel/registre.ts';
import type { UniteDeTravail } from '#src/kernel/commande.ts';
import type { Declaration } from '#src/domain/declaration/declaration.ts';
import type { ValeursFictives } from '#src/domain/declaration/chaine/dossier.ts';
import type { Decideur } from '#src/domain/declaration/chaine/resultats.ts';

/** Fictitious values of the version that decided. */
export const fictivesDe =
  (registre: Registre): ValeursFictives =>
  (empreinte, date) =>
    registre.valeursFictivesDe(empreinte, date);

/** Evaluates without record: the feedback given while somebody types. */
export const sansTrace =
  (registre: Registre): Decideur =>
  async ({ jeu, date, faits }) => {
    const { decision, faits: retenus } = registre.prevoir(jeu, date, faits, 'publie');
    return { ...decision, id: null, versionRegle: decision.version, faits: retenus };
  };

/** Evaluates by both evaluators, without record: what an act is refused for. */
export const parLesDeux =
  (registre: Registre): Decideur =>
  async ({ jeu, date, faits }) => {
    const { decision, faits: retenus } = await registre.decider(jeu, date, faits, 'publie');
    return { ...decision, id: null, versionRegle: decision.version, faits: retenus };
  };

/** Evaluates of record, about a declaration; the detail names the step and the row. */
export const avecTrace =
  (unite: UniteDeTravail, declaration: Declaration): Decideur =>
  ({ etape, rang, jeu, date, faits }) =>
    unite.decider({
      jeu,
      date,
      faits,
      factSource: 'publie',
      sujet: {
        type: 'Declaration',
        id: declaration.id,
        detail: rang === null ? etape.id : `${etape.id}:${rang + 1}`,
      },
      cafId: declaration.caf.id,
      partenaireId: declaration.partenaire.id,
    });
