/**
 * `npm run bench [-- name…] [--json]`: one table, each line a figure anyone can take again. One file per
 * bench; none is part of the tests.
 */
import { availableParallelism, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { enTexte, ENTETE, tenu, type Bench } from './table.ts';

export const BENCHS: Readonly<Record<string, () => Promise<{ readonly bench: Bench }>>> = {
  courbes: () => import('./courbes.ts'),
  etude: () => import('./etude.ts'),
  html: () => import('./html.ts'),
  impact: () => import('./impact.ts'),
  instances: () => import('./instances.ts'),
  liste: () => import('./liste.ts'),
  memoire: () => import('./memoire.ts'),
  moteur: () => import('./moteur.ts'),
  pages: () => import('./pages.ts'),
  porte: () => import('./porte.ts'),
  retour: () => import('./retour.ts'),
  saisie: () => import('./saisie.ts'),
  transmission: () => import('./transmission.ts'),
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false } },
});
const inconnus = positionals.filter((nom) => !Object.hasOwn(BENCHS, nom));
if (inconnus.length > 0) {
  process.stderr.write(`Unknown bench: ${inconnus.join(', ')}. Known: ${Object.keys(BENCHS).join(', ')}.\n`);
  process.exitCode = 2;
} else {
  const machine = { node: process.version, cores: availableParallelism(), load: loadavg()[0] ?? 0 };
  const lignes: object[] = [];
  if (!values.json)
    process.stdout.write(
      `node ${machine.node}, ${machine.cores} cores, load ${machine.load.toFixed(1)} at the start\n${ENTETE}\n`,
    );
  for (const [nom, charger] of Object.entries(BENCHS)) {
    if (positionals.length > 0 && !positionals.includes(nom)) continue;
    const { bench } = await charger();
    if (!values.json) process.stdout.write(`\n${nom}: ${bench.titre}\n`);
    for await (const ligne of bench.mesurer()) {
      lignes.push({ bench: nom, ...ligne, held: tenu(ligne) });
      if (!values.json) process.stdout.write(`${enTexte(ligne)}\n`);
    }
  }
  if (values.json) process.stdout.write(`${JSON.stringify({ machine, lignes }, null, 2)}\n`);
}
