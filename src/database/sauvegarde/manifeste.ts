import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync, unlinkSync, writeSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as pause } from 'node:timers/promises';
import { z } from 'zod';
import { ErreurPostgresEmbarque } from '#src/database/embarque/index.ts';

/**
 * A backup that cannot be made, read or put back. `message` is a French sentence for the person at the
 * terminal.
 */
export class ErreurSauvegarde extends ErreurPostgresEmbarque {}

export const FICHIER_MANIFESTE = 'manifeste.json';
/** Folder of the backup that holds PostgreSQL's files. */
export const DONNEES = 'donnees';

const Fichier = z.object({ chemin: z.string(), taille: z.int(), sha256: z.string().regex(/^[0-9a-f]{64}$/) });
const EtatDeChaine = z.object({
  chaine: z.string(),
  anomalies: z.int(),
  premiere: z.string().nullable(),
  expliquees: z.int(),
});
const Contenu = z.object({
  format: z.enum(['mcp.sauvegarde/1', 'mcp.sauvegarde/2']),
  debut: z.string(),
  fin: z.string(),
  postgresql: z.string(),
  /** Positions in PostgreSQL's own log between which the files were copied. */
  journaux: z.object({ du: z.string(), au: z.string() }),
  migrations: z.array(z.string()),
  /** Ends of the journal's chains before the copy ended: a restored base holds at least these lines. */
  chaines: z.array(z.object({ chaine: z.string(), rang: z.int(), empreinte: z.string() })),
  /**
   * How the journal it carries stands, as it was read again meanwhile: chains with something wrong. Null: it
   * could not be read; absent: format 1.
   */
  journal: z.array(EtatDeChaine).nullable().optional(),
  dossiers: z.array(z.string()),
  fichiers: z.array(Fichier),
});
/** What a backup holds, file by file. */
export type Manifeste = z.infer<typeof Contenu>;
export type FichierDeSauvegarde = z.infer<typeof Fichier>;

/** What is to be said of the journal a backup carries; empty when there is nothing to say. */
export function direJournal({ journal }: Pick<Manifeste, 'journal'>): string {
  if (journal === undefined) return '';
  if (journal === null)
    return 'ATTENTION : le journal de cette sauvegarde n’a pas pu être relu. Relisez-le avec « journal verifier ».\n';
  const rompues = journal.filter(({ anomalies }) => anomalies > 0);
  const expliquees = journal.reduce((somme, chaine) => somme + chaine.expliquees, 0);
  return [
    ...(rompues.length > 0
      ? [
          `ATTENTION : le journal de cette sauvegarde est ROMPU. ${rompues.map(({ chaine, anomalies, premiere }) => `Chaîne ${chaine}, ${anomalies} anomalie(s), la première : ${premiere ?? ''}`).join(' ')} Gardez aussi une sauvegarde plus ancienne, et lancez « journal verifier ».\n`,
        ]
      : []),
    ...(expliquees > 0
      ? [`Le journal de cette sauvegarde porte ${expliquees} anomalie(s) connue(s) et expliquée(s).\n`]
      : []),
  ].join('');
}

const sha256 = (texte: string): string => createHash('sha256').update(texte).digest('hex');

/** The text of the manifest: its own SHA-256 covers what it says. */
export function ecrireManifeste(manifeste: Manifeste): string {
  return `${JSON.stringify({ ...manifeste, empreinte: sha256(JSON.stringify(manifeste)) }, null, 1)}\n`;
}

/** @throws ErreurSauvegarde */
export async function lireManifeste(dossier: string): Promise<Manifeste> {
  const texte = await readFile(join(dossier, FICHIER_MANIFESTE), 'utf8').catch(() => {
    throw new ErreurSauvegarde(
      `« ${dossier} » n’est pas une sauvegarde terminée : il n’y a pas de fichier ${FICHIER_MANIFESTE}.`,
    );
  });
  let lu: z.ZodSafeParseResult<Manifeste & { empreinte: string }>;
  try {
    lu = Contenu.extend({ empreinte: z.string() }).safeParse(JSON.parse(texte));
  } catch {
    throw new ErreurSauvegarde(
      `Le fichier ${FICHIER_MANIFESTE} de « ${dossier} » n’est plus lisible : prenez une autre sauvegarde.`,
    );
  }
  if (!lu.success)
    throw new ErreurSauvegarde(
      `Le fichier ${FICHIER_MANIFESTE} de « ${dossier} » n’est pas d’un format connu.`,
    );
  const { empreinte, ...manifeste } = lu.data;
  if (sha256(JSON.stringify(manifeste)) !== empreinte)
    throw new ErreurSauvegarde(
      `Le fichier ${FICHIER_MANIFESTE} de « ${dossier} » a été modifié : prenez une autre sauvegarde.`,
    );
  return manifeste;
}

const TAMPON = 1 << 20;

/**
 * Reads a file to its end as it is at each moment. A data folder is a thousand small files: they are read at
 * once, in place, which
 * costs a tenth of going through the thread pool.
 * @param copie where to write what is read
 */
export function lireParParties(chemin: string, copie?: number): Omit<FichierDeSauvegarde, 'chemin'> {
  const fichier = openSync(chemin, 'r');
  try {
    const condense = createHash('sha256');
    const tampon = Buffer.allocUnsafe(Math.min(TAMPON, Math.max(1, fstatSync(fichier).size)));
    let taille = 0;
    for (;;) {
      const lus = readSync(fichier, tampon, 0, tampon.length, null);
      if (lus === 0) return { taille, sha256: condense.digest('hex') };
      condense.update(tampon.subarray(0, lus));
      for (let ecrits = 0; copie !== undefined && ecrits < lus; )
        ecrits += writeSync(copie, tampon, ecrits, lus - ecrits);
      taille += lus;
    }
  } finally {
    closeSync(fichier);
  }
}

/** Copies one file. @param soin what to do with the copy before it is closed */
export function copierFichier(
  source: string,
  destination: string,
  chemin: string,
  soin: (copie: number) => void = () => undefined,
): FichierDeSauvegarde {
  const copie = openSync(join(destination, chemin), 'wx', 0o600);
  try {
    const lu = lireParParties(join(source, chemin), copie);
    soin(copie);
    return { chemin, ...lu };
  } catch (erreur) {
    unlinkSync(join(destination, chemin));
    throw erreur;
  } finally {
    closeSync(copie);
  }
}

const RESPIRATION = 16;

/** Lets the rest of the process work from time to time. */
export async function respirer(rang: number): Promise<void> {
  if (rang % RESPIRATION === 0) await pause();
}

/**
 * Reads a backup again, byte by byte.
 * @param progres told how many bytes of how many are read
 * @returns what is wrong, as French sentences; empty when the backup is whole
 */
export async function verifierSauvegarde(
  dossier: string,
  progres: (lus: number, total: number) => void = () => undefined,
): Promise<{ manifeste: Manifeste; defauts: string[] }> {
  const manifeste = await lireManifeste(dossier);
  const total = manifeste.fichiers.reduce((somme, { taille }) => somme + taille, 0);
  const defauts: string[] = [];
  let lus = 0;
  for (const [rang, attendu] of manifeste.fichiers.entries()) {
    await respirer(rang);
    const lu = essayerDeLire(join(dossier, DONNEES, attendu.chemin));
    if (!lu) defauts.push(`${attendu.chemin} : fichier manquant ou illisible.`);
    else if (lu.taille !== attendu.taille || lu.sha256 !== attendu.sha256)
      defauts.push(`${attendu.chemin} : contenu modifié.`);
    lus += attendu.taille;
    progres(lus, total);
  }
  const connus = new Set(manifeste.fichiers.map(({ chemin }) => chemin));
  for (const entree of await readdir(join(dossier, DONNEES), { recursive: true, withFileTypes: true }).catch(
    () => [],
  )) {
    if (entree.isDirectory()) continue;
    const chemin = join(entree.parentPath, entree.name).slice(join(dossier, DONNEES).length + 1);
    if (!connus.has(chemin)) defauts.push(`${chemin} : fichier étranger à la sauvegarde.`);
  }
  return { manifeste, defauts };
}

function essayerDeLire(chemin: string): Omit<FichierDeSauvegarde, 'chemin'> | undefined {
  try {
    return lireParParties(chemin);
  } catch {
    return undefined;
  }
}
