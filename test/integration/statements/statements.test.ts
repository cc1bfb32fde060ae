import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWire, type Wire } from '#test/support/wire.ts';
import type { Demande } from '../droits/demandes.ts';
import { estOuverte, type Person } from '../droits/oracle.ts';
import { preparerLeParcours, type Parcours } from '../droits/parcours.ts';
import { OF_A_KEYSTROKE, OF_A_PAGE, PAGES, PREVIEWS } from './bounds.ts';

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
      (objet === null || (typeof objet === 'object' && [null, partenaire].includes(objet.partenaire) && objet.caf !== '771')),
  );
}

/** The most a door costs to one of its readers, by door; null where the base of the test has nothing to show. */
async function measure(): Promise<Record<string, number | null>> {
  const most: Record<string, number | null> = {};
  for (const nom of READERS) {
    const person = reader(nom);
    const asked = new Set<string>();
    for (const page of pages()) {
      if (asked.has(page.porte) || !estOuverte(person, page.exigence, page.objet)) continue;
      asked.add(page.porte);
      wire.forget();
      const { statut } = await walk.demander(person, page);
      const cost = wire.statements().length;
      if (process.env['SQL']?.split(',').includes(page.porte)) console.log('@@', nom, page.porte, '\n' + wire.statements().map((s) => '   - ' + s.replace(/^select (.*?) from/s, 'select … from').slice(0, 420)).join('\n'));
      if (statut >= 400) most[page.porte] ??= null;
      else most[page.porte] = Math.max(most[page.porte] ?? 0, cost);
    }
  }
  return most;
}

describe('statements PostgreSQL is asked', () => {
  it('by a page are those of its line in the table, and every page has one', async () => {
    const most = await measure();
    if (process.env['MEASURE']) console.log(JSON.stringify(most, null, 1));
    expect(Object.keys(most).sort()).toEqual([...Object.keys(PAGES), ...Object.keys(PREVIEWS)].sort());
  }, 300_000);
});
