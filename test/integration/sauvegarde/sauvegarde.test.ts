import { randomUUID } from 'node:crypto';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { commandesExternes } from '#src/cli/sauvegarde/externe.ts';
import { executerSauvegarde } from '#src/cli/sauvegarde/commande.ts';
import { calculerEmplacement, type Emplacement } from '#src/database/embarque/emplacement.ts';
import {
  BASE,
  demarrerPostgres,
  ROLE_APPLICATION,
  type ServeurPostgres,
} from '#src/database/embarque/index.ts';
import { arreterServeur } from '#src/database/embarque/serveur.ts';
import { creerExecuteur } from '#src/database/executeur.ts';
import { chaines } from '#src/database/journal/lectures.ts';
import { verifierChaine } from '#src/database/journal/verification.ts';
import { migrer } from '#src/database/migrer.ts';
import { ouvrirOrm } from '#src/cli/composition.ts';
import { creerSauvegarde } from '#src/database/sauvegarde/creer.ts';
import {
  direJournal,
  ecrireManifeste,
  ErreurSauvegarde,
  lireManifeste,
  verifierSauvegarde,
} from '#src/database/sauvegarde/manifeste.ts';
import { restaurerSauvegarde } from '#src/database/sauvegarde/restaurer.ts';
import { Caf } from '#src/domain/territoire/caf/caf.ts';
import { definirCommande } from '#src/kernel/commande.ts';
import type { Registre } from '#src/kernel/registre.ts';
import { rejouerTout } from '#src/domain/politique/registre/rejeu.ts';
import { systeme } from '#test/support/acteurs.ts';
import { horlogeDeTest } from '#test/support/application.ts';
import { ecouterSorties } from '#test/support/sorties.ts';
import { registreDesFichiers } from '#test/support/registre-des-fichiers.ts';

// The drill: back up while the application writes, lose everything, restore, prove it.
const instance = 'essais-sauvegarde';
let emplacement: Emplacement;
let dossier: string;
let sauvegarde: string;
let registre: Registre;

const decider = definirCommande({
  nom: 'essai.decider',
  droit: ['Caf', 'creer'],
  saisie: z.object({ rang: z.int() }),
  async executer(unite, { rang }) {
    // A decision names its Caf by its identifier: the Caf is there before.
    if (rang === 0)
      await unite.em
        .persist(unite.em.create(Caf, { id: '451', nom: 'Caf', fuseauHoraire: 'Europe/Paris' }))
        .flush();
    await unite.decider({
      jeu: 'presence',
      date: '2025-12-31',
      faits: { debutOuverture: '2025-01-01', finOuverture: '2026-01-01' },
      sujet: { type: 'Essai', id: randomUUID() },
      cafId: '451',
      partenaireId: null,
    });
    unite.journaliser({ entite: 'Essai', entiteId: String(rang) });
  },
});

async function ouvrir(serveur: ServeurPostgres) {
  const orm = await ouvrirOrm(serveur.urlApplication, 3);
  return {
    orm,
    executeur: creerExecuteur({ orm, registre, horloge: horlogeDeTest(), urlPublique: 'http://127.0.0.1' }),
  };
}

/**
 * What a restored base answers: decisions replayed, differences, anomalies of the chains, and the ranks
 * written.
 */
async function prouver() {
  const serveur = await demarrerPostgres({ instance, durable: false });
  const { orm, executeur } = await ouvrir(serveur);
  try {
    return await executeur.lire(systeme, async ({ em }) => {
      const differences: string[] = [];
      let rejouees = 0;
      for await (const rejeu of rejouerTout(em, registre)) {
        rejouees += 1;
        differences.push(...('raison' in rejeu ? [rejeu.raison] : rejeu.differences));
      }
      const anomalies = (
        await Promise.all((await chaines(em)).map((chaine) => verifierChaine(em, chaine)))
      ).filter(({ anomalie }) => anomalie !== null);
      const rangs = (
        await em.execute<{ entite_id: string }[]>("select entite_id from journal where entite = 'Essai'")
      ).map(({ entite_id: rang }) => Number(rang));
      return { rejouees, differences, anomalies, rangs: new Set(rangs) };
    });
  } finally {
    await orm.close(true);
    await serveur.arreter();
  }
}

beforeAll(async () => {
  emplacement = await calculerEmplacement(instance);
  await arreterServeur(emplacement.donnees);
  await rm(emplacement.dossier, { recursive: true, force: true });
  dossier = await mkdtemp(join(tmpdir(), 'sauvegarde-'));
  sauvegarde = join(dossier, 'du-jour');
  registre = await registreDesFichiers();
}, 60_000);
afterAll(async () => {
  await arreterServeur(emplacement.donnees);
  await rm(emplacement.dossier, { recursive: true, force: true });
  await rm(dossier, { recursive: true, force: true });
});

describe('the drill', { timeout: 120_000 }, () => {
  it('backs up while the application writes, loses everything, restores, replays every decision and proves the journal', async () => {
    const serveur = await demarrerPostgres({ instance, durable: false });
    await migrer(serveur.urlProprietaire, ROLE_APPLICATION);
    const { orm, executeur } = await ouvrir(serveur);
    let ecrites = 0;
    const ecrire = async (): Promise<void> => {
      await executeur.executer(systeme, decider, { rang: ecrites });
      ecrites += 1;
    };
    for (let fois = 0; fois < 20; fois += 1) await ecrire();
    const avant = ecrites;
    let finie = false;
    const ecrivain = (async () => {
      while (!finie) await ecrire();
    })();
    const manifeste = await creerSauvegarde(serveur, sauvegarde).finally(() => {
      finie = true;
    });
    await ecrivain;
    expect(manifeste.chaines).toHaveLength(1);
    expect(manifeste.migrations).toContain('0001-schema.sql');
    await expect(
      restaurerSauvegarde(sauvegarde, { instance, remplacer: true, durable: false }),
    ).rejects.toThrow('La base de données est en marche');
    await orm.close(true);
    await serveur.arreter();

    await rm(join(emplacement.donnees, 'global'), { recursive: true });
    await rm(join(emplacement.donnees, 'base'), { recursive: true });
    await expect(
      restaurerSauvegarde(sauvegarde, { instance, remplacer: false, durable: false }),
    ).rejects.toThrow('--remplacer');
    const { ancienne } = await restaurerSauvegarde(sauvegarde, { instance, remplacer: true, durable: false });
    // What was there is kept aside: only the person may throw it away.
    await expect(readFile(join(ancienne ?? '', 'PG_VERSION'), 'utf8')).resolves.toMatch(/^\d+/);
    expect((await stat(emplacement.donnees)).mode & 0o777).toBe(0o700);
    const { rejouees, differences, anomalies, rangs } = await prouver();
    expect({ differences, anomalies }).toEqual({ differences: [], anomalies: [] });
    expect(rejouees).toBe(rangs.size);
    // One line more than the decisions: that of the Caf.
    expect(rangs.size + 1).toBeGreaterThanOrEqual(manifeste.chaines[0]?.rang ?? Infinity);
    // All that was written before is there, and nothing beyond what was acknowledged or under way.
    for (let rang = 0; rang < avant; rang += 1) expect(rangs).toContain(rang);
    expect(rangs.size).toBeLessThanOrEqual(ecrites);
  });
});

describe('a backup of a base whose journal is broken', { timeout: 120_000 }, () => {
  it('is made all the same, says it loudly and carries the mark of it; one that is whole carries none', async () => {
    const serveur = await demarrerPostgres({ instance, durable: false });
    const casse = join(dossier, 'rompue');
    const orm = await ouvrirOrm(serveur.url.replace(/\/postgres$/, `/${BASE}`), 1);
    try {
      await orm.em
        .fork()
        .execute(
          "set session_replication_role = replica; update journal set motif = 'falsifié' where rang in (3, 5)",
        );
      expect((await lireManifeste(sauvegarde)).journal).toEqual([]);
      const manifeste = await creerSauvegarde(serveur, casse);
      expect(manifeste.journal).toEqual([
        {
          chaine: 'national',
          anomalies: 2,
          premiere: 'Chaîne national : la ligne de rang 3 a été modifiée.',
          expliquees: 0,
        },
      ]);
      expect(await lireManifeste(casse)).toEqual(manifeste);
      expect(direJournal(manifeste)).toMatch(
        /^ATTENTION : le journal de cette sauvegarde est ROMPU\. Chaîne national, 2 anomalie\(s\)/,
      );
    } finally {
      await orm.close(true);
      await serveur.arreter();
    }
    const sorties = ecouterSorties({});
    try {
      expect(await sorties.lancer(() => executerSauvegarde(['verifier', casse]))).toMatchObject({
        code: 0,
        erreur: expect.stringContaining('est ROMPU'),
      });
      expect(await sorties.lancer(() => executerSauvegarde(['verifier', sauvegarde]))).toMatchObject({
        code: 0,
        erreur: expect.not.stringContaining('ROMPU'),
      });
    } finally {
      sorties.rendre();
    }
  });

  it('of the former format is read, and says nothing of its journal', () => {
    expect(direJournal({})).toBe('');
    expect(direJournal({ journal: null })).toContain('n’a pas pu être relu');
    expect(direJournal({ journal: [{ chaine: '451', anomalies: 0, premiere: null, expliquees: 2 }] })).toBe(
      'Le journal de cette sauvegarde porte 2 anomalie(s) connue(s) et expliquée(s).\n',
    );
  });
});

describe('a backup', () => {
  let petite: string;
  const defauts = async () => (await verifierSauvegarde(petite)).defauts;

  // Two files are enough to be damaged.
  beforeAll(async () => {
    petite = join(dossier, 'petite');
    const manifeste = await lireManifeste(sauvegarde);
    const fichiers = manifeste.fichiers.filter(({ chemin }) =>
      ['global/pg_control', 'backup_label'].includes(chemin),
    );
    await mkdir(join(petite, 'donnees/global'), { recursive: true });
    for (const { chemin } of fichiers)
      await copyFile(join(sauvegarde, 'donnees', chemin), join(petite, 'donnees', chemin));
    await writeFile(join(petite, 'manifeste.json'), ecrireManifeste({ ...manifeste, fichiers }));
  });

  it('is entered by its owner alone, and is not written over', async () => {
    expect((await stat(sauvegarde)).mode & 0o077).toBe(0);
    await expect(creerSauvegarde({ url: 'postgres://127.0.0.1:1/x' }, sauvegarde)).rejects.toThrow(
      'n’est pas vide',
    );
    expect((await readdir(sauvegarde)).sort()).toEqual(['donnees', 'manifeste.json']);
  });

  it('tells a changed byte, a missing file and a foreign one; restores none of these', async () => {
    expect(await defauts()).toEqual([]);
    const fichier = join(petite, 'donnees/global/pg_control');
    const bon = await readFile(fichier);
    const mauvais = Buffer.from(bon);
    mauvais[10] = (mauvais[10] ?? 0) ^ 1;
    await writeFile(fichier, mauvais);
    expect(await defauts()).toEqual(['global/pg_control : contenu modifié.']);
    await expect(restaurerSauvegarde(petite, { instance, remplacer: true })).rejects.toThrow(
      /abîmée, rien n’est restauré/,
    );
    await rm(fichier);
    expect(await defauts()).toEqual(['global/pg_control : fichier manquant ou illisible.']);
    await writeFile(fichier, bon);
    await writeFile(join(petite, 'donnees/intrus'), 'x');
    expect(await defauts()).toEqual(['intrus : fichier étranger à la sauvegarde.']);
    await rm(join(petite, 'donnees/intrus'));
  });

  it('tells a manifest that was changed, or is not there', async () => {
    const manifeste = join(petite, 'manifeste.json');
    const bon = await readFile(manifeste, 'utf8');
    await writeFile(manifeste, bon.replace('"rang": ', '"rang": 1'));
    await expect(defauts()).rejects.toThrow(ErreurSauvegarde);
    await rm(manifeste);
    await expect(defauts()).rejects.toThrow('n’est pas une sauvegarde terminée');
    await writeFile(manifeste, bon);
  });

  it('of an external server is left to its own tools, told without a password', async () => {
    const texte = commandesExternes(
      'postgres://app:secret@db.exemple:5433/mcp',
      'postgres://proprio:secret@db.exemple:5433/mcp',
    );
    expect(texte).toContain(
      "pg_dump --format=custom --file=mcp.dump 'postgres://proprio@db.exemple:5433/mcp'",
    );
    expect(texte).toContain('pg_basebackup --host=db.exemple --port=5433');
    expect(texte).not.toContain('secret');
    await expect(executerSauvegarde(['creer'])).resolves.toBe(2);
    await expect(executerSauvegarde(['copier', dossier])).resolves.toBe(2);
  });
});
