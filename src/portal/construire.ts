/** Builds the portal's stylesheet, scripts and icon: at start in a checkout, beforehand by `npm run build`. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { Fichier } from '#src/portal/ressources.ts';

const entree = (...chemin: string[]): string => join(import.meta.dirname, ...chemin);

/** In memory, in tens of milliseconds. Each name carries the hash of its content. */
export const construireFichiers = (): Promise<Fichier[]> =>
  Promise.all([
    assembler('portail.css', entree('style', 'portail.css')),
    assembler('portail.js', entree('client', 'portail.ts')),
    assembler('declaration.js', entree('declarations', 'volet', 'client', 'declaration.ts')),
    readFile(entree('style', 'marque.svg')).then((contenu) => nommer('marque.svg', contenu)),
  ]);

function nommer(nom: string, contenu: Buffer): Fichier {
  const hash = createHash('sha256').update(contenu).digest('hex').slice(0, 12);
  return { nom: nom.replace('.', `-${hash}.`), contenu };
}

async function assembler(nom: string, source: string): Promise<Fichier> {
  const resultat = await build({
    entryPoints: [source],
    bundle: true,
    minify: true,
    write: false,
    format: source.endsWith('.css') ? undefined : 'esm',
    target: ['chrome111', 'firefox114', 'safari16.4'],
    logLevel: 'silent',
    legalComments: 'none',
  });
  const [sortie] = resultat.outputFiles;
  if (!sortie) throw new Error(`esbuild wrote nothing for ${source}`);
  return nommer(nom, Buffer.from(sortie.contents));
}
