/** Deterministic chance: the same seed gives the same demonstration everywhere. */
export interface Hasard {
  /** In [0, 1). */
  nombre(): number;
  /** Integer in [min, max]. */
  entier(min: number, max: number): number;
  /** One of the values. */
  parmi<T>(valeurs: readonly T[]): T;
  /** True with this probability. */
  chance(probabilite: number): boolean;
}

/** mulberry32: small, fast, good enough for examples. */
export function creerHasard(graine: number): Hasard {
  let etat = graine >>> 0;
  const nombre = (): number => {
    etat = (etat + 0x6d2b79f5) >>> 0;
    let x = Math.imul(etat ^ (etat >>> 15), 1 | etat);
    x = (x + Math.imul(x ^ (x >>> 7), 61 | x)) ^ x;
    return ((x ^ (x >>> 14)) >>> 0) / 2 ** 32;
  };
  const entier = (min: number, max: number): number => min + Math.floor(nombre() * (max - min + 1));
  return {
    nombre,
    entier,
    parmi: (valeurs) => {
      const valeur = valeurs[entier(0, valeurs.length - 1)];
      if (valeur === undefined) throw new Error('a choice needs at least one value');
      return valeur;
    },
    chance: (probabilite) => nombre() < probabilite,
  };
}
