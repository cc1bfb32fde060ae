import { randomUUID } from 'node:crypto';
import type { EntityManager, MikroORM } from '@mikro-orm/postgresql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { empreinteDeLigne } from '#src/database/journal/empreinte.ts';
import { chaines } from '#src/database/journal/lectures.ts';
import { ouvrirOrmProprietaire } from '#src/cli/composition.ts';
import { empreintesDesChaines } from '#src/kernel/journal/empreintes.ts';
import type { Journal } from '#src/kernel/journal/journal.ts';
import { systeme } from '#test/support/acteurs.ts';
import { applicationDeTest, type ApplicationDeTest } from '#test/support/application.ts';
import { apres, ecrire, registre, sql, verifier, preparerLesMois } from './chaines.ts';

let application: ApplicationDeTest;
let proprietaire: MikroORM;

beforeAll(async () => {
  application = await applicationDeTest(registre, '2026-03-10');
  proprietaire = await ouvrirOrmProprietaire(application.urlProprietaire);
  await ecrire(application, 4, '2025-01-15');
  await ecrire(application, 3, '2025-02-10');
  await ecrire(application, 5, '2026-03-10');
  await ecrire(application, 2, '2026-03-10', '771');
  await preparerLesMois(application, true);
});
afterAll(async () => {
  await proprietaire.close(true);
  await application.fermer();
});

describe('the verification of a chain', () => {
  it('is content with what the application wrote, from its first line or over the last ones', async () => {
    await expect(verifier(application)).resolves.toMatchObject({
      anomalie: null,
      total: 0,
      totalExpliquees: 0,
      lignes: 12,
    });
    await expect(verifier(application, '451', { dernieres: 5 })).resolves.toMatchObject({
      anomalie: null,
      total: 0,
      totalExpliquees: 0,
      lignes: 5,
    });
    await expect(application.executeur.lire(systeme, ({ em }) => chaines(em))).resolves.toEqual([
      '451',
      '771',
    ]);
  });

  it.each([
    [
      'a changed actor',
      "update journal set acteur_id = gen_random_uuid() where chaine = '451' and rang = 5",
      'rang 5 a été modifiée',
    ],
    [
      'a changed instant, by a millionth of a second',
      "update journal set le = le + interval '1 microsecond' where chaine = '451' and rang = 5",
      'rang 5 a été modifiée',
    ],
    [
      'a changed value',
      `update journal set changements = jsonb_set(changements, '{profil,apres}', '"responsable"') where chaine = '451' and rang = 6`,
      'rang 6 a été modifiée',
    ],
    [
      'a line removed in the middle',
      "delete from journal where chaine = '451' and rang = 7",
      'rang 7 manque',
    ],
    ['the first line removed', "delete from journal where chaine = '451' and rang = 1", 'rang 1 manque'],
    [
      'the last lines removed',
      "delete from journal where chaine = '451' and rang > 10",
      '2 ligne(s) manquent à la fin',
    ],
    [
      'a line removed and the ranks closed up',
      "delete from journal where chaine = '451' and rang = 7; update journal set rang = rang - 1 where chaine = '451' and rang > 7",
      'rang 7 ne suit pas',
    ],
    [
      'two lines swapped',
      "update journal set rang = case rang when 8 then 9 else 8 end where chaine = '451' and rang in (8, 9)",
      'rang 8 ne suit pas',
    ],
    [
      'a line inserted under a rank that is taken',
      "insert into journal select gen_random_uuid(), chaine, partenaire_id, rang, le + interval '1 ms', acteur_id, acteur_role, commande, requete_id, entite, entite_id, genre, motif, changements, precedente, empreinte from journal where chaine = '451' and rang = 8",
      'rang 8',
    ],
    [
      'a line added beyond the head',
      "insert into journal select gen_random_uuid(), chaine, partenaire_id, 13, le, acteur_id, acteur_role, commande, requete_id, entite, entite_id, genre, motif, changements, empreinte, empreinte from journal where chaine = '451' and rang = 12",
      'rang 13 a été modifiée',
    ],
    ['a head put back', "update journal_tete set rang = 11 where chaine = '451'", 'rang 12 a été ajoutée'],
    ['a head taken away', "delete from journal_tete where chaine = '451'", 'rang 1 a été ajoutée'],
    [
      'a personal value changed',
      `update journal_valeur v set valeur = '"Autre"' from journal j where j.id = v.journal_id and j.chaine = '451' and j.rang = 4`,
      'champ « nom » de la ligne de rang 4 a été modifiée',
    ],
    [
      'a personal value removed',
      "delete from journal_valeur v using journal j where j.id = v.journal_id and j.chaine = '451' and j.rang = 4",
      'rang 4 a disparu sans effacement',
    ],
    [
      'a personal value added',
      "insert into journal_valeur (id, journal_id, champ, cote, valeur, sel) select gen_random_uuid(), id, 'prenom', 'apres', 'x', 'y' from journal where chaine = '451' and rang = 4",
      'a été ajoutée à la ligne de rang 4',
    ],
    ['a whole month dropped', 'drop table journal_mois.m2026_03', 'manquent à la fin'],
  ])('finds %s, and names the line', async (_sorte, changement, phrase) => {
    expect(await apres(proprietaire, changement)).toContain(phrase);
  });

  it('finds a line inserted with right hashes of its own, by the next one', async () => {
    const [voisine] = await sql<{ le: Date; precedente: string }>(
      proprietaire,
      "select le, precedente from journal where chaine = '451' and rang = 6",
    );
    const ligne = {
      id: randomUUID(),
      chaine: '451',
      partenaireId: null,
      rang: 6,
      le: new Date(voisine?.le ?? 0),
      acteurId: null,
      acteurRole: 'gestionnaire',
      commande: 'x',
      requeteId: 'x',
      entite: 'Caf',
      entiteId: '451',
      genre: 'evenement' as const,
      motif: null,
      changements: {},
      precedente: voisine?.precedente ?? '',
    };
    expect(
      await apres(
        proprietaire,
        `update journal set rang = rang + 1 where chaine = '451' and rang >= 6; update journal_tete set rang = rang + 1 where chaine = '451';
      insert into journal values ('${ligne.id}', '451', null, 6, '${ligne.le.toISOString()}', null, 'gestionnaire', 'x', 'x', 'Caf', '451', 'evenement', null, '{}', '${ligne.precedente}', '${empreinteDeLigne(ligne)}')`,
      ),
    ).toContain('rang 7 ne suit pas');
  });

  it('finds a chain written again as a whole, or cut with its head, only by the hashes kept elsewhere', async () => {
    const temoins = new Map(
      (await application.executeur.lire(systeme, ({ em }) => empreintesDesChaines(em)))
        .filter(({ chaine }) => chaine === '451')
        .map(({ rang, empreinte }) => [rang, empreinte]),
    );
    await expect(verifier(application, '451', { temoins })).resolves.toMatchObject({ anomalie: null });
    const coupee =
      "delete from journal where chaine = '451' and rang > 11; update journal_tete t set rang = 11, empreinte = (select empreinte from journal where chaine = '451' and rang = 11) where chaine = '451'";
    expect(await apres(proprietaire, coupee)).toBeNull();
    expect(await apres(proprietaire, coupee, { temoins })).toContain(
      'l’empreinte gardée portait sur celle de rang 12',
    );
    const [derniere] = await sql<
      Journal & {
        partenaire_id: null;
        acteur_id: string;
        acteur_role: string;
        requete_id: string;
        entite_id: string;
      }
    >(proprietaire, "select * from journal where chaine = '451' and rang = 12");
    if (!derniere) throw new Error('no line');
    const empreinte = empreinteDeLigne({
      ...derniere,
      le: new Date(derniere.le),
      partenaireId: null,
      acteurId: null,
      acteurRole: derniere.acteur_role,
      requeteId: derniere.requete_id,
      entiteId: derniere.entite_id,
    });
    const recrite = `update journal set acteur_id = null, empreinte = '${empreinte}' where chaine = '451' and rang = 12; update journal_tete set empreinte = '${empreinte}' where chaine = '451'`;
    expect(await apres(proprietaire, recrite)).toBeNull();
    expect(await apres(proprietaire, recrite, { temoins })).toContain('la chaîne a été récrite');
  });
});

describe('the walls of the journal', () => {
  const essayer = (requete: string) =>
    application.orm.em.fork().transactional(async (em: EntityManager) => {
      await em.execute("select set_config('mcp.caf', '*', true)");
      await em.execute(requete);
    });
  const LIGNE = (chaine: string, rang: number) =>
    `insert into journal values (gen_random_uuid(), '${chaine}', null, ${rang}, now(), null, 'x', 'x', 'x', 'x', 'x', 'evenement', null, '{}', '', '')`;

  it.each([
    ['update journal set motif = null', /permission denied/],
    ['delete from journal', /permission denied/],
    ['truncate journal', /permission denied|must be owner/],
    ['select * from journal_mois.reste', /permission denied/],
    ['drop table journal_mois.reste', /permission denied|must be owner/],
    ["update journal_valeur set valeur = 'x'", /permission denied/],
    ['delete from journal_tete', /permission denied/],
    ["insert into journal_purge values ('451', 1, 2, '', '', now())", /permission denied/],
    ["select journal_mois.creer('2030-01-01')", /permission denied/],
    ["update journal_tete set rang = 1 where chaine = '451'", /ne recule pas/],
    [LIGNE('451', 3), /n’est pas au bout/],
    [LIGNE('autre', 1), /n’est pas au bout/],
  ])('refuse the application’s role: %s', async (requete, refus) => {
    await expect(essayer(requete)).rejects.toThrow(refus);
  });

  it.each([
    ["update journal set motif = 'x'", /ajout seul/],
    ['delete from journal', /ajout seul/],
    ['truncate journal_mois.reste', /ajout seul/],
    ["update journal_valeur set valeur = 'x'", /s’efface/],
    ['delete from journal_valeur', /s’efface/],
    ['delete from journal_tete', /ajout seul/],
  ])('refuse the owner who does not take them down first: %s', async (requete, refus) => {
    await expect(proprietaire.em.fork().execute(requete)).rejects.toThrow(refus);
  });
});
