import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ecranListe } from '#admin/ecrans/atelier/liste/serveur.ts';
import { soumettreFichier } from '#src/domain/politique/commandes.ts';
import { RULES_FOLDER } from '#src/domain/politique/livraison/fichiers.ts';
import { agent, analyste } from '#test/support/acteurs.ts';
import { approuverLa, monter, type Fixture } from './fixture.ts';

let fixture: Fixture;
// Filled before the file of the delay was delivered.
beforeAll(async () => {
  fixture = await monter('2027-11-23', ['quotas', 'ram']);
});
afterAll(() => fixture.fermer());

const fraicheur = async (acteur: ReturnType<typeof agent | typeof analyste> = analyste()) =>
  (await fixture.executeur.lire(acteur, ecranListe.donnees)).fraicheur;

it('tells that the delay is not published, then lists from its publication what was verified too long ago', async () => {
  expect(await fraicheur()).toBeNull();
  const texte = await readFile(join(RULES_FOLDER, 'parametres/regles/1.0.0.json'), 'utf8');
  await approuverLa(
    fixture,
    await fixture.executeur.executer(analyste(1), soumettreFichier, {
      genre: 'parametres',
      jeu: 'regles',
      texte,
      motif: 'Essai',
    }),
  );
  // Everything delivered was verified on 23 November 2026: its last fresh day.
  expect(await fraicheur()).toEqual({ delai: 12, limite: '2026-11-23', elements: [] });
  fixture.horloge.regler('2027-11-24');
  const lue = await fraicheur(agent());
  expect(lue?.limite).toBe('2026-11-24');
  expect(lue?.elements).toContainEqual({
    genreDuFichier: 'regles',
    jeu: 'quotas',
    titre: expect.any(String),
    genre: 'valeur',
    nom: 'quotaApprobateur',
    libelle: 'Nombre maximal d’approbateurs par Ram',
    du: '2015-01-01',
    verifieLe: '2026-11-23',
  });
  expect(
    new Set(lue?.elements.map(({ genreDuFichier, jeu, genre }) => `${genreDuFichier}/${jeu} ${genre}`)),
  ).toEqual(
    new Set([
      'regles/quotas valeur',
      'regles/quotas source',
      'parametres/ram valeur',
      'parametres/ram source',
      'parametres/regles valeur',
      'parametres/regles source',
      'formulaire/ram source',
    ]),
  );
});
