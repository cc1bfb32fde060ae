import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { bilanVitest, somme } from './support/bilan.ts';
import type { Bilan } from './support/bilan.ts';

// What `npm test` runs. Its last line is `N passed, N failed`; the exit code is 1 as soon as one failed.

const RACINE = resolve(import.meta.dirname, '..');

type Sortie = (texte: string) => void;
type Etape = { titre: string; executer: (sortie: Sortie) => Promise<Bilan> };

const rapports = await mkdtemp(join(tmpdir(), 'rapports-'));
try {
  const ecran: Sortie = (texte) => process.stdout.write(texte);
  // The static checks use one core while the tests begin; what they say is shown afterwards, not mixed.
  const retenu: string[] = [];
  const [tests, statiques] = await Promise.all([
    enSerie(
      [
        vitest('Tests unitaires / unit tests', 'unit'),
        vitest('Tests d’intégration / integration tests (PostgreSQL)', 'integration'),
        vitest('Tests dans le navigateur / browser tests (Chromium)', 'browser'),
      ],
      ecran,
    ),
    enSerie(
      [
        controle('Mise en forme / layout (biome)', programme('@biomejs/biome/bin/biome'), 'format', '.'),
        controle('Types (tsc)', programme('typescript/bin/tsc'), '--noEmit'),
        controle('Lint (eslint)', programme('eslint/bin/eslint.js'), '.', '--max-warnings', '0'),
        controle(
          'Sens des dépendances / dependency directions (dependency-cruiser)',
          programme('dependency-cruiser/bin/dependency-cruise.mjs'),
          ...['--config', '.dependency-cruiser.cjs', 'src', 'admin', 'migrations', 'deploy'],
        ),
        controle('Rien d’inutile / nothing unused (knip)', programme('knip/bin/knip.js'), '--no-progress'),
        controle(
          'Fichiers de règles / rule files (regles verifier)',
          '--import',
          'tsx',
          'src/cli/regles.ts',
          'verifier',
        ),
      ],
      (texte) => retenu.push(texte),
    ),
  ]);
  ecran(retenu.join(''));
  const { reussis, echoues } = somme([...tests, ...statiques]);
  if (echoues.length > 0) ecran(`\nÉchecs / failures:\n${echoues.map((titre) => `  ✗ ${titre}\n`).join('')}`);
  ecran(`\n${reussis} passed, ${echoues.length} failed\n`);
  process.exitCode = echoues.length > 0 ? 1 : 0;
} finally {
  await rm(rapports, { recursive: true, force: true });
}

async function enSerie(etapes: readonly Etape[], sortie: Sortie): Promise<Bilan[]> {
  const bilans: Bilan[] = [];
  for (const { titre, executer } of etapes) {
    sortie(`\n══ ${titre}\n`);
    const debut = performance.now();
    const bilan = await executer(sortie);
    sortie(
      `── réussis : ${bilan.reussis}, échoués : ${bilan.echoues.length} (${Math.round((performance.now() - debut) / 1000)} s)\n`,
    );
    bilans.push(bilan);
  }
  return bilans;
}

/** A command that checks something as a whole: one test, passed when it exits with 0. */
function controle(titre: string, ...parametres: string[]): Etape {
  return {
    titre,
    executer: async (sortie) =>
      (await lancer(parametres, sortie)) === 0
        ? { reussis: 1, echoues: [] }
        : { reussis: 0, echoues: [titre] },
  };
}

function vitest(titre: string, projet: string): Etape {
  return {
    titre,
    executer: async (sortie) => {
      const rapport = join(rapports, `${projet}.json`);
      const options = [
        '--reporter=default',
        '--reporter=json',
        `--outputFile.json=${rapport}`,
        '--allowOnly=false',
      ];
      const code = await lancer(
        [programme('vitest/vitest.mjs'), 'run', '--project', projet, ...options],
        sortie,
      );
      return bilanVitest(titre, rapport, code);
    },
  };
}

function programme(chemin: string): string {
  return join(RACINE, 'node_modules', chemin);
}

function lancer(parametres: readonly string[], sortie: Sortie): Promise<number | null> {
  return new Promise((resolve) => {
    const enfant = spawn(process.execPath, parametres, { cwd: RACINE, stdio: ['ignore', 'pipe', 'pipe'] });
    enfant.stdout.setEncoding('utf8').on('data', sortie);
    enfant.stderr.setEncoding('utf8').on('data', sortie);
    enfant.on('error', (erreur) => sortie(`${erreur.message}\n`));
    enfant.on('close', (code) => resolve(code));
  });
}
