import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { cloturer, empreinte, texteCanonique } from '#src/engine/cloture.ts';
import { compiler } from '#src/engine/compiler.ts';
import { decider } from '#src/engine/decider.ts';
import { FichierInvalide } from '#src/engine/erreurs.ts';
import type { FichierDeParametres } from '#src/engine/format.ts';
import { choisirVersion, comparerVersions } from '#src/engine/versions.ts';
import { DATE, clos, derive, fichier } from './appui.ts';

const PARTAGE: FichierDeParametres = {
  format: 'mcp.parametres/1',
  id: 'communs',
  version: '1.0.0',
  titre: 'Communs',
  sources: [
    {
      id: 'SRC-1',
      type: 'circulaire',
      titre: 'Circulaire',
      lieu: 'article 2',
      dateDuTexte: null,
      verifieLe: '2019-01-01',
      points: { a: 'un plafond' },
    },
    {
      id: 'SRC-2',
      type: 'presse',
      titre: 'Presse',
      lieu: 'page 1',
      dateDuTexte: null,
      verifieLe: '2019-01-01',
      points: { a: 'autre chose' },
    },
  ],
  parametres: {
    plafond: {
      libelle: 'Plafond',
      type: 'euro',
      valeurs: [
        {
          du: '2019-01-01',
          valeur: '1000',
          sources: ['SRC-1#a'],
          certitude: 'fictif',
          question: 'Q1',
          derniereVerification: '2019-01-01',
        },
      ],
    },
  },
  questions: { Q1: { texte: 'Combien ?', a: null, reponse: null } },
};
const RENVOI = { seuil: { partage: 'communs', version: '1.0.0', nom: 'plafond' } };

describe('closing a file', () => {
  it('inlines shared parameters with the sources and questions they cite, under qualified names', async () => {
    const ferme = clos({ parametres: RENVOI }, [PARTAGE]);
    expect(ferme.parametres['seuil']?.valeurs[0]).toMatchObject({
      valeur: '1000',
      sources: ['communs:SRC-1#a'],
      question: 'communs:Q1',
    });
    expect(ferme.sources.map(({ id }) => id)).toEqual(['SRC-1', 'communs:SRC-1']);
    expect(ferme.questions['communs:Q1']?.texte).toBe('Combien ?');
    expect((await decider(compiler(ferme), { date: DATE, faits: { montant: '1000.01' } })).issues).toEqual([
      'DEPASSE',
    ]);
  });

  it('refuses a shared parameter that does not exist', () => {
    expect(() => clos({ parametres: RENVOI })).toThrow(FichierInvalide);
    expect(() => clos({ parametres: { seuil: { ...RENVOI.seuil, nom: 'toString' } } }, [PARTAGE])).toThrow(
      '« toString »',
    );
  });

  it('lists the versions of the library functions used', () => {
    const ferme = clos({
      faitsDerives: { x: derive('euro', 'arrondi_1(min(montant, seuil), 2, "demi-superieur")') },
    });
    expect(ferme.fonctions).toEqual(['arrondi/1', 'min']);
  });
});

describe('the hash', () => {
  const base = empreinte(clos());

  it('is the SHA-256 of the canonical text, and survives a round trip through it', () => {
    const texte = texteCanonique(clos());
    expect(base).toBe(createHash('sha256').update(texte).digest('hex'));
    expect(compiler(JSON.parse(texte) as never).empreinte).toBe(base);
  });

  it('is that of a file that decides alike once read back, though canonical text sorts the derived facts by name', async () => {
    const ferme = clos({
      faitsDerives: {
        z: derive('euro', 'montant * 2'),
        a: derive('euro', 'z + montant'),
        m: derive('euro', 'a + z', {
          siPossible: { not: { any: [{ fact: 'b', operator: 'equal', value: true }] } },
        }),
        b: derive('booleen', '"a" == "m" || a < z'),
      },
    });
    const demande = { date: DATE, faits: { montant: '3' } };
    const [avant, apres] = [compiler(ferme), compiler(JSON.parse(texteCanonique(ferme)) as never)];
    expect(await decider(apres, demande)).toEqual(await decider(avant, demande));
    expect((await decider(apres, demande)).calculs).toEqual({ z: '6', a: '9', m: '15' });
  });

  it('refuses derived facts that read each other in a circle', () => {
    expect(() =>
      compiler(
        clos({ faitsDerives: { a: derive('euro', 'b + montant'), b: derive('euro', 'a + montant') } }),
      ),
    ).toThrow(FichierInvalide);
  });

  it("does not depend on the order of keys nor on the editor's $schema", () => {
    const retourne = Object.fromEntries(Object.entries(fichier()).reverse()) as never as ReturnType<
      typeof fichier
    >;
    expect(empreinte(cloturer({ ...retourne, $schema: '../x.json' }, () => undefined))).toBe(base);
  });

  it('changes with any word, value, shared value or function', () => {
    const autre: FichierDeParametres = {
      ...PARTAGE,
      parametres: { plafond: { ...PARTAGE.parametres['plafond']!, libelle: 'Autre' } },
    };
    const empreintes = [
      base,
      empreinte(clos({ titre: 'Essais' })),
      empreinte(clos({ applicable: { du: '2019-01-02', au: null, dateDeReference: 'jour' } })),
      empreinte(clos({ parametres: RENVOI }, [PARTAGE])),
      empreinte(clos({ parametres: RENVOI }, [autre])),
    ];
    expect(new Set(empreintes).size).toBe(empreintes.length);
  });
});

describe('the version in force', () => {
  const version = (
    numero: string,
    du: string,
    au: string | null,
  ): { version: string; applicable: { du: string; au: string | null } } => ({
    version: numero,
    applicable: { du, au },
  });
  const versions = [
    version('1.0.0', '2019-01-01', null),
    version('1.10.0', '2020-01-01', null),
    version('1.9.0', '2020-01-01', null),
    version('2.0.0', '2019-06-01', '2019-07-01'),
  ];

  it.each([
    ['2019-05-31', '1.0.0'],
    ['2019-06-01', '2.0.0'],
    ['2019-06-30', '2.0.0'],
    ['2019-07-01', '1.0.0'],
    ['2020-01-01', '1.10.0'],
  ])('at %s is %s: the highest among those applicable, the end excluded', (date, attendue) => {
    expect(choisirVersion('essai', versions, date).version).toBe(attendue);
  });
  it('is none before the first', () => {
    expect(() => choisirVersion('essai', versions, '2018-12-31')).toThrow('Aucune version');
  });
  it('orders numbers as numbers', () => {
    expect(comparerVersions('1.10.0', '1.9.9')).toBeGreaterThan(0);
    expect(comparerVersions('1.0.0', '1.0.0')).toBe(0);
  });
});
