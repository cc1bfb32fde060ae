import { afterAll, beforeAll, expect, it } from 'vitest';
import { commencerChargement, type OutilDuChargement } from '#src/cli/demonstration/charger.ts';
import {
  DEMONSTRATION,
  INACHEVEE,
  lireEtatDeLaDemonstration,
  terminerDemonstration,
} from '#src/cli/demonstration/etat.ts';
import { servirDemonstration } from '#src/cli/demonstration/servir.ts';
import { Progression } from '#src/cli/progression.ts';
import { HORLOGE_SYSTEME } from '#src/kernel/horloge.ts';
import { chargerReferentiel } from '#src/domain/suivi/referentiels/charger.ts';
import { systeme } from '#test/support/acteurs.ts';
import { applicationDeTest, type ApplicationDeTest } from '#test/support/application.ts';
import { environnementDe, executerCommande } from '#test/support/instances.ts';
import { registreDesFichiers } from '#test/support/registre-des-fichiers.ts';

let application: ApplicationDeTest;
let outil: OutilDuChargement;

beforeAll(async () => {
  const registre = await registreDesFichiers();
  application = await applicationDeTest(registre);
  const { orm, executeur } = application;
  outil = { orm, executeur, registre, horloge: HORLOGE_SYSTEME, urlPublique: 'http://127.0.0.1:3000' };
  await executeur.executer(systeme, chargerReferentiel, {});
});
afterAll(() => application.fermer());

it('a base without a demonstration shows no account of it, unless it may load one', async () => {
  expect(await lireEtatDeLaDemonstration(outil)).toBe('absente');
  expect(await servirDemonstration(outil, new Progression(), { aCharger: false })).toBeUndefined();
});

it('a stop during the loading ends it, and every later start says that it is not whole', async () => {
  const arret = new AbortController();
  const continuer = await commencerChargement(outil, { arret: arret.signal });
  arret.abort(new Error('the server stops'));
  await expect(continuer()).rejects.toThrow('the server stops');

  expect(await lireEtatDeLaDemonstration(outil)).toBe('inachevee');
  const dites: string[] = [];
  const demonstration = await servirDemonstration(outil, new Progression((ligne) => dites.push(ligne)), {
    aCharger: true,
  });
  expect(dites.join('')).toContain(INACHEVEE);
  expect(demonstration?.pourLaConnexion()).toMatchObject({ reserve: INACHEVEE });
  // Nothing is begun again over what is half there.
  await demonstration?.charger()();
  expect(await lireEtatDeLaDemonstration(outil)).toBe('inachevee');
});

it('a demonstration played to its end is not begun again: the command says that it is there', async () => {
  await application.executeur.executer(DEMONSTRATION, terminerDemonstration, {});
  expect(await lireEtatDeLaDemonstration(outil)).toBe('chargee');
  const { code, sortie } = await executerCommande(['src/cli/demo.ts'], {
    env: environnementDe({ port: 1, base: application }),
  });
  expect({ code, sortie }).toMatchObject({ code: 0, sortie: expect.stringContaining('déjà là') });
});
