import { readFile, readdir, readlink } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';

/** Identity of a process: a pid alone is reused by the system, a pid with its start time is not. */
export type Processus = { pid: number; demarrage: string };

/**
 * Start time of a live process, in clock ticks since boot (field 22 of /proc/<pid>/stat), or undefined when
 * the process
 * is gone. A zombie counts as gone: in a container whose pid 1 does not reap, it would otherwise look alive
 * for ever.
 */
export async function demarrageProcessus(pid: number): Promise<string | undefined> {
  let stat: string;
  try {
    stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return undefined;
  }
  // The command name, in brackets, may itself hold spaces and brackets.
  const champs = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return champs[0] === 'Z' || champs[0] === 'X' ? undefined : champs[19];
}

/** True when this very process (same pid, same start) still runs. */
export async function estVivant({ pid, demarrage }: Processus): Promise<boolean> {
  return (await demarrageProcessus(pid)) === demarrage;
}

/** The process running this code. */
export async function processusCourant(): Promise<Processus> {
  return { pid: process.pid, demarrage: (await demarrageProcessus(process.pid)) ?? '' };
}

/**
 * Live processes that have `dossier` as working directory. Every PostgreSQL process works in its data folder,
 * so this finds
 * the postmaster and its backends with certainty, where the pid of a stale postmaster.pid may by now be
 * anybody's.
 */
export async function processusDansDossier(dossier: string): Promise<Processus[]> {
  const trouves: Processus[] = [];
  for (const nom of await readdir('/proc')) {
    if (!/^\d+$/.test(nom)) continue;
    try {
      if ((await readlink(`/proc/${nom}/cwd`)) !== dossier) continue;
      if (!(await readFile(`/proc/${nom}/comm`, 'utf8')).startsWith('postgres')) continue;
    } catch {
      continue; // gone meanwhile, or somebody else's
    }
    const demarrage = await demarrageProcessus(Number(nom));
    if (demarrage !== undefined) trouves.push({ pid: Number(nom), demarrage });
  }
  return trouves;
}

/** Sends a signal; a process already gone is not an error. */
export function signaler(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // ESRCH: already gone.
  }
}

/** Calls `condition` every few milliseconds until it holds (true) or `delaiMs` has passed (false). */
export async function attendre(condition: () => Promise<boolean>, delaiMs: number): Promise<boolean> {
  const fin = performance.now() + delaiMs;
  for (;;) {
    if (await condition()) return true;
    if (performance.now() >= fin) return false;
    await pause(20);
  }
}
