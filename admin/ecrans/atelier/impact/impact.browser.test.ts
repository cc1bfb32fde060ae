import { afterAll, beforeAll, expect, it } from 'vitest';
import { creerBrouillon } from '#src/domain/politique/commandes.ts';
import { travaillerUneEtude } from '#src/domain/politique/etude/travailleur.ts';
import { analyste } from '#test/support/acteurs.ts';
import { monter, type Fixture } from '#test/integration/registre/fixture.ts';
import { servirGestion, type Serveur } from '#test/integration/admin/fixture.ts';
import { verifierAccessibilite, visiter } from '#test/support/navigateur.ts';

let fixture: Fixture;
let serveur: Serveur;
beforeAll(async () => {
  fixture = await monter('2026-03-02', ['quotas']);
  serveur = await servirGestion(fixture, analyste());
  await fixture.proprietaire.query(
    `insert into decision (id, caf_id, jeu, version_regle, empreinte, date_reference, faits, etat, issues, constats, calculs, manquants, trace, moteur, sujet_type, sujet_id, prise_le, requete_id)
     select gen_random_uuid(), '451', 'quotas', '1.0.0', v.empreinte, (s->>'date')::date, s->'etantDonne', 'decide', '[]', '[]', '{}', '[]', '{}', '{}', 'Essai', gen_random_uuid(), '2026-01-01', 'r'
     from version_regle v, jsonb_array_elements(v.canonique::jsonb->'scenarios') s where v.jeu = 'quotas'`,
  );
});
afterAll(async () => {
  serveur.fermer();
  await fixture.fermer();
});

it('an analyst measures a draft, stops, goes on, and reads what changes', async () => {
  const texte = (fixture.livrees.find(({ jeu }) => jeu === 'quotas')?.texte ?? '')
    .replace('"1.0.0"', '"1.1.0"')
    .replace(/("quotaApprobateur"[\s\S]*?"valeur"\s*:\s*)1\b/, '$12');
  const brouillon = await fixture.executeur.executer(analyste(), creerBrouillon, {
    genre: 'regles',
    jeu: 'quotas',
    texte,
  });
  const { page, fermer } = await visiter(serveur.base, { viewport: { width: 1400, height: 900 } });
  const bouton = (nom: string) => page.getByRole('button', { name: nom, exact: true });

  await page.goto(`/gestion/pages/brouillon?id=${brouillon.id}`);
  await page.getByRole('link', { name: 'Impact', exact: true }).click();
  await bouton('Lancer l’étude').click();
  await page.getByRole('progressbar', { name: 'Cas examinés' }).waitFor();
  await bouton('Arrêter').click();
  await bouton('Reprendre où elle en était').click();
  await bouton('Arrêter').waitFor();
  await verifierAccessibilite(page);

  expect(
    await travaillerUneEtude(
      { executeur: fixture.executeur, log: { error: () => undefined } },
      new AbortController().signal,
    ),
  ).toBe('terminee');
  await page.getByRole('heading', { name: 'Effet sur les cas enregistrés' }).waitFor();
  await page
    .getByRole('img', { name: /Nombre de cas par issue/ })
    .first()
    .waitFor();
  await page
    .getByRole('region', { name: 'Causes', exact: true })
    .getByText(/quota|Nombre/i)
    .first()
    .waitFor();
  await page.getByRole('region', { name: 'Population générée' }).getByText('aucun dossier réel').waitFor();
  await verifierAccessibilite(page);

  const telechargement = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Télécharger les décisions qui changent (CSV)' }).click();
  expect((await telechargement).suggestedFilename()).toBe('impact-quotas-1.1.0.csv');
  await page.setViewportSize({ width: 360, height: 740 });
  expect(
    await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
  ).toBeLessThanOrEqual(0);
  await fermer();
});
