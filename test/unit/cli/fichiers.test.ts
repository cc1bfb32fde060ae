import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RuleFolder } from '#src/domain/politique/livraison/fichiers.ts';
import { fichier } from '#test/unit/engine/appui.ts';

let racine = '';

async function deposer(chemin: string, contenu: string | Buffer): Promise<void> {
  await mkdir(join(racine, chemin, '..'), { recursive: true });
  await writeFile(join(racine, chemin), contenu);
}

beforeAll(async () => {
  racine = await mkdtemp(join(tmpdir(), 'regles-'));
  await cp('rules/schemas', join(racine, 'schemas'), { recursive: true });
  await deposer('bon/1.0.0.json', JSON.stringify(fichier({ id: 'bon' })));
  await deposer('bon/1.1.0.json', JSON.stringify(fichier({ id: 'bon', version: '1.0.0' })));
  await deposer('bon/1.2.0.json', JSON.stringify(fichier({ id: 'autre', version: '1.2.0' })));
  await deposer('gros/1.0.0.json', `"${'x'.repeat(5_000_000)}"`);
  await deposer(
    'latin/1.0.0.json',
    Buffer.from('{"titre": "Fermeture exceptionnelle \xe0 Paris"}', 'latin1'),
  );
  await deposer(
    'partage/1.0.0.json',
    JSON.stringify(
      fichier({ id: 'partage', parametres: { seuil: { partage: 'absent', version: '1.0.0', nom: 'x' } } }),
    ),
  );
  await mkdir(join(racine, 'dossier/1.0.0.json'), { recursive: true });
});
afterAll(async () => {
  await rm(racine, { recursive: true, force: true });
});

describe('the rules folder', () => {
  const fermer = async (id: string, version = '1.0.0'): Promise<unknown> => {
    const dossier = new RuleFolder(racine);
    const reference = (await dossier.versions('regles', id)).find(
      (candidate) => candidate.version === version,
    );
    return reference && dossier.lire(reference).then((texte) => dossier.fermer(texte));
  };

  it('reads and closes a file', async () => {
    expect(await fermer('bon')).toMatchObject({ clos: { id: 'bon', fonctions: [] } });
  });

  it.each([
    ['a version other than its file name', 'bon', '1.1.0', 'son chemin dit « bon » 1.1.0'],
    ['an id other than its folder', 'bon', '1.2.0', 'le fichier déclare « autre »'],
    ['5 MB', 'gros', '1.0.0', 'trop'],
    ['text that is not UTF-8', 'latin', '1.0.0', 'UTF-8'],
    ['a folder in place of a file', 'dossier', '1.0.0', 'ne peut pas être lu'],
    ['a shared parameter file that is not there', 'partage', '1.0.0', '« absent » 1.0.0'],
  ])('refuses %s, naming the file', async (_cas, id, version, message) => {
    await expect(fermer(id, version)).rejects.toThrow(message);
    await expect(fermer(id, version)).rejects.toThrow(`rules/${id}/${version}.json`);
  });

  it('never looks outside of itself', async () => {
    const dossier = new RuleFolder(join(racine, 'bon'));
    expect(await dossier.versions('regles', '../gros')).toEqual([]);
    expect(await dossier.versions('regles', '..')).toEqual([]);
  });
});
