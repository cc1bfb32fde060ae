import { describe, expect, it } from 'vitest';
import { analyser } from '#src/engine/analyse/index.ts';
import { hasard } from '#src/engine/analyse/cellules.ts';
import { observer } from '#src/engine/analyse/observation.ts';
import type { Condition, Regle } from '#src/engine/format.ts';
import { combinaisons } from '#test/rules/appui.ts';
import { DATE, derive, jeu, regle } from '../appui.ts';
import { NATURE, AGE, UNIQUE, compare, tout, rapport } from './fixture.ts';

describe('exactness', () => {
  it('gives up a file too large for a proof in bearable time, and says so', () => {
    const noms = Array.from({ length: 24 }, (_, rang) => `fait${rang}`);
    const faits = Object.fromEntries(noms.map((nom) => [nom, { ...AGE, min: 0 }]));
    const regles = noms.map((_, rang) =>
      regle(`R-${rang}`, 'CONFORME', {
        any: noms.map((autre, place) => compare(autre, 'equal', (rang * 7 + place * 3) % 90)),
      }),
    );
    const lu = rapport(faits, regles);
    expect(lu.exacte).toBe(false);
    expect(lu.methode).toContain('Sur échantillon seulement : ');
    expect(lu.cellules).toBeLessThan(60_000);
  });

  it('says of 120 generated files what trying every case says', () => {
    const tirer = hasard(2019);
    const au = <T>(choix: readonly T[]): T => choix[tirer(choix.length)]!;
    const feuille = (): Condition => {
      const fact = au(['x', 'y', 'nature', 'ouvert', 'loin', 'rang']);
      if (fact === 'nature' || fact === 'rang')
        return compare(fact, au(['equal', 'notEqual']), au(['a', 'b', 'c']));
      if (fact === 'ouvert' || fact === 'loin') return compare(fact, 'equal', tirer(2) === 0);
      return compare(
        fact,
        au(['equal', 'lessThan', 'lessThanInclusive', 'greaterThan', 'greaterThanInclusive']),
        tirer(4),
      );
    };
    const condition = (): Regle['conditions'] =>
      au([
        () => tout(feuille()),
        () => tout(feuille(), feuille()),
        () => ({ any: [feuille(), feuille()] }),
        () => ({ not: tout(feuille(), feuille()) }),
      ])();
    const [x, ouvert] = [
      { ...AGE, max: 3 },
      {
        libelle: 'x',
        type: 'booleen',
        origine: 'x',
        requisSi: { all: [{ fact: 'nature', operator: 'equal', value: 'a' }] },
      } as const,
    ];
    const cas = combinaisons({ x: [0, 1, 2, 3], y: [0, 1, 2, 3], nature: ['a', 'b', 'c'] }).flatMap((un) =>
      [true, false, null].map((valeur) => ({ ...un, ouvert: valeur })),
    );
    let constats = 0;
    for (let rang = 0; rang < 120; rang++) {
      const faitsDerives = {
        loin: derive(
          'booleen',
          au([
            'x + y >= 4',
            'x - y > 1',
            'abs(x - y) <= 1',
            'max(x, y) == 3',
            'present(ouvert) ? ouvert : x < y',
          ]),
        ),
        rang: derive(
          'enum',
          au(['x < y ? "a" : loin ? "b" : "c"', 'nature == "a" ? "b" : nature', 'loin && x > 1 ? "a" : "b"']),
          { valeurs: ['a', 'b', 'c'] },
        ),
      };
      const regles = [1, 2, 3].map((numero) =>
        regle(`R-${numero}`, au(['CONFORME', 'DEPASSE']), condition()),
      );
      const essai = jeu({
        faits: { x, y: x, nature: NATURE, ouvert },
        faitsDerives,
        regles,
        parametres: {},
        scenarios: [],
        decision: UNIQUE,
        messages: { fr: { depasse: { quoi: 'x', corriger: 'x' } } },
      });
      const vus = new Set<string>();
      const atteintes = new Set<string>();
      for (const un of cas) {
        const observation = observer(essai, DATE, un);
        if (observation.genre === 'defaut' && observation.regles) vus.add(observation.regles.join('+'));
        if ('regles' in observation) for (const id of observation.regles ?? []) atteintes.add(id);
      }
      const lu = analyser(essai);
      expect(lu.exacte).toBe(true);
      expect(
        new Set(
          lu.constats
            .filter(({ genre }) => genre !== 'inatteignable')
            .map(({ regles: ids }) => ids.join('+')),
        ),
      ).toEqual(vus);
      expect(
        lu.constats.filter(({ genre }) => genre === 'inatteignable').flatMap(({ regles: ids }) => ids),
      ).toEqual(['R-1', 'R-2', 'R-3'].filter((id) => !atteintes.has(id)));
      constats += lu.constats.length;
    }
    expect(constats).toBeGreaterThan(100);
  });
});
