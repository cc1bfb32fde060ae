import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {
  BorneListee,
  PageBrouillon,
  Proposition,
  Retouche,
  Verification,
} from '#admin/ecrans/atelier/brouillon/client.ts';
import type { MesureDesScenarios, PageFichier } from '#admin/ecrans/atelier/fichier/client.ts';
import type { PageComparaison } from '#admin/ecrans/atelier/comparaison/client.ts';
import type { PageEssai, ResultatDEssai } from '#admin/ecrans/atelier/essai/client.ts';
import type { PageFictives } from '#admin/ecrans/atelier/fictives/client.ts';
import type { PageListe } from '#admin/ecrans/atelier/liste/client.ts';
import type { PageImpact } from '#admin/ecrans/atelier/impact/client.ts';
import type { PageQuestions } from '#admin/ecrans/atelier/questions/client.ts';
import type { Morceau, PageGuide } from '#admin/ecrans/atelier/guide/guide.ts';
import { montrerMesure } from '#admin/ecrans/atelier/mesure/mesure.ts';
import type { BrouillonRemplace } from '#src/domain/politique/brouillon/remplacements.ts';
import { brouillons } from '#src/domain/politique/consultation/lectures.ts';
import type { FichierClos, FichierDeRegles } from '#src/engine/index.ts';
import { agent, analyste, partenaire } from '#test/support/acteurs.ts';
import { FAITS, monter, type Fixture } from '#test/integration/registre/fixture.ts';
import { servirGestion, type Serveur } from '#test/integration/admin/fixture.ts';

let fixture: Fixture;
let serveur: Serveur;
let texte: string;
let empreinte: string;
beforeAll(async () => {
  fixture = await monter('2026-11-23', ['quotas', 'fermeture', 'estimation-ps']);
  serveur = await servirGestion(fixture, analyste());
  const livree = fixture.livrees.find(({ jeu }) => jeu === 'quotas');
  // A draft takes a number of its own.
  texte = livree?.texte.replace('"version": "1.0.0"', '"version": "1.1.0"') ?? '';
  empreinte = livree?.empreinte ?? '';
});
afterAll(async () => {
  serveur.fermer();
  await fixture.fermer();
});

const lire = async <T>(chemin: string): Promise<T> => {
  const { statut, texte: corps } = await serveur.get(`/api/pages/${chemin}`);
  expect(statut, corps).toBe(200);
  return JSON.parse(corps) as T;
};
const poster = async <T>(page: string, corps: Readonly<Record<string, unknown>>): Promise<T> => {
  const reponse = await serveur.post(`/api/pages/${page}`, corps);
  expect(reponse.statut, reponse.texte).toBe(200);
  return (JSON.parse(reponse.texte) as { resultat: T }).resultat;
};
const verifier = (contenu: string): Promise<Verification> =>
  poster('brouillon', { action: 'verifier', genre: 'regles', jeu: 'quotas', texte: contenu });
const retoucher = (operation: string, saisie: object, contenu = texte): Promise<Retouche> =>
  poster('brouillon', {
    action: 'retoucher',
    genre: 'regles',
    jeu: 'quotas',
    texte: contenu,
    operation,
    ...saisie,
  });
const compter = (): Promise<number> =>
  fixture.executeur.lire(analyste(), async (unite) => (await brouillons(unite)).length);

/** A decision of record of a file; its id. */
const deciderEnBase = async (jeu = 'quotas'): Promise<string> => {
  const {
    rows: [ligne],
  } = await fixture.proprietaire.query<{ id: string }>(
    `insert into decision (id, caf_id, jeu, version_regle, empreinte, date_reference, faits, etat, issues, constats, calculs, manquants, trace, moteur, sujet_type, sujet_id, prise_le, requete_id)
     values (gen_random_uuid(), '451', $3, '1.0.0', $1, '2026-03-02', $2, 'decide', '["QUOTA_ATTEINT"]', '[]', '{}', '[]', '{}', '{}', 'Habilitation', gen_random_uuid(), now(), 'r') returning id`,
    [fixture.livrees.find((livree) => livree.jeu === jeu)?.empreinte, JSON.stringify(FAITS), jeu],
  );
  return ligne?.id ?? '';
};

describe('who reads and who writes', () => {
  it('an agent of a Caf reads the files, tries a case, and writes nothing', async () => {
    serveur.acteur = agent();
    try {
      const avant = await compter();
      expect(await lire<PageListe>('regles')).toMatchObject({ peutEcrire: false, brouillons: [] });
      const { boutons } = await lire<PageFichier>('regle?genre=regles&jeu=quotas');
      expect(boutons.find(({ libelle }) => libelle === 'Créer un brouillon')?.empeche).toContain(
        'analyste réglementaire',
      );
      expect((await lire<PageEssai>('essai?jeu=quotas')).faits.length).toBeGreaterThan(3);
      for (const [page, corps] of [
        ['regle', { action: 'creer', depuis: empreinte }],
        ['regle', { action: 'urgence', empreinte, motif: 'x' }],
        ['fictives', { action: 'remplacer', valeurs: ['{}'] }],
        ['approbation', { action: 'approuver', id: empreinte }],
        ['brouillon', { action: 'verifier', texte }],
      ] as const) {
        expect((await serveur.post(`/api/pages/${page}`, corps)).statut, page).toBe(403);
      }
      expect((await serveur.get('/api/pages/brouillon?id=x')).statut).toBe(403);
      expect(await compter()).toBe(avant);
    } finally {
      serveur.acteur = analyste();
    }
  });

  it('a partner reads nothing of it', async () => {
    serveur.acteur = partenaire('00000000-0000-4000-8000-000000000099');
    try {
      for (const page of ['regles', 'regle?jeu=quotas', 'essai', 'questions'])
        expect((await serveur.get(`/api/pages/${page}`)).statut, page).toBe(403);
      expect((await serveur.post('/api/pages/regle', { action: 'creer', depuis: empreinte })).statut).toBe(
        403,
      );
    } finally {
      serveur.acteur = analyste();
    }
  });

  it('an action that does not exist, a draft that does not exist, a file that does not exist are not found', async () => {
    expect((await serveur.post('/api/pages/regle', { action: 'constructor' })).statut).toBe(404);
    expect((await serveur.get('/api/pages/brouillon?id=00000000-0000-4000-8000-000000000000')).statut).toBe(
      404,
    );
    for (const page of [
      'regle?jeu=inconnu',
      'regle?genre=autre&jeu=quotas',
      'regle?jeu=quotas&version=inconnue',
    ])
      expect((await serveur.get(`/api/pages/${page}`)).statut, page).toBe(404);
  });
});

describe('the what-if page', () => {
  it('starts from the facts of a recorded decision', async () => {
    const id = await deciderEnBase();
    expect(await lire<PageEssai>(`essai?decision=${id}`)).toMatchObject({
      jeu: 'quotas',
      version: empreinte,
      date: '2026-03-02',
      valeurs: { typeEquipement: 'RAM', titulairesActifs: '1' },
    });
  });
});

describe('the checks of a text', () => {
  it('pass on a delivered file, with what the forms show of it', async () => {
    const { valide, anomalies, analyse, formulaires } = await verifier(texte);
    expect({ valide, anomalies }).toEqual({ valide: true, anomalies: [] });
    expect(analyse?.constats).toEqual([]);
    expect(formulaires?.scenarios.every(({ ecart }) => ecart === null)).toBe(true);
    expect(formulaires?.citations.map(({ reference }) => reference)).toContain('SRC-1#c');
  });

  it.each([
    ['no JSON', () => '{ "id": ', 'lecture'],
    ['a list', () => '[]', 'schema'],
    ['an unknown property', () => texte.replace('"titre": "Hab', '"titer": "Hab'), 'schema'],
    ['an unknown fact', () => texte.replace('"fact": "role"', '"fact": "rolle"'), 'types'],
    ['100 levels', () => '['.repeat(100) + ']'.repeat(100), 'lecture'],
    ['a key twice', () => texte.replace('"resume":', '"titre": "x", "resume":'), 'lecture'],
  ])('say what is wrong in French, and where, with %s', async (_cas, contenu, controle) => {
    const { valide, anomalies } = await verifier(contenu());
    expect(valide).toBe(false);
    expect(anomalies[0]).toMatchObject({ controle, ligne: expect.any(Number), colonne: expect.any(Number) });
  });

  it('answer in two times: the form and the scenarios first, the analysis with the second answer', async () => {
    const enDeuxTemps = (etape: string, contenu: string): Promise<Verification> =>
      poster('brouillon', { action: 'verifier', genre: 'regles', jeu: 'quotas', texte: contenu, etape });
    expect(await enDeuxTemps('forme', texte)).toMatchObject({
      valide: true,
      analyseFaite: false,
      analyse: null,
    });
    expect(await enDeuxTemps('tout', texte)).toMatchObject({
      valide: true,
      analyseFaite: true,
      analyse: { exacte: true },
    });
    // Nothing is left to wait for when there is nothing to analyse.
    expect(await enDeuxTemps('forme', '{')).toMatchObject({ valide: false, analyseFaite: true });
  });

  it('refuse a text of 5 MB before reading it, in French', async () => {
    const { statut, corps } = await serveur.post('/api/pages/brouillon', {
      action: 'verifier',
      genre: 'regles',
      jeu: 'quotas',
      texte: 'x'.repeat(5_000_000),
    });
    expect(statut).toBe(413);
    expect(corps.erreur?.message).toContain('trop volumineux');
  });
});

describe('what the scenarios of a version are worth', () => {
  it('is measured beside the server: rules visited, errors caught', async () => {
    const mesure = await poster<MesureDesScenarios>('regle', { action: 'mesurer', version: empreinte });
    expect(mesure).toMatchObject({
      scenarios: 30,
      reussis: 30,
      nonVisitees: [],
      equivalents: 0,
      pourcentDesScenarios: 100,
      pourcent: 100,
      survivants: [],
    });
    expect(mesure.mutants).toBeGreaterThan(80);
    expect((await serveur.post('/api/pages/regle', { action: 'mesurer', version: 'inconnue' })).statut).toBe(
      404,
    );
  });

  it('says in French which rules nothing visits, and which errors change nothing, as proved', () => {
    const clos = JSON.parse(
      fixture.livrees.find(({ jeu }) => jeu === 'quotas')?.canonique ?? '',
    ) as FichierClos;
    const survivants = [
      {
        mutant: 'x',
        description: 'QUO-001 : condition sur « role » retirée',
        verdict: 'equivalent',
        preuve: 'Il est démontré qu’aucun cas ne change.',
      },
    ] as const;
    const brute = {
      reglesVisitees: clos.regles.slice(1).map(({ id }) => id),
      reussis: 30,
      score: {
        mutants: 3,
        tuesParLesScenarios: 1,
        tues: 2,
        equivalents: 1,
        pourcentDesScenarios: 50,
        pourcent: 100,
        survivants,
      },
    };
    expect(montrerMesure(clos, brute)).toMatchObject({
      nonVisitees: [{ id: clos.regles[0]?.id }],
      survivants: [
        {
          description: `QUO-001 : condition sur « ${clos.faits['role']?.libelle} » retirée`,
          verdict: 'Équivalente : démontré',
        },
      ],
    });
  });
});

describe('the forms of a draft', () => {
  const valeur = {
    parametre: 'quotaApprobateur',
    rang: '',
    du: '01/01/2027',
    valeur: '2',
    certitude: 'explicite',
    sources: ['SRC-1#c'],
    question: '',
    derniereVerification: '23/11/2026',
  };

  it('add a value typed in French, with a source and a question of its own', async () => {
    const retouche = await retoucher('valeur', {
      ...valeur,
      certitude: 'fictif',
      sources: [],
      'source.titre': 'Circulaire 2026',
      'source.resume': 'deux',
      'source.type': 'circulaire',
      question: 'nouvelle',
      'question.texte': 'Deux ?',
    });
    if (!('texte' in retouche)) expect.fail(retouche.refus);
    expect(JSON.parse(retouche.texte)).toMatchObject({
      questions: { Q6: { texte: 'Deux ?', reponse: null } },
      parametres: {
        quotaApprobateur: {
          valeurs: [
            {},
            { du: '2027-01-01', valeur: 2, sources: ['SRC-2#a'], certitude: 'fictif', question: 'Q6' },
          ],
        },
      },
    });
    expect((await verifier(retouche.texte)).valide).toBe(true);
  });

  it.each([
    ['a wrong number', { valeur: 'deux' }, 'valeur'],
    ['a date that does not exist', { du: '31/02/2027' }, 'du'],
    ['no source', { sources: [] }, 'sources'],
    ['a fictitious value without question', { certitude: 'fictif' }, 'question'],
  ])('refuse %s on its field', async (_cas, fautif, champ) => {
    expect(await retoucher('valeur', { ...valeur, ...fautif })).toMatchObject({
      champs: { [champ]: expect.any(String) },
    });
  });

  it('offer the cases at the boundaries, and add those chosen, marked to be reviewed', async () => {
    const cas = await poster<BorneListee[]>('brouillon', { action: 'bornes', jeu: 'quotas', texte });
    expect(cas.length).toBeGreaterThan(10);
    expect(cas[0]).toMatchObject({
      titre: expect.stringMatching(/^QUO-\d+ : /),
      faits: expect.stringContaining(' : '),
      issues: expect.any(String),
    });
    const choisis = cas.slice(0, 2).map((borne) => borne.cas);
    const retouche = await retoucher('bornes', { choisis });
    if (!('texte' in retouche)) expect.fail(retouche.refus);
    const { valide, formulaires } = await verifier(retouche.texte);
    expect(valide).toBe(true);
    expect(formulaires?.scenarios.slice(30)).toMatchObject([
      { id: 'S31', aRelire: true, ecart: null },
      { id: 'S32', aRelire: true, ecart: null },
    ]);
    const reste = await poster<BorneListee[]>('brouillon', {
      action: 'bornes',
      jeu: 'quotas',
      texte: retouche.texte,
    });
    expect(reste.map(({ cas: autre }) => autre)).not.toEqual(expect.arrayContaining([choisis[0]]));
    expect(await retoucher('bornes', { choisis: [] })).toMatchObject({
      champs: { choisis: expect.any(String) },
    });
  });

  it('fill a scenario in from the result obtained, marked to be reviewed', async () => {
    const retouche = await retoucher('scenario', {
      rang: '',
      titre: 'Eaje',
      date: '01/03/2019',
      'faits.typeEquipement': 'EAJE',
      'faits.role': 'CONSULTANT',
      'faits.portee': 'activite',
      'faits.titulairesActifs': '0',
      'faits.titulairesEnAttente': '0',
      regles: [],
      remplir: true,
    });
    if (!('texte' in retouche)) expect.fail(retouche.refus);
    const { formulaires } = await verifier(retouche.texte);
    const ajoute = formulaires?.scenarios.at(-1);
    expect(ajoute).toMatchObject({
      id: 'S31',
      titre: 'À relire : Eaje',
      aRelire: true,
      ecart: null,
      attendu: { etat: 'source-muette', issues: ['NON_SPECIFIE'], regles: ['QUO-008'] },
    });
    const relue = await retoucher('relu', { rang: '30' }, retouche.texte);
    expect(
      'texte' in relue &&
        (JSON.parse(relue.texte) as { scenarios: { titre: string }[] }).scenarios.at(-1)?.titre,
    ).toBe('Eaje');
  });
});

describe('what-if and comparison', () => {
  it('a case typed in French is decided, explained, and told what would change it', async () => {
    const resultat = await poster<ResultatDEssai>('essai', {
      action: 'essayer',
      version: empreinte,
      date: '14/02/2019',
      'faits.typeEquipement': 'RAM',
      'faits.role': 'APPROBATEUR',
      'faits.portee': 'activite',
      'faits.titulairesActifs': '1',
      'faits.titulairesEnAttente': '0',
    });
    expect(resultat.decision).toMatchObject({
      issues: ['Nombre maximal de titulaires atteint'],
      etat: 'decide',
    });
    expect(resultat.trace?.regles.filter(({ declenchee }) => declenchee).map(({ id }) => id)).toEqual([
      'QUO-006',
    ]);
    expect(resultat.changements).toContainEqual(
      expect.objectContaining({
        fait: 'Autres personnes qui tiennent ce rôle',
        de: '1',
        vers: '0',
        champs: { titulairesActifs: '0' },
      }),
    );
    const refuse = await poster<ResultatDEssai>('essai', {
      action: 'essayer',
      version: empreinte,
      date: 'hier',
      'faits.titulairesActifs': 'deux',
    });
    expect(Object.keys(refuse.refus ?? {}).sort()).toEqual(['date', 'titulairesActifs']);
  });

  it('a draft is compared with the version it comes from, outcomes in words', async () => {
    const { id, version } = await poster<{ id: string; version: number }>('regle', {
      action: 'creer',
      depuis: empreinte,
    });
    const retouche = await retoucher('valeur', {
      parametre: 'quotaApprobateur',
      rang: '',
      du: '01/01/2027',
      valeur: '2',
      certitude: 'explicite',
      sources: ['SRC-1#c'],
      question: '',
      derniereVerification: '23/11/2026',
    });
    const nouveau =
      'texte' in retouche ? retouche.texte.replace('"version": "1.0.0"', '"version": "1.1.0"') : '';
    await poster('brouillon', { action: 'enregistrer', id, version: String(version), texte: nouveau });
    expect(
      (
        await serveur.post('/api/pages/brouillon', {
          action: 'enregistrer',
          id,
          version: String(version),
          texte: 'en retard',
        })
      ).statut,
    ).toBe(409);
    const { comparaison } = await lire<PageComparaison>(
      `comparaison?jeu=quotas&avant=${empreinte}&apres=brouillon:${id}`,
    );
    expect(comparaison).toMatchObject({
      niveau: 'mineur',
      parametres: [
        {
          libelle: 'Nombre maximal d’approbateurs par Ram',
          de: '1',
          vers: '2',
          periode: 'à partir du 1er janvier 2027',
        },
      ],
    });
    expect(comparaison?.effets?.map(({ avant, apres }) => `${avant} → ${apres}`)).toContain(
      'Nombre maximal de titulaires atteint → En attente de validation par votre Caf',
    );
  });
});

describe('an address that leads to a version no longer there', () => {
  it.each([
    ['brouillon:00000000-0000-4000-8000-000000000001', 'Le brouillon demandé n’existe plus'],
    ['soumission:00000000-0000-4000-8000-000000000001', 'n’attend plus'],
    ['abc', 'n’existe pas pour ce fichier'],
  ])('is answered by a sentence on the impact page: %s', async (apres, phrase) => {
    expect(await lire<PageImpact>(`impact?jeu=quotas&apres=${apres}`)).toMatchObject({
      introuvable: expect.stringContaining(phrase),
      etude: null,
    });
    expect((await lire<PageImpact>(`impact?jeu=quotas&apres=${empreinte}`)).introuvable).toBeNull();
  });
});

describe('open questions', () => {
  it('lead to where their answer is written: a draft to make, then the reader’s own', async () => {
    const question = async () =>
      (await lire<PageQuestions>('questions')).questions.find(
        ({ jeu, id }) => jeu === 'fermeture' && id === 'Q1',
      )?.repondre;
    const avant = await question();
    expect(avant).toEqual({ depuis: fixture.livrees.find(({ jeu }) => jeu === 'fermeture')?.empreinte });
    const { id, numero } = await poster<{ id: string; numero: string }>('questions', {
      action: 'creer',
      ...avant,
    });
    expect(await question()).toEqual({ brouillon: id, numero });
    serveur.acteur = agent();
    try {
      expect(await question()).toBeNull();
    } finally {
      serveur.acteur = analyste();
    }
  });
});

describe('what the engine computes, beside what a scenario expects', () => {
  const estimation = () => fixture.livrees.find((livree) => livree.jeu === 'estimation-ps')?.texte ?? '';
  const CAS = {
    date: '31/12/2019',
    'faits.exercice': '2019',
    'faits.totalDepenses': '40 000',
    'faits.etpRetenu': '1',
    'faits.etpReel': '1',
    'faits.moisOuverture': '12',
    'faits.moisSansVersement': '0',
  };
  const proposer = (saisie: object): Promise<Proposition> =>
    poster('brouillon', {
      action: 'proposer',
      genre: 'regles',
      jeu: 'estimation-ps',
      texte: estimation(),
      ...saisie,
    });
  const editer = (operation: string, saisie: object, contenu = estimation()): Promise<Retouche> =>
    poster('brouillon', {
      action: 'retoucher',
      genre: 'regles',
      jeu: 'estimation-ps',
      texte: contenu,
      operation,
      ...saisie,
    });
  const dernier = (retouche: Retouche) =>
    'texte' in retouche
      ? (JSON.parse(retouche.texte) as FichierDeRegles).scenarios.at(-1)
      : expect.fail(retouche.refus);

  it('is proposed with the rules that hold; a fact that cannot be read is told by its field', async () => {
    const { regles, calculs, issues } = await proposer(CAS);
    expect(issues).toEqual(['Estimation calculée']);
    expect(regles).toEqual([]);
    expect(
      calculs.map(({ nom, propose, attendu }) => [nom, propose.replaceAll('\u202f', ' '), attendu]),
    ).toEqual([
      ['plafond', '50 000', null],
      ['prixRevient', '40 000', null],
      ['psHorsBonus', '17 200,00', null],
    ]);
    expect(await proposer({ ...CAS, 'faits.etpReel': 'un' })).toMatchObject({
      calculs: [],
      champs: { 'faits.etpReel': expect.stringContaining('pas un nombre') },
    });
    expect((await proposer({ ...CAS, 'faits.totalDepenses': '' })).etat).toBe('faits-manquants');
  });

  it('is never written by itself: a field left empty expects nothing, a number typed is kept in the digits the scenario compares', async () => {
    const ligne = { rang: '', titre: 'Essai', regles: [], ...CAS };
    expect(dernier(await editer('scenario', ligne))?.attendu).toEqual({
      issues: ['ESTIMATION_CALCULEE'],
      regles: [],
    });
    expect(
      dernier(
        await editer('scenario', { ...ligne, 'calculs.psHorsBonus': '17 200', 'calculs.plafond': '49 999' }),
      )?.attendu.calculs,
    ).toEqual({ psHorsBonus: '17200.00', plafond: '49999' });
    expect(await editer('scenario', { ...ligne, 'calculs.plafond': 'cher' })).toMatchObject({
      champs: { 'calculs.plafond': expect.any(String) },
    });
  });

  it('replaces what a line expects when it is taken, and only what it expects', async () => {
    const faux = await editer('scenario', {
      rang: '',
      titre: 'Essai',
      regles: [],
      ...CAS,
      'calculs.psHorsBonus': '1',
    });
    if (!('texte' in faux)) expect.fail(faux.refus);
    const rang = (JSON.parse(faux.texte) as FichierDeRegles).scenarios.length - 1;
    const { formulaires } = await poster<Verification>('brouillon', {
      action: 'verifier',
      genre: 'regles',
      jeu: 'estimation-ps',
      texte: faux.texte,
    });
    expect(formulaires?.scenarios[rang]?.calculs.find(({ nom }) => nom === 'psHorsBonus')).toMatchObject({
      conforme: false,
      saisi: '1',
      propose: '17\u202f200,00',
    });
    expect(
      dernier(await editer('reprendreCalculs', { rang: String(rang) }, faux.texte))?.attendu.calculs,
    ).toEqual({ psHorsBonus: '17200.00' });
  });
});

describe('fictitious values', () => {
  const depuis = (jeu = 'estimation-ps') => fixture.livrees.find((livree) => livree.jeu === jeu)?.empreinte;
  const SOURCE = {
    type: 'circulaire',
    titre: 'Barème',
    lieu: 'p. 2',
    date: '05/01/2019',
    resume: 'prix plafond par exercice',
  };
  const vraie = (du: string, valeur: string, source: object = {}, brouillon: object | null = null) => ({
    depuis: depuis(),
    brouillon,
    nom: 'prixPlafond',
    du,
    valeur,
    certitude: 'explicite',
    source: { ...SOURCE, ...source },
  });
  const envoyer = (valeurs: readonly object[]) =>
    serveur.post('/api/pages/fictives', {
      action: 'remplacer',
      valeurs: valeurs.map((valeur) => JSON.stringify(valeur)),
    });
  const remplacer = async (valeurs: readonly object[]): Promise<BrouillonRemplace> => {
    const { statut, texte: corps } = await envoyer(valeurs);
    expect(statut, corps).toBe(200);
    return (JSON.parse(corps) as { resultat: BrouillonRemplace[] }).resultat[0] ?? expect.fail('no draft');
  };
  const texteDe = async (id: string) => (await lire<PageBrouillon>(`brouillon?id=${id}`)).brouillon;

  it('are listed with the draft that replaces them, and the estimates made with them', async () => {
    await deciderEnBase('estimation-ps');
    const {
      fichiers: [fichier],
      estimations,
    } = await lire<PageFictives>('fictives');
    expect(fichier).toMatchObject({ jeu: 'estimation-ps', brouillon: null });
    expect(fichier?.valeurs).toHaveLength(16);
    expect(estimations).toMatchObject([
      { decisions: 1, href: '/gestion/resources/decisions?filters.jeu=estimation-ps' },
    ]);
    const { id } = await remplacer([vraie('2019-01-01', '61 234,50'), vraie('2020-01-01', '62 000')]);
    const { parametres, sources, questions } = JSON.parse((await texteDe(id)).texte) as FichierDeRegles;
    const prix = parametres['prixPlafond'];
    expect(prix && 'valeurs' in prix ? prix.valeurs.slice(4, 6) : null).toMatchObject([
      { valeur: '61234.50', certitude: 'explicite', sources: ['SRC-2#a'] },
      { valeur: '62000', sources: ['SRC-2#a'] },
    ]);
    expect(sources.filter(({ titre }) => titre === 'Barème')).toHaveLength(1);
    expect(questions['Q2']?.reponse).toBeNull();
    const suite = (await lire<PageFictives>('fictives')).fichiers[0];
    expect(suite?.brouillon?.id).toBe(id);
    expect(suite?.valeurs.filter(({ remplacee }) => remplacee).map(({ du }) => du)).toEqual([
      '2019-01-01',
      '2020-01-01',
    ]);
    const encore = await envoyer([vraie('2019-01-01', '1', {}, suite?.brouillon)]);
    expect(encore.statut).toBe(422);
    expect(encore.texte).toContain('n’est plus fictive');
  });

  it('are replaced in the drafts of every file, or in none', async () => {
    const avant = await compter();
    const { brouillon } = (await lire<PageFictives>('fictives')).fichiers[0] ?? expect.fail('no file');
    const fausse = { ...vraie('2021-01-01', '1'), depuis: depuis('quotas'), nom: 'maximumApprobateurs' };
    const { statut, texte: corps } = await envoyer([
      vraie('2021-01-01', '63 000', {}, brouillon),
      vraie('2022-01-01', '64 000'),
      fausse,
    ]);
    expect(statut).toBe(422);
    expect((JSON.parse(corps) as { erreur: { champs: object } }).erreur.champs).toEqual({
      [`${depuis('quotas')}/maximumApprobateurs/2021-01-01.valeur`]: expect.stringContaining('plus fictive'),
    });
    expect(await compter()).toBe(avant);
    expect(await texteDe(brouillon?.id ?? '')).toMatchObject({
      version: brouillon?.version,
      texte: expect.not.stringContaining('63000'),
    });
  });

  it('once all replaced, leave no open question nor orphan citation', async () => {
    const { id } = await remplacer(
      Array.from({ length: 16 }, (_, rang) => vraie(`${2015 + rang}-01-01`, '50 000')),
    );
    const { texte: contenu } = await texteDe(id);
    const { anomalies } = await poster<Verification>('brouillon', {
      action: 'verifier',
      genre: 'regles',
      jeu: 'estimation-ps',
      texte: contenu,
    });
    expect(anomalies.filter(({ controle }) => controle === 'references')).toEqual([]);
    expect((JSON.parse(contenu) as FichierDeRegles).questions['Q2']?.reponse).toBe('Voir « Barème ».');
  });

  it.each([
    ['a wrong number', 'cher', {}, 'valeur'],
    ['no title', '1', { titre: '' }, 'source.titre'],
    ['no summary', '1', { resume: '' }, 'source.resume'],
    ['a date that does not exist', '1', { date: '31/02/2019' }, 'source.date'],
  ])('are not replaced with %s', async (_cas, valeur, source, champ) => {
    const { statut, texte: corps } = await envoyer([vraie('2019-01-01', valeur, source)]);
    expect(statut).toBe(422);
    expect((JSON.parse(corps) as { erreur: { champs: object } }).erreur.champs).toEqual({
      [`${depuis()}/prixPlafond/2019-01-01.${champ}`]: expect.any(String),
    });
  });
});

describe('the analyst’s guide', () => {
  it('is served to an analyst, and every link it prints leads somewhere', async () => {
    const { titre, blocs } = await lire<PageGuide>('guide');
    expect(titre).toBe('Guide de l’analyste');
    const ancres = blocs.flatMap((bloc) => (bloc.genre === 'titre' ? [`#${bloc.ancre}`] : []));
    expect(new Set(ancres).size).toBe(ancres.length);
    const morceaux = blocs.flatMap((bloc): readonly Morceau[] => {
      if (bloc.genre === 'paragraphe') return bloc.contenu;
      if (bloc.genre === 'liste') return bloc.elements.flat();
      return bloc.genre === 'table' ? [...bloc.entete.flat(), ...bloc.lignes.flat(2)] : [];
    });
    const liens = [
      ...new Set(morceaux.flatMap((morceau) => (morceau.genre === 'lien' ? [morceau.vers] : []))),
    ];
    expect(liens.length).toBeGreaterThan(3);
    for (const lien of liens) {
      if (lien.startsWith('#')) expect(ancres).toContain(lien);
      else
        expect(
          (
            await serveur.get(
              `/api${lien.replace(/^\/gestion/, '').replace(/^(\/resources\/[^/]+)$/, '$1/actions/list')}`,
            )
          ).statut,
          lien,
        ).toBe(200);
    }
  });
});
