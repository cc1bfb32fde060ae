import { ecrit, type UniteDeLecture } from '#src/kernel/commande.ts';

/**
 * A reading made once per unit, however many parts of a page ask for it. A unit that writes reads anew each
 * time: it locks what it reads, and changes it.
 * @param cle tells one reading of a unit from another; not given where a unit has one
 */
export function parUnite<Lu, Sujets extends readonly unknown[] = []>(
  lire: (unite: UniteDeLecture, ...sujets: Sujets) => Promise<Lu>,
  cle: (...sujets: Sujets) => string = () => '',
): (unite: UniteDeLecture, ...sujets: Sujets) => Promise<Lu> {
  const lectures = new WeakMap<UniteDeLecture, Map<string, Promise<Lu>>>();
  return (unite, ...sujets) => {
    if (ecrit(unite)) return lire(unite, ...sujets);
    const deLUnite = lectures.get(unite) ?? new Map<string, Promise<Lu>>();
    lectures.set(unite, deLUnite);
    const lecture = deLUnite.get(cle(...sujets)) ?? lire(unite, ...sujets);
    deLUnite.set(cle(...sujets), lecture);
    return lecture;
  };
}
