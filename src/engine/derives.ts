/** Computes derived facts and finds the facts that are missing. */
import type { Formule } from './cel/formule.ts';
import type { Valeur } from './cel/unites.ts';
import { estEntier, uniteDuType } from './cel/unites.ts';
import type { FaitDeriveCompile, Instantane, JeuCompile } from './jeu-compile.ts';
import { ContrainteRompue, DefautDeRegle, FormuleRefusee } from './erreurs.ts';
import { Nombre } from './nombre.ts';

/** @throws ContrainteRompue at the first declared constraint the facts break */
export function controlerContraintes(jeu: JeuCompile, faits: ReadonlyMap<string, Valeur>): void {
  for (const { declaration, formule } of jeu.contraintes) {
    if (!toutLu(formule, faits)) continue;
    if (enDefaut(jeu, () => formule.evaluer(faits)) === false) {
      throw new ContrainteRompue(declaration.champ, declaration.id, declaration.message);
    }
  }
}

/** Whether every name a formula reads has a value. */
function toutLu({ lit }: Formule, valeurs: ReadonlyMap<string, Valeur>): boolean {
  for (const nom of lit) if (!valeurs.has(nom)) return false;
  return true;
}

/**
 * Parameters, declared facts and every derived fact that can be computed, by name: all that formulas, conditions
 * and messages read. A derived fact is absent when its guard is not true or when its formula really reads an
 * absent fact.
 * @throws DefautDeRegle when a formula fails (division by zero, value outside its type)
 */
export function calculerDerives(
  jeu: JeuCompile,
  instantane: Instantane,
  faits: ReadonlyMap<string, Valeur>,
): Map<string, Valeur> {
  const valeurs = new Map(faits);
  for (const [nom, { valeur }] of instantane.parametres) valeurs.set(nom, valeur);
  for (const derive of jeu.derives) {
    const possible = instantane.siPossible.get(derive.nom);
    if (possible && !possible(valeurs)) continue;
    const valeur = enDefaut(jeu, () => derive.formule.evaluer(valeurs));
    if (valeur !== undefined) valeurs.set(derive.nom, typer(jeu, derive, valeur));
  }
  return valeurs;
}

function typer(jeu: JeuCompile, { nom, declaration }: FaitDeriveCompile, valeur: Valeur): Valeur {
  const { type, valeurs } = declaration;
  if (valeur instanceof Nombre) {
    if (estEntier(type) && !valeur.estEntier)
      throw new DefautDeRegle(
        jeu.fichier.id,
        `le fait dérivé « ${nom} » doit être entier et vaut ${valeur.toString()}.`,
      );
    const unite = uniteDuType(type);
    return unite ? valeur.en(unite.Genre, valeur.echelle) : valeur;
  }
  if (valeurs && typeof valeur === 'string' && !valeurs.includes(valeur)) {
    throw new DefautDeRegle(
      jeu.fichier.id,
      `le fait dérivé « ${nom} » vaut « ${valeur} », qui n’est pas dans ses valeurs.`,
    );
  }
  return valeur;
}

function enDefaut<T>(jeu: JeuCompile, faire: () => T): T {
  try {
    return faire();
  } catch (erreur) {
    if (erreur instanceof FormuleRefusee) throw new DefautDeRegle(jeu.fichier.id, erreur.message);
    throw erreur;
  }
}

/** Names of the facts that are needed and absent, sorted. */
export function faitsManquants(
  jeu: JeuCompile,
  instantane: Instantane,
  faits: ReadonlyMap<string, Valeur>,
): string[] {
  const manquants: string[] = [];
  for (const [nom, besoin] of jeu.besoins) {
    if (faits.has(nom) || besoin === 'jamais') continue;
    if (besoin === 'toujours') manquants.push(nom);
    else if ('avec' in besoin) {
      if (besoin.avec.some((autre) => faits.has(autre))) manquants.push(nom);
    } else if (instantane.requisSi.get(nom)?.(faits)) manquants.push(nom);
  }
  return manquants.sort();
}
