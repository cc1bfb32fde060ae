import { randomBytes } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { estVivant } from './processus.ts';

const ProcessusConnu = z.object({ pid: z.int(), demarrage: z.string() });

const Etat = z.object({
  format: z.literal(1),
  /** Roles of the server. Generated, and known nowhere else. */
  motsDePasse: z.object({ postgres: z.string().min(16), proprietaire: z.string().min(16), application: z.string().min(16) }),
  /** Last port used, taken again when it is free. */
  port: z.int().nullable(),
  /** Running server, null once stopped. */
  serveur: ProcessusConnu.extend({ port: z.int(), url: z.string() }).nullable(),
  /** Processes of ours that use the server: the last one to leave stops it. */
  utilisateurs: z.array(ProcessusConnu.extend({ id: z.string(), commande: z.string() })),
});

/** Content of the state file, written with mode 0600 because it holds the passwords. */
export type Etat = z.infer<typeof Etat>;

/** State of a server never started, with new passwords. */
export function nouvelEtat(): Etat {
  const motDePasse = (): string => randomBytes(24).toString('base64url');
  return {
    format: 1,
    motsDePasse: { postgres: motDePasse(), proprietaire: motDePasse(), application: motDePasse() },
    port: null,
    serveur: null,
    utilisateurs: [],
  };
}

/** Reads the state file without its dead users; undefined when it is missing or unreadable. */
export async function lireEtat(chemin: string): Promise<Etat | undefined> {
  let contenu: unknown;
  try {
    contenu = JSON.parse(await readFile(chemin, 'utf8'));
  } catch {
    return undefined;
  }
  const lu = Etat.safeParse(contenu);
  if (!lu.success) return undefined;
  const vivants = await Promise.all(lu.data.utilisateurs.map(estVivant));
  return { ...lu.data, utilisateurs: lu.data.utilisateurs.filter((_, rang) => vivants[rang]) };
}

/** Replaces the state file in one step, so that a reader or a sudden end never sees half of it. */
export async function ecrireEtat(chemin: string, etat: Etat): Promise<void> {
  const provisoire = `${chemin}.nouveau`;
  await writeFile(provisoire, `${JSON.stringify(etat, null, 2)}\n`, { mode: 0o600, flush: true });
  await rename(provisoire, chemin);
}
