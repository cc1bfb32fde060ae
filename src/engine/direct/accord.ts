/** Compares what the two evaluators made of one case, down to each comparison of each rule. */
import type { Valeur } from '#src/engine/cel/unites.ts';
import type { Verdict } from '#src/engine/conditions.ts';
import type { JeuCompile } from '#src/engine/jeu-compile.ts';
import type { Jugement } from '#src/engine/decider.ts';
import { EvaluateursEnDesaccord } from '#src/engine/erreurs.ts';
import { Jour } from '#src/engine/dates.ts';
import { Nombre } from '#src/engine/nombre.ts';
import type { CasJuge } from './evaluateur.ts';

/** Where two judgements part. */
interface Ecart {
  readonly regle: string | null;
  readonly phrase: string;
}

/** What an evaluator gave, or why it refused. */
export type Essai<T> = { readonly rendu: T } | { readonly refus: unknown };

export function essayer<T>(faire: () => T): Essai<T> {
  try {
    return { rendu: faire() };
  } catch (erreur) {
    return { refus: erreur };
  }
}

/**
 * The case as both evaluators judge it. One both refuse for the same reason is refused for that reason.
 * @throws EvaluateursEnDesaccord
 */
export function exigerAccord(jeu: JeuCompile, officiel: Essai<Jugement>, controle: Essai<CasJuge>): CasJuge {
  const { id, version } = jeu.fichier;
  if ('rendu' in officiel && 'rendu' in controle) {
    const ecart = ecartEntre(jeu, officiel.rendu, controle.rendu);
    if (ecart) throw new EvaluateursEnDesaccord(id, version, ecart.regle, ecart.phrase);
    return controle.rendu;
  }
  const refus = 'refus' in officiel ? enErreur(officiel.refus) : undefined;
  const refusDirect = 'refus' in controle ? enErreur(controle.refus) : undefined;
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
    ecartDesRegles(jeu, officiel, controle) ??
    ecartDesConclusions(officiel, controle)
  );
}

function ecartDesCalculs(jeu: JeuCompile, { valeurs }: Jugement, controle: CasJuge): Ecart | undefined {
  for (const { nom } of jeu.derives)
    if (!memeValeur(valeurs.get(nom), controle.valeur(nom)))
      return { regle: null, phrase: `le fait dérivé « ${nom} » n’a pas la même valeur.` };
  return undefined;
}

/** Equal, and printed with the same decimals. */
function memeValeur(a: Valeur | undefined, b: Valeur | undefined): boolean {
  if (a instanceof Nombre && b instanceof Nombre)
    return Nombre.compare(a, b) === 0 && a.echelle === b.echelle;
  if (a instanceof Jour && b instanceof Jour) return a.iso === b.iso;
  return a === b;
}

function ecartDesRegles(
  jeu: JeuCompile,
  { verdicts }: Jugement,
  { jugement: { verdicts: directs } }: CasJuge,
): Ecart | undefined {
  if (verdicts.size !== directs.length)
    return { regle: null, phrase: 'ils n’ont pas examiné le même nombre de règles.' };
  for (const [rang, direct] of directs.entries()) {
    const regle = jeu.regles[rang]?.declaration.id ?? '';
    const phrase = ecartDUneRegle(verdicts.get(regle), direct);
    if (phrase !== undefined) return { regle, phrase };
  }
  return undefined;
}

function ecartDUneRegle(officiel: Verdict | undefined, direct: Verdict): string | undefined {
  if (officiel?.declenchee !== direct.declenchee)
    return `${direct.declenchee ? 'l’évaluateur direct la déclenche, json-rules-engine non' : 'json-rules-engine la déclenche, l’évaluateur direct non'}.`;
  const rang = direct.comparaisons.findIndex((resultat, place) => resultat !== officiel.comparaisons[place]);
  return rang < 0 && direct.comparaisons.length === officiel.comparaisons.length
    ? undefined
    : `la comparaison n° ${rang + 1} n’a pas le même résultat.`;
}

function ecartDesConclusions(officiel: Jugement, { jugement: direct }: CasJuge): Ecart | undefined {
  const phrase = phraseDesConclusions(officiel, direct);
  return phrase === undefined ? undefined : { regle: null, phrase };
}

function phraseDesConclusions(officiel: Jugement, direct: CasJuge['jugement']): string | undefined {
  if (officiel.etat !== direct.etat) return 'l’état n’est pas le même.';
  if (!memeListe(officiel.issues, direct.issues)) return 'les issues ne sont pas les mêmes.';
  if (!memeListe(officiel.manquants, direct.manquants)) return 'les faits manquants ne sont pas les mêmes.';
  if (!memeListe(officiel.declenchees, direct.declenchees))
    return 'les règles déclenchées ne sont pas les mêmes.';
  return undefined;
}

function memeListe<T>(a: readonly T[], b: readonly T[]): boolean {
  return a.length === b.length && a.every((element, rang) => element === b[rang]);
}
