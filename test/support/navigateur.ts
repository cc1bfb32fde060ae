import { AxeBuilder } from '@axe-core/playwright';
import { chromium } from 'playwright-core';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, expect, inject } from 'vitest';

/** A page in a browser session of its own, watched from its opening to its closing. */
export type Visite = {
  page: Page;
  contexte: BrowserContext;
  /** Faults seen so far, each in one line. */
  incidents: string[];
  /** Accepts the faults that match from now on, e.g. the console error a refusal with 403 leaves. */
  tolerer: (motif: RegExp) => void;
  fermer: () => Promise<void>;
};

const OPTIONS_CHROMIUM = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-dev-shm-usage',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

let navigateur: Promise<Browser> | undefined;
const ouvertes = new Set<Visite>();

/**
 * Opens a page of the application. The test fails when the page, until it is closed, writes an error to the
 * console (a violation of the content
 * security policy is one), throws an error, or asks anything of another host than `base` (such a request is
 * never sent).
 * @param base address of the application, e.g. http://127.0.0.1:41234
 */
export async function visiter(base: string, options: BrowserContextOptions = {}): Promise<Visite> {
  const { executable, environnement } = inject('chromium');
  navigateur ??= chromium.launch({
    executablePath: executable,
    args: OPTIONS_CHROMIUM,
    env: { ...process.env, ...environnement },
  });
  const contexte = await (await navigateur).newContext({
    baseURL: base,
    locale: 'fr-FR',
    timezoneId: 'Europe/Paris',
    ...options,
  });
  contexte.setDefaultTimeout(15_000);
  const tolerances: RegExp[] = [];
  const incidents: string[] = [];
  const signaler = (incident: string): void => {
    if (!tolerances.some((motif) => motif.test(incident))) incidents.push(incident);
  };
  const { host } = new URL(base);
  await contexte.route(
    (adresse) => /^(https?|wss?):$/.test(adresse.protocol) && adresse.host !== host,
    (route) => {
      signaler(`request to another host: ${route.request().url()}`);
      return route.abort();
    },
  );
  contexte.on('console', (message) => {
    if (message.type() === 'error') signaler(`console: ${message.text()} (${message.location().url})`);
  });
  contexte.on('weberror', (erreur) => signaler(`error in the page: ${erreur.error().message}`));
  const visite: Visite = {
    page: await contexte.newPage(),
    contexte,
    incidents,
    tolerer: (motif) => void tolerances.push(motif),
    fermer: async () => {
      await contexte.close();
      ouvertes.delete(visite);
      sansIncident(visite);
    },
  };
  ouvertes.add(visite);
  return visite;
}

/**
 * Fails with the list of accessibility faults (axe, WCAG 2.2 A and AA) of the page as it stands.
 * @param enPlus further rules of axe to hold, good practices that WCAG does not ask for
 */
export async function verifierAccessibilite(page: Page, enPlus: readonly string[] = []): Promise<void> {
  // Our pages hold no frame: one pass in the page itself is the whole of it.
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode()
    .options({
      runOnly: { type: 'tag', values: WCAG },
      rules: Object.fromEntries(enPlus.map((regle) => [regle, { enabled: true }])),
    })
    .analyze();
  const fautes = violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id} (${help}): ${html} — ${failureSummary ?? ''}`),
  );
  if (fautes.length > 0) throw new Error(`accessibility faults of ${page.url()}:\n${fautes.join('\n')}`);
}

function sansIncident({ incidents }: Visite): void {
  expect(incidents.splice(0), 'faults seen by the browser').toEqual([]);
}

afterEach(() => {
  for (const visite of ouvertes) sansIncident(visite);
});

afterAll(async () => {
  await (await navigateur)?.close();
  navigateur = undefined;
});
