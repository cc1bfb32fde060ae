import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ouvrirApplication, type ApplicationEntiere } from '#test/browser/application.ts';
import { agent, analyste } from '#test/support/acteurs.ts';

let application: ApplicationEntiere;
beforeAll(async () => {
  application = await ouvrirApplication(['quotas']);
  const { compteId, agentId, nom, prenom } = agent();
  await application.sql(
    "insert into compte (id, courriel, sessions_valides_depuis, cree_le) values ($1, 'agent@caf.example', now(), now())",
    [compteId],
  );
  await application.sql(
    "insert into agent_caf (id, caf_id, compte_id, nom, prenom, courriel, profil, ouvert_le) values ($1, '451', $2, $3, $4, 'agent@caf.example', 'gestionnaire', '2020-01-01')",
    [agentId, compteId, nom, prenom],
  );
});
afterAll(() => application.fermer());

/**
 * Bytes of the pages, scripts, styles and answers as they come over the network, by a browser that has kept
 * nothing; each reading counts from the one before.
 */
async function compteur(page: Page): Promise<() => number> {
  const reseau = await page.context().newCDPSession(page);
  await reseau.send('Network.enable');
  await reseau.send('Network.clearBrowserCache');
  let octets = 0;
  reseau.on('Network.loadingFinished', ({ encodedDataLength }) => (octets += encodedDataLength));
  return () => {
    const lus = octets;
    octets = 0;
    return lus;
  };
}

const ouvert = async (page: Page, titre: string, contenu: string) => {
  await page.getByRole('heading', { level: 1, name: titre }).waitFor();
  await page.getByRole('main').getByText(contenu).first().waitFor();
  await page.waitForLoadState('networkidle');
};

describe('after sign-in, what a browser downloads', () => {
  it.each([
    ['an agent', agent(), 'Partenaires', 'MAIRIE DE BRIARE'],
    ['an analyst, who opens the workshop of rules', analyste(1), 'Fichiers de règles', 'Habilitations'],
  ])(
    'is at most 130 kB for the first page of %s, 50 kB for the next',
    async (_qui, { compteId }, suivante, contenu) => {
      const { page, fermer } = await application.entrer(await application.ouvrirCompte(compteId));
      const recus = await compteur(page);
      await page.goto('/gestion');
      await ouvert(page, 'Tableau de bord', 'Tableau de bord');
      const premiere = recus();
      await page.getByRole('link', { name: suivante, exact: true }).click();
      await ouvert(page, suivante, contenu);
      const seconde = recus();
      expect(premiere).toBeGreaterThan(50_000);
      expect(premiere).toBeLessThanOrEqual(130_000);
      expect(seconde).toBeGreaterThan(0);
      expect(seconde).toBeLessThanOrEqual(50_000);
      await fermer();
    },
  );
});
