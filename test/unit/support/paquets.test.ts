import { expect, test } from 'vitest';
import {
  dependancesDeService,
  dependancesExpliquees,
  licenceAdmise,
  paquetsInstalles,
} from '#test/support/paquets.ts';

test('each runtime dependency has one line in docs/dependances.md, and each line its dependency', async () => {
  expect((await dependancesExpliquees()).sort()).toEqual((await dependancesDeService()).sort());
});

test('every package installed has a licence that is accepted', async () => {
  const paquets = await paquetsInstalles();
  expect(paquets.length).toBeGreaterThan(100);
  expect(paquets.filter((paquet) => !licenceAdmise(paquet))).toEqual([]);
});

test('a licence that is not listed is refused, a choice that offers a listed one is accepted, a developer’s licence does not serve at run time', () => {
  const paquet = { nom: 'x', version: '1.0.0', developpement: false };
  expect(licenceAdmise({ ...paquet, licence: 'AGPL-3.0-only' })).toBe(false);
  expect(licenceAdmise({ ...paquet, licence: 'inconnue' })).toBe(false);
  expect(licenceAdmise({ ...paquet, licence: '(GPL-2.0 OR MIT)' })).toBe(true);
  expect(licenceAdmise({ ...paquet, licence: 'MPL-2.0' })).toBe(false);
  expect(licenceAdmise({ ...paquet, licence: 'MPL-2.0', developpement: true })).toBe(true);
});
