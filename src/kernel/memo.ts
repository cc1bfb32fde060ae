import { ecrit, type UniteDeLecture } from '#src/kernel/commande.ts';

/** A reading of a unit, and how it is given its answer where that is known already. */
export interface LectureDUnite<Lu, Sujets extends readonly unknown[]> {
  (unite: UniteDeLecture, ...sujets: Sujets): Promise<Lu>;
  /** The unit reads it no more. */
  connaitre(unite: UniteDeLecture, lu: Lu, ...sujets: Sujets): void;
}

/**
 * A reading made once per unit, however many parts of a page ask for it. A unit that writes reads anew each
 * time: it locks what it reads, and changes it.
 * @param cle tells one reading of a unit from another; not given where a unit has one
 */
export function parUnite<Lu, Sujets extends readonly unknown[] = []>(
  lire: (unite: UniteDeLecture, ...sujets: Sujets) => Promise<Lu>,
  cle: (...sujets: Sujets) => string = () => '',
): LectureDUnite<Lu, Sujets> {
  const lectures = new WeakMap<UniteDeLecture, Map<string, Promise<Lu>>>();
  const deLUnite = (unite: UniteDeLecture): Map<string, Promise<Lu>> => {
    const connues = lectures.get(unite) ?? new Map<string, Promise<Lu>>();
    lectures.set(unite, connues);
    return connues;
  };
  const lectureDUnite = (unite: UniteDeLecture, ...sujets: Sujets): Promise<Lu> => {
    if (ecrit(unite)) return lire(unite, ...sujets);
    const connues = deLUnite(unite);
    const lecture = connues.get(cle(...sujets)) ?? lire(unite, ...sujets);
    connues.set(cle(...sujets), lecture);
    return lecture;
  };
  return Object.assign(lectureDUnite, {
    connaitre: (unite: UniteDeLecture, lu: Lu, ...sujets: Sujets): void => {
      deLUnite(unite).set(cle(...sujets), Promise.resolve(lu));
    },
  });
}
