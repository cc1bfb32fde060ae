import { randomUUID } from 'node:crypto';
import type { MikroORM } from '@mikro-orm/postgresql';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { executerJournal } from '#src/cli/journal/commande.ts';
import { creerExecuteur } from '#src/database/executeur.ts';
import { GARDES } from '#src/database/journal/constats.ts';
import { verifierChaine, type Verification } from '#src/database/journal/verification.ts';
import { ouvrirOrmProprietaire } from '#src/cli/composition.ts';
import { creerAgent } from '#src/domain/acces/agent/commandes.ts';
import { creerCaf } from '#src/domain/territoire/caf/creer-caf.ts';
import { definirCommande, type Executeur } from '#src/kernel/commande.ts';
import { texte } from '#src/kernel/saisie/saisie.ts';
import { AnomalieSansLigne, expliquerAnomalies, RienAExpliquer } from '#src/database/journal/expliquer.ts';
import { agent, systeme } from '#test/support/acteurs.ts';
import { applicationDeTest, type ApplicationDeTest } from '#test/support/application.ts';
import { registreDesFichiers } from '#test/support/registre-des-fichiers.ts';
import { ecouterSorties } from '#test/support/sorties.ts';

/** One line with a personal value, one without. */
const nommer = definirCommande({
  nom: 'agent.nommer',
  droit: ['AgentCaf', 'creer'],
  saisie: z.object({ nom: texte('Nom') }),
  executer: (unite, { nom }) => {
    unite.journaliser({
      entite: 'AgentCaf',
      entiteId: randomUUID(),
      details: { nom, profil: 'gestionnaire' },
    });
    return Promise.resolve();
  },
});
const COURRIEL = 'zoe.proprietaire@exemple.fr';
let application: ApplicationDeTest;
let proprietaire: MikroORM;
let executeur: Executeur;
let compte: string;
/** A chain of its own for each test: twelve lines. */
let chaine: string;
let suivante = 500;

const TABLES = ['journal', 'journal_valeur', 'journal_tete'];
const protections = (geste: string): string =>
  TABLES.map((table) => `alter table ${table} ${geste} trigger user`).join('; ');
const sql = (requete: string): Promise<void> =>
  proprietaire.em.fork().transactional(async (em) => {
    await em.execute(`${protections('disable')}; ${requete}; ${protections('enable')}`);
  });
/** Changes a line as somebody would who owns the server. */
const alterer = (changement: string, rang: number): Promise<void> =>
  sql(`update journal set ${changement} where chaine = '${chaine}' and rang = ${rang}`);
const ecrire = async (fois: number): Promise<void> => {
  for (let rang = 0; rang < fois; rang += 1)
    await application.executeur.executer(agent(chaine, 1, 'responsable'), nommer, {
      nom: `Personne ${rang}`,
    });
};
const verifier = (): Promise<Verification> =>
  application.executeur.lire(systeme, ({ em }) => verifierChaine(em, chaine));
const expliquer = (du: number, au = du, motif = 'Demi-caractère enregistré avant la correction') =>
  executeur.executer(systeme, expliquerAnomalies, { chaine, du, au, motif, pour: compte });
const places = ({ anomalies }: Verification) =>
  anomalies.map(({ rang, defauts }) => [rang, ...defauts.map(({ nature }) => nature)]);

beforeAll(async () => {
  const registre = await registreDesFichiers();
  application = await applicationDeTest(registre, '2026-11-30');
  proprietaire = await ouvrirOrmProprietaire(application.urlProprietaire);
  executeur = creerExecuteur({
    orm: proprietaire,
    registre,
    horloge: application.horloge,
    urlPublique: 'http://127.0.0.1',
  });
  await application.executeur.executer(systeme, creerCaf, { id: '451', nom: 'Caf du Loiret' });
  const agentCree = await application.executeur.executer(systeme, creerAgent, {
    caf: '451',
    nom: 'Petit',
    prenom: 'Zoé',
    courriel: COURRIEL,
    profil: 'responsable',
  });
  const [ligne] = await proprietaire.em
    .fork()
    .execute<{ compte_id: string }[]>('select compte_id from agent_caf where id = ?', [agentCree.id]);
  compte = ligne?.compte_id ?? '';
});
afterAll(async () => {
  await proprietaire.close(true);
  await application.fermer();
});
beforeEach(async () => {
  chaine = String((suivante += 1));
  await ecrire(12);
});

describe('the verification of a damaged chain', () => {
  it('names every bad line: a damage hides no other, in front of it or behind', async () => {
    await alterer("motif = 'x'", 3);
    await alterer('commande = commande || $$x$$', 7);
    await sql(`delete from journal where chaine = '${chaine}' and rang in (9, 10)`);
    await sql(
      `update journal_valeur v set valeur = '"Autre"' from journal j where j.id = v.journal_id and j.chaine = '${chaine}' and j.rang = 12`,
    );
    const verification = await verifier();
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

  it('tells what a line says from whom it follows', async () => {
    await alterer("motif = 'x'", 4);
    await alterer("precedente = repeat('a', 64)", 6);
    await alterer("empreinte = repeat('b', 64)", 8);
    // The line after a hash that was changed follows it no longer: that is told of the link, not of its
    // content.
    expect(places(await verifier())).toEqual([
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
    await alterer("motif = 'x'", 5);
    const {
      anomalies: [{ defauts: [defaut] = [] } = {}],
    } = await verifier();
    expect(defaut).toMatchObject({
      nature: 'contenu',
      attendue: avant?.empreinte,
      trouvee: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(defaut?.trouvee).not.toBe(defaut?.attendue);
  });

  it('keeps a bounded list and counts the rest, whatever was put in the lines', async () => {
    await ecrire(GARDES);
    await alterer(`changements = '"x"'`, 1);
    await alterer(`changements = '{"a": null, "b": 1e400}'`, 2);
    await sql(`update journal set motif = 'x' where chaine = '${chaine}' and rang > 2`);
    const { anomalies, total, lignes } = await verifier();
    expect([anomalies.length, total, lignes]).toEqual([GARDES, GARDES + 12, GARDES + 12]);
  });
});

describe('an explanation', () => {
  it('answers for a bad line in the same chain, by name, date and reason; nothing of the line is written again', async () => {
    await alterer("motif = 'Vu avec l’élue \ufffd'", 5);
    const avant = await proprietaire.em
      .fork()
      .execute('select * from journal where chaine = ? order by rang', [chaine]);
    const {
      anomalies: [constat],
    } = await verifier();
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
    const { total, anomalie, expliquees, lignes } = await verifier();
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
    await ecrire(1);
    await expect(verifier()).resolves.toMatchObject({ total: 0, totalExpliquees: 1, lignes: 14 });
  });

  it.each([
    ['changed again', "motif = 'y'"],
    ['put back as it was', 'motif = null'],
    ['given the hash of what it says now', "empreinte = repeat('c', 64)"],
    ['given another author', 'acteur_id = gen_random_uuid()'],
  ])('covers what was found and nothing else: a line %s is an anomaly', async (_quoi, changement) => {
    await alterer("motif = 'x'", 5);
    await expliquer(5);
    await expect(verifier()).resolves.toMatchObject({ total: 0, totalExpliquees: 1 });
    await alterer(changement, 5);
    const verification = await verifier();
    expect(verification.totalExpliquees).toBe(0);
    expect(verification.anomalies[0]).toMatchObject({
      rang: 5,
      defauts: expect.arrayContaining([
        expect.objectContaining({ nature: 'explication', phrase: expect.stringContaining('Zoé Petit') }),
      ]),
    });
    // It may be answered for again.
    await expliquer(5, 12);
    await expect(verifier()).resolves.toMatchObject({ total: 0 });
  });

  it('leaves every other damage to be seen', async () => {
    await alterer("motif = 'x'", 5);
    await expliquer(5);
    await alterer("motif = 'falsifié'", 9);
    expect(places(await verifier())).toEqual([[9, 'contenu']]);
  });

  it('covers lines that are not there, in the middle or at the end, until one comes in their place', async () => {
    await sql(`delete from journal where chaine = '${chaine}' and rang in (6, 7, 12)`);
    await expliquer(6, 12);
    await expect(verifier()).resolves.toMatchObject({
      total: 0,
      totalExpliquees: 2,
      expliquees: [
        { rang: 6, au: 7 },
        { rang: 12, au: 12 },
      ],
    });
    await sql(
      `insert into journal select gen_random_uuid(), chaine, partenaire_id, 6, le, acteur_id, acteur_role, commande, requete_id, entite, entite_id, genre, motif, changements, precedente, empreinte from journal where chaine = '${chaine}' and rang = 5`,
    );
    expect(places(await verifier())[0]).toEqual([6, 'lien', 'contenu', 'valeur']);
  });

  it('counts for nothing once its own line is changed', async () => {
    await alterer("motif = 'x'", 5);
    await expliquer(5);
    await alterer("motif = 'autre raison'", 13);
    expect(places(await verifier())).toEqual([
      [5, 'contenu'],
      [13, 'contenu'],
    ]);
  });

  it('is refused where nothing is wrong, and where no line is at fault', async () => {
    await expect(expliquer(5)).rejects.toThrow(RienAExpliquer);
    await alterer("motif = 'x'", 5);
    await expliquer(5);
    await expect(expliquer(5)).rejects.toThrow(RienAExpliquer);
    await sql(`update journal_tete set rang = 11 where chaine = '${chaine}'`);
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
      await alterer("motif = 'x'", 5);
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
