import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import anciens from '#src/domain/territoire/commune/anciens-noms.json';
import { communeDe } from '#src/domain/territoire/commune/communes.ts';
import { ecrireCommune } from '#src/domain/territoire/commune/dire.ts';
import { lireCommune } from '#src/domain/territoire/commune/lire-commune.ts';
import { TOUTES, ACTUELLES, ACTUELLES_PAR_NOM, proposees } from './communes-de-france.ts';

describe('a stored code that was withdrawn', () => {
  const RETIRES = ACTUELLES.flatMap(({ code, anciensCodes = [] }) =>
    anciensCodes.map((ancien) => ({ ancien, code })),
  );
  it(`stays that code when its own text is read again: ${RETIRES.length} codes`, () => {
    expect(
      RETIRES.filter(({ ancien }) => {
        const lue = lireCommune(ecrireCommune(ancien));
        return lue.etat !== 'comprise' || lue.code !== ancien;
      }),
    ).toEqual([]);
  });
  it('typed by itself gives that of the commune of today', () => {
    expect(lireCommune('74011')).toMatchObject({
      etat: 'comprise',
      code: '74010',
      designation: { par: { nom: 'Annecy-le-Vieux' } },
    });
    expect(lireCommune('Annecy-le-Vieux (74011)')).toMatchObject({ etat: 'comprise', code: '74010' });
  });
  it('is named, even where the list of today has lost its name', () => {
    expect(ecrireCommune('01126')).toBe('Coupy, aujourd’hui Valserhône (01126)');
    expect(RETIRES.filter(({ ancien }) => ecrireCommune(ancien).startsWith('Ancienne commune'))).toEqual([]);
  });
});

describe('a name no commune bears any more', () => {
  it.each([
    ['Tessy-sur-Vire', '50592'],
    ['Châlons-sur-Marne', '51108'],
    ['Coupy', '01033'],
    ['tessy s/vire (50)', '50592'],
  ])('« %s » leads to the commune of today', (texte, code) => {
    expect(lireCommune(texte)).toMatchObject({ etat: 'comprise', code });
  });
  it('never takes the place of a name of today', () => {
    for (const [code, nom] of anciens.noms as [string, string][]) {
      const actuelles = ACTUELLES_PAR_NOM.get(nom) ?? [];
      if (actuelles.length !== 1) continue;
      const lue = lireCommune(nom);
      expect(proposees(lue), `${nom} ${code}`).toContain(actuelles[0]);
      if (lue.etat === 'comprise') expect(lue.code, nom).toBe(actuelles[0]);
    }
  });
  it.each([
    ['Évry', '89162', '91228'],
    ['Le Puy', '33345', '43157'],
    ['st remy', '71475', '13100'],
  ])(
    '« %s » is asked about where the commune that bore it is larger than the one that bears it',
    (nom, petite, grande) => {
      const lue = lireCommune(nom);
      expect(lue.etat).toBe('ambigue');
      expect(proposees(lue)).toEqual(expect.arrayContaining([petite, grande]));
    },
  );
  it('is asked about beside namesakes of today when its commune is larger than each', () => {
    expect(proposees(lireCommune('Saint-Ouen'))).toContain('93070');
  });
  it('is read beside its own department', () => {
    const fautives = (anciens.noms as [string, string][]).filter(([code, nom]) => {
      const lue = lireCommune(`${nom} (${communeDe(code)?.departement})`);
      return lue.etat === 'comprise'
        ? lue.designation.par !== null && lue.code !== communeDe(code)?.code
        : !proposees(lue).includes(communeDe(code)?.code ?? '');
    });
    expect(fautives).toEqual([]);
  });
});

describe('an arrondissement of Paris, Lyon or Marseille', () => {
  it.each(TOUTES.filter(({ type }) => type === 'arrondissement-municipal'))(
    '« $nom » is its commune',
    ({ nom, code, commune, codesPostaux }) => {
      const [ville = '', numero = ''] = nom.split(/ (?=\d)/);
      const rang = /\d+/.exec(numero)?.[0] ?? '';
      for (const texte of [
        nom,
        nom.toUpperCase(),
        `${ville} ${rang}`,
        `${ville} ${rang.padStart(2, '0')}`,
        `${ville} ${rang}e`,
        `${ville} ${rang}ème arr.`,
        `${ville} (${codesPostaux?.[0]})`,
        `${ville} (${code})`,
      ]) {
        expect(lireCommune(texte), texte).toMatchObject({ etat: 'comprise', code: commune });
      }
      expect(proposees(lireCommune(code))).toContain(commune);
    },
  );
});

describe('a name and what stands beside it', () => {
  const une = fc
    .integer({ min: 0, max: ACTUELLES.length - 1 })
    .map((rang) => ACTUELLES[rang] ?? expect.fail());
  it('that disagree are refused, both communes named, whichever code it is', () => {
    fc.assert(
      fc.property(une, une, fc.boolean(), fc.boolean(), (nommee, codee, parPostal, entreParentheses) => {
        const code = parPostal ? (codee.codesPostaux?.[0] ?? codee.code) : codee.code;
        fc.pre(codee.nom !== nommee.nom && code !== nommee.code && !nommee.codesPostaux?.includes(code));
        const lue = lireCommune(entreParentheses ? `${nommee.nom} (${code})` : `${code} ${nommee.nom}`);
        // A namesake of the one named may have that code.
        if (lue.etat === 'comprise')
          return lue.designation.commune.nom === nommee.nom || lue.designation.par?.nom === nommee.nom;
        return (
          lue.etat !== 'inconnue' &&
          proposees(lue).includes(nommee.code) &&
          proposees(lue).includes(codee.code)
        );
      }),
      { numRuns: 1000 },
    );
  });
  it('is refused with its own commune named when the code is nobody’s', () => {
    expect(lireCommune('Briare (99999)')).toMatchObject({
      etat: 'desaccord',
      indices: ['99999'],
      selonNom: [{ commune: { code: '45053' } }],
      selonIndices: [],
    });
    expect(lireCommune('Briare (44)')).toMatchObject({ etat: 'desaccord', indices: ['44'] });
  });
  it.each([
    '45250 Briare (44)',
    'Briare (45053) 45000',
    'Briare, Loire, 45250',
    'Saint-Denis (93) 97400',
    'Annecy-le-Vieux, aujourd’hui Orléans (74)',
  ])('must all agree: « %s » is refused', (texte) => {
    expect(lireCommune(texte).etat).toBe('desaccord');
  });
  it('is not taken for a longer name that begins so', () => {
    expect(lireCommune('Saint-Denis 45550')).toMatchObject({
      etat: 'desaccord',
      selonIndices: [{ commune: { nom: "Saint-Denis-de-l'Hôtel" } }],
    });
    expect(lireCommune('Fleury-les-Aub')).toMatchObject({
      etat: 'inconnue',
      propositions: [
        { commune: { nom: 'Fleury-les-Aubrais' } },
        ...Array<unknown>(7).fill(expect.anything()),
      ],
    });
  });
  it('tells two communes of one name in one department apart', () => {
    expect(lireCommune('Bors (16)')).toMatchObject({
      etat: 'ambigue',
      candidates: [{ commune: { code: '16052' } }, { commune: { code: '16053' } }],
    });
    expect(lireCommune('Bors 16190')).toMatchObject({ etat: 'comprise', code: '16052' });
    expect(lireCommune('Château-Chinon (58063)')).toMatchObject({ etat: 'comprise', code: '58063' });
  });
});

describe('a text that is no commune’s name', () => {
  it('with a wrong letter is refused with the right one proposed', () => {
    for (const [texte, code] of [
      ['Orléens', '45234'],
      ['Brieare', '45053'],
      ['Montagris', '45208'],
      ['Saint Jean de Bray', '45284'],
      ['Brière 45250', '45053'],
      ['mairie du Mans 72', '72181'],
    ] as const) {
      expect(proposees(lireCommune(texte)), texte).toContain(code);
    }
  });
  it.each([
    '',
    ' ',
    '(',
    '()',
    '00000',
    '-1',
    '45'.repeat(40),
    'xyzzy',
    '🏠',
    '<b>',
    '%',
    'aujourd’hui',
    'CEDEX',
    '2A',
    'e'.repeat(5000),
  ])('« %s » is not understood, and nothing breaks', (texte) => {
    expect(lireCommune(texte).etat).not.toBe('comprise');
  });
  it('never breaks the reader, whatever it holds', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'grapheme' }),
          fc.stringMatching(/^[\dA-B ()/,-]*(Briare|Lyon|cedex|aujourd’hui)?[ \d()]*$/),
        ),
        (texte) => {
          lireCommune(texte);
        },
      ),
    );
  });
});
