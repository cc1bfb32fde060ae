/** What a new version of a rule file owes to those who used the former one. */
import { readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  cloturer,
  comparerVersions,
  compiler,
  decider,
  FaitRefuse,
  type Decision,
  type FichierDeParametres,
  type FichierDeRegles,
  type JeuCompile,
} from '#src/engine/index.ts';
import { IDS } from './appui.ts';

const REGLES = resolve(import.meta.dirname, '../../rules');
const lire = <T>(chemin: string): T => JSON.parse(readFileSync(join(REGLES, chemin), 'utf8')) as T;
const compilerFichier = (fichier: FichierDeRegles): JeuCompile =>
  compiler(
    cloturer(fichier, (partage, version) =>
      lire<FichierDeParametres>(`parametres/${partage}/${version}.json`),
    ),
  );

/** A version and the one it follows. */
const SUITES = IDS.flatMap((id) => {
  const versions = readdirSync(join(REGLES, id))
    .map((nom) => nom.replace('.json', ''))
    .sort(comparerVersions);
  return versions.slice(1).map((version, rang) => ({ id, avant: versions[rang] ?? '', version }));
});

/** Scenarios of a former version that the next one answers otherwise, and why it is wanted. */
const VOULUES: Readonly<Record<string, Readonly<Record<string, string>>>> = {};

/** Outcomes and numbers; a refusal of the facts is an answer too. */
async function reponse(
  jeu: JeuCompile,
  date: string,
  faits: Readonly<Record<string, unknown>>,
): Promise<Pick<Decision, 'etat' | 'issues' | 'calculs'> | string> {
  try {
    const { etat, issues, calculs } = await decider(jeu, { date, faits });
    return { etat, issues, calculs };
  } catch (erreur) {
    if (erreur instanceof FaitRefuse) return 'refusé';
    throw erreur;
  }
}

describe.each(SUITES)('$id $version, after $avant', ({ id, avant, version }) => {
  const ancien = lire<FichierDeRegles>(`${id}/${avant}.json`);
  const nouveau = lire<FichierDeRegles>(`${id}/${version}.json`);

  it('keeps every fact and outcome, and needs no fact that was not asked for', () => {
    expect(Object.keys(nouveau.faits)).toEqual(expect.arrayContaining(Object.keys(ancien.faits)));
    expect(Object.keys(nouveau.decision.issues)).toEqual(
      expect.arrayContaining(Object.keys(ancien.decision.issues)),
    );
    for (const [nom, { facultatif, informatif, requisAvec, requisSi }] of Object.entries(nouveau.faits)) {
      if (!Object.hasOwn(ancien.faits, nom))
        expect([nom, facultatif ?? informatif ?? (requisAvec ?? requisSi) !== undefined]).toEqual([
          nom,
          true,
        ]);
    }
  });

  it('answers every scenario of the former version as before, but for those listed', async () => {
    const [jeuAncien, jeuNouveau] = [compilerFichier(ancien), compilerFichier(nouveau)];
    const differents: string[] = [];
    for (const { id: scenario, date, etantDonne } of ancien.scenarios) {
      const [hier, aujourdhui] = [
        await reponse(jeuAncien, date, etantDonne),
        await reponse(jeuNouveau, date, etantDonne),
      ];
      const connus =
        typeof hier === 'string' || typeof aujourdhui === 'string'
          ? aujourdhui
          : {
              ...aujourdhui,
              calculs: Object.fromEntries(
                Object.entries(aujourdhui.calculs).filter(([nom]) => Object.hasOwn(hier.calculs, nom)),
              ),
            };
      if (JSON.stringify(connus) !== JSON.stringify(hier)) differents.push(scenario);
    }
    expect(differents).toEqual(Object.keys(VOULUES[`${id} ${version}`] ?? {}));
  });
});
