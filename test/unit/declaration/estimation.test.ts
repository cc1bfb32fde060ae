import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lireSections } from '#src/domain/formulaire/restitution.ts';

import { ancienne, dossierDe, juger, estimer, fermeture } from './estimation.ts';

describe('the sum behind the amount', () => {
  it('is told in five lines of words and figures, each tied to its fields, the rate included', async () => {
    const { lignes, montant } = await estimer(
      {
        activite: {
          'animateurs.liste.0.etpDeclare': '0,8',
          'animateurs.liste.0.etpContrat': '0,8',
          ...fermeture('2019-03-01', '2019-05-01'),
        },
      },
      '0.8',
    );
    // 42 000 ÷ 0.8 = 52 500, limited to 50 000; × 43 % = 21 500; × 0.8 = 17 200; × 10/12 = 14 333.33
    expect(
      lignes?.map(({ libelle, calcul }) => `${libelle} : ${calcul}`.replaceAll(/[\u00a0\u202f]/g, ' ')),
    ).toEqual([
      'Prix de revient par Etp : 42 000,00 € de dépenses ÷ 0,8 Etp',
      'Limité au prix plafond : 50 000,00 € × 12/12, soit 50 000,00 €',
      'Taux de la prestation de service : × 43 %',
      'Etp retenu : × 0,8 Etp',
      'Mois payés : × 10 mois sur 12, arrondi au centime',
    ]);
    expect(lignes?.map(({ valeur }) => valeur)).toEqual(['52500', '50000', '21500', '17200', '14333.33']);
    expect(lignes?.map(({ champs }) => champs[0])).toEqual([
      'charges',
      'ouverture.debut',
      undefined,
      'animateurs.liste',
      'ouverture.debut',
    ]);
    expect(montant).toBe('14333.33');
  });

  it('gives the amount to the cent to whoever multiplies the figures printed', async () => {
    const nombres = (texte: string): [bigint, bigint][] =>
      [...texte.replaceAll(/[\s\u00a0\u202f]/g, '').matchAll(/\d+(?:,\d+)?/g)].map(([lu]) => {
        const [entier = '', decimales = ''] = lu.split(',');
        return [BigInt(entier + decimales), 10n ** BigInt(decimales.length)];
      });
    const cas = fc.record({
      centimes: fc.integer({ min: 1, max: 30_000_000 }),
      etp: fc.integer({ min: 1, max: 15_000 }),
      debut: fc.integer({ min: 1, max: 12 }),
      fermee: fc.option(fc.tuple(fc.integer({ min: 1, max: 10 }), fc.integer({ min: 1, max: 2 })), {
        nil: null,
      }),
    });
    await fc.assert(
      fc.asyncProperty(cas, async ({ centimes, etp, debut, fermee }) => {
        const mois = (rang: number): string => `2019-${String(rang).padStart(2, '0')}-01`;
        const ecrit = (etp / 10_000).toFixed(4).replace('.', ',');
        const { lignes, montant } = await estimer(
          {
            activite: {
              'ouverture.debut': mois(debut),
              'animateurs.liste.0.etpContrat': ecrit,
              'animateurs.liste.0.etpDeclare': ecrit,
              ...(fermee ? fermeture(mois(fermee[0]), mois(fermee[0] + fermee[1])) : {}),
            },
            finances: { 'charges.c60': (centimes / 100).toFixed(2).replace('.', ','), 'charges.c64': '' },
          },
          '6',
        );
        const [
          [depenses, diviseur] = [],
          [annuel, moisDuPlafond] = [],
          [taux] = [],
          [retenu] = [],
          [payes, ouverts] = [],
        ] = lignes?.map(({ calcul }) => nombres(calcul)) ?? [];
        if (!depenses || !diviseur || !annuel || !moisDuPlafond || !taux || !retenu || !payes || !ouverts)
          throw new Error('a figure is not printed');
        // Cost price and cap as fractions; the lesser, times each figure printed.
        const prix: [bigint, bigint] = [depenses[0] * diviseur[1], depenses[1] * diviseur[0]];
        const plafond: [bigint, bigint] = [annuel[0] * moisDuPlafond[0], annuel[1] * 12n];
        const [n, d] = prix[0] * plafond[1] < plafond[0] * prix[1] ? prix : plafond;
        const numerateur = n * taux[0] * retenu[0] * payes[0] * 100n;
        const denominateur = d * taux[1] * 100n * retenu[1] * ouverts[0];
        const attendu = (2n * numerateur + denominateur) / (2n * denominateur);
        expect(montant?.replace('.', '')).toBe(String(attendu).padStart(3, '0'));
        expect(lignes?.at(-1)?.valeur).toBe(montant);
      }),
      { numRuns: 60 },
    );
  });

  it('says about which figure it is when its decimals do not end', async () => {
    const { lignes } = await estimer({ activite: { 'ouverture.debut': '2019-05-01' } });
    expect(lignes?.[1]?.calcul).toMatch(/soit ≈ 33.333,33/);
  });

  it('gives way to its figures for a form that does not tell it', async () => {
    const { estimation } = await juger(dossierDe({}, 'reelle', ancienne));
    expect(estimation).toMatchObject({ lignes: null, montant: '18060.00' });
    expect(estimation.details.map(({ libelle }) => libelle)).toContain('Prix plafond par Etp');
  });
});

describe('an amount never passes for what it is not', () => {
  it('an amount that cannot be read is named, and its totals are marked', async () => {
    const dossier = dossierDe({
      finances: { 'charges.c60': '10000', 'charges.c64': '48.250', 'produits.c74': '58250' },
    });
    const { estimation } = await juger(dossier);
    expect(estimation.montant).toBe('4300.00');
    expect(estimation.incomplete).toEqual([
      { champ: 'charges.c64', cause: '1 montant illisible n’est pas compté : 64 – Charges de personnel.' },
    ]);
    const charges = lireSections(dossier).find(({ id }) => id === 'charges')?.tableau;
    expect(charges?.total?.at(-1)).toMatch(/10.000,00 € \(incomplet\)$/);
    expect(charges?.lignes.find(([compte]) => compte?.startsWith('64'))?.at(-1)).toBe('« 48.250 » illisible');
    expect(
      lireSections(dossier)
        .find(({ id }) => id === 'produits')
        ?.tableau?.total?.at(-1),
    ).not.toContain('incomplet');
  });

  it('in a column of the actualisation: the cell, its line, its column and the total', async () => {
    const dossier = dossierDe(
      {
        activite: { 'missions.actionsInformation': undefined, 'missions.actionsEchanges': undefined },
        finances: {
          'charges.c60': undefined,
          'charges.c64': undefined,
          'produits.c70': undefined,
          'produits.c74': undefined,
          'charges.c60.reel': '100',
          'charges.c64.reel': '1,234',
          'charges.c64.prevu': '10',
        },
      },
      'actualisee',
    );
    expect((await juger(dossier)).estimation.incomplete.map(({ cause }) => cause)).toContain(
      '1 montant illisible n’est pas compté : 64 – Charges de personnel – Réel, janvier à septembre.',
    );
    const total = lireSections(dossier)
      .find(({ id }) => id === 'charges')
      ?.tableau?.total?.map((cellule) => cellule.includes('incomplet'));
    expect(total).toEqual([false, true, false, true]);
  });

  it('a part of the year nobody typed marks it: three months foreseen are not the charges of the year', async () => {
    const deux = { 'missions.actionsInformation': undefined, 'missions.actionsEchanges': undefined };
    const sans = {
      'charges.c60': undefined,
      'charges.c64': undefined,
      'produits.c70': undefined,
      'produits.c74': undefined,
    };
    const causesDe = async (finances: Record<string, string>) =>
      (
        await juger(dossierDe({ activite: deux, finances: { ...sans, ...finances } }, 'actualisee'))
      ).estimation.incomplete.filter(({ champ }) => champ?.startsWith('charges'));
    expect(await causesDe({ 'charges.c64.prevu': '10000' })).toEqual([
      { champ: 'charges.c60.reel', cause: 'Charges : rien n’est saisi pour « Réel, janvier à septembre ».' },
    ]);
    expect(await causesDe({ 'charges.c64.prevu': '10000', 'charges.c60.reel': '0' })).toEqual([]);
  });

  it('a blocking finding marks it, in its own words', async () => {
    const { incomplete, montant } = await estimer({
      activite: { 'territoires.communes.0.commune': undefined },
    });
    expect(montant).toBe('18060.00');
    expect(incomplete).toEqual([
      { champ: 'territoires.communes', cause: expect.stringContaining('territoire') },
    ]);
  });

  it('what is missing is named by its label, in the order of the page, whatever the other fields', async () => {
    const { incomplete, montant } = await estimer({
      activite: { 'ouverture.fin': '', 'animateurs.liste.0.etpDeclare': '' },
      finances: { 'charges.c60': '', 'charges.c64': '' },
    });
    expect(montant).toBeNull();
    expect(incomplete.map(({ cause }) => cause)).toEqual([
      'Dernier jour d’ouverture : à remplir.',
      'Animateur 1, Etp avant proratisation : à remplir.',
      'Charges : indiquez au moins une valeur.',
    ]);
  });

  it('an empty row is one fault, and takes nothing off the rest', async () => {
    const vide = {
      'fermetures.liste.0.nature': '',
      'fermetures.liste.0.motif': '',
      'fermetures.liste.0.debut': '',
      'fermetures.liste.0.fin': '',
      'fermetures.liste.0.precisions': '',
    };
    const seconde = Object.fromEntries(
      Object.entries(fermeture('2019-03-01', '2019-05-01')).map(([cle, texte]) => [
        cle.replace('.0.', '.1.'),
        texte,
      ]),
    );
    const { estimation, manquants, controles } = await juger(
      dossierDe({ activite: { ...vide, ...seconde } }),
    );
    expect(manquants).toEqual([
      {
        champ: 'fermetures.liste.0.nature',
        volet: 'activite',
        message: 'Fermeture 1 : ligne vide. Remplissez-la ou retirez-la.',
      },
    ]);
    expect(estimation).toMatchObject({
      montant: '15050.00',
      incomplete: [{ cause: 'Fermeture 1 : ligne vide. Remplissez-la ou retirez-la.' }],
    });
    // The row that is filled in keeps its own number and fields.
    expect(controles.find(({ issue }) => issue === 'PS_NON_VERSEE')).toMatchObject({
      titre: 'Fermeture 2',
      champs: ['fermetures.liste.1.debut', 'fermetures.liste.1.fin'],
    });
  });

  it('a declaration that lacks nothing is not marked', async () => {
    expect((await estimer()).incomplete).toEqual([]);
  });
});

describe('what is left to fill in', () => {
  it('counts true fields: of a field split over columns its empty columns, never the total', async () => {
    const { manquants } = await juger(
      dossierDe(
        {
          activite: {
            'missions.actionsInformation': undefined,
            'missions.actionsEchanges': undefined,
            'missions.actionsEchanges.reel': '3',
          },
        },
        'actualisee',
      ),
    );
    expect(
      manquants
        .filter(({ champ }) => champ?.startsWith('missions'))
        .map(({ champ, message }) => [champ, message]),
    ).toEqual([
      [
        'missions.actionsInformation.reel',
        'Nombre d’actions d’information – Réel, janvier à septembre : à remplir.',
      ],
      [
        'missions.actionsInformation.prevu',
        'Nombre d’actions d’information – Prévu, octobre à décembre : à remplir.',
      ],
      [
        'missions.actionsEchanges.prevu',
        'Nombre d’actions d’échanges – Prévu, octobre à décembre : à remplir.',
      ],
    ]);
  });

  it('leaves out what is to correct', async () => {
    const { manquants } = await juger(
      dossierDe({
        activite: { 'ouverture.fin': '31/02/2019' },
        finances: { 'charges.c60': 'abc', 'charges.c64': '' },
      }),
    );
    expect(manquants).toEqual([]);
  });
});
