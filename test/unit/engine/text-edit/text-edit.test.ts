import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { FichierDeRegles } from '#src/engine/index.ts';
import {
  ajouterQuestion,
  ajouterScenario,
  ajouterSource,
  ajouterValeur,
  EndroitIntrouvable,
  ecrireSaisie,
  lireSaisie,
  modifierValeur,
  repondreQuestion,
  retirerScenario,
  retirerValeur,
} from '#src/engine/text-edit/index.ts';
import {
  ajouterElement,
  ajouterMembre,
  ecrire,
  remplacer,
  retirerElement,
} from '#src/engine/text-edit/texte.ts';

let texte: string;
let fichier: FichierDeRegles;
beforeAll(() => {
  texte = readFileSync(new URL('../../../../rules/quotas/1.0.0.json', import.meta.url), 'utf8');
  fichier = JSON.parse(texte) as FichierDeRegles;
});
const lire = (modifie: string): FichierDeRegles => JSON.parse(modifie) as FichierDeRegles;
const valeur = {
  du: '2020-01-01',
  valeur: 2,
  sources: ['SRC-1#c'],
  certitude: 'explicite',
  derniereVerification: '2026-11-23',
} as const;

/** Lines of the second text that are not in the first, and the reverse. */
function lignesChangees(avant: string, apres: string): { ajoutees: string[]; retirees: string[] } {
  const [a, b] = [avant.split('\n'), apres.split('\n')];
  return {
    ajoutees: b.filter((ligne) => !a.includes(ligne)),
    retirees: a.filter((ligne) => !b.includes(ligne)),
  };
}

describe('a change inside a text', () => {
  it('touches nothing else', () => {
    const modifie = ajouterValeur(texte, fichier, 'quotaApprobateur', valeur);
    expect(lire(modifie).parametres['quotaApprobateur']).toMatchObject({
      valeurs: [{ du: '2015-01-01', valeur: 1 }, valeur],
    });
    const { ajoutees, retirees } = lignesChangees(texte, modifie);
    expect(ajoutees).toEqual([
      '        { "du": "2015-01-01", "valeur": 1, "sources": ["SRC-1#c"], "certitude": "explicite", "derniereVerification": "2026-11-23" },',
      '        { "du": "2020-01-01", "valeur": 2, "sources": ["SRC-1#c"], "certitude": "explicite", "derniereVerification": "2026-11-23" }',
    ]);
    expect(retirees).toHaveLength(1);
  });

  it('writes into empty and one-line containers, and takes any element out', () => {
    expect(ajouterElement('{"a": []}', '/a', 1)).toBe('{"a": [\n  1\n]}');
    expect(ajouterElement('{"a": [1, 3]}', '/a', 2, 1)).toBe('{"a": [1, 2, 3]}');
    expect(ajouterElement('{"a": [1]}', '/a', 0, 0)).toBe('{"a": [0, 1]}');
    expect(ajouterMembre('{\n  "a": 1\n}', '', 'b', { c: 2 })).toBe('{\n  "a": 1,\n  "b": { "c": 2 }\n}');
    expect(remplacer('{"a/b": [true]}', '/a~1b/0', 'x')).toBe('{"a/b": ["x"]}');
    for (const [rang, reste] of [
      [0, '[2, 3]'],
      [1, '[1, 3]'],
      [2, '[1, 2]'],
    ] as const)
      expect(retirerElement('[1, 2, 3]', '', rang)).toBe(reste);
    expect(retirerElement('[\n  1\n]', '', 0)).toBe('[]');
  });

  it('is refused where there is nothing, or in a text that is not JSON', () => {
    for (const faire of [
      () => remplacer('{}', '/a', 1),
      () => remplacer('{', '', 1),
      () => ajouterElement('{"a": 1}', '/a', 1),
      () => retirerElement('[1]', '', 4),
    ])
      expect(faire).toThrow(EndroitIntrouvable);
  });

  it('breaks what is too long for a line', () => {
    expect(ecrire({ titre: 'x'.repeat(140), liste: ['a', 'b'] }, '  ')).toBe(
      `{\n    "titre": "${'x'.repeat(140)}",\n    "liste": ["a", "b"]\n  }`,
    );
  });
});

describe('a parameter form', () => {
  it('keeps the values in order, refuses a day taken twice and a value nothing supports', () => {
    const deux = ajouterValeur(texte, fichier, 'quotaApprobateur', { ...valeur, du: '2010-01-01' });
    expect(lire(deux).parametres['quotaApprobateur']).toMatchObject({
      valeurs: [{ du: '2010-01-01' }, { du: '2015-01-01' }],
    });
    expect(() => ajouterValeur(texte, fichier, 'quotaApprobateur', { ...valeur, du: '2015-01-01' })).toThrow(
      'commence déjà ce jour-là',
    );
    expect(() => ajouterValeur(texte, fichier, 'quotaApprobateur', { ...valeur, sources: [] })).toThrow(
      'Citez au moins un point',
    );
    expect(() =>
      ajouterValeur(texte, fichier, 'quotaApprobateur', { ...valeur, certitude: 'fictif' }),
    ).toThrow('question ouverte');
    expect(() =>
      modifierValeur(deux, lire(deux), 'quotaApprobateur', 0, { ...valeur, du: '2016-01-01' }),
    ).toThrow('passerait devant');
    expect(lire(retirerValeur(deux, lire(deux), 'quotaApprobateur', 0))).toEqual(fichier);
    expect(() => retirerValeur(texte, fichier, 'quotaApprobateur', 0)).toThrow('au moins une valeur');
  });

  it('adds the source and the question the value needs, under a free name', () => {
    const { texte: avecSource, citation } = ajouterSource(texte, fichier, {
      type: 'circulaire',
      titre: 'Circulaire',
      lieu: 'p. 3',
      dateDuTexte: '2019-12-01',
      verifieLe: '2026-11-23',
      resume: 'deux approbateurs',
    });
    expect(citation).toBe('SRC-2#a');
    expect(lire(avecSource).sources.at(-1)).toMatchObject({
      id: 'SRC-2',
      points: { a: 'deux approbateurs' },
    });
    const { texte: avecQuestion, id } = ajouterQuestion(avecSource, lire(avecSource), {
      texte: 'Et après ?',
      a: null,
    });
    expect(id).toBe('Q6');
    expect(lire(repondreQuestion(avecQuestion, id, 'Rien.')).questions[id]).toEqual({
      texte: 'Et après ?',
      a: null,
      reponse: 'Rien.',
    });
  });
});

describe('a scenario', () => {
  it('is added under a free name and taken out again', () => {
    const { texte: modifie, id } = ajouterScenario(texte, fichier, {
      titre: 'Nouveau',
      date: '2020-01-01',
      etantDonne: {},
      attendu: { issues: [], regles: [] },
    });
    expect(id).toBe('S31');
    expect(retirerScenario(modifie, lire(modifie), fichier.scenarios.length)).toBe(texte);
  });
});

describe('what a person types', () => {
  it.each([
    ['euro', '1 234,56', '1234.56'],
    ['euro', '1 234,56 €', '1234.56'],
    ['euro', '50 000,00', '50000.00'],
    ['euro', '1,2340', '1.2340'],
    ['etp', '0,5 Etp', '0.5'],
    ['heure', '12 500,5 h', '12500.5'],
    ['euro-par-heure', '7,87 € par heure', '7.87'],
    ['euro-par-place', '2 100 € par place', '2100'],
    ['place', '20 places', 20],
    ['acte', '1 acte', 1],
    ['taux', '43 %', '0.43'],
    ['taux', '12,5', '0.125'],
    ['decimal', '−3,2', '-3.2'],
    ['entier', '12', 12],
    ['mois', '3 mois', 3],
    ['annee', '2019', 2019],
    ['date', '1/2/2019', '2019-02-01'],
    ['date', '2019-02-01', '2019-02-01'],
    ['booleen', 'Oui', true],
    ['booleen', 'non', false],
    ['enum', 'RAM', 'RAM'],
    ['texte', ' ', null],
  ] as const)('as %s, « %s » is %j', (type, tape, attendu) => {
    expect(lireSaisie(type, tape)).toEqual({ valeur: attendu });
    if (attendu !== null) expect(lireSaisie(type, ecrireSaisie(type, attendu))).toEqual({ valeur: attendu });
  });

  it.each([
    ['entier', '1,5'],
    ['entier', 'douze'],
    ['place', '20,5'],
    ['euro', '1.2.3'],
    ['date', '31/02/2019'],
    ['date', 'hier'],
    ['date', '01/02/19'],
    ['date', '31/12/9999'],
    ['euro', '12.500'],
    ['etp', '1.500'],
    ['booleen', 'peut-être'],
  ] as const)('as %s, « %s » is refused in French', (type, tape) => {
    expect(lireSaisie(type, tape)).toEqual({ refus: expect.stringMatching(/ : |crivez|oui/) });
  });
});
