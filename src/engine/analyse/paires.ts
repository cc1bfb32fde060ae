/** Rules no case fires, and under `cumul` rules that add nothing to another or always come with it. */
import type { RegleCompilee } from '#src/engine/jeu-compile.ts';
import { lusPar } from './lectures.ts';
import { enScenario } from './phrases.ts';
import type { Recherche, Reponse } from './recherche.ts';
import type { ConstatDAnalyse } from './types.ts';
import type { Bilan } from './unique.ts';

/** Rules fired together by cases already judged: they settle most questions at once. */
export type Ensembles = readonly ReadonlySet<string>[];

function tient(
  id: string,
  observation: { readonly genre: string; readonly regles?: readonly string[] | undefined },
): boolean {
  return observation.regles?.includes(id) ?? false;
}

/** Is there a case that fires the rule? Asked at each date until one answers yes. */
export function analyserAtteinte(recherches: readonly Recherche[], regle: RegleCompilee): Bilan {
  const { id } = regle.declaration;
  const reponses: Reponse[] = [];
  for (const recherche of recherches) {
    const reponse = recherche.poser({
      symbolique: (lecteur) => lecteur.tient(regle.condition),
      concrete: (observation) => tient(id, observation),
      lit: lusPar(regle.condition),
    });
    if (reponse.genre === 'cas') return { constats: [], indecis: [] };
    reponses.push(reponse);
  }
  if (reponses.every(({ genre }) => genre === 'impossible')) {
    const message = `Aucun cas ne déclenche la règle ${id} (${regle.declaration.titre}) : ses conditions se contredisent, ou contredisent les domaines et les contraintes des faits.`;
    return {
      constats: [
        { genre: 'inatteignable', regles: [id], message, temoin: null, prouve: true, bloquant: true },
      ],
      indecis: [],
    };
  }
  const essais = reponses.reduce(
    (somme, reponse) => somme + (reponse.genre === 'indecis' ? reponse.essais : 0),
    0,
  );
  const indecis = [`on ne sait pas démontrer si la règle ${id} peut se déclencher`];
  // Not looked for: nothing to hold against the rule.
  if (essais === 0) return { constats: [], indecis };
  const message = `Aucun cas trouvé, parmi ${essais} essais, ne déclenche la règle ${id} (${regle.declaration.titre}) ; ce n’est pas une démonstration.`;
  return {
    constats: [
      { genre: 'inatteignable', regles: [id], message, temoin: null, prouve: false, bloquant: true },
    ],
    indecis,
  };
}

/** Does each case of `a` also fire `b`? Asked at every date; settled by the first case that says no. */
function implique(
  recherches: readonly Recherche[],
  ensembles: Ensembles,
  a: RegleCompilee,
  b: RegleCompilee,
): 'oui' | 'non' | 'indecis' {
  const [idA, idB] = [a.declaration.id, b.declaration.id];
  if (ensembles.some((regles) => regles.has(idA) && !regles.has(idB))) return 'non';
  let indecis = false;
  for (const recherche of recherches) {
    const reponse = recherche.poser({
      symbolique: (lecteur) => lecteur.tient(a.condition) && !lecteur.tient(b.condition),
      concrete: (observation) => tient(idA, observation) && !tient(idB, observation),
      lit: [...lusPar(a.condition), ...lusPar(b.condition)],
    });
    if (reponse.genre === 'cas') return 'non';
    indecis ||= reponse.genre === 'indecis';
  }
  return indecis ? 'indecis' : 'oui';
}

/**
 * Pairs of rules that may hold together under `cumul`: redundant, or always together with different outcomes.
 */
export function analyserPaires(
  recherches: readonly Recherche[],
  ensembles: Ensembles,
  regles: readonly RegleCompilee[],
): Bilan {
  const bilan: Bilan = { constats: [], indecis: [] };
  regles.forEach((a, rang) => {
    for (const b of regles.slice(rang + 1)) analyserPaire(recherches, ensembles, a, b, bilan);
  });
  return bilan;
}

function analyserPaire(
  recherches: readonly Recherche[],
  ensembles: Ensembles,
  a: RegleCompilee,
  b: RegleCompilee,
  bilan: Bilan,
): void {
  const [idA, idB] = [a.declaration.id, b.declaration.id];
  const memeIssue = a.declaration.issue === b.declaration.issue;
  const aller = implique(recherches, ensembles, a, b);
  if (!memeIssue && aller === 'non') return;
  const retour = implique(recherches, ensembles, b, a);
  if (memeIssue ? aller === 'non' && retour === 'non' : retour === 'non') return;
  const certain = memeIssue ? aller === 'oui' || retour === 'oui' : aller === 'oui' && retour === 'oui';
  if (!certain) {
    bilan.indecis.push(`on ne sait pas démontrer si ${idA} et ${idB} se déclenchent l’une sans l’autre`);
    return;
  }
  const temoin = temoinDe(recherches, a, b);
  const [inutile, autre] = aller === 'oui' ? [idA, idB] : [idB, idA];
  const message = memeIssue
    ? `Chaque cas qui déclenche ${inutile} déclenche aussi ${autre}, avec la même issue (${a.declaration.issue}) : ${inutile} n’ajoute aucune issue.`
    : `Les règles ${idA} et ${idB} se déclenchent toujours ensemble, avec deux issues différentes (${a.declaration.issue} et ${b.declaration.issue}).`;
  bilan.constats.push({
    genre: memeIssue ? 'recouvrement' : 'conflit',
    regles: [idA, idB],
    message,
    temoin,
    prouve: true,
    bloquant: false,
  });
}

function temoinDe(
  recherches: readonly Recherche[],
  a: RegleCompilee,
  b: RegleCompilee,
): ConstatDAnalyse['temoin'] {
  const [idA, idB] = [a.declaration.id, b.declaration.id];
  for (const recherche of recherches) {
    const reponse = recherche.poser({
      symbolique: (lecteur) => lecteur.tient(a.condition) && lecteur.tient(b.condition),
      concrete: (observation) => tient(idA, observation) && tient(idB, observation),
      lit: [...lusPar(a.condition), ...lusPar(b.condition)],
    });
    if (reponse.genre === 'cas')
      return enScenario(
        recherche.jeu,
        'ENSEMBLE',
        `${idA} et ${idB} ensemble`,
        recherche.date,
        reponse.cas,
        reponse.observation,
      );
  }
  return null;
}
