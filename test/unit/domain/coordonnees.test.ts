import { describe, expect, it } from 'vitest';
import { courriel, telephoneFacultatif } from '#src/kernel/saisie/saisie.ts';
import { ecrireTelephone, lireTelephone } from '#src/kernel/saisie/telephone.ts';

describe('a telephone number', () => {
  it.each([
    ['02 38 00 00 00', '0238000000'],
    ['02.38.00.00.00', '0238000000'],
    ['02-38-00-00-00', '0238000000'],
    ['02/38/00/00/00', '0238000000'],
    ['0238000000', '0238000000'],
    ['02\u00a038\u202f00 00 00', '0238000000'],
    ['+33 2 38 00 00 00', '0238000000'],
    ['+33 (0)2 38 00 00 00', '0238000000'],
    ['+33(0)238000000', '0238000000'],
    ['0033 2 38 00 00 00', '0238000000'],
    ['00 33 (0)2 38 00 00 00', '0238000000'],
    ['Tél. : 02 38 00 00 00', '0238000000'],
    ['tel:+33238000000', '0238000000'],
    ['+262 692 00 00 00', '0692000000'],
    ['+262 (0)692 00 00 00', '0692000000'],
    ['0692000000', '0692000000'],
    ['+590 590 00 00 00', '0590000000'],
    ['+594 594 00 00 00', '0594000000'],
    ['+596 696 00 00 00', '0696000000'],
    ['+32 2 555 12 12', '+3225551212'],
    ['+1 (212) 555-0123', '+12125550123'],
  ])('« %s » is %s', (ecrit, numero) => {
    expect(lireTelephone(ecrit)).toEqual({ numero });
  });

  it.each([
    ['+330238000000', 'n’écrivez pas le premier 0'],
    ['+33 02 38 00 00 00', 'n’écrivez pas le premier 0'],
    ['+0238000000', 'ne commence pas par 0'],
    ['+33 2 38', 'incorrect'],
    ['12', 'incorrect'],
    ['00 38 00 00 00 00 00 00 00', 'incorrect'],
    ['<b>', 'incorrect'],
  ])('« %s » is refused: %s', (ecrit, raison) => {
    expect(lireTelephone(ecrit)).toEqual({ faute: expect.stringContaining(raison) });
    expect(telephoneFacultatif('Téléphone').safeParse(ecrit).error?.issues[0]?.message).toMatch(
      /^Téléphone : /,
    );
  });

  it('is shown in one form, however it was recorded, and shown again reads the same', () => {
    for (const enregistre of ['0692000000', '+262692000000'])
      expect(ecrireTelephone(enregistre)).toBe('06\u00a092\u00a000\u00a000\u00a000');
    expect(lireTelephone(ecrireTelephone('+33238000000'))).toEqual({ numero: '0238000000' });
    // What could not be recorded today still shows.
    expect(ecrireTelephone('+330238000000')).toBe('+330238000000');
  });
});

describe('a mail address', () => {
  const lire = (ecrit: string) => courriel('Adresse mail').safeParse(ecrit);
  it.each([
    'jean@x.fr',
    ' Jean@X.fr\u00a0',
    'Jean Dupont <jean@x.fr>',
    '"Dupont, Jean" <jean@x.fr>;',
    'mailto:jean@x.fr',
    '<mailto:jean@x.fr?subject=Bonjour>',
    'jean@x.fr;',
    'jean@x.fr ,',
    'jean@x.fr.',
    '\u200bjean@x.fr',
    "'jean@x.fr'",
  ])('« %s » is understood', (ecrit) => {
    expect(lire(ecrit)).toMatchObject({ data: 'jean@x.fr' });
  });
  it('keeps its hyphens, word processors’ included', () => {
    expect(lire('jean\u2011luc@x\u2010y.fr')).toMatchObject({ data: 'jean-luc@x-y.fr' });
  });
  it.each(['jean', 'jean@x.fr; lea@x.fr', 'jean@@x.fr', 'Jean <jean>', '<script>'])(
    '« %s » is refused',
    (ecrit) => {
      expect(lire(ecrit).success).toBe(false);
    },
  );
});
