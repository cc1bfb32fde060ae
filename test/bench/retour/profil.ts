/** What a server spends its processor on, from one question to the next. */
import { Session, type Profiler } from 'node:inspector/promises';

/** Microseconds of samples: all of them but idle ones, and those taken inside each function that was asked about. */
export interface Profil {
  readonly actif: number;
  readonly dans: Readonly<Record<string, number>>;
}

const session = new Session();
session.connect();

export async function commencerLeProfil(): Promise<void> {
  await session.post('Profiler.enable');
  await session.post('Profiler.setSamplingInterval', { interval: 500 });
  await session.post('Profiler.start');
}

/** @param fonctions names whose inclusive time is wanted */
export async function finirLeProfil(fonctions: readonly string[]): Promise<Profil> {
  const { profile } = await session.post('Profiler.stop');
  const noeuds = new Map(profile.nodes.map((noeud) => [noeud.id, noeud]));
  const parents = new Map(
    profile.nodes.flatMap(({ id, children = [] }) =>
      children.map((enfant): [number, number] => [enfant, id]),
    ),
  );
  const interieur = new Map<number, ReadonlySet<string>>();
  const nomsAuDessus = (id: number): ReadonlySet<string> => {
    const connus = interieur.get(id);
    if (connus) return connus;
    const parent = parents.get(id);
    const noms = new Set(parent === undefined ? [] : nomsAuDessus(parent));
    const nom = nomDe(noeuds.get(id));
    if (fonctions.includes(nom)) noms.add(nom);
    interieur.set(id, noms);
    return noms;
  };
  let actif = 0;
  const dans: Record<string, number> = Object.fromEntries(fonctions.map((nom) => [nom, 0]));
  const { samples = [], timeDeltas = [] } = profile;
  for (const [rang, id] of samples.entries()) {
    const duree = timeDeltas[rang + 1] ?? 0;
    if (nomDe(noeuds.get(id)) === '(idle)') continue;
    actif += duree;
    for (const nom of nomsAuDessus(id)) dans[nom] = (dans[nom] ?? 0) + duree;
  }
  return { actif, dans };
}

const nomDe = (noeud: Profiler.ProfileNode | undefined): string => noeud?.callFrame.functionName ?? '';
