/** The contract of the command line, as a stranger would use it. */
import { spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { executerRegles } from '#src/cli/regles/commande.ts';
import type { Decision } from '#src/engine/format.ts';
import { DOSSIER_DES_REGLES } from '#src/domain/politique/livraison/fichiers.ts';
import { fichier } from '#test/unit/engine/appui.ts';

interface Sortie {
  readonly code: number | null;
  readonly sortie: string;
  readonly erreur: string;
}

/** Starts a process of its own. */
async function lancer(commande: string, args: readonly string[], entree: string): Promise<Sortie> {
  const processus = spawn(commande, args, { stdio: 'pipe' });
  // A command that refuses its arguments may close its input before it is written.
  processus.stdin.on('error', () => undefined);
  processus.stdin.end(entree);
  const fin = new Promise<number | null>((resoudre) => processus.on('close', resoudre));
  const [sortie, erreur, code] = await Promise.all([text(processus.stdout), text(processus.stderr), fin]);
  return { code, sortie, erreur };
}
const npm = (args: readonly string[], entree = ''): Promise<Sortie> =>
  lancer('npm', ['run', '--silent', 'regles', '--', ...args], entree);

/** Runs the command in this process, its two outputs captured. */
async function regles(args: readonly string[]): Promise<Sortie> {
  const ecrits = { sortie: '', erreur: '' };
  const espions = [
    vi
      .spyOn(process.stdout, 'write')
      .mockImplementation((morceau) => Boolean((ecrits.sortie += String(morceau)))),
    vi
      .spyOn(process.stderr, 'write')
      .mockImplementation((morceau) => Boolean((ecrits.erreur += String(morceau)))),
  ];
  try {
    return { code: await executerRegles(args), ...ecrits };
  } finally {
    for (const espion of espions) espion.mockRestore();
  }
}

async function evaluer(jeu: string, faits: unknown, plus: readonly string[] = []): Promise<Sortie> {
  await ecrire('faits.json', typeof faits === 'string' ? faits : JSON.stringify(faits));
  return regles(['evaluer', jeu, '--date', '2019-12-31', '--faits', join(dossier, 'faits.json'), ...plus]);
}
const lire = ({ sortie }: Sortie): Decision => JSON.parse(sortie) as Decision;

const ETP = {
  etpContrat: '1',
  etpValideCa: '1.00',
  etpDeclare: 1,
  moisPresence: 6,
  moisOuverture: 12,
  remplacement: 'aucun',
  etpRemplacant: null,
};

let dossier = '';
async function ecrire(chemin: string, contenu: unknown): Promise<void> {
  const cible = join(dossier, chemin);
  await mkdir(join(cible, '..'), { recursive: true });
  await writeFile(cible, typeof contenu === 'string' ? contenu : JSON.stringify(contenu, null, 2));
}

beforeAll(async () => {
  dossier = await mkdtemp(join(tmpdir(), 'regles-'));
  await cp('rules/schemas', join(dossier, 'schemas'), { recursive: true });
  await ecrire(
    'essai/1.0.0.json',
    fichier({ applicable: { du: '2019-01-01', au: '2021-01-01', dateDeReference: 'x' } }),
  );
  await ecrire(
    'essai/1.1.0.json',
    fichier({
      version: '1.1.0',
      applicable: { du: '2020-01-01', au: null, dateDeReference: 'x' },
      scenarios: fichier().scenarios.map((scenario) => ({ ...scenario, date: '2020-06-01' })),
    }),
  );
  await ecrire('montant.json', { montant: '1' });
  await ecrire('casse/1.0.0.json', '{ "id": "casse",\n  "applicable": { "du": "2019-01-01", "au": null }, }');
  await ecrire('incomplet/1.0.0.json', { ...fichier({ id: 'incomplet' }), regles: [] });
  await ecrire('faux/1.0.0.json', fichier({ id: 'faux', scenarios: [fichier().scenarios[0]!] }));
});
afterAll(async () => {
  await rm(dossier, { recursive: true, force: true });
});

describe('regles evaluer', { timeout: 60_000 }, () => {
  it('prints the decision of the contract as one JSON object, through npm and standard input', async () => {
    const { code, sortie, erreur } = await npm(
      ['evaluer', 'etp', '--date', '2019-12-31', '--faits', '-'],
      JSON.stringify(ETP),
    );
    expect({ code, erreur }).toEqual({ code: 0, erreur: '' });
    expect(JSON.parse(sortie)).toEqual({
      jeu: 'etp',
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/) as string,
      empreinte: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      date: '2019-12-31',
      etat: 'decide',
      issues: ['ETP_PRORATISE'],
      constats: [
        {
          regle: expect.any(String) as string,
          issue: 'ETP_PRORATISE',
          gravite: 'information',
          champs: expect.any(Array) as string[],
          message: expect.stringContaining('6') as string,
          commentCorriger: expect.any(String) as string,
          source: expect.any(String) as string,
          certitude: expect.any(String) as string,
        },
      ],
      calculs: { etpPlafonne: '1', etpProratise: '0.5', etpRemplacementRetenu: '0', etpRetenu: '0.5000' },
      manquants: [],
    });
  });

  it('gives its exit code and its one sentence to the shell', async () => {
    expect(
      await npm(['evaluer', 'etp', '--date', '2019-12-31', '--faits', '-'], '{"etpContrat": '),
    ).toMatchObject({ code: 2, sortie: '', erreur: expect.stringMatching(/^[^\n]*JSON[^\n]*\n$/) as string });
    expect(
      await npm(['evaluer', 'casse', '--date', '2019-12-31', '--faits', '-', '--regles', dossier], '{}'),
    ).toMatchObject({ code: 1, sortie: '' });
  });

  it('names missing facts and decides nothing, with exit code 0', async () => {
    const sortie = await evaluer('etp', { ...ETP, moisPresence: null, remplacement: 'animateur-valide' });
    expect(sortie.code).toBe(0);
    expect(lire(sortie)).toMatchObject({
      etat: 'faits-manquants',
      issues: [],
      constats: [],
      manquants: ['etpRemplacant', 'moisPresence', 'moisRemplacement'],
      calculs: { etpPlafonne: '1' },
    });
  });

  it.each([
    ['invalid JSON', '{"etpContrat": }', 'JSON'],
    ['an empty input', '', 'JSON'],
    ['a key given twice', '{"moisPresence": 1, "moisPresence": 2}', 'moisPresence'],
    ['a list', '[]', 'objet JSON'],
    ['an undeclared fact', { ...ETP, moisPresences: 3 }, 'moisPresences'],
    ['a wrong type', { ...ETP, moisPresence: '6' }, 'moisPresence'],
    ['a number with a comma', { ...ETP, etpContrat: '0,80' }, 'etpContrat'],
    ['a value outside its domain', { ...ETP, moisOuverture: 13 }, 'moisOuverture'],
    ['an unknown enum value', { ...ETP, remplacement: 'peut-être' }, 'remplacement'],
  ])('refuses %s: exit 2, nothing on standard output, one French sentence', async (_cas, faits, nomme) => {
    const { code, sortie, erreur } = await evaluer('etp', faits);
    expect({ code, sortie }).toEqual({ code: 2, sortie: '' });
    expect(erreur.trim().split('\n')).toHaveLength(1);
    expect(erreur).toContain(nomme);
  });

  it('refuses an impossible date and a broken constraint among the facts', async () => {
    const faits = { natureFermeture: 'exceptionnelle', debut: '2019-03-01', fin: '2019-02-30' };
    expect(await evaluer('fermeture', faits)).toMatchObject({
      code: 2,
      sortie: '',
      erreur: expect.stringContaining('« fin »') as string,
    });
    const croisees = await evaluer('fermeture', { ...faits, fin: '2019-03-01' });
    expect(croisees).toMatchObject({ code: 2, sortie: '' });
    expect(croisees.erreur).toMatch(/« (debut|fin) »/);
  });

  it.each([
    [
      'an unknown rule set',
      ['evaluer', 'etpp', '--date', '2019-12-31', '--faits', '-'],
      'vouliez-vous dire « etp »',
    ],
    ['a path as rule set', ['evaluer', '../etp', '--date', '2019-12-31', '--faits', '-'], '« ../etp »'],
    ['no version in force', ['evaluer', 'etp', '--date', '1950-01-01', '--faits', '-'], '1950-01-01'],
    ['an impossible --date', ['evaluer', 'etp', '--date', '2019-02-30', '--faits', '-'], '« 2019-02-30 »'],
    ['a missing --date', ['evaluer', 'etp', '--faits', '-'], '--date'],
    ['a missing --faits', ['evaluer', 'etp', '--date', '2019-12-31'], '--faits'],
    ['an option without value', ['evaluer', 'etp', '--faits', '-', '--date'], '--date'],
    ['an unknown option', ['evaluer', 'etp', '--dat', '2019-12-31'], 'vouliez-vous dire --date'],
    [
      'an unknown version',
      ['evaluer', 'etp', '--date', '2019-12-31', '--faits', '-', '--version', '9.9.9'],
      '9.9.9',
    ],
    [
      'a facts file that is not there',
      ['evaluer', 'etp', '--date', '2019-12-31', '--faits', '/absent.json'],
      '/absent.json',
    ],
    ['an unknown verb', ['evalue'], 'vouliez-vous dire « evaluer »'],
    ['no verb', [], 'evaluer'],
  ])('refuses %s: exit 2, nothing on standard output, one French sentence', async (_cas, args, nomme) => {
    const { code, sortie, erreur } = await regles(args);
    expect({ code, sortie }).toEqual({ code: 2, sortie: '' });
    expect(erreur.trim().split('\n')).toHaveLength(1);
    expect(erreur).toContain(nomme);
  });

  it('takes the highest version applicable at the date, unless one is asked for', async () => {
    const version = async (date: string, plus: readonly string[] = []): Promise<string> =>
      lire(
        await regles([
          'evaluer',
          'essai',
          '--date',
          date,
          '--faits',
          join(dossier, 'montant.json'),
          '--regles',
          dossier,
          ...plus,
        ]),
      ).version;
    expect(await version('2019-12-31')).toBe('1.0.0');
    expect(await version('2020-01-01')).toBe('1.1.0');
    expect(await version('2020-01-01', ['--version', '1.0.0'])).toBe('1.0.0');
  });

  it.each([
    ['malformed JSON', 'casse', 'ligne 2'],
    ['a broken schema', 'incomplet', 'regles'],
  ])('says with exit 1 that a rule file fails its checks: %s', async (_cas, jeu, nomme) => {
    const { code, sortie, erreur } = await evaluer(jeu, {}, ['--regles', dossier]);
    expect({ code, sortie }).toEqual({ code: 1, sortie: '' });
    expect(erreur.trim().split('\n')).toHaveLength(1);
    expect(erreur).toContain(nomme);
  });
});

describe('regles comparer', { timeout: 60_000 }, () => {
  it('tells the cases that change, the level that follows, and exits 1 when the number does not follow', async () => {
    const brouillon = fichier({
      version: '1.0.1',
      applicable: { du: '2019-01-01', au: '2021-01-01', dateDeReference: 'x' },
      regles: fichier().regles.map((une) => ({
        ...une,
        conditions: {
          all: [{ fact: 'montant', operator: 'greaterThanInclusive', value: { parametre: 'seuil' } }],
        },
      })),
    });
    await ecrire('brouillon.json', brouillon);
    const chemins = [join(dossier, 'essai/1.0.0.json'), join(dossier, 'brouillon.json'), '--regles', dossier];
    const { code, sortie } = await regles(['comparer', ...chemins]);
    expect(code).toBe(1);
    expect(sortie).toContain('~ ESS-001 : conditions');
    expect(sortie).toMatch(
      /CONFORME → DEPASSE \(ESS-001\)\n +exemple au 1er juin 2019 : \{"montant":"1000.00"\}/,
    );
    expect(sortie).toContain('donnez au moins le numéro 1.1.0');
    expect(JSON.parse((await regles(['comparer', ...chemins, '--json'])).sortie)).toMatchObject({
      niveau: 'mineur',
      exacte: true,
      effets: [{ avant: 'CONFORME', apres: 'DEPASSE', temoin: { etantDonne: { montant: '1000.00' } } }],
      numero: { respecte: false, versionMinimale: '1.1.0' },
    });
  });

  it('compares two versions of the folder, and says when nothing was compared', async () => {
    const { code, sortie } = await regles(['comparer', 'essai', '1.0.0', '1.1.0', '--regles', dossier]);
    expect(code).toBe(1);
    expect(sortie).toContain('Niveau du changement : majeur (la période ou la date de référence change)');
    expect(await regles(['comparer', 'essai', '1.0.0', '1.0.0', '--regles', dossier])).toMatchObject({
      code: 0,
      sortie: expect.stringContaining('que par leur numéro de version') as string,
    });
  });

  it.each([
    [['essai'], 'deux versions'],
    [['essai', '1.0.0'], 'deuxième version'],
    [['essai', '1.0.0', '3.0.0'], 'versions connues : 1.0.0, 1.1.0'],
    [['etp@1.0.0', '1.1.0'], 'deuxième version'],
    [['inconnu', '1.0.0', '1.1.0'], "« inconnu » n'existe pas"],
    [['absent.json', 'brouillon.json'], "« absent.json » n'existe pas"],
  ])('refuses %j in one sentence', async (args, attendu) => {
    expect(await regles(['comparer', ...args, '--regles', dossier])).toMatchObject({
      code: 2,
      sortie: '',
      erreur: expect.stringContaining(attendu) as string,
    });
  });

  it('compares parameter files: values from, to and date, and the level that follows', async () => {
    const livre = join(DOSSIER_DES_REGLES, 'parametres/ram/1.0.0.json');
    const ram = JSON.parse(await readFile(livre, 'utf8')) as {
      version: string;
      parametres: Record<string, { libelle: string; valeurs: { du: string; valeur: string }[] }>;
    };
    const [nom = ''] = Object.keys(ram.parametres);
    const avec = async (
      version: string,
      changer: (parametres: typeof ram.parametres) => unknown,
    ): Promise<unknown> => {
      const copie = structuredClone(ram);
      changer(copie.parametres);
      await ecrire('ram.json', { ...copie, version });
      return JSON.parse((await regles(['comparer', livre, join(dossier, 'ram.json'), '--json'])).sortie);
    };
    const ajouterUneValeur = (parametres: typeof ram.parametres) =>
      parametres[nom]?.valeurs.push({ ...parametres[nom].valeurs.at(-1), du: '2031-01-01', valeur: '99' });
    expect(await avec('1.0.1', ajouterUneValeur)).toMatchObject({
      genre: 'parametres',
      niveau: 'mineur',
      parametres: [{ nom, vers: '99', du: '2031-01-01', au: null }],
      numero: { respecte: false, versionMinimale: '1.1.0' },
    });
    expect(
      await avec('1.0.1', (parametres) => Object.assign(parametres[nom] ?? {}, { libelle: 'Autre nom' })),
    ).toMatchObject({
      niveau: 'correctif',
      parametres: [],
      rubriques: [{ libelle: 'Paramètres', modifies: [{ id: nom, quoi: ['libellé'] }] }],
      numero: { respecte: true },
    });
    expect(await avec('1.1.0', (parametres) => delete parametres[nom])).toMatchObject({
      niveau: 'majeur',
      numero: { respecte: false, versionMinimale: '2.0.0' },
    });
  });

  it('compares form definitions: fields added, removed and changed, and the level that follows', async () => {
    interface Formulaire {
      version: string;
      sections: { id: string; champs: { id: string; type: string; libelle: string; champs?: unknown }[] }[];
    }
    const livre = join(DOSSIER_DES_REGLES, 'formulaires/ram/1.0.0.json');
    const ram = JSON.parse(await readFile(livre, 'utf8')) as Formulaire;
    const rang = ram.sections.findIndex(
      ({ champs }) => champs.length > 1 && champs.every(({ champs: siens }) => siens === undefined),
    );
    const [section, premier] = [ram.sections[rang]?.id, ram.sections[rang]?.champs[0]];
    const avec = async (
      changer: (champs: Formulaire['sections'][number]['champs']) => unknown,
    ): Promise<unknown> => {
      const copie = structuredClone(ram);
      changer(copie.sections[rang]?.champs ?? []);
      await ecrire('formulaire.json', { ...copie, version: '1.0.1' });
      return JSON.parse(
        (await regles(['comparer', livre, join(dossier, 'formulaire.json'), '--json'])).sortie,
      );
    };
    expect(
      await avec(([champ]) => Object.assign(champ ?? {}, { infobulle: 'Autrement dit.' })),
    ).toMatchObject({
      genre: 'formulaire',
      niveau: 'correctif',
      rubriques: [
        { libelle: 'Champs', modifies: [{ id: `${section}.${premier?.id}`, quoi: ['infobulle'] }] },
      ],
      numero: { respecte: true },
    });
    expect(
      await avec((champs) =>
        champs.push({
          id: 'nouveau',
          type: 'texte',
          libelle: 'Nouveau',
          infobulle: 'Nouveau.',
        } as (typeof champs)[number]),
      ),
    ).toMatchObject({
      niveau: 'mineur',
      rubriques: [{ ajoutes: [`${section}.nouveau`] }],
      numero: { respecte: false, versionMinimale: '1.1.0' },
    });
    expect(await avec((champs) => champs.shift())).toMatchObject({
      niveau: 'majeur',
      numero: { respecte: false, versionMinimale: '2.0.0' },
    });
  });

  it('says with exit 1 and a line that one of the files is wrong', async () => {
    expect(
      await regles([
        'comparer',
        join(dossier, 'essai/1.0.0.json'),
        join(dossier, 'casse/1.0.0.json'),
        '--regles',
        dossier,
      ]),
    ).toMatchObject({ code: 1, sortie: '', erreur: expect.stringContaining('ligne 2') as string });
  });
});

describe('regles verifier', { timeout: 60_000 }, () => {
  it('reports each file with its counts, and exits 1 when one fails', async () => {
    const { code, sortie } = await regles(['verifier', '--regles', dossier]);
    expect(code).toBe(1);
    expect(sortie).toMatch(/✓ rules\/essai\/1\.0\.0\.json : 1\/1 règles visitées, 2\/2 scénarios réussis/);
    expect(sortie).toMatch(/✗ rules\/casse\/1\.0\.0\.json[^✓✗]*lecture – ligne 2/);
    expect(sortie).toMatch(/✗ rules\/incomplet\/1\.0\.0\.json[^✓✗]*schema – ligne \d+/);
    expect(sortie).toMatch(/✗ rules\/faux\/1\.0\.0\.json[^✓✗]*couverture – règle ESS-001, ligne \d+/);
    expect(sortie).toContain('5 fichiers contrôlés, 3 en défaut.');
  });

  it('checks only what is asked for, and says it as JSON', async () => {
    const { code, sortie } = await regles(['verifier', 'essai@1.1.0', '--json', '--regles', dossier]);
    expect(code).toBe(0);
    expect(JSON.parse(sortie)).toMatchObject([
      { fichier: 'rules/essai/1.1.0.json', valide: true, anomalies: [], comptes: { regles: 1 } },
    ]);
  });

  describe('with a delay of 12 months', () => {
    const ageAu = (jour: string, plus: readonly string[] = []) =>
      regles(['verifier', 'essai@1.1.0', '--date', jour, '--regles', dossier, ...plus]);
    beforeAll(async () =>
      ecrire('parametres/regles/1.0.0.json', await readFile('rules/parametres/regles/1.0.0.json', 'utf8')),
    );
    afterAll(() => rm(join(dossier, 'parametres'), { recursive: true }));

    it('lists what was verified too long ago as a remark: exit code 0, and says how many citations it visited', async () => {
      const { code, sortie } = await ageAu('2020-01-02');
      expect(code).toBe(0);
      expect(sortie).toMatch(/✓ rules\/essai\/1\.1\.0\.json : .*, 2 citations visitées\n/);
      expect(sortie).toContain(
        'à revérifier – valeur « seuil » du 01/01/2019 (Seuil) : dernière vérification le 01/01/2019.',
      );
      expect(sortie).toContain(
        'à revérifier – source « SRC-1 » (Note, page 1) : dernière vérification le 01/01/2019.',
      );
      expect(sortie).toContain(
        'À revérifier : 2 valeurs ou sources, vérifiées pour la dernière fois avant le 02/01/2019 (délai de 12 mois).',
      );
    });

    it('lists nothing on the last day of the delay, and says both as JSON', async () => {
      expect((await ageAu('2020-01-01')).sortie).toContain('Rien à revérifier');
      expect(JSON.parse((await ageAu('2020-01-01', ['--json'])).sortie)).toMatchObject([
        { citations: 2, aReverifier: [] },
      ]);
      expect(JSON.parse((await ageAu('2020-01-02', ['--json'])).sortie)).toMatchObject([
        {
          valide: true,
          citations: 2,
          aReverifier: [
            { genre: 'valeur', nom: 'seuil', verifieLe: '2019-01-01' },
            { genre: 'source', nom: 'SRC-1' },
          ],
        },
      ]);
    });

    it('refuses a day that does not exist', async () => {
      expect(await ageAu('2020-02-30')).toMatchObject({
        code: 2,
        sortie: '',
        erreur: expect.stringContaining('--date') as string,
      });
    });
  });

  it('says that it cannot tell what is too old when the folder gives no delay', async () => {
    const { sortie } = await regles(['verifier', 'essai@1.1.0', '--date', '2099-01-01', '--regles', dossier]);
    expect(sortie).toContain('Fraîcheur non contrôlée');
    expect(sortie).not.toContain('à revérifier –');
  });

  it('refuses a name that matches nothing', async () => {
    expect(await regles(['verifier', 'essais', '--regles', dossier])).toMatchObject({
      code: 2,
      sortie: '',
      erreur: expect.stringContaining('« essais »') as string,
    });
  });

  it('says what the analysis found and how, and with --mutation the score of the scenarios', async () => {
    const { code, sortie } = await regles(['verifier', 'essai@1.0.0', '--mutation', '--regles', dossier]);
    expect(code).toBe(0);
    expect(sortie).toMatch(/✓ rules\/essai\/1\.0\.0\.json : .*analyse exacte \(\d+ cellules et cas\)/);
    expect(sortie).toContain(
      'mutation – 8 erreurs glissées, dont 0 sans effet démontré : les scénarios en attrapent 8 (100 %)',
    );
    const json = JSON.parse(
      (await regles(['verifier', 'essai@1.0.0', '--mutation', '--json', '--regles', dossier])).sortie,
    ) as unknown;
    expect(json).toMatchObject([
      {
        analyse: { exacte: true, constats: [], dates: ['2019-06-01'] },
        mutation: { mutants: 8, pourcent: 100, survivants: [] },
      },
    ]);
  });

  it('finds nothing wrong in the rule files delivered', async () => {
    const { code, sortie } = await regles(['verifier']);
    expect(sortie).toContain('aucune anomalie');
    expect(code).toBe(0);
  });

  it('shows the verbs and the usage of each', async () => {
    expect(await regles(['--help'])).toMatchObject({
      code: 0,
      erreur: '',
      sortie: expect.stringContaining('verifier') as string,
    });
    expect(await regles(['evaluer', '--help'])).toMatchObject({
      code: 0,
      sortie: expect.stringContaining('--date AAAA-MM-JJ') as string,
    });
  });
});
