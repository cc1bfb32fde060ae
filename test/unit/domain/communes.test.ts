import { describe, expect, it } from 'vitest';
import {
  CodePostalIncorrect,
  communeDe,
  CommuneInconnue,
  designee,
  localiser,
} from '#src/domain/territoire/commune/communes.ts';
import { nommerCommune } from '#src/domain/territoire/commune/dire.ts';
import { suggererCommunes } from '#src/domain/territoire/commune/suggerer.ts';

const noms = (texte: string, limite?: number) => suggererCommunes(texte, limite).map(nommerCommune);

describe('communes suggested while somebody types', () => {
  it('are those whose name begins so, accents, hyphens and « St » aside', () => {
    expect(noms('briar')[0]).toBe('Briare');
    expect(noms('st jean de bray')).toEqual(['Saint-Jean-de-Braye']);
    expect(noms('NÎMES')[0]).toBe('Nîmes');
  });
  it('are found by postal code and by official code, alone or beside the beginning of a name', () => {
    expect(noms('45250')).toContain('Briare');
    expect(noms('45053')).toEqual(['Briare']);
    expect(noms('2A004')).toEqual(['Ajaccio']);
    expect(noms('45000 orl')[0]).toBe('Orléans');
    expect(noms('saint-d 974')).toEqual(['Saint-Denis']);
  });
  it('give the exact name first, however small: Bou before Boulogne-Billancourt', () => {
    expect(noms('Bou')[0]).toBe('Bou');
    expect(noms('Bou')).toContain('Boulogne-Billancourt');
  });
  it('then the most populated first, 8 at most, each commune once', () => {
    const saints = suggererCommunes('saint').map(({ commune }) => commune);
    expect(saints).toHaveLength(8);
    expect(saints.map(({ population }) => population)).toEqual(
      saints.map(({ population }) => population).sort((a, b) => b - a),
    );
    expect(new Set(noms('annecy', 50)).size).toBe(noms('annecy', 50).length);
    expect(noms('saint', 3)).toHaveLength(3);
  });
  it('lead from the beginning of a former name to the commune of today', () => {
    expect(noms('Annecy-le-V')).toEqual(['Annecy-le-Vieux, aujourd’hui Annecy']);
  });
  it('come near where no name begins so', () => {
    expect(noms('Orlean')[0]).toBe('Orléans');
    expect(noms('Brière 45250')[0]).toBe('Briare');
  });
  it('are none for an empty or absurd text', () => {
    expect(noms('')).toEqual([]);
    expect(noms('<!-- -->')).toEqual([]);
    expect(noms('xyzzy')).toEqual([]);
  });
});

describe('an official code', () => {
  it('that was withdrawn stands for the commune of today, and keeps its name', () => {
    expect(communeDe('74093')).toMatchObject({ code: '74010', nom: 'Annecy' });
    expect(nommerCommune(designee('74093') ?? expect.fail())).toBe('Cran-Gevrier, aujourd’hui Annecy');
  });
  it('that never was stands for none', () => {
    expect(communeDe('45999')).toBeNull();
  });
});

describe('a place', () => {
  it('takes the commune’s name and, when it has only one, its postal code', () => {
    expect(localiser('45053', null)).toEqual({
      communeCode: '45053',
      commune: 'Briare',
      codePostal: '45250',
    });
    expect(localiser('75056', null).codePostal).toBeNull();
  });
  it('keeps the code of a commune that was merged since, and says which it is today', () => {
    expect(localiser('74093', '74960')).toEqual({
      communeCode: '74093',
      commune: 'Cran-Gevrier, aujourd’hui Annecy',
      codePostal: '74960',
    });
  });
  it('is understood when the commune is written as on a letter', () => {
    expect(localiser('45000 ORLEANS', '45000')).toEqual({
      communeCode: '45234',
      commune: 'Orléans',
      codePostal: '45000',
    });
  });
  it('is refused for a commune that does not exist or is not told apart, on the field of the form, with those that may be meant', () => {
    expect(() => localiser('45999', null)).toThrow(CommuneInconnue);
    expect(() => localiser('Saint-Denis', null)).toThrow(/Saint-Denis \(La Réunion, 974\)/);
    try {
      localiser('Brière', null, { communeCode: 'lieuCommuneCode', codePostal: 'lieuCodePostal' });
      expect.fail();
    } catch (erreur) {
      expect((erreur as CommuneInconnue).champs).toEqual({
        lieuCommuneCode: expect.stringContaining('Vouliez-vous dire'),
      });
    }
  });
  it('is refused when the postal code is another commune’s, and accepts the department’s Cedex', () => {
    expect(() => localiser('45053', '45000')).toThrow(CodePostalIncorrect);
    expect(localiser('45053', '45252').codePostal).toBe('45252');
    expect(() => localiser('45053', '89000')).toThrow(CodePostalIncorrect);
  });
});
