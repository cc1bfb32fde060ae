import { mkdir, writeFile } from 'node:fs/promises';
import { chromium } from 'playwright-core';
import { trouverChromium } from '#test/support/chromium.ts';

const [, , sortie = '/tmp/shell12/avant', port = '3911', agentMail = '', analysteMail = '', mdp = ''] = process.argv;
await mkdir(sortie, { recursive: true });
const { executable, environnement } = await trouverChromium();
const nav = await chromium.launch({ executablePath: executable, args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'], env: { ...process.env, ...environnement } as Record<string, string> });
const base = `http://127.0.0.1:${port}`;
const trouverHref = async (page: import('playwright-core').Page, motif: string) => page.locator(motif).first().getAttribute('href');
for (const [qui, courriel, ecrans] of [
  ['agent', agentMail, ['/gestion', '/gestion/resources/partenaires', '/gestion/resources/declarations', '/gestion/resources/conventions/actions/new', '/gestion/resources/partenaires/actions/new', '/gestion/pages/droits', '/gestion/pages/inconnue', 'fiche:partenaires', 'fiche:declarations', 'fiche:conventions', 'decision:']],
  ['analyste', analysteMail, ['/gestion', '/gestion/pages/regles', '/gestion/pages/questions', '/gestion/pages/essai?jeu=quotas', '/gestion/pages/fictives', '/gestion/pages/guide', '/gestion/pages/regle?jeu=quotas', '/gestion/pages/comparaison?jeu=quotas', '/gestion/pages/impact?jeu=quotas']],
] as const) {
  for (const [nom, viewport, colorScheme] of [['large', { width: 1400, height: 900 }, 'light'], ['etroit', { width: 390, height: 800 }, 'light'], ['sombre', { width: 1400, height: 900 }, 'dark']] as const) {
    const contexte = await nav.newContext({ baseURL: base, locale: 'fr-FR', timezoneId: 'Europe/Paris', viewport, colorScheme, reducedMotion: 'reduce' });
    const page = await contexte.newPage();
    page.on('console', (m) => { if (m.type() === 'error') console.log('console', nom, page.url(), m.text()); });
    page.on('pageerror', (e) => console.log('pageerror', page.url(), e.message));
    await page.goto('/connexion');
    await page.locator('input[type=email], input[name=courriel], input[name=identifiant]').first().fill(courriel);
    await page.locator('input[type=password]').first().fill(mdp);
    await page.locator('form button[type=submit]').first().click();
    await page.waitForURL(/gestion/);
    const textes: string[] = [];
    for (const ecran of ecrans) {
      let adresse: string = ecran;
      if (ecran.startsWith('fiche:')) { await page.goto(`/gestion/resources/${ecran.slice(6)}`); await page.locator('th[scope=row] a, [role=rowheader] a').first().waitFor(); adresse = (await trouverHref(page, 'th[scope=row] a, [role=rowheader] a')) ?? ''; }
      if (ecran === 'decision:') { await page.goto(`/gestion/resources/decisions`); await page.locator('th[scope=row] a').first().waitFor(); adresse = (await trouverHref(page, 'th[scope=row] a')) ?? ''; }
      await page.goto(adresse);
      await page.locator('h1').waitFor().catch(() => console.log('no h1', adresse));
      await page.waitForLoadState('networkidle');
      const nomF = `${qui}-${nom}-${ecran.replace(/[^a-z0-9]+/gi, '_')}`;
      await page.screenshot({ path: `${sortie}/${nomF}.png`, fullPage: true });
      textes.push(`## ${ecran}\n${await page.locator('body').innerText()}`);
    }
    await writeFile(`${sortie}/${qui}-${nom}.txt`, textes.join('\n'));
    await contexte.close();
  }
}
await nav.close();
