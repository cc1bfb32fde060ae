import { ecrit, type UniteDeLecture } from '#src/kernel/commande.ts';
import { parUnite } from '#src/kernel/memo.ts';
import { analyser } from '#src/domain/declaration/chaine/analyser.ts';
import type { Dossier } from '#src/domain/declaration/chaine/dossier.ts';
import { avecTrace, fictivesDe, parLesDeux, sansTrace } from '#src/domain/declaration/chaine/decideurs.ts';
import type { Analyse, Decideur } from '#src/domain/declaration/chaine/resultats.ts';
import type { Declaration } from '#src/domain/declaration/declaration.ts';
import { dossierDuBrouillon } from '#src/domain/declaration/dossier.ts';

/** A draft, and all the rules say of it at one moment. */
export interface Jugement {
  readonly dossier: Dossier;
  readonly analyse: Analyse;
}

async function juger(
  unite: UniteDeLecture,
  declaration: Declaration,
  moment: 'saisie' | 'transmission',
  decideur: Decideur,
): Promise<Jugement> {
  const dossier = await dossierDuBrouillon(unite, declaration);
  return { dossier, analyse: await analyser(dossier, moment, decideur, fictivesDe(unite.registre)) };
}

/**
 * The draft as its fournisseurs have it, judged once for all the parts of a page; nothing is recorded. Whoever
 * finishes a volet is judged by both evaluators.
 */
export const jugerLaSaisie = parUnite(
  (unite, declaration: Declaration) =>
    juger(unite, declaration, 'saisie', (ecrit(unite) ? parLesDeux : sansTrace)(unite.registre)),
  ({ id }) => id,
);

/** What is to be signed, judged once: of record by the act, without record by the page that offers it. */
export const jugerLaTransmission = parUnite(
  (unite, declaration: Declaration) =>
    juger(
      unite,
      declaration,
      'transmission',
      ecrit(unite) ? avecTrace(unite, declaration) : sansTrace(unite.registre),
    ),
  ({ id }) => id,
);
