import { describe, expect, it } from 'vitest';
import { FaitInconnu, FaitInvalide, FaitRefuse, FaitsIllisibles } from '#src/engine/erreurs.ts';
import { lireFaits } from '#src/engine/faits.ts';
import type { DeclarationDeFait } from '#src/engine/format.ts';

const DECLARATIONS = new Map<string, DeclarationDeFait>(
  Object.entries({
    etp: { libelle: 'Etp', type: 'etp', min: '0', max: '20', origine: 'x' },
    mois: { libelle: 'Mois', type: 'mois', min: 0, max: 12, origine: 'x' },
    nombre: { libelle: 'Nombre', type: 'entier', min: 0, origine: 'x' },
    exercice: { libelle: 'Exercice', type: 'annee', origine: 'x' },
    ouvert: { libelle: 'Ouvert', type: 'booleen', origine: 'x' },
    debut: { libelle: 'Début', type: 'date', min: '2015-01-01', origine: 'x' },
    nature: { libelle: 'Nature', type: 'enum', valeurs: ['a', 'b'], origine: 'x' },
    note: { libelle: 'Note', type: 'texte', origine: 'x' },
  } satisfies Record<string, DeclarationDeFait>),
);

function lire(nom: string, brut: unknown): string {
  return String(lireFaits(DECLARATIONS, { [nom]: brut }).get(nom));
}

describe('facts at the border', () => {
  it.each([
    ['etp', '0.80', '0.8'],
    ['etp', 0.8, '0.8'],
    ['etp', 6, '6'],
    ['etp', 0.0000001, '0.0000001'],
    ['etp', 0.1 + 0.2, '0.30000000000000004'],
    ['etp', '0.33333333333333333333', '0.33333333333333333333'],
    ['etp', '20', '20'],
    ['mois', 12, '12'],
    ['mois', 3.0, '3'],
    ['exercice', 2019, '2019'],
    ['ouvert', false, 'false'],
    ['debut', '2020-02-29', '2020-02-29'],
    ['nature', 'b', 'b'],
    ['note', '<b>', '<b>'],
  ])('%s accepts %j', (nom, brut, attendu) => {
    expect(lire(nom, brut)).toBe(attendu);
  });

  it('takes null and a missing key as absent', () => {
    expect([...lireFaits(DECLARATIONS, { etp: null, mois: undefined }).keys()]).toEqual([]);
  });

  it.each([
    ['etp', '0,80', 'Le séparateur décimal est le point'],
    ['etp', '1 200', 'nombre décimal'],
    ['etp', '', 'nombre décimal'],
    ['etp', true, 'nombre décimal'],
    ['etp', [1], 'nombre décimal'],
    ['etp', '1e1', 'nombre décimal'],
    ['etp', 1e-21, 'trop de chiffres'],
    ['etp', `0.${'1'.repeat(21)}`, 'nombre décimal'],
    ['etp', 1e20, 'trop de chiffres'],
    ['etp', '-0.01', 'la plus petite valeur admise est 0'],
    ['etp', '20.0001', 'la plus grande valeur admise est 20'],
    ['mois', 3.5, 'nombre entier'],
    ['mois', '3', 'nombre entier'],
    ['mois', 13, 'la plus grande valeur admise est 12'],
    ['nombre', -1, 'la plus petite valeur admise est 0'],
    ['nombre', 9007199254740993, 'nombre entier'],
    ['exercice', '2019', 'nombre entier'],
    ['ouvert', 'true', 'true ou false'],
    ['ouvert', 1, 'true ou false'],
    ['debut', '2019-02-30', 'n’existe pas au calendrier'],
    ['debut', '30/02/2019', 'AAAA-MM-JJ'],
    ['debut', 20190228, 'AAAA-MM-JJ'],
    ['debut', '2014-12-31', 'la plus petite valeur admise est 2015-01-01'],
    ['nature', 'c', 'les valeurs admises sont a, b'],
    ['nature', 1, 'texte'],
    ['note', 'x'.repeat(4001), '4000'],
    ['note', {}, 'texte'],
  ])('%s refuses %j and names the fact: %s', (nom, brut, raison) => {
    const lireFait = (): unknown => lireFaits(DECLARATIONS, { [nom]: brut });
    expect(lireFait).toThrow(FaitInvalide);
    expect(lireFait).toThrow(raison);
    expect(lireFait).toThrow(`« ${nom} »`);
  });

  it('refuses an undeclared fact and proposes the nearest name', () => {
    expect(() => lireFaits(DECLARATIONS, { natur: 'a' })).toThrow(FaitInconnu);
    expect(() => lireFaits(DECLARATIONS, { natur: 'a' })).toThrow('vouliez-vous dire « nature »');
  });

  it.each(['constructor', 'toString', '__proto__'])('does not take « %s » for a declared fact', (nom) => {
    expect(() => lireFaits(DECLARATIONS, JSON.parse(`{"${nom}": 1}`) as Record<string, unknown>)).toThrow(
      FaitInconnu,
    );
  });

  it.each([[[]], ['x'], [3], [null]])('refuses facts that are not an object: %j', (brut) => {
    expect(() => lireFaits(DECLARATIONS, brut as never)).toThrow(FaitsIllisibles);
  });

  it('carries the name of the fact for the screens', () => {
    try {
      lireFaits(DECLARATIONS, { mois: 13 });
      expect.unreachable();
    } catch (erreur) {
      expect(erreur instanceof FaitRefuse && erreur.fait).toBe('mois');
    }
  });
});
