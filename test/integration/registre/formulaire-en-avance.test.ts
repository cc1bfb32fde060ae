import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { controlerTexte } from '#src/domain/politique/porte/controle.ts';
import { RULES_FOLDER, RuleFolder } from '#src/domain/politique/livraison/fichiers.ts';
import { analyste } from '#test/support/acteurs.ts';
import { monter, type Fixture } from './fixture.ts';

let fixture: Fixture;
let texte: string;
beforeAll(async () => {
  const jeux = (await new RuleFolder().jeux()).filter((jeu) => jeu !== 'fenetres-campagne');
  fixture = await monter('2026-03-02', jeux);
  texte = await readFile(join(RULES_FOLDER, 'formulaires/ram/2.0.0.json'), 'utf8');
});
afterAll(() => fixture.fermer());

const controler = (contenu: string) =>
  fixture.executeur.lire(analyste(), (unite) =>
    controlerTexte(unite, { genre: 'formulaire', jeu: 'ram', texte: contenu }),
  );

describe('the gate, on a form published before its rule files', () => {
  it('refuses a step whose rule file is not in force', async () => {
    const { valide, anomalies } = await controler(texte);
    expect(valide).toBe(false);
    expect(anomalies.map(({ message }) => message)).toContain(
      'Le jeu de règles « fenetres-campagne » n’existe pas.',
    );
  });

  it('lets a form give more than the version in force declares, so that it goes first', async () => {
    const { anomalies } = await controler(
      texte.replace(
        '"lieuUnique": "contexte.lieuUnique"',
        '"lieuUnique": "contexte.lieuUnique", "populationCouverte": "1"',
      ),
    );
    expect(anomalies.filter(({ message }) => message.includes('populationCouverte'))).toEqual([]);
  });

  it('refuses a fact that is nearly one of the version in force: it is misspelt', async () => {
    const { anomalies } = await controler(
      texte.replace(
        '"lieuUnique": "contexte.lieuUnique"',
        '"lieuUnique": "contexte.lieuUnique", "lieuUniqe": "true"',
      ),
    );
    expect(anomalies.map(({ message }) => message)).toContain(
      'Le jeu « missions » ne déclare pas le fait « lieuUniqe » ; vouliez-vous dire « lieuUnique » ?',
    );
  });
});
