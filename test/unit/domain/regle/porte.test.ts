import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ControleAbandonne, controlerAPart } from '#src/domain/politique/porte/controle-a-part.ts';
import {
  controlerTexte,
  LONGUEUR_SUR_PLACE,
  type Controle,
  type TexteAControler,
} from '#src/domain/politique/porte/controle.ts';
import type { FichierDeRegles } from '#src/engine/index.ts';
import { RULES_FOLDER } from '#src/domain/politique/livraison/fichiers.ts';
import { derive, fichier, regle } from '#test/unit/engine/appui.ts';
import { eprouverLaPorte, exigerUneReponse, uniteDEssai } from './porte.ts';

const controler = (texte: string): Promise<Controle> =>
  controlerTexte(uniteDEssai, { genre: 'regles', jeu: 'essai', texte });
const avec = (remplace: Partial<FichierDeRegles>): string => JSON.stringify(fichier(remplace), null, 1);
const calcul = (formule: string): string =>
  avec({ faitsDerives: { calcul: { ...derive('euro', formule), libelle: 'Calcul' } } });
const seuilDepasse = fichier().regles[0]?.conditions ?? { all: [] };
const annexes = (combien: number, faire: (rang: number) => string): FichierDeRegles['faitsDerives'] =>
  Object.fromEntries(
    Array.from({ length: combien }, (_, rang) => [`calcul${rang}`, derive('euro', faire(rang))]),
  );
const message = (quoi: string): string =>
  avec({ messages: { fr: { depasse: { quoi, corriger: 'Baissez-le.' } } } });

it('says in French, with a place, what is wrong with 2,000 mutated files, and accepts none that violates the schema', async () => {
  const bilan = await eprouverLaPorte({ graine: 20191231, taille: 2_000, completSur: 20 });
  // The mutations must reach every floor of the gate.
  expect(bilan['refusés à la lecture ou au schéma']).toBeGreaterThan(500);
  expect(bilan['refusés à la compilation']).toBeGreaterThan(50);
  expect(bilan['compilés, scénarios jugés']).toBeGreaterThan(100);
  expect(bilan['contrôle complet, analyse comprise']).toBeGreaterThan(3);
  expect(bilan.acceptés).toBeGreaterThan(0);
}, 120_000);

describe('the gate', () => {
  it('accepts the file the bad ones are made of', async () => {
    expect(await controler(avec({}))).toMatchObject({ valide: true, anomalies: [], numero: '1.0.0' });
  });

  it.each<[string, string, string]>([
    ['no JSON', 'id: essai\nversion: 1.0.0', 'le JSON est mal formé'],
    ['nothing', '', 's’arrête avant la fin'],
    ['100 levels', '['.repeat(100) + ']'.repeat(100), '32 niveaux'],
    ['100,000 levels left open', '{"all":['.repeat(100_000), '32 niveaux'],
    [
      'a key twice',
      avec({}).replace('"titre"', '"id": "essai",\n "titre"'),
      'la clé « id » apparaît deux fois',
    ],
    [
      'a key __proto__',
      avec({}).replace('"titre"', '"__proto__": {"valide": true},\n "titre"'),
      '« __proto__ » est interdite',
    ],
    [
      '10,000 rules',
      JSON.stringify(fichier()).replace(
        /"regles":\[.*?\],"questions"/s,
        `"regles":[${'{},'.repeat(9_999)}{}],"questions"`,
      ),
      'ne doit pas contenir plus de 200 éléments',
    ],
    [
      '300 rules, each right',
      avec({
        regles: Array.from({ length: 300 }, (_, rang) => regle(`ESS-${rang}`, 'DEPASSE', seuilDepasse)),
      }),
      'ne doit pas contenir plus de 200 éléments',
    ],
    ['100,000 rules that are nothing', `{"regles":[${'{},'.repeat(99_999)}{}]}`, 'doit avoir la propriété'],
    [
      '4,000 formulas that read unknown names',
      avec({ faitsDerives: annexes(4_000, (rang) => `nom${rang}`) }),
      'ne doit pas contenir plus de 200 propriétés',
    ],
    [
      'a formula that reads an undeclared name',
      calcul('montant + inconnu'),
      '« inconnu » n’est ni un fait déclaré',
    ],
    ['a formula that reads the prototype', calcul('constructor'), '« constructor » n’est ni un fait déclaré'],
    ['a formula that reads the process', calcul('process.exit()'), 'est refusée'],
    ['a formula that reads a member', calcul('montant.constructor'), 'est refusée'],
    ['a formula that reads itself', calcul('calcul + montant'), '« calcul » n’est ni un fait déclaré'],
    [
      'two formulas that read each other',
      avec({ faitsDerives: { a: derive('euro', 'b'), b: derive('euro', 'a') } }),
      'n’est ni un fait déclaré',
    ],
    ['a formula that loops', calcul('[1, 2, 3].map(i, i)'), 'est refusée'],
    ['a formula of JavaScript', calcul('while (true) {}'), 'est refusée'],
    ['a formula of 900 brackets', calcul('('.repeat(900)), 'est refusée'],
    [
      'a formula longer than any reader',
      calcul(`montant${' + montant'.repeat(5_000)}`),
      'ne doit pas dépasser 2000 caractères',
    ],
    ['a title with HTML', avec({ titre: 'Essai <b>gras</b>' }), '« titre » contient une balise HTML'],
    [
      'a rule title with HTML',
      avec({ regles: fichier().regles.map((une) => ({ ...une, titre: '<img src=x onerror=alert(1)>' })) }),
      '« regles > 0 > titre » contient une balise HTML',
    ],
    [
      'a label with HTML',
      avec({}).replace('"libelle": "', '"libelle": "</p>'),
      '> libelle » contient une balise HTML',
    ],
    [
      'an answer with HTML',
      avec({ questions: { Q1: { texte: 'Quoi ?', a: null, reponse: '<!-- rien -->' } } }),
      '« questions > Q1 > reponse » contient une balise HTML',
    ],
    [
      'an answer that says nothing',
      avec({ questions: { Q1: { texte: 'Quoi ?', a: null, reponse: '' } } }),
      '« questions > Q1 > reponse » ne doit pas être vide',
    ],
    ['a message with HTML', message('<script>alert(1)</script>'), 'contient une balise HTML'],
    [
      'a message that shows an undeclared name',
      message('{constructor}'),
      '{constructor} ne correspond à aucun fait',
    ],
    [
      'a fact named prototype',
      avec({ faits: { ...fichier().faits, prototype: { libelle: 'X', type: 'texte', origine: 'Écran' } } }),
      'le nom « prototype » est réservé',
    ],
    [
      'a comparison with 20,000 values',
      avec({
        regles: [
          regle('ESS-001', 'DEPASSE', {
            all: [
              {
                fact: 'montant',
                operator: 'in',
                value: Array.from({ length: 20_000 }, (_, rang) => String(rang)),
              },
            ],
          }),
        ],
      }),
      'ne doit pas contenir plus de 200 éléments',
    ],
    [
      '1,000 scenarios',
      avec({
        scenarios: Array.from({ length: 1_000 }, (_, rang) => ({
          ...fichier().scenarios[0],
          id: `S${rang}`,
        })) as FichierDeRegles['scenarios'],
      }),
      'ne doit pas contenir plus de 300 éléments',
    ],
    [
      'an empty group',
      avec({ regles: [regle('ESS-001', 'DEPASSE', { all: [] })] }),
      'ne doit pas être une liste vide',
    ],
    [
      'the same rule twice',
      avec({
        regles: [regle('ESS-001', 'DEPASSE', seuilDepasse), regle('ESS-001', 'DEPASSE', seuilDepasse)],
      }),
      'ESS-001',
    ],
    [
      'a scenario whose facts cannot be read',
      avec({
        faits: { ...fichier().faits, fin: { libelle: 'Fin', type: 'date', origine: 'Écran' } },
        scenarios: fichier().scenarios.map((un) => ({
          ...un,
          etantDonne: { ...un.etantDonne, fin: 'jamais' },
        })),
      }),
      '« fin » (Fin)',
    ],
    ['a day that does not exist', avec({}).replace('"2019-06-01"', '"2019-02-30"'), 'date réelle'],
  ])('refuses %s, at its place, in French', async (_cas, texte, attendu) => {
    const reponse = await controler(texte);
    expect(reponse.valide).toBe(false);
    expect(reponse.anomalies.map(({ message: phrase }) => phrase).join('\n')).toContain(attendu);
    expect(reponse.anomalies[0]?.ligne).toBeGreaterThan(0);
    exigerUneReponse(reponse, true);
  });

  it('leaves to a text a « < » that opens no tag', async () => {
    expect(await controler(avec({ resume: 'Refusé si le total est < 3 ou <3,5 Etp.' }))).toMatchObject({
      valide: true,
    });
  });

  it.each<[TexteAControler['genre'], string, string]>([
    ['parametres', 'ram', 'parametres/ram/1.0.0.json'],
    ['formulaire', 'ram', 'formulaires/ram/1.0.0.json'],
  ])('refuses HTML in a label of a file of %s', async (genre, jeu, chemin) => {
    const texte = readFileSync(join(RULES_FOLDER, chemin), 'utf8').replace(
      '"libelle": "',
      '"libelle": "<em>',
    );
    expect((await controlerTexte(uniteDEssai, { genre, jeu, texte })).anomalies).toMatchObject([
      {
        controle: 'schema',
        ligne: expect.any(Number) as number,
        message: expect.stringMatching(/ libelle » contient une balise HTML/) as string,
      },
    ]);
  });

  it('gives up a long text that takes too long, then answers the next', async () => {
    const demande = {
      genre: 'regles' as const,
      jeu: 'essai',
      texte: `${avec({})}${' '.repeat(LONGUEUR_SUR_PLACE)}`,
      partages: [],
      referentiels: [],
      jeux: [],
      jeuxAVenir: [],
      appelants: [],
      jours: null,
      options: {},
    };
    await expect(controlerAPart(demande, 1)).rejects.toThrow(ControleAbandonne);
    expect(await controlerAPart(demande)).toEqual(await controler(avec({})));
  });

  it('refuses 5 MB without reading them', async () => {
    const reponse = await controler(`"${'x'.repeat(5_000_000)}"`);
    expect(reponse.anomalies).toMatchObject([
      { controle: 'lecture', message: expect.stringContaining('la limite est de') as string },
    ]);
  });

  it('says of a file out of the ordinary its first anomaly only, of another all it can show', async () => {
    expect((await controler(`{"regles":[${'{},'.repeat(30_000)}{}]}`)).anomalies).toHaveLength(1);
    expect((await controler(`{"regles":[${'{},'.repeat(300)}{}]}`)).anomalies).toHaveLength(25);
  });

  it('looks at few cases of a file of 200 rules, and says that it proves little of it', async () => {
    const tranche = (rang: number) => ({
      all: [
        { fact: 'montant', operator: 'greaterThan' as const, value: String(rang) },
        { fact: 'montant', operator: 'lessThan' as const, value: String(rang + 2) },
      ],
    });
    const { comptes, analyse } = await controler(
      avec({
        regles: Array.from({ length: 200 }, (_, rang) => regle(`ESS-${rang}`, 'DEPASSE', tranche(rang))),
      }),
    );
    expect(comptes?.casExplores).toBeLessThan(5_000);
    expect(analyse).toMatchObject({
      exacte: false,
      methode: expect.stringMatching(/Sur échantillon seulement : .* et \d+ autres questions/) as string,
    });
  });

  it('compiles the longest chain of formulas a file may hold, each written before those it reads', async () => {
    const reponse = await controler(
      avec({ faitsDerives: annexes(200, (rang) => (rang === 199 ? 'montant' : `calcul${rang + 1}`)) }),
    );
    expect(reponse.comptes).toMatchObject({ scenariosReussis: 2 });
  });
});
