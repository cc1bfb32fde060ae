import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bilanVitest, somme } from '#test/support/bilan.ts';

let dossier: string;
beforeAll(async () => {
  dossier = await mkdtemp(join(tmpdir(), 'bilan-'));
});
afterAll(() => rm(dossier, { recursive: true }));

test('passed tests are counted, and everything else is a failure with its name', async () => {
  const chemin = await rapport(false, [
    { status: 'failed', tests: ['passed', 'passed', 'failed', 'skipped', 'todo', 'pending'] },
    { status: 'passed', tests: ['passed'] },
  ]);
  const bilan = await bilanVitest('étape', chemin, 1);
  expect(bilan.reussis).toBe(3);
  expect(bilan.echoues).toEqual([
    'f0.test.ts: t2',
    'f0.test.ts: t3 (skipped)',
    'f0.test.ts: t4 (todo)',
    'f0.test.ts: t5 (pending)',
  ]);
});

test('a file that could not be loaded, or holds no test, is a failure', async () => {
  const chemin = await rapport(false, [
    { status: 'failed', tests: [] },
    { status: 'passed', tests: [] },
    { status: 'passed', tests: ['passed'] },
  ]);
  expect((await bilanVitest('étape', chemin, 1)).echoues).toEqual([
    expect.stringContaining('f0.test.ts: the file failed'),
    'f1.test.ts: no test in this file',
  ]);
});

test('an error outside of any test, a run without test and a run without report are failures', async () => {
  expect(
    (await bilanVitest('étape', await rapport(true, [{ status: 'passed', tests: ['passed'] }]), 1)).echoues,
  ).toHaveLength(1);
  expect((await bilanVitest('étape', await rapport(true, []), 0)).echoues).toEqual(['étape: no test']);
  expect((await bilanVitest('étape', join(dossier, 'absent.json'), null)).echoues).toEqual([
    'étape: no report (vitest ended with a signal)',
  ]);
});

test('steps add up', () => {
  expect(
    somme([
      { reussis: 2, echoues: ['a'] },
      { reussis: 3, echoues: ['b'] },
    ]),
  ).toEqual({ reussis: 5, echoues: ['a', 'b'] });
});

async function rapport(success: boolean, fichiers: { status: string; tests: string[] }[]): Promise<string> {
  const chemin = join(dossier, `${Math.random()}.json`);
  const testResults = fichiers.map(({ status, tests }, rang) => ({
    name: join(process.cwd(), `f${rang}.test.ts`),
    status,
    message: '',
    assertionResults: tests.map((statut, numero) => ({ status: statut, fullName: `t${numero}` })),
  }));
  await writeFile(chemin, JSON.stringify({ success, testResults }));
  return chemin;
}
