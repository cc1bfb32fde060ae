import { describe, expect, it } from 'vitest';
import { lireSiren, SirenIncorrect } from '#src/domain/organisme/siren.ts';

describe('a SIREN', () => {
  it.each([['732829320', '732829320'], ['732 829 320', '732829320'], ['214 500 530', '214500530'], ['356000000', '356000000']])('%s is read as %s', (texte, attendu) => {
    expect(lireSiren(texte)).toBe(attendu);
  });

  it.each(['', '73282932', '7328293200', '732829321', '372829320', '000000000', 'ABCDEFGHI', '73282932O', "1'; drop table"])('« %s » is refused on its field', (texte) => {
    expect(() => lireSiren(texte)).toThrow(SirenIncorrect);
    try {
      lireSiren(texte);
    } catch (erreur) {
      expect((erreur as SirenIncorrect).champs['siren']).toContain('9 chiffres');
    }
  });
});
