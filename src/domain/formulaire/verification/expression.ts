import { compilerExpression } from '#src/engine/index.ts';
import { refuserHorsContexte } from '#src/domain/formulaire/verification/contexte.ts';
import { LOCALES, RACINES } from '#src/domain/formulaire/expressions.ts';
import type { Signaler } from './signaler.ts';

/** Compiles an expression of a form; `enLigne` when it may read a row. */
export function verifierExpression(
  texte: string,
  chemin: string,
  enLigne: boolean,
  signaler: Signaler,
): void {
  try {
    refuserHorsContexte(
      compilerExpression(texte, { racines: RACINES, locales: enLigne ? LOCALES : [] }),
      signaler.contexte,
    );
  } catch (erreur) {
    signaler(chemin, erreur instanceof Error ? erreur.message : String(erreur));
  }
}
