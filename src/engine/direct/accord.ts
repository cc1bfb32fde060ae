/** Compares what the two evaluators made of one case, down to each comparison of each rule. */
import type { Valeur } from '#src/engine/cel/unites.ts';
import type { JeuCompile } from '#src/engine/jeu-compile.ts';
import type { Jugement } from '#src/engine/decider.ts';
import { EvaluateursEnDesaccord } from '#src/engine/erreurs.ts';
import { Jour } from '#src/engine/dates.ts';
import { Nombre } from '#src/engine/nombre.ts';
import type { ConditionTracee } from '#src/engine/trace.ts';
import type { CasJuge } from './evaluateur.ts';

/** Where two judgements part. */
interface Ecart {
  readonly regle: string | null;
  readonly phrase: string;
}

/**
 * Both judgements, when they are the same. A case both refuse for the same reason is refused for that reason.
 * @throws EvaluateursEnDesaccord
 */
export function exigerAccord(
  jeu: JeuCompile,
  officiel: PromiseSettledResult<Jugement>,
  controle: PromiseSettledResult<CasJuge>,
): { officiel: Jugement; controle: CasJuge } {
  const { id, version } = jeu.fichier;
  if (officiel.status === 'fulfilled' && controle.status === 'fulfilled') {
    const ecart = ecartEntre(jeu, officiel.value, controle.value);
    if (ecart) throw new EvaluateursEnDesaccord(id, version, ecart.regle, ecart.phrase);
    return { officiel: officiel.value, controle: controle.value };
  }
  const refus = officiel.status === 'rejected' ? enErreur(officiel.reason) : undefined;
  const refusDirect = controle.status === 'rejected' ? enErreur(controle.reason) : undefined;
  if (refus && refusDirect && refus.name === refusDirect.name && refus.message === refusDirect.message)
    throw refus;
  throw new EvaluateursEnDesaccord(id, version, null, refusent(refus, refusDirect), {
    cause: refus ?? refusDirect,
  });
}

function enErreur(raison: unknown): Error {
  return raison instanceof Error ? raison : new Error(String(raison));
}

function refusent(refus: Error | undefined, refusDirect: Error | undefined): string {
  if (refus && refusDirect) return 'ils le refusent pour deux raisons différentes.';
  return refus
    ? 'json-rules-engine refuse le cas, l’évaluateur direct le décide.'
    : 'l’évaluateur direct refuse le cas, json-rules-engine le décide.';
}

function ecartEntre(jeu: JeuCompile, officiel: Jugement, controle: CasJuge): Ecart | undefined {
  return (
    ecartDesCalculs(jeu, officiel, controle) ??
    ecartDesRegles(officiel, controle) ??
    ecartDesConclusions(officiel, controle)
  );
}

function ecartDesCalculs(jeu: JeuCompile, { valeurs }: Jugement, controle: CasJuge): Ecart | undefined {
  const different = jeu.derives.find(({ nom }) => !memeValeur(valeurs.get(nom), controle.valeur(nom)));
  return different && { regle: null, phrase: `le fait dérivé « ${different.nom} » n’a pas la même valeur.` };
}

/** Equal, and printed with the same decimals. */
function memeValeur(a: Valeur | undefined, b: Valeur | undefined): boolean {
  if (a instanceof Nombre && b instanceof Nombre)
    return Nombre.compare(a, b) === 0 && a.echelle === b.echelle;
  if (a instanceof Jour && b instanceof Jour) return a.iso === b.iso;
  return a === b;
}

function ecartDesRegles({ verdicts }: Jugement, { jugement }: CasJuge): Ecart | undefined {
  if (verdicts.size !== jugement.regles.length)
    return { regle: null, phrase: 'ils n’ont pas examiné le même nombre de règles.' };
  for (const { regle, declenchee, condition } of jugement.regles) {
    const verdict = verdicts.get(regle);
    if (verdict?.declenchee !== declenchee)
      return {
        regle,
        phrase: `${declenchee ? 'l’évaluateur direct la déclenche, json-rules-engine non' : 'json-rules-engine la déclenche, l’évaluateur direct non'}.`,
      };
    const directes = comparaisons(condition);
    const rang = directes.findIndex((resultat, place) => resultat !== verdict.feuilles[place]);
    if (rang >= 0 || directes.length !== verdict.feuilles.length)
      return { regle, phrase: `la comparaison n° ${rang + 1} n’a pas le même résultat.` };
  }
  return undefined;
}

/** Results of the comparisons, depth first. */
function comparaisons(condition: ConditionTracee): boolean[] {
  return 'groupe' in condition ? condition.conditions.flatMap(comparaisons) : [condition.resultat];
}

function ecartDesConclusions({ decision, declenchees }: Jugement, { jugement }: CasJuge): Ecart | undefined {
  const ids = (regles: Jugement['declenchees']): readonly string[] =>
    regles.map(({ declaration }) => declaration.id);
  const ecarts: readonly (readonly [boolean, string])[] = [
    [decision.etat === jugement.etat, 'l’état n’est pas le même.'],
    [memeListe(decision.issues, jugement.issues), 'les issues ne sont pas les mêmes.'],
    [memeListe(decision.manquants, jugement.manquants), 'les faits manquants ne sont pas les mêmes.'],
    [memeListe(ids(declenchees), ids(jugement.declenchees)), 'les règles déclenchées ne sont pas les mêmes.'],
  ];
  const ecart = ecarts.find(([pareil]) => !pareil);
  return ecart && { regle: null, phrase: ecart[1] };
}

function memeListe(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((element, rang) => element === b[rang]);
}
