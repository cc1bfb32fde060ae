import { createRequire } from 'node:module';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import anciens from '#src/domain/territoire/commune/anciens-noms.json' with { type: 'json' };
import { communeDe } from '#src/domain/territoire/commune/communes.ts';
import {
  ecrireCommune,
  decrireCommune,
  lisibleCommune,
  proposerCommune,
} from '#src/domain/territoire/commune/dire.ts';
import { lireCommune, type CommuneLue } from '#src/domain/territoire/commune/lire-commune.ts';

interface DuFichier {
  readonly code: string;
  readonly nom: string;
  readonly type: string;
  readonly departement: string;
  readonly codesPostaux?: readonly string[];
  readonly chefLieu?: string;
  readonly commune?: string;
  readonly anciensCodes?: readonly string[];
}
const exiger = createRequire(import.meta.url);
// The official list itself, not our reading of it.
const TOUTES = exiger('@etalab/decoupage-administratif/data/communes.json') as readonly DuFichier[];
const DEPARTEMENTS = new Map(
  (
    exiger('@etalab/decoupage-administratif/data/departements.json') as readonly {
      code: string;
      nom: string;
    }[]
  ).map(({ code, nom }) => [code, nom]),
);
const ACTUELLES = TOUTES.filter(({ type }) => type === 'commune-actuelle');
const ACTUELLES_PAR_NOM = new Map<string, string[]>();
for (const { code, nom } of ACTUELLES)
  ACTUELLES_PAR_NOM.set(nom, [...(ACTUELLES_PAR_NOM.get(nom) ?? []), code]);
const ABSORBEES = TOUTES.filter(({ chefLieu }) => chefLieu !== undefined);

const proposees = (lue: CommuneLue): readonly string[] => {
  switch (lue.etat) {
    case 'comprise':
      return [lue.designation.commune.code];
    case 'ambigue':
      return lue.candidates.map(({ commune }) => commune.code);
    case 'desaccord':
      return [...lue.selonNom, ...lue.selonIndices].map(({ commune }) => commune.code);
    case 'inconnue':
      return lue.propositions.map(({ commune }) => commune.code);
  }
};
const sansAccent = (texte: string): string => texte.normalize('NFD').replace(/\p{M}/gu, '');
const abreger = (nom: string): string => nom.replace(/\bSainte\b/g, 'Ste').replace(/\bSaint\b/g, 'St');
/** « LE MANS » as the post writes it: capitals, no accent, no hyphen, no apostrophe, « ST ». */
const postal = (nom: string): string => abreger(sansAccent(nom)).replace(/[-'’]/g, ' ').toUpperCase();
const articleALaFin = (nom: string): string =>
  nom.replace(/^(Le|La|Les) (.+)$/, '$2 ($1)').replace(/^L['’](.+)$/, '$1 (L’)');
const CODES_POSTAUX = new Set(TOUTES.flatMap(({ codesPostaux = [] }) => codesPostaux));
/** A code of the same office that no commune has. */
const cedex = (codePostal: string): string =>
  Array.from(
    { length: 100 },
    (_, rang) => `${codePostal.slice(0, 3)}${String(99 - rang).padStart(2, '0')}`,
  ).find((code) => !CODES_POSTAUX.has(code)) ?? codePostal;

/**
 * The ways people, letters and spreadsheets write a commune. `cle`: nothing but what tells this commune
 * apart.
 */
const GRAPHIES: readonly {
  readonly nom: string;
  readonly complete: boolean;
  readonly ecrire: (commune: DuFichier, codePostal: string) => string | null;
}[] = [
  { nom: 'nom', complete: false, ecrire: ({ nom }) => nom },
  {
    nom: 'nom sans accent en minuscules',
    complete: false,
    ecrire: ({ nom }) => sansAccent(nom).toLowerCase(),
  },
  {
    nom: 'nom abrégé, espaces',
    complete: false,
    ecrire: ({ nom }) => `  ${abreger(nom).replaceAll('-', '  ')} ,`,
  },
  { nom: 'nom sans apostrophe', complete: false, ecrire: ({ nom }) => nom.replace(/['’]/g, '') },
  { nom: 'code Insee', complete: false, ecrire: ({ code }) => code },
  { nom: 'code postal', complete: false, ecrire: (_commune, codePostal) => codePostal },
  { nom: 'nom (code Insee)', complete: true, ecrire: ({ nom, code }) => `${nom} (${code})` },
  { nom: 'nom (code postal)', complete: true, ecrire: ({ nom }, codePostal) => `${nom} (${codePostal})` },
  { nom: 'code postal NOM', complete: true, ecrire: ({ nom }, codePostal) => `${codePostal} ${postal(nom)}` },
  {
    nom: 'nom code postal, décomposé',
    complete: true,
    ecrire: ({ nom }, codePostal) => `${nom} ${codePostal}`.normalize('NFD'),
  },
  {
    nom: 'code postal sans zéro',
    complete: true,
    ecrire: ({ nom }, codePostal) => (codePostal.startsWith('0') ? `${codePostal.slice(1)} ${nom}` : null),
  },
  {
    nom: 'F-code postal espacé',
    complete: true,
    ecrire: ({ nom }, codePostal) =>
      `F-${codePostal.slice(0, 2)}\u00a0${codePostal.slice(2)} ${nom.replaceAll("'", '’')}`,
  },
  { nom: 'nom (département)', complete: true, ecrire: ({ nom, departement }) => `${nom} (${departement})` },
  { nom: 'département nom', complete: true, ecrire: ({ nom, departement }) => `${departement} - ${nom}` },
  {
    nom: 'nom, nom du département',
    complete: true,
    ecrire: ({ nom, departement }) => `${nom}, ${DEPARTEMENTS.get(departement)}`,
  },
  {
    nom: 'nom, article à la fin (département)',
    complete: true,
    ecrire: ({ nom, departement }) => `${articleALaFin(nom)} (${departement})`,
  },
  {
    nom: 'code postal NOM CEDEX 2',
    complete: true,
    ecrire: ({ nom, codesPostaux }, codePostal) =>
      codesPostaux ? `${codePostal} ${postal(nom)} CEDEX 2` : null,
  },
  {
    nom: 'Cedex inconnu',
    complete: true,
    ecrire: ({ nom, codesPostaux }, codePostal) =>
      codesPostaux ? `${cedex(codePostal)} ${postal(nom)} CEDEX` : null,
  },
  {
    nom: 'nom, code Insee, code postal',
    complete: true,
    ecrire: ({ nom, code }, codePostal) => `${nom}, code Insee ${code}, ${codePostal}`,
  },
];

interface Releve {
  lus: number;
  readonly autres: string[];
  readonly sansProposition: string[];
  readonly incompris: string[];
}

describe(`each of the ${ACTUELLES.length} communes, written in every usual way`, () => {
  it.each(GRAPHIES)(
    '« $nom » is never another commune, and never refused without the right one being proposed',
    ({ ecrire, complete }) => {
      const releve: Releve = { lus: 0, autres: [], sansProposition: [], incompris: [] };
      for (const commune of ACTUELLES) {
        // Five lands of the South have no postal code: for them each way of writing has the official code in
        // its place.
        const texte = ecrire(commune, commune.codesPostaux?.[0] ?? commune.code);
        if (texte === null) continue;
        releve.lus += 1;
        const lue = lireCommune(texte);
        if (lue.etat === 'comprise' && lue.code !== commune.code)
          releve.autres.push(`${texte} → ${lue.code}`);
        if (!proposees(lue).includes(commune.code)) releve.sansProposition.push(texte);
        if (complete && lue.etat !== 'comprise') releve.incompris.push(texte);
      }
      expect(releve.lus).toBeGreaterThan(3000);
      expect(releve.autres).toEqual([]);
      expect(releve.sansProposition).toEqual([]);
      expect(releve.incompris).toEqual([]);
    },
  );
  it.each([
    ['the field', ecrireCommune],
    ['the hint', (code: string) => decrireCommune({ commune: communeDe(code) ?? expect.fail(), par: null })],
    [
      'a refusal',
      (code: string) => proposerCommune({ commune: communeDe(code) ?? expect.fail(), par: null }),
    ],
    ['a page', lisibleCommune],
  ])('as %s writes it, is read back', (_ou, ecrire) => {
    expect(
      ACTUELLES.filter(({ code }) => {
        const lue = lireCommune(ecrire(code));
        return lue.etat !== 'comprise' || lue.code !== code;
      }).map(({ nom }) => nom),
    ).toEqual([]);
  });
});

describe(`each of the ${ABSORBEES.length} communes that became part of another`, () => {
  const fautives = (ecrire: (commune: DuFichier) => string, exacte: boolean): string[] =>
    ABSORBEES.filter((commune) => {
      const lue = lireCommune(ecrire(commune));
      return lue.etat === 'comprise'
        ? lue.code !== commune.chefLieu
        : exacte || !proposees(lue).includes(commune.chefLieu ?? '');
    }).map(ecrire);

  it('leads by its name to the commune of today, or to candidates with it among them', () => {
    expect(fautives(({ nom }) => nom, false)).toEqual([]);
    expect(fautives(({ nom }) => postal(nom), false)).toEqual([]);
  });
  it('leads by its code, alone or beside its name, to the commune of today', () => {
    expect(fautives(({ nom, code }) => `${nom} (${code})`, true)).toEqual([]);
    expect(fautives(({ code }) => code, false)).toEqual([]);
  });
  it('is told apart from a namesake by its department or by the postal code of the commune of today', () => {
    const avecDepartement = ({ nom, code }: DuFichier): string => `${nom} (${communeDe(code)?.departement})`;
    // Two have a namesake in their own department that is gone since: both are proposed.
    expect(fautives(avecDepartement, true)).toEqual(['Saint-Jean-du-Corail (50)', 'Lahitte (65)']);
    expect(fautives(avecDepartement, false)).toEqual([]);
    expect(fautives(({ nom, code }) => `${communeDe(code)?.codesPostaux[0]} ${nom}`, true)).toEqual([]);
  });
  it('leads by the way a refusal proposes it to that commune', () => {
    expect(
      fautives(
        ({ code, nom }) =>
          proposerCommune({
            commune: communeDe(code) ?? expect.fail(),
            par: { code, nom, nature: 'ancienne' },
          }),
        true,
      ),
    ).toEqual([]);
  });
});

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
