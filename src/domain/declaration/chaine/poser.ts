import { ErreurDuMoteur, type Json, type Lisible, type ValeurJson } from '#src/engine/index.ts';
import type { Faits } from '#src/kernel/registre.ts';
import { expressionsDe } from '#src/domain/declaration/chaine/dependances.ts';
import type { Etape } from '#src/domain/formulaire/enchainement.ts';
import { evaluer } from '#src/domain/formulaire/expressions.ts';
import { seSouvenir } from '#src/domain/formulaire/souvenir.ts';

/** What a step asks on one unit. */
interface Question {
  readonly faits: Faits;
  /** Reference date; '' as long as what gives it is missing. */
  readonly date: string;
  /** What the row is called. */
  readonly nomDeLigne: string | null;
}

/** An expression gave a list or an object where a rule file wants one value: the definition is wrong. */
export class FaitSansValeur extends ErreurDuMoteur {}

/** The question of a step, from what the form and the former steps hold; null where it is not to be asked. */
export function poser(etape: Etape, racines: Readonly<Record<string, Lisible>>): Question | null {
  const { question } = seSouvenir(etape, racines, {
    expressions: () => [...expressionsDe(etape), ...(etape.intitule === undefined ? [] : [etape.intitule])],
    faire: () => ({ question: evaluerLaQuestion(etape, racines) }),
  });
  return question;
}

function evaluerLaQuestion(etape: Etape, donnees: Readonly<Record<string, Lisible>>): Question | null {
  const variables: Record<string, Json> = {};
  const racines = { ...donnees, variables };
  if (etape.si !== undefined && evaluer(etape.si, racines) !== true) return null;
  for (const { nom, valeur } of etape.variables ?? []) variables[nom] = evaluer(valeur, racines);
  const faits = Object.fromEntries(
    Object.entries(etape.faits).map(([nom, texte]) => [nom, enFait(etape, nom, evaluer(texte, racines))]),
  );
  const date = evaluer(etape.date, racines);
  const nomDeLigne = etape.intitule === undefined ? null : evaluer(etape.intitule, racines);
  return {
    faits,
    date: typeof date === 'string' ? date : '',
    nomDeLigne: typeof nomDeLigne === 'string' ? nomDeLigne : null,
  };
}

function enFait(etape: Etape, nom: string, valeur: Json): ValeurJson | null {
  if (valeur === null || typeof valeur !== 'object') return valeur;
  throw new FaitSansValeur(
    `L’étape « ${etape.id} » du formulaire donne au fait « ${nom} » une liste au lieu d’une valeur.`,
  );
}
