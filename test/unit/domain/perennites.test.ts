/** Which accounts of a year are asked of whom is said by the referential. */
import { describe, expect, it } from 'vitest';
import { Perennites, perennitesAu } from '#src/domain/formulaire/perennite.ts';
import { registreDesFichiers } from '#test/support/registre-des-fichiers.ts';

const perennites = new Perennites([
  { code: 'previsionnelle', libelle: 'Prévisionnelle', demandee: [{}] },
  {
    code: 'juin',
    libelle: 'Actualisée de juin',
    demandee: [
      { types: ['EAJE'], cafs: ['591'], duExercice: 2023 },
      { cafs: ['801'], duExercice: 2023, auExercice: 2023 },
    ],
  },
  { code: 'ancienne', libelle: 'Ancienne', demandee: [] },
]);
const codes = (type: string, caf: string, exercice: number) =>
  perennites.demandees(type, caf, exercice).map(({ code }) => code);

describe('a pérennité', () => {
  it('is asked of all where its line leaves out whom, and of nobody without a line', () => {
    expect(codes('RAM', '451', 2020)).toEqual(['previsionnelle']);
  });
  it('is asked of a type, in a Caf, from an exercice on', () => {
    expect(codes('EAJE', '591', 2023)).toEqual(['previsionnelle', 'juin']);
    expect(codes('EAJE', '591', 2022)).toEqual(['previsionnelle']);
    expect(codes('RAM', '591', 2023)).toEqual(['previsionnelle']);
  });
  it('is asked for one exercice, its last one included', () => {
    expect(codes('RAM', '801', 2023)).toEqual(['previsionnelle', 'juin']);
    expect(codes('RAM', '801', 2024)).toEqual(['previsionnelle']);
  });
  it('that no version has any more is called by its code, before those of the year', () => {
    expect(perennites.libelle('mensuelle')).toBe('mensuelle');
    expect(perennites.rang('mensuelle')).toBeLessThan(perennites.rang('previsionnelle'));
  });
  it('is one of three in the delivered file, in the order of the year', async () => {
    const livrees = perennitesAu(await registreDesFichiers(), '2026-12-31');
    expect(livrees.demandees('RAM', '451', 2026).map(({ libelle }) => libelle)).toEqual([
      'Prévisionnelle',
      'Actualisée',
      'Réelle',
    ]);
  });
});
