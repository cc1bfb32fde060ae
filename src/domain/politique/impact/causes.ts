/** Why a case changes: which change of the file is enough, or which ones are needed together. */
import { FichierInvalide, type FichierClos } from '#src/engine/index.ts';
import type { Faits } from '#src/kernel/registre.ts';
import { hybride, type Changement } from './changements.ts';
import { Juge, memeVerdict, type Verdict } from './jugement.ts';

/**
 * - `seul`: this change alone, put in the former file, gives the new verdict;
 * - `chacun`: each of these alone does;
 * - `ensemble`: none does alone; all of these together do, and none of them can be spared;
 * - `indetermine`: no part of the file explains it.
 */
export type GenreDeCause = 'seul' | 'chacun' | 'ensemble' | 'indetermine';
export interface Cause {
  readonly genre: GenreDeCause;
  /** Ids of changes. */
  readonly changements: readonly string[];
}

/** Partly changed files kept compiled; beyond, they are compiled again. */
const HYBRIDES_GARDES = 400;

export class ChercheurDeCauses {
  private readonly juges = new Map<string, Juge | null>();

  /** @param calculs names of the numbers compared */
  constructor(
    private readonly avant: FichierClos,
    private readonly apres: FichierClos,
    private readonly changements: readonly Changement[],
    private readonly calculs: readonly string[],
  ) {}

  /** @param nouveau verdict of the new version on this case, known to differ from the former one */
  chercher(date: string, faits: Faits, nouveau: Verdict): Cause {
    const ids = this.changements.map(({ id }) => id);
    const [seul] = ids;
    if (seul !== undefined && ids.length === 1) return { genre: 'seul', changements: [seul] };
    const suffit = (pris: readonly string[]): boolean => {
      const juge = this.juge(pris);
      return juge !== null && memeVerdict(juge.juger(date, faits), nouveau, this.calculs);
    };
    const suffisants = ids.filter((id) => suffit([id]));
    if (suffisants.length > 0)
      return { genre: suffisants.length === 1 ? 'seul' : 'chacun', changements: suffisants };
    if (!suffit(ids)) return { genre: 'indetermine', changements: [] };
    let ensemble: readonly string[] = ids;
    for (const id of ids) {
      const sans = ensemble.filter((autre) => autre !== id);
      if (suffit(sans)) ensemble = sans;
    }
    return { genre: 'ensemble', changements: ensemble };
  }

  /** Null when these changes make no valid file without the others. */
  private juge(pris: readonly string[]): Juge | null {
    const cle = pris.join('\n');
    const connu = this.juges.get(cle);
    if (connu !== undefined) return connu;
    if (this.juges.size >= HYBRIDES_GARDES) this.juges.clear();
    const juge = construire(hybride(this.avant, this.apres, new Set(pris)));
    this.juges.set(cle, juge);
    return juge;
  }
}

function construire(fichier: FichierClos): Juge | null {
  try {
    return new Juge(fichier);
  } catch (erreur) {
    if (erreur instanceof FichierInvalide) return null;
    throw erreur;
  }
}
