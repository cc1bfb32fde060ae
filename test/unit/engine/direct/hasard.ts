/** A seeded generator: the same seed gives the same files and the same cases, on any machine. */
export interface Hasard {
  /** Integer in `[min, max]`. */
  entier(min: number, max: number): number;
  /** True with this probability. */
  chance(probabilite: number): boolean;
  parmi<T>(choix: readonly T[]): T;
}

/** Mulberry32: 32 bits of state, more than enough to vary test cases. */
export function hasard(graine: number): Hasard {
  let etat = graine >>> 0;
  const suivant = (): number => {
    etat = (etat + 0x6d2b79f5) >>> 0;
    let t = etat;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  return {
    entier: (min, max) => min + Math.floor(suivant() * (max - min + 1)),
    chance: (probabilite) => suivant() < probabilite,
    parmi(choix) {
      const pris = choix[Math.floor(suivant() * choix.length)];
      if (pris === undefined) throw new Error('nothing to choose from');
      return pris;
    },
  };
}
