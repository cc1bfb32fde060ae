import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import Fraction from 'fraction.js';
import { describe, expect, it } from 'vitest';
import { FormuleRefusee } from '#src/engine/erreurs.ts';
import { Nombre } from '#src/engine/nombre.ts';
import { arrondir } from './direct/reference/bibliotheque.ts';
import { Quantite, estEcrite } from './direct/reference/valeurs.ts';

const Exact = Decimal.clone({ precision: 120, rounding: Decimal.ROUND_HALF_UP });
const decimal = fc
  .tuple(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), fc.integer({ min: 0, max: 6 }))
  .map(([entier, echelle]) => new Exact(entier.toString()).div(new Exact(10).pow(echelle)).toFixed());
const nombre = (texte: string): Nombre => Nombre.depuisTexte(texte);

describe('exact numbers', () => {
  it('add, subtract, multiply, compare and round like decimal.js', () => {
    fc.assert(
      fc.property(decimal, decimal, fc.integer({ min: 0, max: 8 }), (a, b, decimales) => {
        const [x, y, p, q] = [nombre(a), nombre(b), new Exact(a), new Exact(b)];
        expect(x.plus(y, Nombre).toString()).toBe(p.plus(q).toFixed());
        expect(x.moins(y, Nombre).toString()).toBe(p.minus(q).toFixed());
        expect(x.fois(y, Nombre).toString()).toBe(p.times(q).toFixed());
        expect(Nombre.compare(x, y)).toBe(p.comparedTo(q));
        expect(x.arrondi(decimales, Nombre).toString()).toBe(p.toDecimalPlaces(decimales).toFixed(decimales));
      }),
    );
  });

  it('compute alike in safe integers, at their limit and beyond, as fraction.js does', () => {
    const limite = BigInt(Number.MAX_SAFE_INTEGER);
    const entier = fc.oneof(
      fc.bigInt({ min: -60n, max: 60n }),
      fc.bigInt({ min: limite - 3n, max: limite + 3n }),
      fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }),
    );
    const rationnel = fc
      .tuple(
        entier,
        entier.filter((d) => d !== 0n),
      )
      .map(([n, d]) => [new Nombre(n, d), new Fraction(n, d)] as const);
    fc.assert(
      fc.property(rationnel, rationnel, fc.integer({ min: 0, max: 10 }), ([a, x], [b, y], decimales) => {
        expect(estEcrite(new Quantite(x.add(y)), a.plus(b, Nombre).toString())).toBe(true);
        expect(estEcrite(new Quantite(x.sub(y)), a.moins(b, Nombre).toString())).toBe(true);
        expect(estEcrite(new Quantite(x.mul(y)), a.fois(b, Nombre).toString())).toBe(true);
        if (y.n !== 0n) expect(estEcrite(new Quantite(x.div(y)), a.par(b, Nombre).toString())).toBe(true);
        expect(Nombre.compare(a, b)).toBe(Math.sign(x.compare(y)));
        expect(estEcrite(arrondir(x, decimales), a.arrondi(decimales, Nombre).toString())).toBe(true);
        expect([a.estEntier, a.estNegatif]).toEqual([x.d === 1n, x.s < 0n]);
      }),
      { numRuns: 200 },
    );
  });

  it('divide like decimal.js, to the last printed digit', () => {
    fc.assert(
      fc.property(
        decimal,
        decimal.filter((b) => Number(b) !== 0),
        (a, b) => {
          const quotient = nombre(a).par(nombre(b), Nombre);
          const attendu = new Exact(a).div(b);
          expect(new Exact(quotient.toString()).minus(attendu).abs().lte(attendu.abs().times('1e-33'))).toBe(
            true,
          );
        },
      ),
    );
  });

  it('give back exactly what was divided', () => {
    fc.assert(
      fc.property(
        decimal,
        decimal.filter((b) => Number(b) !== 0),
        (a, b) => {
          const retour = nombre(a).par(nombre(b), Nombre).fois(nombre(b), Nombre);
          expect(Nombre.compare(retour, nombre(a))).toBe(0);
        },
      ),
    );
  });

  it.each([
    ['1', '1'],
    ['0.50', '0.5'],
    ['-0.00', '0'],
    ['1200', '1200'],
    ['0.10', '0.1'],
  ])('print %s as %s: unrounded, without useless zeros', (texte, attendu) => {
    expect(nombre(texte).toString()).toBe(attendu);
  });

  it('keep the decimals a rounding asked for', () => {
    expect(nombre('0.5').arrondi(4, Nombre).toString()).toBe('0.5000');
    expect(nombre('2').arrondi(0, Nombre).toString()).toBe('2');
  });

  it('print a third with 34 significant digits', () => {
    expect(nombre('1').par(nombre('3'), Nombre).toString()).toBe(`0.${'3'.repeat(34)}`);
  });

  it.each([
    ['0.645', 2, '0.65'],
    ['0.644999999999999999', 2, '0.64'],
    ['-0.645', 2, '-0.65'],
    ['0.00005', 4, '0.0001'],
  ])('round %s to %i decimals half away from zero: %s', (texte, decimales, attendu) => {
    expect(nombre(texte).arrondi(decimales, Nombre).toString()).toBe(attendu);
  });

  it('refuse a division by zero and numbers beyond any use', () => {
    expect(() => nombre('1').par(nombre('0'), Nombre)).toThrow(FormuleRefusee);
    let enorme = nombre('999999999999999');
    expect(() => {
      for (let i = 0; i < 10; i++) enorme = enorme.fois(enorme, Nombre);
    }).toThrow('démesuré');
  });

  it.each(['1,5', '1 000', '', 'abc', '1e3', '+1', '.5', '5.', '0x10', 'NaN', 'Infinity'])(
    'refuse the text « %s »',
    (texte) => {
      expect(() => nombre(texte)).toThrow(FormuleRefusee);
    },
  );
});
