import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { action, fiche, gestionDeTest, type Gestion } from './fixture.ts';
import { RESSOURCES } from '#admin/ressources/index.ts';
import {
  creerEquipement,
  ajouterAnimateur,
  creerConventionnement,
} from '#src/domain/equipement/commandes.ts';
import { SIRENS } from '#test/support/contrats.ts';

let gestion: Gestion;
const ids: Record<string, string> = {};

beforeAll(async () => {
  gestion = await gestionDeTest();
  const { faire } = gestion;
  const briare = await gestion.partenaire(SIRENS[0]);
  for (const [nom, ouvertLe, projetFonctionnement] of [
    ['Éveil à 100 %', '2018-12-31', 'on'],
    ['Éveil à 1000', '2019-01-01', ''],
    ['eveil_bis', '2019-01-31', 'on'],
    ['Les Cœurs', '2019-02-01', ''],
  ] as const) {
    const { id } = await faire(creerEquipement, {
      partenaire: briare.id,
      type: 'RAM',
      nom,
      ouvertLe,
      projetFonctionnement,
      lieuNature: 'unique',
      lieuNom: nom,
      lieuCommuneCode: '45053',
    });
    ids[nom] = id;
  }
  const equipement = ids['Les Cœurs'] ?? '';
  await faire(ajouterAnimateur, {
    equipement,
    nom: 'Morel',
    prenom: 'Jo',
    etpContrat: '0,8',
    du: '2019-02-01',
  });
  await faire(creerConventionnement, {
    equipement,
    du: '2019-02-01',
    au: '2020-01-01',
    numeroMaia: '201900001',
  });
});
afterAll(() => gestion.fermer());

const noms = async (requete: string): Promise<string[]> => {
  const { statut, corps, texte } = await gestion.get(`${action('equipements', 'list')}?${requete}`);
  expect(statut, texte).toBe(200);
  return (corps.records ?? []).map(({ title }) => title);
};

describe('the search of a list', () => {
  it.each([
    ['EVEIL', ['Éveil à 100 %', 'Éveil à 1000', 'eveil_bis']],
    ['briare éveil', ['Éveil à 100 %', 'Éveil à 1000', 'eveil_bis']],
    ['coeurs', ['Les Cœurs']],
  ])('finds « %s » whatever accents, case and order of words', async (mots, attendus) => {
    expect((await noms(`q=${encodeURIComponent(mots)}`)).sort()).toEqual([...attendus].sort());
  });

  it.each([
    ['100 %', ['Éveil à 100 %']],
    ['%', ['Éveil à 100 %']],
    ['_', ['eveil_bis']],
    ['\\', []],
    ["'", []],
  ])('takes « %s » as text, not as a pattern', async (mots, attendus) => {
    expect(await noms(`q=${encodeURIComponent(mots)}`)).toEqual(attendus);
  });
});

describe('filters', () => {
  it('keep whole days, both included', async () => {
    expect((await noms('filters.ouvertLe~~from=2019-01-01&filters.ouvertLe~~to=2019-01-31')).sort()).toEqual(
      ['eveil_bis', 'Éveil à 1000'].sort(),
    );
    expect(await noms('filters.ouvertLe~~to=31/12/2018')).toEqual(['Éveil à 100 %']);
  });

  it('keep the last day included where the end is stored excluded', async () => {
    const total = async (requete: string) =>
      (await gestion.get(`${action('conventionnements', 'list')}?${requete}`)).corps.meta?.total;
    expect(await total('filters.au~~from=2019-12-31&filters.au~~to=2019-12-31')).toBe(1);
    expect(await total('filters.au~~from=2020-01-01')).toBe(0);
    const { corps } = await gestion.get(action('conventionnements', 'list'));
    expect(corps.records?.[0]?.params['au']).toBe('2019-12-31');
  });

  it('compare yes and no, references and closed lists exactly', async () => {
    expect((await noms('filters.projetFonctionnement=true')).sort()).toEqual(
      ['eveil_bis', 'Éveil à 100 %'].sort(),
    );
    expect(await noms('filters.type=EAJE')).toEqual([]);
    expect(
      (await gestion.get(`${action('conventionnements', 'list')}?filters.etat=brouillon`)).corps.meta?.total,
    ).toBe(1);
    expect(
      (await gestion.get(`${action('conventions', 'list')}?filters.etat=active`)).corps.meta?.total,
    ).toBe(0);
  });

  it('read decimals as people type them, without turning nothing into zero', async () => {
    const total = async (requete: string) =>
      (await gestion.get(`${action('conventionnements', 'list')}?${requete}`)).corps.meta?.total;
    expect(await total('filters.etpValide~~from=0,5')).toBe(0);
    expect(await total('filters.etpValide~~from=')).toBe(1);
  });

  it('keep instants by civil day at the Caf, not at Greenwich', async () => {
    // The clock stands at noon UTC on 4 March 2019.
    const total = async (jour: string) =>
      (
        await gestion.get(
          `${action('partenaires', 'list')}?filters.creeLe~~from=${jour}&filters.creeLe~~to=${jour}`,
        )
      ).corps.meta?.total;
    expect([await total('2019-03-03'), await total('2019-03-04'), await total('2019-03-05')]).toEqual([
      0, 1, 0,
    ]);
  });

  it.each([
    ['filters.ouvertLe~~from=2019-02-30', /date/],
    ['filters.ouvertLe~~from=hier', /date/],
    ['filters.projetFonctionnement=peut-%C3%AAtre', /oui ou par non/],
    ['filters.partenaire=%27%3B--', /référence/],
    ['filters.ouvertLe=2019-01-01&filters.ouvertLe=2019-01-02', /répété/],
    ['page=0', /Page/],
    ['page=-1', /Page/],
    ['page=999999', /Page/],
    ['perPage=0', /lignes par page/],
    ['perPage=5000', /lignes par page/],
    ['perPage=abc', /lignes par page/],
    [`q=${'x'.repeat(101)}`, /100 caractères/],
  ])('refuse %s in French', async (requete, message) => {
    const { statut, corps } = await gestion.get(`${action('equipements', 'list')}?${requete}`);
    expect(statut).toBe(400);
    expect(corps.erreur?.message).toMatch(message);
  });

  it('refuse a value outside a closed list', async () => {
    for (const liste of ['conventionnements', 'conventions']) {
      const { statut, corps } = await gestion.get(`${action(liste, 'list')}?filters.etat=zzz`);
      expect([statut, corps.erreur?.message]).toEqual([400, 'Filtre « État » : cette valeur n’existe pas.']);
    }
  });
});

/**
 * Dates as people, spreadsheets and attackers write them: years of one to six digits, days that do not exist,
 * the ends of every calendar.
 */
const uneDate = fc.oneof(
  fc.constantFrom(
    '31/12/9999',
    '9999-12-31',
    '2999-12-31',
    '3000-01-01',
    '1899-12-31',
    '1900-01-01',
    '0000-00-00',
    '0001-01-01',
    '-000001-01-01',
    '+275760-09-13',
    '2026-02-30',
    '01/02/26',
    'infinity',
    'now',
    'epoch',
    '4713-01-01 BC',
    '\u200e14/02/2019',
    '14-02-2019',
    '1e9',
  ),
  fc
    .tuple(fc.nat(99_999), fc.nat(99), fc.nat(99), fc.constantFrom('-', '/', '.', ''))
    .map((parties) => `${parties[0]}${parties[3]}${parties[1]}${parties[3]}${parties[2]}`),
  fc.string({ unit: fc.constantFrom(...'0123456789-/. \u200e\u00a0T:Z'), maxLength: 14 }),
);
const parametres = (champ: string, date: string) =>
  new URLSearchParams([[`filters.${champ}`, date]]).toString();

describe('whatever the date', () => {
  it('no filter of any list answers as if we were broken: a page, or a sentence', async () => {
    const dates = RESSOURCES.flatMap((ressource) =>
      (ressource.filtres ?? [])
        .filter((nom) => ['date', 'instant'].includes(ressource.champs[nom]?.genre ?? ''))
        .map((nom) => [ressource.id, nom] as const),
    );
    expect(dates.length).toBeGreaterThan(5);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...dates),
        fc.constantFrom('', '~~from', '~~to'),
        uneDate,
        async ([id, nom], borne, date) => {
          const { statut, texte, corps } = await gestion.get(
            `${action(id, 'list')}?${parametres(`${nom}${borne}`, date)}`,
          );
          expect([200, 400, 403], `${id} ${nom} ${date} : ${texte}`).toContain(statut);
          if (statut === 400) expect(corps.erreur?.message).toMatch(/^Filtre « .+ » : .+\.$/);
        },
      ),
      { numRuns: 120 },
    );
  });

  it('no form does either: recorded, or refused on its field', async () => {
    const adresse = fiche('equipements', ids['eveil_bis'] ?? '', 'edit');
    const equipement = ids['Les Cœurs'] ?? '';
    await fc.assert(
      fc.asyncProperty(uneDate, async (date) => {
        const {
          corps: { formulaire },
        } = await gestion.get(adresse);
        const { statut, corps, texte } = await gestion.post(adresse, {
          ...formulaire?.valeurs,
          ouvertLe: date,
          fermeLe: date,
        });
        expect([200, 409, 422], `${date} : ${texte}`).toContain(statut);
        if (statut === 422)
          expect(
            Object.keys(corps.record?.errors ?? {}).every((champ) => ['ouvertLe', 'fermeLe'].includes(champ)),
            texte,
          ).toBe(true);
        // The form of a period asks for its last day, the command for the day after.
        const creation = await gestion.post(action('conventionnements', 'new'), {
          equipement,
          du: '2019-02-01',
          au: date,
          numeroMaia: '201900002',
        });
        expect([200, 409, 422], `${date} : ${creation.texte}`).toContain(creation.statut);
        // A date drawn may well be one: what it records is not part of what the next tests read.
        await gestion.lignes("delete from conventionnement where numero_maia = '201900002'");
      }),
      { numRuns: 25 },
    );
    await gestion.lignes("delete from conventionnement where numero_maia = '201900002'");
  });

  it('the last day of a period is understood as people write it', async () => {
    for (const [au, enregistre] of [
      ['31/12/2022', '2022-12-31'],
      ['2019-12-31', '2019-12-31'],
    ] as const) {
      const [{ version = 0, id = '' } = {}] = await gestion.lignes<{ id: string; version: number }>(
        "select id, version from conventionnement where numero_maia = '201900001'",
      );
      expect(
        (
          await gestion.post(fiche('conventionnements', id, 'edit'), {
            du: '2019-02-01',
            au,
            numeroMaia: '201900001',
            version: String(version),
          })
        ).statut,
      ).toBe(200);
      expect((await gestion.get(fiche('conventionnements', id))).corps.record?.params['au']).toBe(enregistre);
    }
  });

  it('the date inputs of a form bear the bounds their command holds them to', async () => {
    const {
      corps: { formulaire },
    } = await gestion.get(fiche('equipements', ids['eveil_bis'] ?? '', 'edit'));
    expect(formulaire?.champs.find(({ nom }) => nom === 'ouvertLe')).toMatchObject({
      min: '1900-01-01',
      max: '2099-12-31',
    });
  });
});

describe('pages', () => {
  it('neither repeat nor skip a row when the sorted values are equal', async () => {
    const vus: string[] = [];
    for (const page of [1, 2, 3, 4])
      vus.push(...(await noms(`sortBy=partenaire&direction=asc&perPage=1&page=${page}`)));
    expect(new Set(vus).size).toBe(4);
  });

  it('sort by a related name in both directions', async () => {
    expect((await noms('sortBy=nom&direction=desc'))[0]).not.toBe(
      (await noms('sortBy=nom&direction=asc'))[0],
    );
  });
});

describe('an address that leads nowhere', () => {
  it.each([
    '/api/resources/inconnue/actions/list',
    '/api/resources/equipements/actions/inconnue',
    '/api/resources/equipements/records/pas-un-uuid/show',
    '/api/resources/equipements/records/00000000-0000-4000-8000-000000000000/show',
    '/api/resources/equipements/records/%00/show',
    '/api/resources/equipements/records/%E0%A4%A/show',
    '/api/pages/inconnue',
  ])('%s answers 404 in French', async (adresse) => {
    const { statut, corps, texte } = await gestion.get(adresse);
    expect([400, 404], texte).toContain(statut);
    expect(corps.records ?? []).toEqual([]);
    expect(texte).not.toMatch(/Cannot|Error:|stack/);
  });

  it('the page of an unknown address answers 404 too, with the way back', async () => {
    for (const adresse of [
      '/resources/inconnue',
      '/resources/equipements/records/pas-un-uuid/show',
      '/pages/inconnue',
    ])
      expect((await gestion.get(adresse)).statut).toBe(404);
    expect((await gestion.get('/resources/equipements')).statut).toBe(200);
  });
});

describe('a form', () => {
  it('opens by GET with the values of the record and writes nothing', async () => {
    const avant = await gestion.lignes('select * from equipement order by id');
    const { statut, corps } = await gestion.get(fiche('equipements', ids['eveil_bis'] ?? '', 'edit'));
    expect(statut).toBe(200);
    expect(corps.formulaire?.valeurs).toMatchObject({
      nom: 'eveil_bis',
      ouvertLe: '2019-01-31',
      projetFonctionnement: true,
      version: '1',
    });
    expect(await gestion.lignes('select * from equipement order by id')).toEqual(avant);
  });

  it.each([
    ['a date that does not exist', { ouvertLe: '30/02/2019' }, 'ouvertLe'],
    ['an empty required text', { nom: ' ' }, 'nom'],
    ['a text too long', { nom: 'x'.repeat(5000) }, 'nom'],
  ])('says on its field what is wrong: %s', async (_cas, changement, champ) => {
    const adresse = fiche('equipements', ids['eveil_bis'] ?? '', 'edit');
    const {
      corps: { formulaire },
    } = await gestion.get(adresse);
    const { statut, corps } = await gestion.post(adresse, { ...formulaire?.valeurs, ...changement });
    expect(statut).toBe(422);
    expect(Object.keys(corps.record?.errors ?? {})).toEqual([champ]);
    expect(await gestion.lignes('select nom from equipement where id = $1', ids['eveil_bis'])).toEqual([
      { nom: 'eveil_bis' },
    ]);
  });

  it('refuses a script typed in a name, on its field', async () => {
    const adresse = fiche('equipements', ids['Les Cœurs'] ?? '', 'edit');
    const {
      corps: { formulaire },
    } = await gestion.get(adresse);
    const { statut, corps } = await gestion.post(adresse, {
      ...formulaire?.valeurs,
      nom: '<script>alert(1)</script>',
    });
    expect(statut).toBe(422);
    expect(corps.record?.errors?.['nom']?.message).toContain('ne sont pas admis dans un nom');
    expect((await gestion.get(`${action('equipements', 'list')}?q=alert`)).corps.records).toEqual([]);
  });

  it('refuses a body that is not one of its own', async () => {
    const adresse = action('equipements', 'new');
    const json = { 'content-type': 'application/json' };
    const cas = [
      ['{"nom":', json, 400],
      ['[1]', json, 400],
      ['"x"', json, 400],
      ['{"nom":{"$ne":null}}', json, 400],
      ['{"nom":"a","nom":"b"}', json, 400],
      ['{"nom":[1]}', json, 400],
      ['nom=a&nom=b', { 'content-type': 'application/x-www-form-urlencoded' }, 400],
      ['nom=a', { 'content-type': 'text/plain' }, 400],
      [
        '--x\r\ncontent-disposition: form-data; name="f"; filename="a.exe"\r\n\r\nMZ\r\n--x--',
        { 'content-type': 'multipart/form-data; boundary=x' },
        400,
      ],
      [JSON.stringify({ nom: 'x'.repeat(300_000) }), json, 413],
    ] as const;
    for (const [corps, entetes, attendu] of cas) {
      const { statut, corps: reponse } = await gestion.post(adresse, corps, entetes);
      expect(statut, corps.slice(0, 40)).toBe(attendu);
      expect(reponse.erreur?.message).toMatch(/^[A-ZÉL].*\.$/);
    }
    expect((await gestion.get(action('equipements', 'list'))).statut).toBe(200);
  });
});

describe('the page of a record', () => {
  it('shows a published rule file as it was written', async () => {
    const texte = '{ "id": "essai" }\n';
    const canonique = '{"id":"essai"}';
    const [{ empreinte } = { empreinte: '' }] = await gestion.lignes<{ empreinte: string }>(
      "select encode(sha256(convert_to($1, 'UTF8')), 'hex') as empreinte",
      canonique,
    );
    await gestion.lignes(
      "insert into version_regle (empreinte, genre, jeu, numero, canonique, texte, origine, publie_le) values ($1, 'regles', 'essai', '1.0.0', $2, $3, 'initialisation', now())",
      empreinte,
      canonique,
      texte,
    );
    const { corps } = await gestion.get(fiche('versions-regles', empreinte));
    expect(corps.dossier?.texteBrut?.contenu).toBe(texte);
  });

  it('gathers what is linked to it, and says what can be done and what cannot', async () => {
    const { corps } = await gestion.get(fiche('equipements', ids['Les Cœurs'] ?? ''));
    const tables = Object.fromEntries(
      (corps.dossier?.tables ?? []).map(({ titre, lignes }) => [titre, lignes.length]),
    );
    expect(tables).toMatchObject({
      'Lieux d’implantation': 1,
      Animateurs: 1,
      Conventionnements: 1,
      'Dernières déclarations': 0,
    });
    expect(corps.dossier?.actions.map(({ nom }) => nom)).toEqual(['edit']);
    const [conventionnement] = (await gestion.get(action('conventionnements', 'list'))).corps.records ?? [];
    const { corps: page } = await gestion.get(fiche('conventionnements', conventionnement?.id ?? ''));
    expect(page.dossier?.actions.map(({ nom, pourquoi }) => [nom, pourquoi ?? null])).toEqual([
      ['valider', null],
      ['edit', null],
    ]);
  });

  it.each([
    ['partenaires', ['COMMUNE DE BRIARE']],
    ['organismes', ['COMMUNE DE BRIARE']],
    ['animateurs', ['Jo Morel']],
    ['conventionnements', ['Conventionnement 201900001 du 01/02/2019 au 31/12/2019']],
    ['lieux', ['eveil_bis', 'Éveil à 100 %', 'Éveil à 1000', 'Les Cœurs']],
    [
      'services',
      [
        'Aides financières d’action sociale (Afas)',
        'Consultation du dossier allocataire par les partenaires (Cdap)',
      ],
    ],
    ['cafs', ['Caf du Loiret']],
    [
      'liens-utiles',
      [
        'Bilan annuel d’activité (Sphinx)',
        'Guide utilisateur : déclaration de données',
        'Guide utilisateur : habilitation au service Afas',
        'Le site caf.fr',
        'Plaquette « Déclarer mes données Ram »',
        'Support « Comment déclarer mes données »',
        'Vidéos tutorielles',
        'VisioConnect',
        'Évaluation de fin de période contractuelle (Sphinx)',
      ],
    ],
    [
      'types-equipement',
      [
        'Relais assistants maternels (Ram)',
        'Établissement d’accueil du jeune enfant (Eaje)',
        'Accueil de loisirs sans hébergement (Alsh)',
        'Lieu d’accueil enfants-parents (Laep)',
      ],
    ],
  ])('of each record of %s has the title its list gives', async (liste, titres) => {
    const {
      corps: { records = [] },
    } = await gestion.get(action(liste, 'list'));
    const lus = await Promise.all(
      records.map(async ({ id }) => (await gestion.get(fiche(liste, id))).corps.dossier?.titre),
    );
    expect(lus.sort()).toEqual([...titres].sort());
    expect(records.map(({ title }) => title).sort()).toEqual([...titres].sort());
  });
});
