import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { creerExecuteur } from '#src/database/executeur.ts';
import { definirCommande } from '#src/kernel/commande.ts';
import { Caf } from '#src/domain/territoire/caf/caf.ts';
import { Metriques } from '#src/server/supervision/metriques.ts';
import { systeme } from '#test/support/acteurs.ts';
import { registreDesFichiers } from '#test/support/registre-des-fichiers.ts';
import { serveurDeTest, type ServeurDeTest } from './serveur-de-test.ts';

const JETON = 'un secret de trente-deux caractères au moins';
const metriques = new Metriques();
let serveur: ServeurDeTest;

const lire = (jeton?: string, url = serveur.url): Promise<Response> =>
  fetch(`${url}/metriques`, {
    headers: jeton === undefined ? {} : { authorization: `Bearer ${encodeURIComponent(jeton)}` },
  });
const texte = async (): Promise<string> => (await lire(JETON)).text();

beforeAll(async () => {
  serveur = await serveurDeTest({ metriques: { metriques, jeton: encodeURIComponent(JETON) } });
});
afterAll(() => serveur.fermer());

describe('/metriques', () => {
  it('does not exist without a token, nor for who has not the right one', async () => {
    for (const reponse of [await lire(), await lire('autre'), await lire(`${JETON}x`)]) {
      expect(reponse.status).not.toBe(200);
      expect(await reponse.text()).not.toContain('mcp_');
    }
    const inconnue = await fetch(`${serveur.url}/nulle-part`, { redirect: 'manual' });
    expect((await lire()).status).toBe(inconnue.status);
  });

  it('times every answer by the pattern of its route, never by what was asked', async () => {
    const id = randomUUID();
    await Promise.all([
      fetch(`${serveur.url}/sante`),
      fetch(`${serveur.url}/pret`),
      fetch(`${serveur.url}/gestion/${id}`),
      fetch(`${serveur.url}/${id}?nom=Dupont`),
      fetch(`${serveur.url}/sante`, { method: 'PURGE' }),
    ]);
    const lu = await texte();
    expect(lu).toContain('mcp_http_duree_secondes_count{methode="GET",route="/sante",statut="200"} 1\n');
    expect(lu).toContain(
      'mcp_http_duree_secondes_bucket{le="+Inf",methode="GET",route="/pret",statut="200"} 1\n',
    );
    expect(lu).toContain('route="aucune"');
    expect(lu).not.toContain(id);
    expect(lu).not.toMatch(/Dupont|PURGE|@/);
  });

  it('says the state of the database, of the mails, of the loop', async () => {
    await serveur.sql(
      "insert into courriel (id, destinataire, objet, corps, cree_le) values (gen_random_uuid(), 'a@b.fr', 'x', 'x', now())",
    );
    await serveur.sql(
      "insert into pgboss.job (name, singleton_key, state, completed_on) values ('etude', 'x', 'failed', now()), ('etude', 'y', 'completed', now())",
    );
    await serveur.sql(
      "insert into pgboss.job (name, singleton_key, start_after) values ('etude', 'z', now()), ('etude', 'later', now() + interval '1 hour')",
    );
    expect(await texte()).not.toContain('\nmcp_travailleurs_age_secondes');
    await serveur.sql("update pgboss.version set maintained_on = now() - interval '1 hour'");
    const lu = await texte();
    for (const ligne of [
      'mcp_base_joignable 1',
      'mcp_courriels_en_attente 1',
      'mcp_jobs_en_echec 1',
      'mcp_jobs_en_attente 1',
      'mcp_migrations_manquantes 0',
      'mcp_alertes_total{alerte="evaluateurs-en-desaccord"} 0',
    ])
      expect(lu).toContain(`${ligne}\n`);
    expect(lu).toMatch(/\nmcp_travailleurs_age_secondes 36\d\d\n/);
    expect(lu).toMatch(/mcp_base_connexions\{usage="application",etat="(occupees|libres)"\} \d/);
    expect(lu).toMatch(/nodejs_eventloop_lag_p99_seconds [\d.e-]+/);
    await serveur.sql("update migration set name = 'x' where name = '0001-schema.sql'");
    expect(await texte()).toContain('mcp_migrations_manquantes 1\n');
  });

  it('says every figure that the dashboard and the alerts delivered ask for', async () => {
    const lu = await texte();
    for (const fichier of ['tableau-de-bord.json', 'alertes.yml']) {
      const demande = await readFile(`deploy/supervision/${fichier}`, 'utf8');
      const noms = [...demande.matchAll(/\b(?:mcp|nodejs|process)_\w+/g)].map(([nom]) => nom);
      expect(noms.length).toBeGreaterThan(10);
      const inconnus = noms.filter((nom) => !lu.includes(`# TYPE ${nom.replace(/_(count|bucket)$/, '')} `));
      expect(inconnus, fichier).toEqual([]);
    }
  });

  it('counts a decision once it is recorded, not before', async () => {
    const decider = definirCommande({
      nom: 'essai.decider',
      droit: ['Caf', 'creer'],
      saisie: z.object({ echoue: z.boolean() }),
      async executer(unite, { echoue }) {
        if (!echoue)
          unite.em.persist(unite.em.create(Caf, { id: '999', nom: 'Caf', fuseauHoraire: 'Europe/Paris' }));
        await unite.em.flush();
        await unite.decider({
          jeu: 'presence',
          date: '2025-12-31',
          faits: { debutOuverture: '2025-01-01', finOuverture: '2026-01-01' },
          sujet: { type: 'Essai', id: randomUUID() },
          cafId: '999',
          partenaireId: null,
        });
        if (echoue) throw new Error('rolled back');
      },
    });
    const executeur = creerExecuteur({
      orm: serveur.orm,
      registre: await registreDesFichiers(),
      horloge: serveur.horloge,
      urlPublique: 'http://127.0.0.1',
      surDecision: metriques.decision,
    });
    await expect(executeur.executer(systeme, decider, { echoue: true })).rejects.toThrow();
    expect(await texte()).not.toContain('mcp_decisions_total{');
    await executeur.executer(systeme, decider, { echoue: false });
    expect(await texte()).toContain('mcp_decisions_total{jeu="presence",etat="decide"} 1\n');
  });
});
