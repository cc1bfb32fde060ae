import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { chaines } from '#src/database/journal/lectures.ts';
import { verifierChaine } from '#src/database/journal/verification.ts';
import { LigneInconservable } from '#src/database/journal/ecriture.ts';
import {
  creerCampagne,
  fermerCampagne,
  rouvrirCampagne,
} from '#src/domain/declaration/campagne/commandes.ts';
import { definirCommande } from '#src/kernel/commande.ts';
import { Refus, SaisieInvalide } from '#src/kernel/refus.ts';
import { Journal } from '#src/kernel/journal/journal.ts';
import { creerLien, modifierLien } from '#src/domain/echanges/lien/commandes.ts';
import { agent, systeme } from '#test/support/acteurs.ts';
import { contratsDeTest, type Contrats } from '#test/support/contrats.ts';

// What is hashed is what is stored: whatever is typed, either the command refuses it or the chain is still
// proved.
let contrats: Contrats;
const faire: Contrats['executeur']['executer'] = (...demande) => contrats.executeur.executer(...demande);

beforeAll(async () => {
  contrats = await contratsDeTest('2026-09-01');
});
afterAll(() => contrats.fermer());

const anomalies = () =>
  contrats.executeur.lire(systeme, async ({ em }) =>
    (await Promise.all((await chaines(em)).map((chaine) => verifierChaine(em, chaine)))).flatMap(
      ({ anomalie }) => anomalie ?? [],
    ),
  );

/** A line with values no schema has looked at: what the last wall alone stands before. */
const noter = definirCommande({
  nom: 'essai.noter',
  droit: ['Campagne', 'creer'],
  saisie: z.object({}),
  executer: (unite) => {
    unite.journaliser({ entite: 'Essai', entiteId: '1', motif: suivant.motif, details: suivant.details });
    return Promise.resolve();
  },
});
let suivant: { motif: string; details: Readonly<Record<string, unknown>> };
const inscrire = async (details: Readonly<Record<string, unknown>>, motif = 'x'): Promise<Refus | null> => {
  suivant = { motif, details };
  return faire(agent(), noter, {}).then(
    () => null,
    (erreur: unknown) => {
      if (erreur instanceof Refus) return erreur;
      throw erreur;
    },
  );
};

const TEXTES = [
  'Vu avec l’élue \ud83d',
  '\udc00',
  'a\0b',
  '\u0000',
  '😀',
  '\ufeff',
  '\u2028',
  '\ufdd0\uffff',
  'e\u0301',
  '\\u0000',
  '"\\ud83d"',
  '\u001f',
  '\x7f',
  'x'.repeat(3000),
  '\ufffd',
];
const texte = fc.oneof(
  fc.constantFrom(...TEXTES),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.string({
    unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)),
    maxLength: 8,
  }),
);
const valeur = fc.letrec((lier) => ({
  feuille: fc.oneof(
    texte,
    fc.double(),
    fc.integer(),
    fc.boolean(),
    fc.constantFrom(null, undefined, -0, 1e21, 5e-324, 1.1, Number.MAX_SAFE_INTEGER + 2, new Date(0)),
    fc.constantFrom(NaN, Infinity),
  ),
  arbre: fc.oneof(
    { depthSize: 'small' },
    lier('feuille'),
    fc.array(lier('arbre'), { maxLength: 3 }),
    fc.dictionary(fc.oneof(texte, fc.constantFrom('__proto__', 'a.b', 'constructor', '')), lier('arbre'), {
      maxKeys: 3,
    }),
  ),
})).arbre;

describe('what is hashed is what is stored', () => {
  it('whatever reason or text is typed into a real command', async () => {
    const { id: campagne } = await contrats.faire(creerCampagne, {
      typeEquipement: 'RAM',
      exercice: '2026',
      perennite: 'actualisee',
      ouvreLe: '2026-09-16',
      fermeLe: '2026-10-16',
    });
    const { id: lien } = await faire(agent(), creerLien, {
      contexte: 'accueil',
      libelle: 'Caf',
      url: 'https://www.caf.fr/',
    });
    const issues = new Set<string>();
    await fc.assert(
      fc.asyncProperty(texte, texte, async (motif, libelle) => {
        const essais = [
          faire(agent(), fermerCampagne, { campagne, motif }).then(() =>
            faire(agent(), rouvrirCampagne, { campagne }),
          ),
          faire(agent(), modifierLien, {
            lien,
            contexte: 'accueil',
            libelle,
            description: motif,
            url: 'https://www.caf.fr/',
            ordre: 0,
          }),
        ];
        for (const resultat of await Promise.allSettled(essais)) {
          if (resultat.status === 'rejected') expect(resultat.reason).toBeInstanceOf(Refus);
          issues.add(resultat.status);
        }
      }),
      { numRuns: 40, examples: TEXTES.map((un) => [un, un] as [string, string]) },
    );
    expect([...issues].sort()).toEqual(['fulfilled', 'rejected']);
    expect(await anomalies()).toEqual([]);
  });

  it('whatever value reaches the writer of the journal itself', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(fc.constantFrom('a', 'b', 'a.b', 'nom'), valeur, { maxKeys: 3 }),
        texte,
        async (details, motif) => {
          await inscrire(details, motif);
        },
      ),
      {
        numRuns: 120,
        examples: TEXTES.map((un) => [{ a: un, b: [{ [un]: un }] }, un] as [Record<string, unknown>, string]),
      },
    );
    expect(await anomalies()).toEqual([]);
  });

  it('an id written in capitals is hashed as the base writes it', async () => {
    const partenaire = randomUUID();
    const majuscules = definirCommande({
      nom: 'essai.majuscules',
      droit: ['Campagne', 'creer'],
      saisie: z.object({}),
      executer: (unite) => {
        unite.auNomDe(partenaire.toUpperCase());
        unite.journaliser({ entite: 'Essai', entiteId: partenaire.toUpperCase() });
        return Promise.resolve();
      },
    });
    await faire(agent(), majuscules, {});
    expect(
      await contrats.executeur.lire(systeme, ({ em }) => em.count(Journal, { acteurId: partenaire })),
    ).toBe(1);
    expect(await anomalies()).toEqual([]);
  });

  it('half a character, a null character, a number without end: refused before anything is written, the field named', async () => {
    const avant = await contrats.executeur.lire(systeme, ({ em }) => em.count(Journal, {}));
    for (const [mauvais, phrase] of [
      ['Vu \ud83d', 'caractère incomplet'],
      ['a\0b', 'caractère nul'],
    ] as const) {
      const refus: unknown = await faire(agent(), creerLien, {
        contexte: 'accueil',
        libelle: mauvais,
        url: 'https://www.caf.fr/',
      }).catch((erreur: unknown) => erreur);
      expect(refus).toBeInstanceOf(SaisieInvalide);
      expect((refus as SaisieInvalide).champs['libelle']).toMatch(new RegExp(`« libelle ».*${phrase}`));
      expect(await inscrire({ a: { b: mauvais } })).toMatchObject({
        message: expect.stringMatching(new RegExp(`« a.b ».*${phrase}`)),
      });
      expect(await inscrire({}, mauvais)).toBeInstanceOf(LigneInconservable);
    }
    expect(
      await faire(agent(), creerLien, {
        contexte: 'accueil',
        libelle: 'x',
        url: 'https://www.caf.fr/',
        ordre: Infinity,
      }).catch((erreur: unknown) => erreur),
    ).toMatchObject({ champs: { ordre: expect.stringContaining('trop grand') } });
    expect(await inscrire({ montant: NaN })).toMatchObject({
      message: expect.stringContaining('« montant »'),
    });
    expect(await contrats.executeur.lire(systeme, ({ em }) => em.count(Journal, {}))).toBe(avant);
  });
});
