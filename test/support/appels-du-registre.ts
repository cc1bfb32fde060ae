import type { Faits, Registre } from '#src/kernel/registre.ts';

/** One case judged. */
export interface CasJuge {
  readonly jeu: string;
  /** Reference date, `AAAA-MM-JJ`. */
  readonly date: string;
  readonly faits: Faits;
}

/**
 * The very registry given, which also tells what it is asked to decide.
 * @returns the registry, and the cases since the last call of `releves`, in order
 */
export function compterLesJugements<R extends Registre>(
  registre: R,
): { readonly registre: R; releves(): CasJuge[] } {
  let cas: CasJuge[] = [];
  const ecouter = <T extends Registre>(vrai: T): T =>
    new Proxy(vrai, {
      get(cible, nom) {
        if (nom === 'fige') return () => ecouter(cible.fige());
        const valeur: unknown = Reflect.get(cible, nom, cible);
        if (typeof valeur !== 'function') return valeur;
        return (...donnes: unknown[]): unknown => {
          if (nom === 'decider' || nom === 'prevoir') {
            const [jeu, date, faits] = donnes as Parameters<Registre['decider' | 'prevoir']>;
            cas.push({ jeu, date, faits });
          }
          return Reflect.apply(valeur, cible, donnes);
        };
      },
    });
  return {
    registre: ecouter(registre),
    releves() {
      const depuis = cas;
      cas = [];
      return depuis;
    },
  };
}
