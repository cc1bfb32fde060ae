import { randomUUID } from 'node:crypto';
import type { EntityManager, MikroORM } from '@mikro-orm/postgresql';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { z } from 'zod';
import { creerExecuteur } from '#src/database/executeur.ts';
import { ajouterAuJournal } from '#src/database/journal/ecriture.ts';
import { empreinteDeLigne, ORIGINE } from '#src/database/journal/empreinte.ts';
import { chaines } from '#src/database/journal/lectures.ts';
import { verifierChaine, type OptionsDeVerification } from '#src/database/journal/verification.ts';
import { migrer } from '#src/database/migrer.ts';
import { ouvrirOrmProprietaire } from '#src/cli/composition.ts';
import { ROLE_APPLICATION } from '#src/database/embarque/index.ts';
import { definirCommande } from '#src/kernel/commande.ts';
import type { Registre } from '#src/kernel/registre.ts';
import { texte } from '#src/kernel/saisie/saisie.ts';
import { direConstat } from '#src/kernel/journal/constats.ts';
import { empreintesDesChaines } from '#src/kernel/journal/empreintes.ts';
import type { Journal } from '#src/kernel/journal/journal.ts';
import { purgerJournal, ConservationInconnue } from '#src/database/journal/purger.ts';
import { agent, systeme } from '#test/support/acteurs.ts';
import { applicationDeTest, type ApplicationDeTest } from '#test/support/application.ts';
import { creerBase, supprimerBases } from '#test/support/postgres.ts';

/** Keeps ten months of journal. */
const registre = { fige: () => registre, parametre: () => 10 } as unknown as Registre;
const sansConservation = {
  fige: () => sansConservation,
  parametre: () => {
    throw new Error('inconnu');
  },
} as unknown as Registre;

/** One line with a personal value, one without. */
const nommer = definirCommande({
  nom: 'agent.nommer',
  droit: ['AgentCaf', 'creer'],
  saisie: z.object({ nom: texte('Nom') }),
  async executer(unite, { nom }) {
    unite.journaliser({
      entite: 'AgentCaf',
      entiteId: randomUUID(),
      details: { nom, profil: 'gestionnaire' },
    });
    return Promise.resolve();
  },
});

class Retour extends Error {}
let application: ApplicationDeTest;
let proprietaire: MikroORM;

/** Writes lines to a Caf's chain, on the day given. */
async function ecrire(lignes: number, jour: string, chaine = '451'): Promise<void> {
  for (let rang = 0; rang < lignes; rang += 1) {
    application.horloge.regler(`${jour}T12:00:0${rang}Z`);
    await application.executeur.executer(agent(chaine, 1, 'responsable'), nommer, {
      nom: `Personne ${rang}`,
    });
  }
}

/** What the verification says after somebody who owns the tables has changed them; nothing of it stays. */
async function apres(
  sql: string,
  options: OptionsDeVerification = {},
  chaine = '451',
): Promise<string | null> {
  let phrases: string | null = null;
  await proprietaire.em
    .fork()
    .transactional(async (em) => {
      await em.execute(
        'alter table journal disable trigger user; alter table journal_valeur disable trigger user; alter table journal_tete disable trigger user',
      );
      await em.execute(sql);
      const { anomalies, total } = await verifierChaine(em, chaine, options);
      expect(anomalies).toHaveLength(total);
      if (total > 0) phrases = anomalies.map((constat) => direConstat(chaine, constat)).join('\n');
      throw new Retour();
    })
    .catch((erreur: unknown) => {
      if (!(erreur instanceof Retour)) throw erreur;
    });
  return phrases;
}

const verifier = (chaine = '451', options?: OptionsDeVerification) =>
  application.executeur.lire(systeme, ({ em }) => verifierChaine(em, chaine, options));
const sql = <T>(requete: string): Promise<T[]> => proprietaire.em.fork().execute<T[]>(requete);

beforeAll(async () => {
  application = await applicationDeTest(registre, '2026-03-10');
  proprietaire = await ouvrirOrmProprietaire(application.urlProprietaire);
  await ecrire(4, '2025-01-15');
  await ecrire(3, '2025-02-10');
  await ecrire(5, '2026-03-10');
  await ecrire(2, '2026-03-10', '771');
});
afterAll(async () => {
  await proprietaire.close(true);
  await application.fermer();
});

describe('the months of the journal', () => {
  it('are made ahead by the application, and take the lines that waited, once', async () => {
    const preparer = (ranger: boolean) =>
      application.orm.em
        .fork()
        .execute<{ n: number }[]>(`select journal_preparer(4, ${String(ranger)}) as n`)
        .then(([ligne]) => ligne?.n);
    expect(await preparer(false)).toBe(1);
    expect(await preparer(true)).toBe(3);
    expect(await preparer(true)).toBe(0);
    await expect(
      sql(
        'select tableoid::regclass::text as partie, count(*)::int as lignes from journal group by 1 order by 1',
      ),
    ).resolves.toEqual([
      { partie: 'journal_mois.m2025_01', lignes: 4 },
      { partie: 'journal_mois.m2025_02', lignes: 3 },
      { partie: 'journal_mois.m2026_03', lignes: 7 },
    ]);
    await expect(verifier()).resolves.toMatchObject({ anomalie: null, lignes: 12 });
  });
});

describe('the verification of a chain', () => {
  it('is content with what the application wrote, from its first line or over the last ones', async () => {
    await expect(verifier()).resolves.toMatchObject({
      anomalie: null,
      total: 0,
      totalExpliquees: 0,
      lignes: 12,
    });
    await expect(verifier('451', { dernieres: 5 })).resolves.toMatchObject({
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
    expect(await apres(changement)).toContain(phrase);
  });

  it('finds a line inserted with right hashes of its own, by the next one', async () => {
    const [voisine] = await sql<{ le: Date; precedente: string }>(
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
      await apres(`update journal set rang = rang + 1 where chaine = '451' and rang >= 6; update journal_tete set rang = rang + 1 where chaine = '451';
      insert into journal values ('${ligne.id}', '451', null, 6, '${ligne.le.toISOString()}', null, 'gestionnaire', 'x', 'x', 'Caf', '451', 'evenement', null, '{}', '${ligne.precedente}', '${empreinteDeLigne(ligne)}')`),
    ).toContain('rang 7 ne suit pas');
  });

  it('finds a chain written again as a whole, or cut with its head, only by the hashes kept elsewhere', async () => {
    const temoins = new Map(
      (await application.executeur.lire(systeme, ({ em }) => empreintesDesChaines(em)))
        .filter(({ chaine }) => chaine === '451')
        .map(({ rang, empreinte }) => [rang, empreinte]),
    );
    await expect(verifier('451', { temoins })).resolves.toMatchObject({ anomalie: null });
    const coupee =
      "delete from journal where chaine = '451' and rang > 11; update journal_tete t set rang = 11, empreinte = (select empreinte from journal where chaine = '451' and rang = 11) where chaine = '451'";
    expect(await apres(coupee)).toBeNull();
    expect(await apres(coupee, { temoins })).toContain('l’empreinte gardée portait sur celle de rang 12');
    const [derniere] = await sql<
      Journal & {
        partenaire_id: null;
        acteur_id: string;
        acteur_role: string;
        requete_id: string;
        entite_id: string;
      }
    >("select * from journal where chaine = '451' and rang = 12");
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
    expect(await apres(recrite)).toBeNull();
    expect(await apres(recrite, { temoins })).toContain('la chaîne a été récrite');
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

describe('the months that go by', () => {
  it('go when the retention is over, and what remains is still proved', async () => {
    const temoins = new Map([[4, ORIGINE]]);
    application.horloge.regler('2026-03-20');
    const executeur = creerExecuteur({
      orm: proprietaire,
      registre,
      horloge: application.horloge,
      urlPublique: 'http://127.0.0.1',
    });
    // 20 March less ten months: May 2025 is the first month kept.
    await expect(executeur.executer(systeme, purgerJournal, {})).resolves.toEqual({
      mois: ['2025-01', '2025-02'],
      lignes: 7,
      valeurs: 7,
      chaines: { 451: 7 },
    });
    await expect(executeur.executer(systeme, purgerJournal, {})).resolves.toMatchObject({
      mois: [],
      lignes: 0,
    });
    await expect(verifier()).resolves.toMatchObject({
      anomalie: null,
      total: 0,
      totalExpliquees: 0,
      lignes: 6,
    });
    await expect(verifier('451', { temoins })).resolves.toMatchObject({ anomalie: null });
    await expect(verifier('771')).resolves.toMatchObject({ anomalie: null });
    await ecrire(1, '2026-03-21');
    await expect(verifier()).resolves.toMatchObject({
      anomalie: null,
      total: 0,
      totalExpliquees: 0,
      lignes: 7,
    });
  });

  it.each([
    [
      'an anchor widened over lines that were removed',
      "delete from journal where chaine = '451' and rang = 8; update journal_purge p set au_rang = 8, empreinte = (select precedente from journal where chaine = '451' and rang = 9)",
      'purge',
    ],
    [
      'an anchor with another hash',
      "update journal_purge set empreinte = repeat('0', 64)",
      'rang 8 ne suit pas',
    ],
    ['an anchor removed', 'delete from journal_purge', 'rang 1 manque'],
    [
      'a line put back among those purged',
      "insert into journal select gen_random_uuid(), chaine, null, 3, '2026-03-01', null, acteur_role, commande, requete_id, entite, entite_id, genre, null, '{}', precedente, empreinte from journal where chaine = '451' and rang = 8",
      'en double',
    ],
  ])('tell %s from a purge', async (_sorte, changement, phrase) => {
    expect(await apres(changement)).toContain(phrase);
  });

  it('are not purged by a registry that knows no retention', async () => {
    const executeur = creerExecuteur({
      orm: proprietaire,
      registre: sansConservation,
      horloge: application.horloge,
      urlPublique: 'http://127.0.0.1',
    });
    await expect(executeur.executer(systeme, purgerJournal, {})).rejects.toThrow(ConservationInconnue);
  });
});

describe('a database of the former release', () => {
  it('keeps every line, value and hash when its journal goes by month', async () => {
    const serveur = inject('essais');
    const base = await creerBase(
      serveur,
      `essai_${randomUUID().replaceAll('-', '').slice(0, 12)}`,
      'template0',
    );
    const orm = await ouvrirOrmProprietaire(base.urlProprietaire);
    try {
      await orm.migrator.up({ to: '0007-second-facteur.sql' });
      const ligne = (nom: string) => ({
        contexte: { commande: 'agent.nommer', motif: null },
        entite: 'AgentCaf',
        entiteId: randomUUID(),
        partenaireId: null,
        genre: 'creation' as const,
        valeurs: [{ champ: 'nom', avant: null, apres: nom }],
      });
      await orm.em.fork().transactional(async (em) => {
        for (const le of [
          '2024-12-31T23:59:59.999Z',
          '2025-01-01T00:00:00Z',
          '2024-12-31T12:00:00Z',
          '2026-02-03T04:05:06.789Z',
        ]) {
          await ajouterAuJournal(
            em,
            {
              chaine: '451',
              partenaireId: null,
              le: new Date(le),
              acteurId: null,
              acteurRole: 'x',
              requeteId: 'x',
            },
            [ligne('Élodie'), ligne('Zoé')],
          );
        }
      });
      const contenu = () =>
        orm.em
          .fork()
          .execute<unknown[]>(
            'select j.*, v.champ, v.valeur, v.sel from journal j join journal_valeur v on v.journal_id = j.id order by rang',
          );
      const avant = await contenu();
      await migrer(base.urlProprietaire, ROLE_APPLICATION);
      expect(await contenu()).toEqual(avant);
      expect(await verifierChaine(orm.em.fork(), '451')).toMatchObject({
        anomalie: null,
        total: 0,
        totalExpliquees: 0,
        lignes: 8,
      });
      await expect(
        orm.em
          .fork()
          .execute(
            'select tableoid::regclass::text as partie, count(*)::int as lignes from journal group by 1 order by 1',
          ),
      ).resolves.toEqual([
        { partie: 'journal_mois.m2024_12', lignes: 4 },
        { partie: 'journal_mois.m2025_01', lignes: 2 },
        { partie: 'journal_mois.m2026_02', lignes: 2 },
      ]);
    } finally {
      await orm.close(true);
      await supprimerBases(serveur, new RegExp(`^${base.nom}$`));
    }
  });
});
