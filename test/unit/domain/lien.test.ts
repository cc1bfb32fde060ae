import { describe, expect, it } from 'vitest';
import { AdresseInterdite, lireAdresse } from '#src/domain/echanges/lien/commandes.ts';

describe('the address of a link', () => {
  it('is kept as a browser writes it', () => {
    expect(lireAdresse(' https://www.caf.fr/partenaires ')).toBe('https://www.caf.fr/partenaires');
    expect(lireAdresse('https://www.caf.fr/"><script>')).not.toContain('<');
  });
  it.each([
    'javascript:alert(1)',
    'JavaScript:alert(1)',
    'java\nscript:alert(1)',
    'data:text/html,x',
    'http://www.caf.fr/',
    '//www.caf.fr/',
    '/partenaires',
    'www.caf.fr',
    'https://',
    'https://localhost/',
    'https://caf:secret@exemple.fr/',
    '',
  ])('%j is refused', (adresse) => {
    expect(() => lireAdresse(adresse)).toThrow(AdresseInterdite);
  });
});
