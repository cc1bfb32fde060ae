import { describe, expect, it } from 'vitest';
import { cellule, formaterEnListe, formaterValeur } from '#admin/definition/affichage.ts';
import { compter, dateFr, decimalLuFr, instantFr } from '#src/kernel/francais.ts';

const lisible = (texte: string) => texte.replace(/[\u00a0\u202f]/g, ' ');

describe('what a person reads', () => {
  it('is a French date, whatever the zone of the browser', () => {
    expect(dateFr('2019-08-12')).toBe('12/08/2019');
    expect(formaterValeur('date', '2019-01-01', 'America/Guadeloupe')).toBe('01/01/2019');
  });

  it('is an instant at the Caf, to the minute; its day alone in a list', () => {
    expect(lisible(instantFr('2019-12-31T22:30:00.000Z', 'Indian/Reunion'))).toBe('01/01/2020 à 02 h 30');
    expect(lisible(instantFr('2019-12-31T22:30:00.000Z', 'Europe/Paris'))).toBe('31/12/2019 à 23 h 30');
    expect(formaterEnListe('instant', '2019-12-31T22:30:00.000Z', 'Indian/Reunion')).toBe('01/01/2020');
  });

  it.each([
    ['1234567.5', 0, '1 234 567,5'],
    ['0.8000', 0, '0,8'],
    ['1.0000', 0, '1'],
    ['12', 2, '12,00'],
    ['-1234.5', 2, '-1 234,50'],
    ['90071992547409931234.55', 2, '90 071 992 547 409 931 234,55'],
    ['abc', 2, 'abc'],
  ])('is the exact decimal %s with %i digits at least: %s', (valeur, decimales, attendu) => {
    expect(lisible(decimalLuFr(valeur, decimales))).toBe(attendu);
  });

  it('keeps thousands, euros and units on one line', () => {
    expect(formaterValeur('euro', '1234.5', '')).toBe('1\u202f234,50\u00a0€');
  });

  it('is Oui or Non, and a dash where nothing is known', () => {
    expect([
      formaterValeur('booleen', true, ''),
      formaterValeur('booleen', false, ''),
      formaterValeur('euro', null, ''),
      formaterValeur('texte', '', ''),
      formaterValeur('choix-multiple', [], ''),
    ]).toEqual(['Oui', 'Non', '—', '—', '—']);
    expect(formaterValeur('entier', 0, '')).toBe('0');
  });

  it('counts as French does: 0 and 1 are singular', () => {
    expect([0, 1, 2, 1200].map((nombre) => lisible(compter(nombre, 'résultat')))).toEqual([
      '0 résultat',
      '1 résultat',
      '2 résultats',
      '1 200 résultats',
    ]);
  });

  it('shows the label of a closed list and of a reference, never the code alone', () => {
    const etat = {
      nom: 'etat',
      libelle: 'État',
      genre: 'choix',
      options: [{ valeur: 'active', libelle: 'Active', ton: 'succes' }],
    } as const;
    expect(cellule(etat, { etat: 'active' }, {})).toEqual({
      genre: 'choix',
      valeur: 'active',
      libelle: 'Active',
      ton: 'succes',
    });
    const partenaire = { nom: 'partenaire', libelle: 'Partenaire', genre: 'reference' } as const;
    expect(
      cellule(partenaire, { partenaire: 'id' }, { partenaire: { libelle: 'Mairie', href: '/x' } }),
    ).toEqual({ genre: 'reference', valeur: 'id', libelle: 'Mairie', href: '/x' });
  });
});
