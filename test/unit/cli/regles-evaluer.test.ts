import { spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Decision } from '#src/engine/format.ts';
import { dossierDEssai, ecrire, regles, type Sortie } from './commande-regles.ts';

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

async function evaluer(jeu: string, faits: unknown, plus: readonly string[] = []): Promise<Sortie> {
  await ecrire(dossier, 'faits.json', typeof faits === 'string' ? faits : JSON.stringify(faits));
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

beforeAll(async () => {
  dossier = await dossierDEssai();
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
