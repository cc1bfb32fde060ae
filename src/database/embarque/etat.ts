import { randomBytes } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { estVivant } from './processus.ts';

const ProcessusConnu = z.object({ pid: z.int(), demarrage: z.string() });

const Utilisateur = ProcessusConnu.extend({ id: z.string(), commande: z.string() });

const Etat = z.object({
  format: z.literal(1),
  /** Roles of the server. Generated, and known nowhere else. */
  motsDePasse: z.object({
    postgres: z.string().min(16),
    proprietaire: z.string().min(16),
    application: z.string().min(16),
  }),
  /** Last port used, taken again when it is free. */
  port: z.int().nullable(),
  /** Running server, null once stopped. */
  serveur: ProcessusConnu.extend({ port: z.int(), url: z.string() }).nullable(),
  /** Processes of ours that use the server: the last one to leave stops it. */
  utilisateurs: z.array(Utilisateur),
});
/** A process that uses the server. */
export type Usager = z.infer<typeof Utilisateur>;

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
  const lu = comprendre(await readFile(chemin, 'utf8').catch(() => ''));
  if (!lu) return undefined;
  const vivants = await Promise.all(lu.utilisateurs.map(estVivant));
  return { ...lu, utilisateurs: lu.utilisateurs.filter((_, rang) => vivants[rang]) };
}

/** Users a state file names, the dead ones too. @param texte content of the file; empty when there is none */
export const usagersInscrits = (texte: string): readonly Usager[] => comprendre(texte)?.utilisateurs ?? [];

function comprendre(texte: string): Etat | undefined {
  try {
    return Etat.safeParse(JSON.parse(texte)).data;
  } catch {
    return undefined;
  }
}

/** Replaces the state file in one step, so that a reader or a sudden end never sees half of it. */
export async function ecrireEtat(chemin: string, etat: Etat): Promise<void> {
  const provisoire = `${chemin}.nouveau`;
  await writeFile(provisoire, `${JSON.stringify(etat, null, 2)}\n`, { mode: 0o600, flush: true });
  await rename(provisoire, chemin);
}
