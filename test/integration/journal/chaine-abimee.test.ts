import type { MikroORM } from '@mikro-orm/postgresql';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { GARDES } from '#src/database/journal/damages.ts';
import type { ApplicationDeTest } from '#test/support/application.ts';
import { alterer, ecrire, places, sql, verifier, planterUneCaf } from './chaine-abimee.ts';

let application: ApplicationDeTest;
let proprietaire: MikroORM;
/** A chain of its own for each test: twelve lines. */
let chaine: string;
let suivante = 500;

beforeAll(async () => {
  ({ application, proprietaire } = await planterUneCaf());
});
afterAll(async () => {
  await proprietaire.close(true);
  await application.fermer();
});
beforeEach(async () => {
  chaine = String((suivante += 1));
  await ecrire(application, chaine, 12);
});

describe('the verification of a damaged chain', () => {
  it('names every bad line: a damage hides no other, in front of it or behind', async () => {
    await alterer(proprietaire, chaine, "motif = 'x'", 3);
    await alterer(proprietaire, chaine, 'commande = commande || $$x$$', 7);
    await sql(proprietaire, `delete from journal where chaine = '${chaine}' and rang in (9, 10)`);
    await sql(
      proprietaire,
      `update journal_valeur v set valeur = '"Autre"' from journal j where j.id = v.journal_id and j.chaine = '${chaine}' and j.rang = 12`,
    );
    const verification = await verifier(application, chaine);
    expect(places(verification)).toEqual([
      [3, 'contenu'],
      [7, 'contenu'],
      [9, 'manque'],
      [12, 'valeur'],
    ]);
    expect(verification).toMatchObject({
      total: 4,
      lignes: 10,
      anomalies: [{}, {}, { rang: 9, au: 10 }, {}],
    });
  });

  it('reads on after more lines are gone than it reads at once', async () => {
    await alterer(proprietaire, chaine, 'rang = 50000', 12);
    const verification = await verifier(application, chaine);
    expect(verification.lignes).toBe(12);
    expect(places(verification)).toContainEqual([12, 'manque']);
    expect(places(verification)).toContainEqual([50_000, 'contenu']);
  });

  it('tells what a line says from whom it follows', async () => {
    await alterer(proprietaire, chaine, "motif = 'x'", 4);
    await alterer(proprietaire, chaine, "precedente = repeat('a', 64)", 6);
    await alterer(proprietaire, chaine, "empreinte = repeat('b', 64)", 8);
    // The line after a hash that was changed follows it no longer: that is told of the link, not of its
    // content.
    expect(places(await verifier(application, chaine))).toEqual([
      [4, 'contenu'],
      [6, 'lien', 'contenu'],
      [8, 'contenu'],
      [9, 'lien'],
    ]);
  });

  it('gives the hash found and the one expected', async () => {
    const [avant] = await proprietaire.em
      .fork()
      .execute<{ empreinte: string }[]>('select empreinte from journal where chaine = ? and rang = 5', [
        chaine,
      ]);
    await alterer(proprietaire, chaine, "motif = 'x'", 5);
    const {
      anomalies: [{ defauts: [defaut] = [] } = {}],
    } = await verifier(application, chaine);
    expect(defaut).toMatchObject({
      nature: 'contenu',
      attendue: avant?.empreinte,
      trouvee: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(defaut?.trouvee).not.toBe(defaut?.attendue);
  });

  it('keeps a bounded list and counts the rest, whatever was put in the lines', async () => {
    await ecrire(application, chaine, GARDES);
    await alterer(proprietaire, chaine, `changements = '"x"'`, 1);
    await alterer(proprietaire, chaine, `changements = '{"a": null, "b": 1e400}'`, 2);
    await sql(proprietaire, `update journal set motif = 'x' where chaine = '${chaine}' and rang > 2`);
    const { anomalies, total, lignes } = await verifier(application, chaine);
    expect([anomalies.length, total, lignes]).toEqual([GARDES, GARDES + 12, GARDES + 12]);
  });
});
