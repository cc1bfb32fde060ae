import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ecrireNombre, lireNombre, type GenreDeNombre } from '#src/engine/saisie/index.ts';

const lu = (texte: string, genre: GenreDeNombre = 'euro') => {
  const lecture = lireNombre(texte, genre);
  return 'valeur' in lecture ? lecture.valeur : lecture.faute;
};

describe('an amount', () => {
  it.each([
    ['1234,56', '1234.56'],
    ['1234.56', '1234.56'],
    ['1 234,56', '1234.56'],
    ['1\u00a0234,56', '1234.56'],
    ['1\u202f234\u202f567,8', '1234567.8'],
    ['1\u2009234', '1234'],
    ['1\t234', '1234'],
    ['48.250,00', '48250'],
    ['1,234.56', '1234.56'],
    ['1.234.567,89', '1234567.89'],
    ['1,234,567.89', '1234567.89'],
    ['1.234.567', '1234567'],
    ['1’234’567.50', '1234567.5'],
    ["12'500", '12500'],
    ['1234,56 €', '1234.56'],
    ['€ 1234,5', '1234.5'],
    ['1234,56 EUR', '1234.56'],
    ['EUR 12', '12'],
    ['12 euros', '12'],
    ['.8', '0.8'],
    [',8', '0.8'],
    ['0,125', '0.125'],
    ['0.125', '0.125'],
    ['−1 200,00', '-1200'],
    ['–12', '-12'],
    ['‑12', '-12'],
    ['(1 200,00)', '-1200'],
    ['(1 200,00) €', '-1200'],
    ['+12', '12'],
    ['1234.567', '1234.567'],
    ['1 234,567', '1234.567'],
    ['\u200b12\u200e', '12'],
    ['007', '7'],
  ])('« %s » is %s', (ecrit, attendu) => {
    expect(lu(ecrit)).toBe(attendu);
  });

  it.each([
    ['12.500', '12500', '12,50'],
    ['12,500', '12500', '12,50'],
    ['1.234', '1234', '1,234'],
    ['1,000 €', '1000', '1,00'],
    ['-12.500', '12500', '12,50'],
  ])('« %s » may be read twice: both are offered', (ecrit, entier, decimal) => {
    const faute = lu(ecrit);
    expect(faute).toContain('peut se lire');
    expect(faute).toContain(`Écrivez « ${entier} » ou « ${decimal} ».`);
  });

  it.each(['1 2 3', '12 34', '1 23,5'])('« %s » parts no thousands: said so', (ecrit) => {
    expect(lu(ecrit)).toContain('groupes de trois chiffres');
  });

  it.each([
    'abc',
    '1,234,56',
    '1e3',
    '--2',
    'NaN',
    '0x10',
    '12,',
    '()',
    '€',
    '1.2.3',
    '1 234.567,89 x',
    '-',
    '80 %',
  ])('« %s » is none', (ecrit) => {
    expect(lu(ecrit)).toContain('n’est pas un nombre');
  });
});

describe('an Etp, hours, a rate', () => {
  it.each([
    ['0,8', '0.8'],
    ['0,125', '0.125'],
    ['1,125', '1.125'],
    ['1,500', '1.5'],
    ['0.125', '0.125'],
    ['1.5', '1.5'],
    ['1.5000', '1.5'],
    ['1 607,5', '1607.5'],
  ])('« %s » is %s: the comma is decimal', (ecrit, attendu) => {
    expect(lu(ecrit, 'decimal')).toBe(attendu);
  });

  it.each([
    ['1.500', '1500', '1,5'],
    ['12.125', '12125', '12,125'],
  ])('« %s » may be read twice: both are offered', (ecrit, entier, decimal) => {
    expect(lu(ecrit, 'decimal')).toContain(`Écrivez « ${entier} » ou « ${decimal} ».`);
  });

  it('in per cent is explained', () => {
    expect(lu('80 %', 'decimal')).toBe('« 80 % » est un pourcentage : écrivez « 0,8 ».');
    expect(lu('12,5%', 'decimal')).toContain('« 0,125 »');
  });
});

describe('a whole number', () => {
  it.each([
    ['12', '12'],
    ['1 500', '1500'],
    ['1,5', '1.5'],
  ])('« %s » is %s', (ecrit, attendu) => expect(lu(ecrit, 'entier')).toBe(attendu));
  it.each(['12.000', '12,000'])('« %s » is not taken for twelve', (ecrit) =>
    expect(lu(ecrit, 'entier')).toContain('Écrivez « 12000 »'),
  );
});

describe('whatever the number', () => {
  const nombre = fc.record({
    entiere: fc.bigInt({ min: 0n, max: 10n ** 14n }),
    fraction: fc.string({ unit: fc.constantFrom(...'0123456789'), maxLength: 8 }),
    negatif: fc.boolean(),
  });
  const exact = ({
    entiere,
    fraction,
    negatif,
  }: {
    entiere: bigint;
    fraction: string;
    negatif: boolean;
  }): string => {
    const decimales = fraction.replace(/0+$/, '');
    const absolu = decimales === '' ? String(entiere) : `${entiere}.${decimales}`;
    return negatif && absolu !== '0' ? `-${absolu}` : absolu;
  };
  const grouper = (entiere: bigint, separateur: string) =>
    String(entiere).replace(/\B(?=(\d{3})+$)/g, separateur);

  it('written by us, it reads back as itself', () => {
    fc.assert(
      fc.property(nombre, (un) => {
        const valeur = exact(un);
        expect(lu(ecrireNombre(valeur), 'decimal')).toBe(valeur);
        if (un.fraction.replace(/0+$/, '').length !== 3) expect(lu(ecrireNombre(valeur))).toBe(valeur);
      }),
    );
  });

  it('written as a spreadsheet does, it reads as itself or is refused, never as another', () => {
    fc.assert(
      fc.property(
        nombre,
        fc.constantFrom(' ', '\u00a0', '\u202f', '.', ',', '’', ''),
        fc.constantFrom(',', '.'),
        fc.constantFrom<GenreDeNombre>('euro', 'decimal', 'entier'),
        (un, groupe, virgule, genre) => {
          fc.pre(groupe !== virgule);
          const ecrit = `${un.negatif ? '−' : ''}${grouper(un.entiere, groupe)}${un.fraction === '' ? '' : `${virgule}${un.fraction}`}`;
          const lecture = lireNombre(ecrit, genre);
          // With one mark only and three digits after it, the writer may have meant thousands or a fraction.
          const uneSeule = un.fraction === '' && /^\D?\d{1,3}[.,]\d{3}$/.test(ecrit);
          if ('valeur' in lecture && !uneSeule) expect(lecture.valeur).toBe(exact(un));
          if ('faute' in lecture) expect(lecture.faute).toContain('peut se lire');
        },
      ),
    );
  });
});
