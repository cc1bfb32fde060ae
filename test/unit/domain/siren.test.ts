import { describe, expect, it } from 'vitest';
import {
  lireSiren,
  SirenIncorrect,
  SiretAuLieuDuSiren,
} from '#src/domain/contractualisation/organisme/siren.ts';

describe('a SIREN', () => {
  it.each([
    ['732829320', '732829320'],
    ['732 829 320', '732829320'],
    ['214 500 530', '214500530'],
    ['356000000', '356000000'],
  ])('%s is read as %s', (texte, attendu) => {
    expect(lireSiren(texte)).toBe(attendu);
  });

  it.each([
    '',
    '73282932',
    '7328293200',
    '732829321',
    '372829320',
    '000000000',
    'ABCDEFGHI',
    '73282932O',
    "1'; drop table",
  ])('« %s » is refused on its field', (texte) => {
    expect(() => lireSiren(texte)).toThrow(SirenIncorrect);
    try {
      lireSiren(texte);
    } catch (erreur) {
      expect((erreur as SirenIncorrect).champs['siren']).toContain('9 chiffres');
    }
  });

  it('is found in the Siret typed in its place, and offered', () => {
    for (const siret of ['73282932000074', '732 829 320 00074'])
      expect(() => lireSiren(siret)).toThrow(SiretAuLieuDuSiren);
    expect(() => lireSiren('73282932000074')).toThrow('ses neuf premiers chiffres : 732\u00a0829\u00a0320.');
    expect(() => lireSiren('73282932100074')).toThrow(SirenIncorrect);
  });
});
