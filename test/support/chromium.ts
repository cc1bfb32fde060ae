import { spawn } from 'node:child_process';
import { access, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { z } from 'zod';

/** A Chromium that starts on this machine, and the environment it needs. */
export type Chromium = { executable: string; environnement: Record<string, string> };

const NOMS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const RACINE = resolve(import.meta.dirname, '../..');

/**
 * Finds a Chromium: CHROMIUM_PATH, else the one carried by the npm package @sparticuz/chromium (Linux x64),
 * unpacked once in node_modules/.cache,
 * else the system's. The package comes before the system: it is the same on every machine, and being without
 * window it takes a third of the
 * processor time for the same pages. Each one is started before it is believed: Ubuntu's
 * /usr/bin/chromium-browser, for one, may be a mere pointer to a shop.
 * @throws Error when none starts: a browser test fails without browser, it is never skipped.
 */
export async function trouverChromium(
  env: Record<string, string | undefined> = process.env,
): Promise<Chromium> {
  const impose = env['CHROMIUM_PATH'];
  if (impose) {
    const refus = await essayer({ executable: impose, environnement: {} });
    if (refus === undefined) return { executable: impose, environnement: {} };
    throw new Error(
      `CHROMIUM_PATH : « ${impose} » ne démarre pas (${refus}). Indiquez le chemin d’un Chromium, ou retirez cette variable.`,
    );
  }
  const refus: string[] = [];
  const dossier = await deballer().catch((erreur: unknown) => {
    refus.push(
      `celui du paquet npm @sparticuz/chromium ne peut pas être déballé (${erreur instanceof Error ? erreur.message : String(erreur)})`,
    );
  });
  const candidats = [
    ...(dossier === undefined ? [] : await duPaquet(dossier)),
    ...(await duSysteme(env['PATH'] ?? '')),
  ];
  for (const candidat of candidats) {
    const raison = await essayer(candidat);
    if (raison === undefined) return candidat;
    refus.push(`${candidat.executable} ne démarre pas (${raison})`);
  }
  throw new Error(
    `Aucun Chromium ne démarre sur cette machine : ${refus.join(' ; ')}. Installez Chromium ou indiquez son chemin dans la variable CHROMIUM_PATH.`,
  );
}

async function duPaquet(dossier: string): Promise<Chromium[]> {
  const executable = join(dossier, 'chromium');
  const polices: Record<string, string> = (await estPresent('/etc/fonts/fonts.conf'))
    ? {}
    : { FONTCONFIG_FILE: join(dossier, 'fonts.conf') };
  // The libraries of the package serve where the machine has none; its own come first, being made for its C
  // library.
  const bibliotheques = { ...polices, LD_LIBRARY_PATH: join(dossier, 'al2023', 'lib') };
  return [polices, bibliotheques].map((environnement) => ({ executable, environnement }));
}

async function duSysteme(chemins: string): Promise<Chromium[]> {
  const executables = chemins.split(delimiter).flatMap((dossier) => NOMS.map((nom) => join(dossier, nom)));
  const presents = await Promise.all(executables.map(estPresent));
  return executables
    .filter((_, rang) => presents[rang])
    .map((executable) => ({ executable, environnement: {} }));
}

/** Unpacks the package once per version, in a folder that gets its final name when it is complete. */
async function deballer(): Promise<string> {
  const paquet = dirname(dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium')));
  const { version } = z
    .object({ version: z.string() })
    .parse(JSON.parse(await readFile(join(paquet, 'package.json'), 'utf8')));
  const dossier = join(await dossierInscriptible(), `chromium-${version}`);
  if (await estPresent(join(dossier, 'fonts.conf'))) return dossier;
  const provisoire = await mkdtemp(`${dossier}.`);
  try {
    const archives = ['chromium.br', 'fonts.tar.br', 'al2023.tar.br'].map((nom) => join(paquet, 'bin', nom));
    // The package unpacks into the folder for temporary files, under names all its users share: a process of
    // its own gives it another one.
    const programme = `import { inflate } from '@sparticuz/chromium'; await Promise.all(${JSON.stringify(archives)}.map(inflate));`;
    await executer(process.execPath, ['--input-type=module', '--eval', programme], { TMPDIR: provisoire });
    const configuration = `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>${dossier}/fonts</dir><cachedir>${dossier}/cache</cachedir></fontconfig>\n`;
    await writeFile(join(provisoire, 'fonts.conf'), configuration);
    await rm(dossier, { recursive: true, force: true });
    await rename(provisoire, dossier);
  } catch (erreur) {
    await rm(provisoire, { recursive: true, force: true });
    if (await estPresent(join(dossier, 'fonts.conf'))) return dossier; // another run was faster
    throw erreur;
  }
  return dossier;
}

async function dossierInscriptible(): Promise<string> {
  const cache = join(RACINE, 'node_modules/.cache');
  try {
    await mkdir(cache, { recursive: true });
    await access(cache, 2);
    return cache;
  } catch {
    const autre = join(tmpdir(), `chromium-${process.getuid?.() ?? 0}`);
    await mkdir(autre, { recursive: true, mode: 0o700 });
    return autre;
  }
}

/** @returns why it does not start, or undefined when it does. */
async function essayer({ executable, environnement }: Chromium): Promise<string | undefined> {
  try {
    await executer(executable, ['--version'], environnement);
    return undefined;
  } catch (erreur) {
    return erreur instanceof Error ? erreur.message : String(erreur);
  }
}

async function estPresent(chemin: string): Promise<boolean> {
  try {
    await access(chemin);
    return true;
  } catch {
    return false;
  }
}

function executer(
  programme: string,
  parametres: string[],
  environnement: Record<string, string>,
): Promise<void> {
  return new Promise((resolve, reject) => {
    let sortie = '';
    const enfant = spawn(programme, parametres, {
      cwd: RACINE,
      env: { ...process.env, ...environnement },
      stdio: ['ignore', 'ignore', 'pipe'],
      timeout: 60_000,
    });
    enfant.stderr.setEncoding('utf8').on('data', (texte: string) => (sortie += texte));
    enfant.on('error', reject);
    enfant.on('close', (code, signal) => {
      if (code === 0) resolve();
      else
        reject(new Error(`code ${code ?? signal ?? '?'} ${sortie.trim().split('\n').at(-1) ?? ''}`.trim()));
    });
  });
}
