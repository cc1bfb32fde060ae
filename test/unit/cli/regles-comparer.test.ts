import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RULES_FOLDER } from '#src/domain/politique/livraison/fichiers.ts';
import { fichier } from '#test/unit/engine/appui.ts';
import { dossierDEssai, ecrire, regles } from './commande-regles.ts';

let dossier = '';

beforeAll(async () => {
  dossier = await dossierDEssai();
});
afterAll(async () => {
  await rm(dossier, { recursive: true, force: true });
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
    await ecrire(dossier, 'brouillon.json', brouillon);
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
    [['inconnu', '1.0.0', '1.1.0'], '« inconnu » n’existe pas'],
    [['absent.json', 'brouillon.json'], '« absent.json » n’existe pas'],
  ])('refuses %j in one sentence', async (args, attendu) => {
    expect(await regles(['comparer', ...args, '--regles', dossier])).toMatchObject({
      code: 2,
      sortie: '',
      erreur: expect.stringContaining(attendu) as string,
    });
  });

  it('compares parameter files: values from, to and date, and the level that follows', async () => {
    const livre = join(RULES_FOLDER, 'parametres/ram/1.0.0.json');
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
      await ecrire(dossier, 'ram.json', { ...copie, version });
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
    const livre = join(RULES_FOLDER, 'formulaires/ram/1.0.0.json');
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
      await ecrire(dossier, 'formulaire.json', { ...copie, version: '1.0.1' });
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
