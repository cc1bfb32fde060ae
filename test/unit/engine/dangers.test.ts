/** The hazards of json-rules-engine 7.3.1, one by one: each guard, shown to hold. */
import fc from 'fast-check';
import { Engine } from 'json-rules-engine';
import { describe, expect, it } from 'vitest';
import type { Valeur } from '#src/engine/cel/unites.ts';
import { OPERATEURS, normaliser } from '#src/engine/conditions.ts';
import { decider } from '#src/engine/decider.ts';
import { Jour } from '#src/engine/dates.ts';
import { Nombre } from '#src/engine/nombre.ts';
import { PiscineDeMoteurs } from '#src/engine/moteur.ts';
import { DATE, jeu, jeuAvecUneRegle, regle } from './appui.ts';

const nombre = (texte: string): Nombre => Nombre.depuisTexte(texte);

describe('hazard 1: overlapping runs on one engine lose rules', () => {
  const bientot = async (pas: number): Promise<void> => {
    for (let attente = 0; attente < pas; attente++) await Promise.resolve();
  };

  it('stock: runs that start while others end find nothing, in silence', async () => {
    const moteur = new Engine([
      { conditions: { all: [{ fact: 'x', operator: 'equal', value: 1 }] }, event: { type: 'x' } },
    ]);
    const courses = await Promise.all(
      Array.from({ length: 1000 }, (_, i) => bientot(i % 40).then(() => moteur.run({ x: 1 }))),
    );
    expect(courses.filter(({ events }) => events.length === 0).length).toBeGreaterThan(0);
  });

  it('ours: of 1,000 decisions at once none is lost, each its own', async () => {
    const regles = ['ESS-001', 'ESS-002', 'ESS-003'].map((id, rang) =>
      regle(id, 'DEPASSE', {
        all: [{ fact: 'montant', operator: 'greaterThan', value: String(rang * 100) }],
      }),
    );
    const compile = jeu({ regles });
    const decisions = await Promise.all(
      Array.from({ length: 1000 }, (_, i) =>
        decider(compile, { date: DATE, faits: { montant: String(i % 301) } }),
      ),
    );
    decisions.forEach(({ constats }, i) => {
      const montant = i % 301;
      expect(constats.map((constat) => constat.regle)).toEqual(
        regles.map(({ id }) => id).filter((_, rang) => montant > rang * 100),
      );
    });
  });

  it('ours: 1,000 decisions that start while others end, none lost', async () => {
    const compile = jeu();
    const resultats = await Promise.all(
      Array.from({ length: 1000 }, async (_, i) => {
        await bientot(i % 40);
        return decider(compile, { date: DATE, faits: { montant: '2000' } });
      }),
    );
    expect(resultats.filter(({ issues }) => issues.join() === 'DEPASSE')).toHaveLength(1000);
  });

  it('an engine is never lent twice at once, and comes back afterwards', async () => {
    const piscine = new PiscineDeMoteurs([], new Map(), []);
    const pretes = new Set<Engine>();
    let vus = 0;
    const emprunter = (): Promise<void> =>
      piscine.preter(async (moteur) => {
        expect(pretes.has(moteur)).toBe(false);
        pretes.add(moteur);
        vus++;
        await Promise.resolve();
        pretes.delete(moteur);
      });
    await Promise.all(Array.from({ length: 50 }, emprunter));
    expect(vus).toBe(50);
    const premier = await piscine.preter(async (moteur) => moteur);
    expect(await piscine.preter(async (moteur) => moteur)).toBe(premier);
  });

  it('an engine whose run failed is not lent again', async () => {
    const piscine = new PiscineDeMoteurs([], new Map(), []);
    let rate: Engine | undefined;
    await expect(
      piscine.preter(async (moteur) => {
        rate = moteur;
        throw new Error('run failed');
      }),
    ).rejects.toThrow('run failed');
    expect(await piscine.preter(async (moteur) => moteur)).not.toBe(rate);
  });
});

describe('hazard 3: absent facts', () => {
  const faits = {
    nature: { libelle: 'Nature', type: 'enum', valeurs: ['a', 'b'], origine: 'Écran' },
    montant: {
      libelle: 'Montant',
      type: 'euro',
      origine: 'Écran',
      requisSi: { all: [{ fact: 'nature', operator: 'equal', value: 'a' }] },
    },
  } as const;

  it.each([
    ['notEqual', { fact: 'montant', operator: 'notEqual', value: '5' }],
    ['notIn', { fact: 'montant', operator: 'notIn', value: ['5'] }],
    ['not', { not: { fact: 'montant', operator: 'equal', value: '5' } }],
    [
      'not any',
      {
        not: {
          any: [
            { fact: 'montant', operator: 'equal', value: '5' },
            { fact: 'montant', operator: 'greaterThan', value: '9' },
          ],
        },
      },
    ],
    ['lessThanInclusive', { fact: 'montant', operator: 'lessThanInclusive', value: '5' }],
    ['not greaterThan', { not: { fact: 'montant', operator: 'greaterThan', value: '5' } }],
  ] as const)(
    '%s on an absent fact that is not needed is unknown: the rule does not fire',
    async (_nom, condition) => {
      const compile = jeuAvecUneRegle(faits, condition);
      expect((await decider(compile, { date: DATE, faits: { nature: 'b' } })).issues).toEqual(['CONFORME']);
      expect((await decider(compile, { date: DATE, faits: { nature: 'b', montant: '1' } })).issues).toEqual([
        'DEPASSE',
      ]);
    },
  );

  it('a needed fact absent suspends the decision instead of rejecting the run', async () => {
    const compile = jeuAvecUneRegle(faits, { fact: 'montant', operator: 'notEqual', value: '5' });
    expect(await decider(compile, { date: DATE, faits: { nature: 'a' } })).toMatchObject({
      etat: 'faits-manquants',
      manquants: ['montant'],
      issues: [],
    });
  });
});

describe('hazards 4 and 9: stock operators compare decimals and dates wrongly', () => {
  const ecriture = fc
    .tuple(fc.integer({ min: -100_000, max: 100_000 }), fc.integer({ min: 0, max: 4 }))
    .map(([n, e]) => (n / 10 ** e).toFixed(e));

  it('typed operators agree with exact comparison on any two decimals, however they are written', () => {
    fc.assert(
      fc.property(ecriture, ecriture, fc.integer({ min: 0, max: 3 }), (a, b, zeros) => {
        const ecart = Math.sign(Math.round((Number(a) - Number(b)) * 10_000));
        const [x, y] = [nombre(a), nombre(b.includes('.') ? `${b}${'0'.repeat(zeros)}` : b)];
        expect(OPERATEURS.lessThan(x, y)).toBe(ecart < 0);
        expect(OPERATEURS.lessThanInclusive(x, y)).toBe(ecart <= 0);
        expect(OPERATEURS.greaterThan(x, y)).toBe(ecart > 0);
        expect(OPERATEURS.greaterThanInclusive(x, y)).toBe(ecart >= 0);
        expect(OPERATEURS.equal(x, y)).toBe(ecart === 0);
        expect(OPERATEURS.notEqual(x, y)).toBe(ecart !== 0);
        expect(OPERATEURS.in(x, [nombre('7777777'), y])).toBe(ecart === 0);
        expect(OPERATEURS.notIn(x, [y])).toBe(ecart !== 0);
      }),
    );
  });

  it.each([
    ['3', '20', true],
    ['900.00', '1000', true],
    ['6', '6.0', false],
    ['-1', '0', true],
  ])('decides that %s is %s less than %s through the engine', async (montant, seuil, dessous) => {
    const compile = jeuAvecUneRegle(
      { montant: { libelle: 'Montant', type: 'euro', origine: 'Écran' } },
      { fact: 'montant', operator: 'lessThan', value: seuil },
    );
    expect((await decider(compile, { date: DATE, faits: { montant } })).issues).toEqual([
      dessous ? 'DEPASSE' : 'CONFORME',
    ]);
  });

  it('compares dates through the engine', async () => {
    const compile = jeuAvecUneRegle(
      { debut: { libelle: 'Début', type: 'date', origine: 'Écran' } },
      { fact: 'debut', operator: 'lessThan', value: '2019-10-01' },
    );
    expect((await decider(compile, { date: DATE, faits: { debut: '2019-09-30' } })).issues).toEqual([
      'DEPASSE',
    ]);
    expect((await decider(compile, { date: DATE, faits: { debut: '2019-10-01' } })).issues).toEqual([
      'CONFORME',
    ]);
  });

  it('gives false, never true, to values that have no common order', () => {
    for (const [a, b] of [
      [nombre('1'), 'x'],
      [new Jour('2019-01-01'), nombre('1')],
      [null, nombre('0')],
      [true, false],
    ] as [Valeur | null, Valeur][]) {
      expect([OPERATEURS.lessThan(a, b), OPERATEURS.greaterThanInclusive(a, b)]).toEqual([false, false]);
    }
  });
});

describe('hazards 6, 7 and 8', () => {
  it('6: findings come in the order of the file and keep their rule, whatever the engine does', async () => {
    const ids = ['ESS-009', 'ESS-001', 'ESS-005'];
    const compile = jeu({
      regles: ids.map((id) =>
        regle(id, 'DEPASSE', {
          all: [{ fact: 'montant', operator: 'greaterThan', value: { parametre: 'seuil' } }],
        }),
      ),
    });
    const { constats, issues } = await decider(compile, { date: DATE, faits: { montant: '5000' } });
    expect(constats.map(({ regle: id }) => id)).toEqual(ids);
    expect(constats[0]).toMatchObject({
      gravite: 'bloquant',
      certitude: 'explicite',
      source: 'Note, page 1 (SRC-1#a)',
    });
    expect(issues).toEqual(['DEPASSE']);
  });

  it('7: JSONPath is refused even if a condition reached the engine with one', async () => {
    const piscine = new PiscineDeMoteurs([], new Map(), []);
    await expect(
      piscine.preter(async (moteur) => {
        moteur.addRule({
          conditions: { all: [{ fact: 'x', path: '$.a', operator: 'equal', value: 1 }] },
          event: { type: 'x' },
        });
        return moteur.run({ x: { a: 1 } });
      }),
    ).rejects.toThrow('JSONPath');
  });

  it('8: only the facts the rules read reach the engine', async () => {
    const lus: string[] = [];
    const espion = new Proxy(
      new Map<string, Valeur>([
        ['montant', nombre('5')],
        ['autre', nombre('6')],
      ]),
      {
        get(cible, propriete) {
          if (propriete !== 'get') return Reflect.get(cible, propriete) as unknown;
          return (nom: string) => {
            lus.push(nom);
            return cible.get(nom);
          };
        },
      },
    );
    const condition = normaliser({ fact: 'montant', operator: 'equal', value: '5' }, () => 'euro');
    const verdicts = await new PiscineDeMoteurs([{ id: 'ESS-001', condition }], new Map(), [
      'montant',
    ]).executer(espion);
    expect(lus).toEqual(['montant']);
    expect(verdicts.get('ESS-001')?.declenchee).toBe(true);
  });
});
