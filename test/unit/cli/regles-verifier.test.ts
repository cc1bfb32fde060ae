import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dossierDEssai, ecrire, regles } from './commande-regles.ts';

let dossier = '';

beforeAll(async () => {
  dossier = await dossierDEssai();
});
afterAll(async () => {
  await rm(dossier, { recursive: true, force: true });
});

describe('regles verifier', { timeout: 60_000 }, () => {
  it('reports each file with its counts, and exits 1 when one fails', async () => {
    const { code, sortie } = await regles(['verifier', '--regles', dossier]);
    expect(code).toBe(1);
    expect(sortie).toMatch(/✓ rules\/essai\/1\.0\.0\.json : 1\/1 règles visitées, 2\/2 scénarios réussis/);
    expect(sortie).toMatch(/✗ rules\/casse\/1\.0\.0\.json[^✓✗]*lecture – ligne 2/);
    expect(sortie).toMatch(/✗ rules\/incomplet\/1\.0\.0\.json[^✓✗]*schema – ligne \d+/);
    expect(sortie).toMatch(/✗ rules\/faux\/1\.0\.0\.json[^✓✗]*couverture – règle ESS-001, ligne \d+/);
    expect(sortie).toContain('5 fichiers contrôlés, 3 en défaut.');
  });

  it('checks only what is asked for, and says it as JSON', async () => {
    const { code, sortie } = await regles(['verifier', 'essai@1.1.0', '--json', '--regles', dossier]);
    expect(code).toBe(0);
    expect(JSON.parse(sortie)).toMatchObject([
      { fichier: 'rules/essai/1.1.0.json', valide: true, anomalies: [], comptes: { regles: 1 } },
    ]);
  });

  describe('with a delay of 12 months', () => {
    const ageAu = (jour: string, plus: readonly string[] = []) =>
      regles(['verifier', 'essai@1.1.0', '--date', jour, '--regles', dossier, ...plus]);
    beforeAll(async () =>
      ecrire(
        dossier,
        'parametres/regles/1.0.0.json',
        await readFile('rules/parametres/regles/1.0.0.json', 'utf8'),
      ),
    );
    afterAll(() => rm(join(dossier, 'parametres'), { recursive: true }));

    it('lists what was verified too long ago as a remark: exit code 0, and says how many citations it visited', async () => {
      const { code, sortie } = await ageAu('2020-01-02');
      expect(code).toBe(0);
      expect(sortie).toMatch(/✓ rules\/essai\/1\.1\.0\.json : .*, 2 citations visitées\n/);
      expect(sortie).toContain(
        'à revérifier – valeur « seuil » du 01/01/2019 (Seuil) : dernière vérification le 01/01/2019.',
      );
      expect(sortie).toContain(
        'à revérifier – source « SRC-1 » (Note, page 1) : dernière vérification le 01/01/2019.',
      );
      expect(sortie).toContain(
        'À revérifier : 2 valeurs ou sources, vérifiées pour la dernière fois avant le 02/01/2019 (délai de 12 mois).',
      );
    });

    it('lists nothing on the last day of the delay, and says both as JSON', async () => {
      expect((await ageAu('2020-01-01')).sortie).toContain('Rien à revérifier');
      expect(JSON.parse((await ageAu('2020-01-01', ['--json'])).sortie)).toMatchObject([
        { citations: 2, aReverifier: [] },
      ]);
      expect(JSON.parse((await ageAu('2020-01-02', ['--json'])).sortie)).toMatchObject([
        {
          valide: true,
          citations: 2,
          aReverifier: [
            { genre: 'valeur', nom: 'seuil', verifieLe: '2019-01-01' },
            { genre: 'source', nom: 'SRC-1' },
          ],
        },
      ]);
    });

    it('refuses a day that does not exist', async () => {
      expect(await ageAu('2020-02-30')).toMatchObject({
        code: 2,
        sortie: '',
        erreur: expect.stringContaining('--date') as string,
      });
    });
  });

  it('says that it cannot tell what is too old when the folder gives no delay', async () => {
    const { sortie } = await regles(['verifier', 'essai@1.1.0', '--date', '2099-01-01', '--regles', dossier]);
    expect(sortie).toContain('Fraîcheur non contrôlée');
    expect(sortie).not.toContain('à revérifier –');
  });

  it('refuses a name that matches nothing', async () => {
    expect(await regles(['verifier', 'essais', '--regles', dossier])).toMatchObject({
      code: 2,
      sortie: '',
      erreur: expect.stringContaining('« essais »') as string,
    });
  });

  it('says what the analysis found and how, and with --mutation the score of the scenarios', async () => {
    const { code, sortie } = await regles(['verifier', 'essai@1.0.0', '--mutation', '--regles', dossier]);
    expect(code).toBe(0);
    expect(sortie).toMatch(/✓ rules\/essai\/1\.0\.0\.json : .*analyse exacte \(\d+ cellules et cas\)/);
    expect(sortie).toContain(
      'mutation – 8 erreurs glissées, dont 0 sans effet démontré : les scénarios en attrapent 8 (100 %)',
    );
    const json = JSON.parse(
      (await regles(['verifier', 'essai@1.0.0', '--mutation', '--json', '--regles', dossier])).sortie,
    ) as unknown;
    expect(json).toMatchObject([
      {
        analyse: { exacte: true, constats: [], dates: ['2019-06-01'] },
        mutation: { mutants: 8, pourcent: 100, survivants: [] },
      },
    ]);
  });

  it('finds nothing wrong in the rule files delivered', async () => {
    const { code, sortie } = await regles(['verifier']);
    expect(sortie).toContain('aucune anomalie');
    expect(code).toBe(0);
  });

  it('shows the verbs and the usage of each', async () => {
    expect(await regles(['--help'])).toMatchObject({
      code: 0,
      erreur: '',
      sortie: expect.stringContaining('verifier') as string,
    });
    expect(await regles(['evaluer', '--help'])).toMatchObject({
      code: 0,
      sortie: expect.stringContaining('--date AAAA-MM-JJ') as string,
    });
  });
});
