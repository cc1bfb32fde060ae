import { describe, expect, it } from 'vitest';
import { aReverifier, compterCitations, limiteDeFraicheur } from '#src/engine/index.ts';
import type { FichierDeParametres, Parametre } from '#src/engine/index.ts';
import { derive, fichier, regle } from './appui.ts';

const source = (id: string, verifieLe: string) => ({ ...fichier().sources[0]!, id, verifieLe });
const seuil = fichier().parametres['seuil'] as Parametre;
const date = (du: string, derniereVerification: string) => ({
  ...seuil.valeurs[0]!,
  du,
  derniereVerification,
});
const noms = (jour: string, delai: number, sources: readonly ReturnType<typeof source>[]): string[] =>
  aReverifier({ sources }, limiteDeFraicheur(jour, delai)).map(({ nom }) => nom);

describe('what is to be verified again', () => {
  it('is older than the delay: on its last day, a verification is still fresh', () => {
    const sources = [
      source('VEILLE', '2025-11-22'),
      source('JUSTE', '2025-11-23'),
      source('RECENTE', '2025-11-24'),
    ];
    expect(noms('2026-11-23', 12, sources)).toEqual(['VEILLE']);
    expect(noms('2026-11-24', 12, sources)).toEqual(['VEILLE', 'JUSTE']);
    expect(noms('2026-11-23', 13, sources)).toEqual([]);
  });

  it('counts months to the last day of a shorter month', () => {
    expect(limiteDeFraicheur('2026-03-31', 1)).toBe('2026-02-28');
    expect(noms('2026-03-31', 1, [source('FIN', '2026-02-28'), source('AVANT', '2026-02-27')])).toEqual([
      'AVANT',
    ]);
  });

  it('is each dated value by itself and each source, the oldest first; a shared parameter is left to its own file', () => {
    const parametres = {
      seuil: { ...seuil, valeurs: [date('2019-01-01', '2024-05-01'), date('2020-01-01', '2026-05-01')] },
      plafond: { partage: 'ram', version: '1.0.0', nom: 'plafondEtp' },
    };
    expect(aReverifier({ sources: [source('SRC-1', '2023-01-01')], parametres }, '2025-01-01')).toEqual([
      { genre: 'source', nom: 'SRC-1', libelle: 'Note, page 1', du: null, verifieLe: '2023-01-01' },
      { genre: 'valeur', nom: 'seuil', libelle: 'Seuil', du: '2019-01-01', verifieLe: '2024-05-01' },
    ]);
  });
});

describe('the citations visited', () => {
  it('are those of the rules, of the values and of the derived facts, each as often as it is made', () => {
    const [une] = fichier().regles;
    expect(compterCitations(fichier())).toBe(2);
    expect(
      compterCitations(
        fichier({
          regles: [une!, regle('ESS-002', 'DEPASSE', une!.conditions)],
          faitsDerives: { double: derive('euro', 'montant', { sources: ['SRC-1#a', 'SRC-1#b'] }) },
        }),
      ),
    ).toBe(5);
  });

  it('are those of the values in a shared parameter file', () => {
    const partage: FichierDeParametres = {
      format: 'mcp.parametres/1',
      id: 'ram',
      version: '1.0.0',
      titre: 'Ram',
      sources: fichier().sources,
      questions: {},
      parametres: {
        seuil: { ...seuil, valeurs: [date('2019-01-01', '2024-05-01'), date('2020-01-01', '2024-05-01')] },
      },
    };
    expect(compterCitations(partage)).toBe(2);
  });
});
