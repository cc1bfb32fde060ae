import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { secretBox } from '#src/domain/acces/compte/secret-box.ts';
import { codeDeSecoursLu, nouveauxCodes } from '#src/domain/acces/compte/second-facteur.ts';
import { adresseDEnrolement, enBase32, hotp, pasDe, pasDuCode } from '#src/domain/acces/compte/totp.ts';

const SECRET = Buffer.from('12345678901234567890');

describe('codes of the telephone', () => {
  test('are those of RFC 4226, appendix D', () => {
    expect(Array.from({ length: 10 }, (_, compteur) => hotp(SECRET, compteur))).toEqual([
      '755224',
      '287082',
      '359152',
      '969429',
      '338314',
      '254676',
      '287922',
      '162583',
      '399871',
      '520489',
    ]);
  });

  test.each([
    [59, '94287082'],
    [1111111109, '07081804'],
    [1111111111, '14050471'],
    [1234567890, '89005924'],
    [2000000000, '69279037'],
    [20000000000, '65353130'],
  ])('at %i s are those of RFC 6238, appendix B', (secondes, code) => {
    expect(hotp(SECRET, pasDe(secondes * 1000), 8)).toBe(code);
    expect(pasDuCode(SECRET, code.slice(2), secondes * 1000)).toBe(pasDe(secondes * 1000));
  });

  test('are taken one step early or late, no further', () => {
    const maintenant = 1_700_000_000_000;
    const ecarts = [-2, -1, 0, 1, 2].map((ecart) =>
      pasDuCode(SECRET, hotp(SECRET, pasDe(maintenant) + ecart), maintenant),
    );
    expect(ecarts).toEqual([null, pasDe(maintenant) - 1, pasDe(maintenant), pasDe(maintenant) + 1, null]);
  });

  test.each(['', '12345', '1234567', '12345a', '１２３４５６', ' 755224'])('%j is no code', (code) => {
    expect(pasDuCode(SECRET, code, 0)).toBeNull();
  });

  test('the secret is written as RFC 4648 says', () => {
    expect(
      ['', 'f', 'fo', 'foo', 'foob', 'fooba', 'foobar'].map((texte) => enBase32(Buffer.from(texte))),
    ).toEqual(['', 'MY', 'MZXQ', 'MZXW6', 'MZXW6YQ', 'MZXW6YTB', 'MZXW6YTBOI']);
    const adresse = new URL(adresseDEnrolement(SECRET, 'a+b@caf.fr'));
    expect([adresse.protocol, adresse.host, decodeURIComponent(adresse.pathname)]).toEqual([
      'otpauth:',
      'totp',
      '/Mon Compte Partenaire:a+b@caf.fr',
    ]);
    expect(adresse.searchParams.get('secret')).toBe(enBase32(SECRET));
  });
});

describe('codes kept on paper', () => {
  test('are ten, all different, and read whatever the hyphens, spaces and case', () => {
    const codes = nouveauxCodes();
    expect(new Set(codes).size).toBe(10);
    for (const code of codes) {
      expect(code).toMatch(/^([A-Z2-7]{4}-){3}[A-Z2-7]{4}$/);
      expect(codeDeSecoursLu(` ${code.toLowerCase().replaceAll('-', ' ')} `)).toBe(code.replaceAll('-', ''));
    }
    for (const faux of ['123456', 'ABCD', '0000-0000-0000-0000', `${codes[0] ?? ''}A`])
      expect(codeDeSecoursLu(faux)).toBeNull();
  });
});

describe('the chest', () => {
  const mien = secretBox('secret du serveur', 'essai');
  test('gives back what was put in, to the same account and with the same key only', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), fc.string({ maxLength: 40 }), (secret, compte) => {
        const ferme = mien.fermer(secret, compte);
        const ouvert = mien.ouvrir(ferme, compte);
        expect(secret.length === 0 ? ouvert === null || ouvert.length === 0 : ouvert?.equals(secret)).toBe(
          true,
        );
        expect(mien.ouvrir(ferme, `${compte}x`)).toBeNull();
        expect(secretBox('autre secret', 'essai').ouvrir(ferme, compte)).toBeNull();
        expect(secretBox('secret du serveur', 'autre usage').ouvrir(ferme, compte)).toBeNull();
      }),
      { numRuns: 50 },
    );
  });

  test('opens nothing that was touched', () => {
    const octets = Buffer.from(mien.fermer(SECRET, 'compte'), 'base64url');
    for (let rang = 0; rang < octets.length; rang += 1) {
      const touche = Buffer.from(octets);
      touche.writeUInt8(touche.readUInt8(rang) ^ 1, rang);
      expect(mien.ouvrir(touche.toString('base64url'), 'compte')).toBeNull();
    }
    for (const rien of ['', 'x', '!!!']) expect(mien.ouvrir(rien, 'compte')).toBeNull();
  });
});
