import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { PROGRAM_FOLDER } from '#src/kernel/program-folder.ts';

/** Where the built files of the back-office are. No segment starts with a dot: a static server refuses those. */
export const ACTIFS = path.join(PROGRAM_FOLDER, 'build', 'admin');
export const MANIFESTE = 'manifeste.json';

const SCHEMA_DU_MANIFESTE = z.object({
  /** Files that the page names; each name carries the hash of its content. */
  script: z.string(),
  style: z.string(),
  icone: z.string(),
  /** Modules the script imports at once: asked for together with it. */
  modules: z.array(z.string()),
  /** SHA-256 of the sources. */
  empreinte: z.string(),
  /** Everything the files are made of, from the root of the repository; absent where it is not delivered. */
  sources: z.array(z.string()).optional(),
});
export type Manifeste = z.infer<typeof SCHEMA_DU_MANIFESTE>;

/** The built files of the back-office, each beside its compressed copies (`.br`, `.gz`). */
export interface Actifs extends Omit<Manifeste, 'sources'> {
  readonly dossier: string;
}

/** @returns undefined when the folder holds no build, or not a whole one */
export async function lireManifeste(dossier: string): Promise<Manifeste | undefined> {
  try {
    const lu: unknown = JSON.parse(await readFile(path.join(dossier, MANIFESTE), 'utf8'));
    return SCHEMA_DU_MANIFESTE.safeParse(lu).data;
  } catch {
    return undefined;
  }
}
