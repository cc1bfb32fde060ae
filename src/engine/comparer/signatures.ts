/** What a rule, a derived fact or a case means in one version, as text: equal texts mean the same. */
import { valeurEnJson } from '#src/engine/cel/unites.ts';
import type { JeuCompile } from '#src/engine/jeu-compile.ts';
import type { Normale } from '#src/engine/conditions.ts';
import { estUneFeuille, valeurDeLOperande } from '#src/engine/conditions.ts';
import { lusPar } from '#src/engine/analyse/lectures.ts';
import type { Observation } from '#src/engine/analyse/observation.ts';
import type { ParametresEnVigueur } from '#src/engine/parametres.ts';

function ecrireCondition(condition: Normale, parametres: ParametresEnVigueur): unknown {
  if (!estUneFeuille(condition))
    return [condition.groupe, ...condition.conditions.map((enfant) => ecrireCondition(enfant, parametres))];
  const operande = valeurDeLOperande(condition, parametres);
  return [condition.fait, condition.operateur, [operande].flat().map(valeurEnJson)];
}

/** A condition with the parameter values of a date and everything its derived facts are made of. */
export function signatureDeCondition(jeu: JeuCompile, date: string, condition: Normale): string {
  const { parametres } = jeu.instantane(date);
  return JSON.stringify([
    ecrireCondition(condition, parametres),
    signatureDesNoms(jeu, date, lusPar(condition)),
  ]);
}

/** When each fact is needed, with the parameter values of a date. */
export function signatureDesBesoins(jeu: JeuCompile, date: string): string {
  const { parametres } = jeu.instantane(date);
  return JSON.stringify(
    [...jeu.besoins]
      .map(([nom, besoin]) => [
        nom,
        typeof besoin === 'object' && 'si' in besoin ? ecrireCondition(besoin.si, parametres) : besoin,
      ])
      .sort(),
  );
}

/** Derived facts among these names, down to their formulas and the parameter values they read. */
export function signatureDesNoms(jeu: JeuCompile, date: string, noms: Iterable<string>): string {
  const { parametres } = jeu.instantane(date);
  const vus = new Map<string, unknown>();
  const visiter = (nom: string): void => {
    if (vus.has(nom)) return;
    const parametre = parametres.get(nom);
    if (parametre) return void vus.set(nom, valeurEnJson(parametre.valeur));
    const derive = jeu.derives.find((candidat) => candidat.nom === nom);
    if (!derive) return;
    vus.set(nom, [
      derive.declaration.type,
      derive.formule.texte,
      derive.siPossible && ecrireCondition(derive.siPossible, parametres),
    ]);
    for (const lu of [...derive.formule.lit, ...lusPar(derive.siPossible)]) visiter(lu);
  };
  for (const nom of noms) visiter(nom);
  return JSON.stringify([...vus].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** What an outcome leads to: two outcomes of one code are the same only if these are. */
export function portee(jeu: JeuCompile, code: string): string {
  const issue = jeu.fichier.decision.issues[code];
  return JSON.stringify([
    code,
    issue?.etat ?? 'decide',
    issue?.gravite,
    issue?.decideur,
    Object.keys(issue?.choix ?? {}).sort(),
  ]);
}

/**
 * Outcome of a case: state, outcomes with what they lead to, missing facts; a refusal or a failure is an
 * outcome too.
 */
export function issueDuCas(jeu: JeuCompile, observation: Observation): string {
  switch (observation.genre) {
    case 'decide':
      return observation.issues.map((code) => portee(jeu, code)).join();
    case 'incomplet':
      return `manquants:${observation.manquants.join()}`;
    case 'refus':
      return 'refus';
    case 'defaut':
      return 'defaut';
  }
}

export function calculsDuCas(observation: Observation): Readonly<Record<string, string>> {
  return observation.genre === 'decide' || observation.genre === 'incomplet' ? observation.calculs() : {};
}
