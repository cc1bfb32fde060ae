import { describe, expect, it } from 'vitest';
import { texteCanonique } from '#src/engine/index.ts';
import {
  AGREGATS_VIDES,
  Agregats,
  ajouter,
  comparerDecimaux,
  ecrireSomme,
} from '#src/domain/politique/impact/agregats.ts';
import { changementsEntre } from '#src/domain/politique/impact/changements.ts';
import { ligneCsv } from '#src/kernel/csv.ts';
import { csvDesCas } from '#src/domain/politique/impact/csv.ts';
import { Cumul, partiel } from '#src/domain/politique/impact/cumul.ts';
import { evaluateurSurPlace } from '#src/domain/politique/impact/evaluateur.ts';
import { evaluateurEnThreads } from '#src/domain/politique/impact/judge-threads.ts';
import { Mesure } from '#src/domain/politique/impact/mesure.ts';
import type { CasBrut, CasChange } from '#src/domain/politique/impact/types.ts';
import { Tirage } from '#src/domain/politique/impact/population.ts';
import { libellesDe } from '#src/domain/politique/impact/phrases.ts';
import { fichierAide, type VarianteDAide } from '#test/support/fichier-aide.ts';

const cas = (montant: string | null, rang = 1): CasBrut => ({
  id: `d${rang}`,
  cafId: '451',
  sujetType: 'Essai',
  sujetId: `s${rang}`,
  sujetDetail: null,
  equipementId: null,
  typeEquipement: null,
  dateReference: '2026-01-01',
  faits: { montant },
  derniere: true,
});
const juger = (apres: VarianteDAide, ...montants: (string | null)[]): readonly CasChange[] =>
  new Mesure(fichierAide(), fichierAide({ version: '1.1.0', ...apres })).mesurer(montants.map(cas));

describe('the cause of a change', () => {
  it('is the parameter that alone gives the new verdict', () => {
    expect(juger({ seuil: '120', plafond: '90' }, '110').map(({ cause }) => cause)).toEqual([
      { genre: 'seul', changements: ['parametre:seuil'] },
    ]);
  });

  it('is the rule that alone gives the new verdict', () => {
    expect(
      juger({ avecAvis: true, plafond: '1000', seuil: '120' }, '5000').map(({ cause }) => cause),
    ).toEqual([{ genre: 'seul', changements: ['regle:R2'] }]);
  });

  it('is both when neither is enough alone, and leaves out what can be spared', () => {
    expect(juger({ avecAvis: true, plafond: '90', seuil: '120' }, '95').map(({ cause }) => cause)).toEqual([
      { genre: 'ensemble', changements: ['parametre:plafond', 'regle:R2'] },
    ]);
  });

  it('is never a change of words', () => {
    expect(changementsEntre(fichierAide(), fichierAide({ version: '1.0.1', titre: 'Trop cher' }))).toEqual(
      [],
    );
  });

  it('tells an amount that changes while the outcome stays', () => {
    const [change] = juger({ taux: '0.6' }, '50');
    expect(change).toMatchObject({
      avant: { issues: ['ACCORD'] },
      apres: { issues: ['ACCORD'] },
      calculs: [['aide', '25.00', '30.00']],
      cause: { changements: ['parametre:taux'] },
    });
  });
});

describe('cases a version cannot judge', () => {
  it('are counted as missing facts or refusals, not thrown', () => {
    expect(juger({ seuil: '120' }, null, '-5', '110')).toHaveLength(1);
  });

  it('are given only the facts the version declares', () => {
    const stocke = { ...cas('110'), faits: { montant: '110', ancien: 'x' } };
    const changes = new Mesure(fichierAide(), fichierAide({ seuil: '120' })).mesurer([stocke]);
    expect(changes.map(({ avant, apres }) => [avant.issues, apres.issues])).toEqual([
      [['REFUS'], ['ACCORD']],
    ]);
  });
});

describe('running counts', () => {
  it('add decimals exactly, whatever their length', () => {
    const somme = { unites: 0n, echelle: 0 };
    for (const decimal of ['0.1', '0.2', '-0.05', '12345678901234567890.123456789', '7'])
      ajouter(somme, decimal);
    expect(ecrireSomme(somme)).toBe('12345678901234567897.373456789');
    expect([
      comparerDecimaux('0.30', '0.3'),
      comparerDecimaux('-1', '0.5'),
      comparerDecimaux('2', '-3'),
    ]).toEqual([0, -1, 1]);
  });

  it('go on from what was written as if they had never stopped', () => {
    const versions = [fichierAide(), fichierAide({ seuil: '120', taux: '0.6' })] as const;
    const lots = [
      ['50', '110'],
      ['95', null],
      ['300', '-1'],
    ].map((montants) => montants.map(cas));
    const mesure = new Mesure(...versions);
    const entier = new Cumul(...versions, AGREGATS_VIDES);
    const attendu = lots.map((lot) => entier.joindre(partiel(mesure.mesurer(lot), mesure.relever()))).at(-1);
    let repris = AGREGATS_VIDES;
    for (const lot of lots) {
      const suite = new Cumul(...versions, repris);
      const { agregats } = suite.joindre(partiel(mesure.mesurer(lot), mesure.relever()));
      repris = JSON.parse(agregats) as typeof repris;
    }
    expect(JSON.stringify(repris)).toBe(attendu?.agregats);
    expect(Agregats.depuis(repris, ['aide']).ecrire()).toEqual(repris);
  });
});

describe('threads that judge', () => {
  const versions = {
    avant: texteCanonique(fichierAide()),
    apres: texteCanonique(fichierAide({ seuil: '120', taux: '0.6' })),
    depuis: AGREGATS_VIDES,
  };
  const lots = Array.from({ length: 7 }, (_, lot) => ({
    texte: JSON.stringify(
      ['50', '110', null, '-1', String(90 + lot)].map((montant, rang) => [
        `d${lot}/${rang}`,
        String(lot % 3),
        'Essai',
        `s${lot}/${rang}`,
        null,
        null,
        null,
        '2026-01-01',
        { montant },
        false,
        null,
      ]),
    ),
    apres: null,
  }));
  const [premier = { texte: '[]', apres: null }] = lots;

  it.each([1, 3])(
    'are %i: what they bring is that of one judge, batch by batch, in order',
    async (nombre) => {
      const [threads, place] = [evaluateurEnThreads(versions, nombre), evaluateurSurPlace(versions)];
      try {
        const donnes = lots.map((lot) => threads.mesurer(lot));
        for (const [rang, lot] of lots.entries())
          expect(await donnes[rang]).toEqual(await place.mesurer(lot));
        expect(await threads.generer('g', 0, 50)).toEqual(await place.generer('g', 0, 50));
      } finally {
        await threads.fermer();
      }
    },
  );

  it('tell the failure of a batch, go on with the next, and tell their own end', async () => {
    const [threads, place] = [evaluateurEnThreads(versions, 2), evaluateurSurPlace(versions)];
    try {
      const rate = threads.mesurer({ texte: '[{', apres: null });
      const suivant = threads.mesurer(premier);
      await expect(rate).rejects.toThrow('JSON');
      expect(await suivant).toEqual(await place.mesurer(premier));
    } finally {
      await threads.fermer();
    }
    await expect(threads.mesurer(premier)).rejects.toThrow('ended');
  });
});

describe('drawn cases', () => {
  it('are the same for the same seed and rank, and others for another seed', () => {
    const tirer = (graine: string): string =>
      JSON.stringify(
        Array.from({ length: 50 }, (_, rang) =>
          new Tirage(fichierAide(), fichierAide({ seuil: '120' })).tirer(graine, rang),
        ),
      );
    expect(tirer('a')).toBe(tirer('a'));
    expect(tirer('a')).not.toBe(tirer('b'));
  });

  it('stand on both sides of each threshold of both versions', () => {
    const tirage = new Tirage(fichierAide(), fichierAide({ seuil: '120' }));
    const montants = new Set(
      Array.from({ length: 300 }, (_, rang) => tirage.tirer('1', rang).faits['montant']),
    );
    for (const borne of ['100.00', '100.01', '120.00', '120.01']) expect(montants).toContain(borne);
  });
});

describe('the CSV of changed cases', () => {
  it('is made of texts a spreadsheet will not run, and of numbers it can add up', () => {
    expect(ligneCsv(['=1+1', '+33', '-cmd', '@x', '\ttab', '-12,5', 'a;b', 'dit "oui"', 'simple'])).toBe(
      `'=1+1;'+33;'-cmd;'@x;'\ttab;-12,5;"a;b";"dit ""oui""";simple\r\n`,
    );
  });

  it('begins with a byte order mark and tells each case on one line', async () => {
    const [avant, apres] = [fichierAide(), fichierAide({ seuil: '120' })];
    async function* source(): AsyncGenerator<CasChange> {
      for (const change of new Mesure(avant, apres).mesurer([
        { ...cas('110'), sujetDetail: '=HYPERLINK("x")' },
      ]))
        yield change;
    }
    let texte = '';
    for await (const morceau of csvDesCas(source(), libellesDe(avant, apres))) texte += morceau;
    expect(texte.startsWith('\uFEFFDécision;Sujet;')).toBe(true);
    expect(texte.split('\r\n')[1]).toBe(
      'd1;Essai;s1;"\'=HYPERLINK(""x"")";451;;;2026-01-01;oui;Refusée;Accordée;;Paramètre « Seuil » : 100 → 120 à partir du 01/01/2020',
    );
  });
});
