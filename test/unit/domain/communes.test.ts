import { describe, expect, it } from 'vitest';
import { chercherCommunes, CodePostalIncorrect, communeDe, CommuneInconnue, localiser } from '#src/domain/commune/communes.ts';

const noms = (texte: string, limite?: number) => chercherCommunes(texte, limite).map(({ nom }) => nom);

describe('communes', () => {
  it('are found by the beginning of their name, accents, hyphens and « St » aside', () => {
    expect(noms('briare')[0]).toBe('Briare');
    expect(noms('st jean de braye')).toEqual(['Saint-Jean-de-Braye']);
    expect(noms('NÎMES')[0]).toBe('Nîmes');
  });
  it('are found by postal code and by official code', () => {
    expect(noms('45250')).toContain('Briare');
    expect(noms('45053')).toContain('Briare');
    expect(noms('2A004')).toEqual(['Ajaccio']);
  });
  it('come the most populated first, and no more than asked', () => {
    expect(noms('saint', 3)).toHaveLength(3);
    expect(noms('paris')[0]).toBe('Paris');
  });
  it('are none for an empty or absurd text', () => {
    expect(noms('')).toEqual([]);
    expect(noms('<script>')).toEqual([]);
  });
  it('of former communes are not proposed: only those of today', () => {
    expect(communeDe('01015')?.nom).not.toBe('Arbignieu');
  });
});

describe('a place', () => {
  it('takes the commune’s name and, when it has only one, its postal code', () => {
    expect(localiser('45053', null)).toEqual({ communeCode: '45053', commune: 'Briare', codePostal: '45250' });
    expect(localiser('75056', null).codePostal).toBeNull();
  });
  it('is refused for a commune that does not exist, on the field of the form', () => {
    expect(() => localiser('45999', null)).toThrow(CommuneInconnue);
    try {
      localiser('45999', null, { communeCode: 'lieuCommuneCode', codePostal: 'lieuCodePostal' });
    } catch (erreur) {
      expect(Object.keys((erreur as CommuneInconnue).champs)).toEqual(['lieuCommuneCode']);
    }
  });
  it('is refused when the postal code is another commune’s, and accepts the department’s Cedex', () => {
    expect(() => localiser('45053', '45000')).toThrow(CodePostalIncorrect);
    expect(localiser('45053', '45252').codePostal).toBe('45252');
    expect(() => localiser('45053', '89000')).toThrow(CodePostalIncorrect);
  });
});
