import type { Nomme, RoleSnapshot } from '#src/domain/suivi/effets/snapshot.ts';

/** One kind of consequence, said once with all it touches. */
export interface Effet {
  readonly cle: string;
  /** « 2 rôles cessent d’être exercés », « Plus personne ne pourra transmettre… ». */
  readonly titre: string;
  /** What somebody would regret not to have known: shown first, and in another tone. */
  readonly grave: boolean;
  readonly elements: readonly string[];
}

/** « 2 rôles », « 1 rôle ». */
export const un = (nombre: number, singulier: string, pluriel: string): string =>
  `${nombre} ${nombre > 1 ? pluriel : singulier}`;
/** Within French quotation marks. */
export const cite = (nom: string): string => `« ${nom} »`;
/** What has a key, found by it. */
export const parCle = <T extends { readonly cle: string }>(elements: readonly T[]): ReadonlyMap<string, T> =>
  new Map(elements.map((element) => [element.cle, element]));
/** Those of the first list that are not in the second. */
export function perdus<T extends Nomme | RoleSnapshot>(avant: readonly T[], apres: readonly T[]): T[] {
  const restent = parCle(apres);
  return avant.filter(({ cle }) => !restent.has(cle));
}

/** One consequence that names all it touches; none when it touches nothing. */
export function nommes(
  cle: string,
  elements: readonly Nomme[],
  [singulier, pluriel]: readonly [string, string],
): Effet[] {
  return elements.length === 0
    ? []
    : [
        {
          cle,
          grave: false,
          titre: `${un(elements.length, singulier, pluriel)}.`,
          elements: elements.map(({ nom }) => nom),
        },
      ];
}
