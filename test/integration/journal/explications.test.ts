import type { MikroORM } from '@mikro-orm/postgresql';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { executerJournal } from '#src/cli/journal/commande.ts';
import type { Executeur } from '#src/kernel/commande.ts';
import { AnomalieSansLigne, expliquerAnomalies, RienAExpliquer } from '#src/database/journal/expliquer.ts';
import { agent, systeme } from '#test/support/acteurs.ts';
import type { ApplicationDeTest } from '#test/support/application.ts';
import { ecouterSorties } from '#test/support/sorties.ts';
import { alterer, COURRIEL, ecrire, places, sql, verifier, planterUneCaf } from './chaine-abimee.ts';

let application: ApplicationDeTest;
let proprietaire: MikroORM;
let executeur: Executeur;
let compte: string;
/** A chain of its own for each test: twelve lines. */
let chaine: string;
let suivante = 500;
const expliquer = (du: number, au = du, motif = 'Demi-caractère enregistré avant la correction') =>
  executeur.executer(systeme, expliquerAnomalies, { chaine, du, au, motif, pour: compte });

beforeAll(async () => {
  ({ application, proprietaire, executeur, compte } = await planterUneCaf());
});
afterAll(async () => {
  await proprietaire.close(true);
  await application.fermer();
});
beforeEach(async () => {
  chaine = String((suivante += 1));
  await ecrire(application, chaine, 12);
});

describe('an explanation', () => {
  it('answers for a bad line in the same chain, by name, date and reason; nothing of the line is written again', async () => {
    await alterer(proprietaire, chaine, "motif = 'Vu avec l’élue \ufffd'", 5);
    const avant = await proprietaire.em
      .fork()
      .execute('select * from journal where chaine = ? order by rang', [chaine]);
    const {
      anomalies: [constat],
    } = await verifier(application, chaine);
    await expect(expliquer(5)).resolves.toMatchObject({
      rang: 13,
      constats: [
        {
          rang: 5,
          ligne: constat?.ligne,
          defauts: [
            {
              nature: 'contenu',
              trouvee: constat?.defauts[0]?.trouvee,
              attendue: constat?.defauts[0]?.attendue,
            },
          ],
        },
      ],
    });
    const { total, anomalie, expliquees, lignes } = await verifier(application, chaine);
    expect({ total, anomalie, lignes }).toEqual({ total: 0, anomalie: null, lignes: 13 });
    expect(expliquees).toMatchObject([
      {
        rang: 5,
        explication: {
          par: 'Zoé Petit',
          le: '2026-11-30T12:00:00.000Z',
          rang: 13,
          motif: 'Demi-caractère enregistré avant la correction',
        },
      },
    ]);
    expect(
      (
        await proprietaire.em
          .fork()
          .execute<unknown[]>('select * from journal where chaine = ? order by rang', [chaine])
      ).slice(0, 12),
    ).toEqual(avant);
    await ecrire(application, chaine, 1);
    await expect(verifier(application, chaine)).resolves.toMatchObject({
      total: 0,
      totalExpliquees: 1,
      lignes: 14,
    });
  });

  it.each([
    ['changed again', "motif = 'y'"],
    ['put back as it was', 'motif = null'],
    ['given the hash of what it says now', "empreinte = repeat('c', 64)"],
    ['given another author', 'acteur_id = gen_random_uuid()'],
  ])('covers what was found and nothing else: a line %s is an anomaly', async (_quoi, changement) => {
    await alterer(proprietaire, chaine, "motif = 'x'", 5);
    await expliquer(5);
    await expect(verifier(application, chaine)).resolves.toMatchObject({ total: 0, totalExpliquees: 1 });
    await alterer(proprietaire, chaine, changement, 5);
    const verification = await verifier(application, chaine);
    expect(verification.totalExpliquees).toBe(0);
    expect(verification.anomalies[0]).toMatchObject({
      rang: 5,
      defauts: expect.arrayContaining([
        expect.objectContaining({ nature: 'explication', phrase: expect.stringContaining('Zoé Petit') }),
      ]),
    });
    // It may be answered for again.
    await expliquer(5, 12);
    await expect(verifier(application, chaine)).resolves.toMatchObject({ total: 0 });
  });

  it('leaves every other damage to be seen', async () => {
    await alterer(proprietaire, chaine, "motif = 'x'", 5);
    await expliquer(5);
    await alterer(proprietaire, chaine, "motif = 'falsifié'", 9);
    expect(places(await verifier(application, chaine))).toEqual([[9, 'contenu']]);
  });

  it('covers lines that are not there, in the middle or at the end, until one comes in their place', async () => {
    await sql(proprietaire, `delete from journal where chaine = '${chaine}' and rang in (6, 7, 12)`);
    await expliquer(6, 12);
    await expect(verifier(application, chaine)).resolves.toMatchObject({
      total: 0,
      totalExpliquees: 2,
      expliquees: [
        { rang: 6, au: 7 },
        { rang: 12, au: 12 },
      ],
    });
    await sql(
      proprietaire,
      `insert into journal select gen_random_uuid(), chaine, partenaire_id, 6, le, acteur_id, acteur_role, commande, requete_id, entite, entite_id, genre, motif, changements, precedente, empreinte from journal where chaine = '${chaine}' and rang = 5`,
    );
    expect(places(await verifier(application, chaine))[0]).toEqual([6, 'lien', 'contenu', 'valeur']);
  });

  it('counts for nothing once its own line is changed', async () => {
    await alterer(proprietaire, chaine, "motif = 'x'", 5);
    await expliquer(5);
    await alterer(proprietaire, chaine, "motif = 'autre raison'", 13);
    expect(places(await verifier(application, chaine))).toEqual([
      [5, 'contenu'],
      [13, 'contenu'],
    ]);
  });

  it('is refused where nothing is wrong, and where no line is at fault', async () => {
    await expect(expliquer(5)).rejects.toThrow(RienAExpliquer);
    await alterer(proprietaire, chaine, "motif = 'x'", 5);
    await expliquer(5);
    await expect(expliquer(5)).rejects.toThrow(RienAExpliquer);
    await sql(proprietaire, `update journal_tete set rang = 11 where chaine = '${chaine}'`);
    await expect(expliquer(11, 12)).rejects.toThrow(AnomalieSansLigne);
    await expect(
      application.executeur.executer(agent(chaine, 1, 'responsable'), expliquerAnomalies, {
        chaine,
        du: 5,
        au: 5,
        motif: 'x',
        pour: compte,
      }),
    ).rejects.toThrow('réservée à l’application');
  });

  it('is an act of the shell, done by the owner in his name; the verification then exits with 0', async () => {
    const sorties = ecouterSorties({
      DATABASE_URL: application.urlApplication,
      DATABASE_URL_PROPRIETAIRE: application.urlProprietaire,
    });
    try {
      const lancer = (...args: string[]) => sorties.lancer(() => executerJournal(args));
      await alterer(proprietaire, chaine, "motif = 'x'", 5);
      expect(await lancer('verifier', '--chaine', chaine)).toMatchObject({
        code: 1,
        sortie: expect.stringMatching(
          /✗ Chaîne \d+ : la ligne de rang 5 a été modifiée\. \[contenu : trouvée [0-9a-f]{12}…, attendue [0-9a-f]{12}…\]\n✗ Chaîne \d+ : 1 anomalie\(s\) sur 12/,
        ),
      });
      const acte = ['expliquer', '--chaine', chaine, '--rang', '5', '--motif', 'Demi-caractère'];
      expect(await lancer(...acte)).toMatchObject({
        code: 2,
        erreur: expect.stringContaining('Il manque --par'),
      });
      expect(await lancer(...acte, '--par', 'personne@exemple.fr')).toMatchObject({
        code: 2,
        erreur: expect.stringContaining('aucun compte n’a l’adresse'),
      });
      expect(
        await lancer(
          'expliquer',
          '--chaine',
          chaine,
          '--rang',
          '5',
          '--motif',
          'Perdu \ufffd',
          '--par',
          COURRIEL,
        ),
      ).toMatchObject({
        code: 2,
        erreur: expect.stringContaining('--motif contient un caractère illisible'),
      });
      expect(await lancer(...acte.with(4, '9-5'), '--par', COURRIEL)).toMatchObject({
        code: 2,
        erreur: expect.stringContaining('ni deux rangs qui se suivent'),
      });
      expect(await lancer(...acte, '--par', COURRIEL)).toMatchObject({
        code: 0,
        sortie: expect.stringContaining('1 anomalie(s) expliquée(s) par la ligne de rang 13'),
      });
      expect(await lancer('verifier', '--chaine', chaine)).toMatchObject({
        code: 0,
        sortie: expect.stringMatching(
          /rang 5 a été modifiée\. Expliquée par Zoé Petit le \d\d\/\d\d\/\d{4} \(rang 13\) : Demi-caractère\n✓ Chaîne \d+ : 13 ligne\(s\), intacte hors 1 anomalie\(s\) expliquée\(s\)\./,
        ),
      });
    } finally {
      sorties.rendre();
    }
  });
});
