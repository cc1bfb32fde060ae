import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWire, type Wire } from '#test/support/wire.ts';
import type { Demande } from '../droits/demandes.ts';
import { estOuverte, type Person } from '../droits/oracle.ts';
import { preparerLeParcours, type Parcours } from '../droits/parcours.ts';
import { growPartner, openCampaign } from './grow.ts';
import { ABSENT, HEAVIER, OF_A_KEYSTROKE, OF_A_PAGE, OF_A_SHELL, PAGES, RECORDS } from './bounds.ts';

/** Between them they hold every right of their space, and each sees pages as one of them does. */
const READERS = [
  'responsable Caf',
  'analyste',
  'administrateur partenaire',
  'fournisseur activité',
  'fournisseur finances',
  'approbateur',
];

let wire: Wire;
let walk: Parcours;
beforeAll(async () => {
  walk = await preparerLeParcours(async (url) => {
    wire = await openWire(url);
    return wire.url;
  });
}, 180_000);
afterAll(async () => {
  await walk.fermer();
  await wire.close();
});

const reader = (nom: string): Person => {
  const person = walk.people.find((une) => une.nom === nom);
  if (!person) throw new Error(`no ${nom}`);
  return person;
};

/** What reading asks of the application: one address for each door, on a record of whoever reads. */
function pages(): readonly Demande[] {
  const { partenaire } = walk.base.dossiers.A;
  return walk.demandes.filter(
    ({ methode, objet, variante, porte }) =>
      methode === 'GET' &&
      variante !== true &&
      !/\(lot\)|\(mots\)|\(page\)/.test(porte) &&
      (objet === null ||
        (typeof objet === 'object' && [null, partenaire].includes(objet.partenaire) && objet.caf !== '771')),
  );
}

/** The most each of some doors costs to one of its readers; null where the base of the test has nothing to show. */
async function measure(of = /./): Promise<ReadonlyMap<string, number | null>> {
  const most = new Map<string, number | null>();
  for (const nom of READERS) {
    const asked = new Set<string>();
    for (const page of pages()) {
      if (
        !of.test(page.porte) ||
        asked.has(page.porte) ||
        !estOuverte(reader(nom), page.exigence, page.objet)
      )
        continue;
      asked.add(page.porte);
      const cost = await costOf(nom, page);
      const known = most.get(page.porte) ?? null;
      most.set(page.porte, cost === null || known === null ? (cost ?? known) : Math.max(cost, known));
    }
  }
  return most;
}

/** Null when there is nothing to show. */
async function costOf(
  nom: string,
  page: Pick<Demande, 'methode' | 'chemin' | 'corps'>,
): Promise<number | null> {
  wire.forget();
  const { statut } = await walk.demander(reader(nom), page);
  return statut >= 400 ? null : wire.statements().length;
}

/** What the table says of a door. */
function boundOf(porte: string): number | null {
  if (/^GET pages\/|\/page$/.test(porte)) return OF_A_SHELL;
  return PAGES[porte] ?? HEAVIER[porte] ?? (RECORDS.includes(porte) ? OF_A_PAGE : null);
}

describe('the statements PostgreSQL is asked', () => {
  it('by a page are within its line of the table, and every page there is has a line', async () => {
    const most = await measure();
    const without = [...most].filter(([porte]) => boundOf(porte) === null && !ABSENT.includes(porte));
    expect(without).toEqual([]);
    const beyond = [...most].filter(([porte, cost]) => cost !== null && cost > (boundOf(porte) ?? 0));
    expect(beyond).toEqual([]);
    const lines = [...Object.keys(PAGES), ...RECORDS, ...Object.keys(HEAVIER), ...ABSENT];
    expect(lines.filter((porte) => !most.has(porte))).toEqual([]);
    expect(Object.values(PAGES).filter((bound) => bound > OF_A_PAGE)).toEqual([]);
  }, 300_000);

  it.each([
    ['activite', 'fournisseur activité'],
    ['finances', 'fournisseur finances'],
  ])('by a keystroke of the volet %s are four, once its page was opened', async (volet, nom) => {
    const chemin = `/partenaire/declarations/${walk.base.de.brouillon}/${volet}`;
    await costOf(nom, { methode: 'GET', chemin });
    expect(await costOf(nom, { methode: 'POST', chemin: `${chemin}/analyse`, corps: {} })).toBe(
      OF_A_KEYSTROKE,
    );
  });

  it('by a page that lists are as many when a partner has ten times more', async () => {
    const lists = /\/list$|dashboard$|^GET \/partenaire\/[a-z]*$|^GET (equipements|partenaires)\/show$/;
    await openCampaign(walk.base);
    const before = await measure(lists);
    await growPartner(walk.base, 10);
    const after = await measure(lists);
    const grown = [...after].filter(([porte, cost]) => (cost ?? 0) > (before.get(porte) ?? 0));
    expect(grown).toEqual([]);
    expect(after.size).toBeGreaterThan(30);
  }, 120_000);
});
