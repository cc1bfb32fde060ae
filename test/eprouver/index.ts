/**
 * `npm run eprouver [-- nom… --taille N --graine N]`: the long trials, with their progress and the figures
 * they measure.
 * Exit code 1 as soon as one fails.
 */
import { parseArgs } from 'node:util';
import { ESSAIS } from './essais.ts';
import type { Essai } from './essais.ts';

const nombre = (n: number): string => n.toLocaleString('fr-FR');
const secondes = (millisecondes: number): string => `${Math.round(millisecondes / 1000)} s`;

/** One line rewritten on a terminal, one line every tenth elsewhere. */
function afficheur(): (faits: number, total: number) => void {
  const debut = performance.now();
  let dixieme = 0;
  return (faits, total) => {
    const ecoule = performance.now() - debut;
    const reste = (ecoule / faits) * (total - faits);
    const ligne = `  ${nombre(faits)} / ${nombre(total)} (${Math.floor((100 * faits) / total)} %), reste environ ${secondes(reste)}`;
    if (process.stdout.isTTY) process.stdout.write(`\r\u001b[K${ligne}${faits >= total ? '\n' : ''}`);
    else if (Math.floor((10 * faits) / total) > dixieme) {
      dixieme = Math.floor((10 * faits) / total);
      process.stdout.write(`${ligne}\n`);
    }
  };
}

async function eprouver(
  nom: string,
  { titre, taille, executer }: Essai,
  options: { readonly taille: number | undefined; readonly graine: number },
): Promise<boolean> {
  process.stdout.write(`\n══ ${nom} : ${titre}\n`);
  const debut = performance.now();
  try {
    const chiffres = await executer({
      graine: options.graine,
      taille: options.taille ?? taille,
      surProgres: afficheur(),
    });
    for (const [quoi, combien] of Object.entries(chiffres))
      process.stdout.write(`  ${quoi} : ${typeof combien === 'number' ? nombre(combien) : combien}\n`);
    process.stdout.write(`── réussi en ${secondes(performance.now() - debut)} (graine ${options.graine})\n`);
    return true;
  } catch (erreur) {
    process.stdout.write(
      `\n${erreur instanceof Error ? (erreur.stack ?? erreur.message) : String(erreur)}\n── échec après ${secondes(performance.now() - debut)} (graine ${options.graine})\n`,
    );
    return false;
  }
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { taille: { type: 'string' }, graine: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
});
const inconnus = positionals.filter((nom) => !Object.hasOwn(ESSAIS, nom));
const [taille, graine] = [values.taille, values.graine].map((texte) =>
  texte === undefined ? undefined : Number(texte),
);
if (
  values.help ||
  inconnus.length > 0 ||
  [taille, graine].some((n) => n !== undefined && !(Number.isSafeInteger(n) && n > 0))
) {
  process.stdout.write(
    `Usage : npm run eprouver -- [nom…] [--taille N] [--graine N]\nEssais : ${Object.keys(ESSAIS).join(', ')}\n`,
  );
  process.exitCode = values.help ? 0 : 2;
} else {
  for (const [nom, charger] of Object.entries(ESSAIS)) {
    if (positionals.length > 0 && !positionals.includes(nom)) continue;
    const { essai } = await charger();
    // Drawn when none is given, and always printed: a failure can be seen again.
    const reussi = await eprouver(nom, essai, { taille, graine: graine ?? Date.now() % 2 ** 31 });
    if (!reussi) process.exitCode = 1;
  }
}
