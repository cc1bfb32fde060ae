import { afterAll, beforeAll, expect, it } from 'vitest';
import { action, gestionDeTest, type Gestion } from '#test/integration/admin/fixture.ts';
import { visiter } from '#test/support/navigateur.ts';

let gestion: Gestion;
beforeAll(async () => {
  gestion = await gestionDeTest();
});
afterAll(() => gestion.fermer());

const partenaires = () => gestion.lignes('select id from partenaire');

it('a page of another build is told so, does nothing, and asks to be loaded again', async () => {
  const { page, tolerer, fermer } = await visiter(gestion.base);
  tolerer(/409/);
  // The page as a former version of the application wrote it, in a tab left open.
  await page.route('**/gestion', async (route) => {
    const reponse = await route.fetch();
    const html = (await reponse.text()).replace(/"version":"[0-9a-f]{64}"/, `"version":"${'0'.repeat(64)}"`);
    await route.fulfill({ response: reponse, body: html });
  });
  await page.goto('/gestion');
  const alerte = page.getByRole('alert').filter({ hasText: 'L’application a été mise à jour' });
  await alerte.waitFor();
  await page.unroute('**/gestion');
  await alerte.getByRole('button', { name: 'Recharger la page' }).click();
  await page.getByRole('heading', { level: 1, name: 'Tableau de bord' }).waitFor();
  expect(await page.getByRole('alert').count()).toBe(0);
  await fermer();
});

it('an act sent by a page of another build is refused before anything is read; who says no build is answered', async () => {
  const avant = await partenaires();
  const { statut, corps } = await gestion.post(action('partenaires', 'new'), '{ not read', {
    'content-type': 'application/json',
    'X-Gestion-Version': 'a former one',
  });
  expect(statut).toBe(409);
  expect(corps.erreur?.message).toBe(
    'Une nouvelle version de l’application est en service : rien n’a été enregistré. Rechargez la page, puis recommencez.',
  );
  expect(await partenaires()).toEqual(avant);
  expect((await gestion.get(action('partenaires', 'list'))).statut).toBe(200);
});
