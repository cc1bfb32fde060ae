import fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { agent } from '#test/support/acteurs.ts';
import { action, gestionDeTest, type Gestion } from '#test/integration/admin/fixture.ts';
import { SIRENS } from '#test/support/contrats.ts';

let gestion: Gestion;
let partenaires: readonly string[] = [];
let compte = '';

beforeAll(async () => {
  gestion = await gestionDeTest();
  partenaires = [(await gestion.partenaire(SIRENS[0])).id, (await gestion.partenaire(SIRENS[1])).id];
  const [premier] = await gestion.lignes<{ id: string }>(
    "insert into compte (id, courriel, sessions_valides_depuis, cree_le) values (gen_random_uuid(), 'x@x.fr', now(), now()) returning id",
  );
  compte = premier?.id ?? '';
});
afterAll(() => gestion.fermer());

/** What a user's row is sorted by: few values, so that many rows share one, and some absent. */
const RANGEE = fc.record({
  nom: fc.constantFrom<string>('Éon', 'eon', 'ÉON ~ 2', 'Zoé', "d'Arc", 'Ab  c'),
  closLe: fc.constantFrom(null, '2025-12-31', '2026-01-01', '2026-02-28'),
  rang: fc.nat(1),
});
type Rangee = typeof RANGEE extends fc.Arbitrary<infer R> ? R : never;

async function ajouter({ nom, closLe, rang }: Rangee): Promise<string> {
  const id = randomUUID();
  await gestion.lignes(
    `insert into utilisateur (id, caf_id, partenaire_id, compte_id, identifiant, nom, prenom, courriel, telephone, ouvert_le, clos_le, administrateur, groupes, cree_le)
    values ($1, '451', $2, $3, $5, $4, 'Jo', $5 || '@x.fr', null, '2020-01-01', $6, false, '[]', now())`,
    id,
    partenaires[rang],
    compte,
    nom,
    id.slice(0, 13),
    closLe,
  );
  return id;
}

async function lirePage(requete: Readonly<Record<string, string>>, ressource = 'utilisateurs') {
  const { statut, corps, texte } = await gestion.get(
    `${action(ressource, 'list')}?${new URLSearchParams(requete).toString()}`,
  );
  expect(statut, texte).toBe(200);
  return {
    ids: (corps.records ?? []).map(({ id }) => id),
    precedente: corps.meta?.precedente ?? null,
    suivante: corps.meta?.suivante ?? null,
    page: corps.meta?.page,
  };
}

describe('the pages of a list', () => {
  it('neither repeat nor hide a row, in any order, whatever is added or removed between two of them', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(RANGEE, { minLength: 8, maxLength: 16 }),
        fc.constantFrom('nom', 'closLe', 'partenaire', 'identifiant', 'ouvertLe'),
        fc.constantFrom('asc', 'desc'),
        fc.integer({ min: 1, max: 5 }),
        fc.array(fc.tuple(fc.boolean(), fc.nat(30), RANGEE), { maxLength: 5 }),
        async (rangees, sortBy, direction, taille, changements) => {
          await gestion.lignes('delete from utilisateur');
          const restees = new Set<string>();
          for (const rangee of rangees) restees.add(await ajouter(rangee));
          const ordre = { sortBy, direction, perPage: String(taille) };
          const vues: string[] = [];
          let apres: string | null = null;
          for (let numero = 1; numero === 1 || apres !== null; numero += 1) {
            const lue: Awaited<ReturnType<typeof lirePage>> = await lirePage({
              ...ordre,
              page: String(numero),
              ...(apres === null ? {} : { apres }),
            });
            vues.push(...lue.ids);
            apres = lue.suivante;
            const changement = changements[numero - 1];
            if (!changement) continue;
            const [retrait, rang, nouvelle] = changement;
            const victime = [...restees][rang % restees.size];
            if (retrait && victime) {
              await gestion.lignes('delete from utilisateur where id = $1', victime);
              restees.delete(victime);
            } else if (!retrait) await ajouter(nouvelle);
          }
          expect(new Set(vues).size).toBe(vues.length);
          for (const id of restees) expect(vues).toContain(id);
        },
      ),
      { numRuns: 12 },
    );
  });

  it('come in the order of the whole list, forwards and backwards', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(RANGEE, { minLength: 8, maxLength: 16 }),
        fc.constantFrom('nom', 'closLe', 'partenaire'),
        fc.constantFrom('asc', 'desc'),
        fc.integer({ min: 2, max: 4 }),
        async (rangees, sortBy, direction, taille) => {
          await gestion.lignes('delete from utilisateur');
          for (const rangee of rangees) await ajouter(rangee);
          const ordre = { sortBy, direction };
          const { ids: toutes } = await lirePage({ ...ordre, perPage: '100' });
          const pages: string[][] = [];
          let places: Readonly<Record<string, string>> = {};
          for (let numero = 1; ; numero += 1) {
            const { ids, suivante } = await lirePage({
              ...ordre,
              perPage: String(taille),
              page: String(numero),
              ...places,
            });
            pages.push(ids);
            if (suivante === null) break;
            places = { apres: suivante };
          }
          expect(pages.flat()).toEqual(toutes);
          // Back from the last one, to the first.
          for (let numero = pages.length; numero > 1; numero -= 1) {
            const { precedente } = await lirePage({
              ...ordre,
              perPage: String(taille),
              page: String(numero),
              ...places,
            });
            places = { avant: precedente ?? '' };
            const lue = await lirePage({
              ...ordre,
              perPage: String(taille),
              page: String(numero - 1),
              ...places,
            });
            expect(lue.ids).toEqual(pages[numero - 2]);
          }
        },
      ),
      { numRuns: 6 },
    );
  });

  it('are still reached by their number, near the top, and refuse a place that is none', async () => {
    await gestion.lignes('delete from utilisateur');
    for (const nom of ['Zoé', 'Éon', 'eon'] as const) await ajouter({ nom, closLe: null, rang: 0 });
    const toutes = await lirePage({});
    expect((await lirePage({ perPage: '1', page: '3' })).ids).toEqual(toutes.ids.slice(2));
    const id = toutes.ids[0] ?? '';
    for (const place of [`apres=${id}~eon&avant=${id}~eon`, `apres=%00`, `apres=${id}`, 'avant=a%20b~c'])
      expect((await gestion.get(`${action('utilisateurs', 'list')}?${place}`)).statut, place).toBe(400);
    for (const place of [`apres=${id}~31/12/2025`, `avant=${id}~2025-13-01`])
      expect(
        (await gestion.get(`${action('utilisateurs', 'list')}?sortBy=closLe&${place}`)).statut,
        place,
      ).toBe(400);
  });

  it('of a journal are one order of two chains, forwards and backwards', async () => {
    gestion.acteur = agent('451', 1, 'responsable');
    // The same ranks in both, two of them a Caf's alone.
    for (const [chaine, lignes] of [
      ['451', 9],
      ['national', 7],
      ['771', 9],
    ] as const) {
      await gestion.lignes(
        "insert into journal_tete (chaine, rang, empreinte) values ($1, 0, '') on conflict do nothing",
        chaine,
      );
      await gestion.lignes(
        `insert into journal (id, chaine, rang, le, acteur_role, commande, requete_id, entite, entite_id, genre, changements, precedente, empreinte)
        select gen_random_uuid(), $1, 10000 + n, now(), 'systeme', 'agent.nommer', 'r', 'AgentCaf', 'x', 'creation', '{}', '', '' from generate_series(1, $2) n`,
        chaine,
        lignes,
      );
    }
    const attendues = await gestion.lignes<{ id: string; chaine: string }>(
      "select id, chaine from journal where chaine in ('451', 'national') order by rang desc, id limit 100",
    );
    expect(new Set(attendues.map(({ chaine }) => chaine)).size).toBe(2);
    const vues: string[] = [];
    let place: Readonly<Record<string, string>> = {};
    for (let numero = 1; numero === 1 || place['apres']; numero += 1) {
      const { ids, precedente, suivante } = await lirePage(
        { perPage: '3', page: String(numero), ...place },
        'journal',
      );
      if (numero > 1) {
        const avant = await lirePage(
          { perPage: '3', page: String(numero - 1), avant: precedente ?? '' },
          'journal',
        );
        expect(avant.ids).toEqual(vues.slice(-3));
      }
      vues.push(...ids);
      place = suivante === null ? {} : { apres: suivante };
    }
    expect(vues).toEqual(attendues.map(({ id }) => id));
  });
});
