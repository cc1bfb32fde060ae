/** Loads the rule files as they stand in `rules/`, and decides with them. */
import { readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type {
  Decision,
  FaitsDonnes,
  FichierDeParametres,
  FichierDeRegles,
  JeuCompile,
  Parametre,
  ValeurJson,
} from '#src/engine/index.ts';
import { cloturer, compiler, decider } from '#src/engine/index.ts';
import { DOSSIERS_A_PART } from '#src/domain/politique/versions/genre.ts';

const REGLES = resolve(import.meta.dirname, '../../rules');
export const VERSION = '1.0.0';

export const IDS: readonly string[] = readdirSync(REGLES, { withFileTypes: true })
  .filter((entree) => entree.isDirectory() && !DOSSIERS_A_PART.includes(entree.name))
  .map(({ name }) => name)
  .sort();

function lire<T>(chemin: string): T {
  return JSON.parse(readFileSync(join(REGLES, chemin), 'utf8')) as T;
}

export const fichier = (id: string): FichierDeRegles => lire(`${id}/${VERSION}.json`);
export const parametresPartages = (id: string): FichierDeParametres =>
  lire(`parametres/${id}/${VERSION}.json`);

const trouver = (partage: string, version: string): FichierDeParametres =>
  lire(`parametres/${partage}/${version}.json`);
const compiles = new Map<string, JeuCompile>();

export function charger(id: string): JeuCompile {
  const connu = compiles.get(id);
  if (connu) return connu;
  const jeu = compiler(cloturer(fichier(id), trouver));
  compiles.set(id, jeu);
  return jeu;
}

/** Another version than the first. */
export const chargerVersion = (id: string, version: string): JeuCompile =>
  compiler(cloturer(lire<FichierDeRegles>(`${id}/${version}.json`), trouver));

/** The same file with other parameter values, as if an open question had been answered otherwise. */
export function chargerAvec(id: string, valeurs: Readonly<Record<string, ValeurJson>>): JeuCompile {
  const origine = fichier(id);
  const parametres = { ...origine.parametres };
  for (const [nom, valeur] of Object.entries(valeurs)) {
    const parametre = parametres[nom];
    if (!parametre || 'partage' in parametre)
      throw new Error(`${id} has no parameter of its own named ${nom}`);
    parametres[nom] = {
      ...parametre,
      valeurs: parametre.valeurs.map((datee) => ({ ...datee, valeur })),
    } satisfies Parametre;
  }
  return compiler(cloturer({ ...origine, parametres }, trouver));
}

export function evaluer(
  jeu: string | JeuCompile,
  faits: FaitsDonnes,
  date = '2019-12-31',
): Promise<Decision> {
  return decider(typeof jeu === 'string' ? charger(jeu) : jeu, { date, faits });
}

/** Outcomes only. */
export async function issues(
  jeu: string | JeuCompile,
  faits: FaitsDonnes,
  date?: string,
): Promise<readonly string[]> {
  return (await evaluer(jeu, faits, date)).issues;
}

/** Every combination of the given values. */
export function combinaisons(
  valeurs: Readonly<Record<string, readonly ValeurJson[]>>,
): Record<string, ValeurJson>[] {
  return Object.entries(valeurs).reduce<Record<string, ValeurJson>[]>(
    (cas, [nom, possibles]) =>
      cas.flatMap((debut) => possibles.map((valeur) => ({ ...debut, [nom]: valeur }))),
    [{}],
  );
}
