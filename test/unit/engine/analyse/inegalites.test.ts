import { describe, expect, it } from 'vitest';
import { hasard } from '#src/engine/analyse/cellules.ts';
import type { Forme } from '#src/engine/analyse/formes.ts';
import { entier } from '#src/engine/analyse/formes.ts';
import type { Inegalite } from '#src/engine/analyse/inegalites.ts';
import { estPossible, resoudre } from '#src/engine/analyse/inegalites.ts';
import { jourDuRang, rangDuJour } from '#src/engine/analyse/jours.ts';
import { Jour, joursEntre } from '#src/engine/dates.ts';
import { Nombre } from '#src/engine/nombre.ts';

const BORNE = 4;
const NOMS = ['x', 'y', 'z'] as const;

function forme(coefficients: readonly number[], constante: number): Forme {
  return {
    termes: NOMS.flatMap((nom, rang) =>
      coefficients[rang] ? [[nom, entier(coefficients[rang])] as const] : [],
    ),
    constante: entier(constante),
  };
}
const domaine: readonly Inegalite[] = NOMS.flatMap((_, rang) =>
  [1, -1].map((sens) => ({
    forme: forme(
      NOMS.map((__, autre) => (autre === rang ? sens : 0)),
      -BORNE,
    ),
    stricte: false,
  })),
);

function tient(
  { forme: { termes, constante }, stricte }: Inegalite,
  valeurs: Readonly<Record<string, number>>,
): boolean {
  const somme = termes.reduce(
    (total, [nom, coefficient]) => total + Number(coefficient.n) * (valeurs[nom] ?? 0),
    Number(constante.n),
  );
  return stricte ? somme < 0 : somme <= 0;
}

const points = Array.from({ length: (2 * BORNE + 1) ** 3 }, (_, rang) => {
  const [x, y, z] = [1, 2 * BORNE + 1, (2 * BORNE + 1) ** 2].map(
    (poids) => (Math.floor(rang / poids) % (2 * BORNE + 1)) - BORNE,
  );
  return { x: x ?? 0, y: y ?? 0, z: z ?? 0 };
});

describe('systems of inequalities', () => {
  const tirer = hasard(7);
  const petit = (): number => tirer(5) - 2;
  const systemes = Array.from({ length: 300 }, () =>
    Array.from(
      { length: 1 + tirer(4) },
      (): Inegalite => ({
        forme: forme([petit(), petit(), petit()], tirer(13) - 6),
        stricte: tirer(2) === 0,
      }),
    ),
  );

  it('never calls impossible a system that some whole numbers satisfy', () => {
    const faux = systemes.filter(
      (systeme) =>
        points.some((point) => systeme.every((inegalite) => tient(inegalite, point))) &&
        !estPossible([...domaine, ...systeme], () => true),
    );
    expect(faux).toEqual([]);
  });

  it('is exact on differences of two whole numbers, and refuses many systems', () => {
    const differences = Array.from({ length: 300 }, () =>
      Array.from({ length: 1 + tirer(5) }, (): Inegalite => {
        const [plus, moins] = [tirer(3), tirer(3)];
        return {
          forme: forme(
            NOMS.map((_, rang) => (rang === plus ? 1 : 0) - (rang === moins ? 1 : 0)),
            tirer(9) - 4,
          ),
          stricte: tirer(2) === 0,
        };
      }),
    );
    const verdicts = differences.map((systeme) => estPossible([...domaine, ...systeme], () => true));
    expect(verdicts).toEqual(
      differences.map((systeme) =>
        points.some((point) => systeme.every((inegalite) => tient(inegalite, point))),
      ),
    );
    expect(verdicts.filter((possible) => !possible).length).toBeGreaterThan(50);
  });

  it('gives values that satisfy the system', () => {
    let resolus = 0;
    for (const systeme of systemes) {
      const valeurs = resoudre(
        [...domaine, ...systeme],
        () => false,
        (_nom, bas, haut) => {
          if (bas && haut) return bas.valeur.plus(haut.valeur, Nombre).par(entier(2), Nombre);
          return bas?.valeur ?? haut?.valeur ?? entier(0);
        },
      );
      if (!valeurs) continue;
      resolus++;
      for (const {
        forme: { termes, constante },
        stricte,
      } of systeme) {
        const somme = termes.reduce(
          (total, [nom, coefficient]) =>
            total.plus(coefficient.fois(valeurs.get(nom) ?? entier(0), Nombre), Nombre),
          constante,
        );
        expect(stricte ? somme.n < 0n : somme.n <= 0n).toBe(true);
      }
    }
    expect(resolus).toBeGreaterThan(100);
  });
});

describe('dates as days', () => {
  it('agrees with the calendar, leap years included', () => {
    const origine = new Jour('1970-01-01');
    for (const iso of [
      '1900-01-01',
      '1970-01-01',
      '2000-02-29',
      '2019-12-31',
      '2020-02-29',
      '2100-03-01',
      '2999-12-31',
    ]) {
      expect(rangDuJour(iso)).toBe(joursEntre(origine, new Jour(iso)));
      expect(jourDuRang(rangDuJour(iso))).toBe(iso);
    }
  });
});
