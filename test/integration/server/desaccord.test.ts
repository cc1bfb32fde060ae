import { randomUUID } from 'node:crypto';
import { Router } from 'express';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { creerExecuteur } from '#src/database/executeur.ts';
import { definirCommande } from '#src/kernel/commande.ts';
import type { Executeur } from '#src/kernel/commande.ts';
import type { Registre } from '#src/kernel/registre.ts';
import { Organisme } from '#src/domain/contractualisation/organisme/organisme.ts';
import { deciderAvecTrace, EvaluateursEnDesaccord, LIBRARY_VERSIONS } from '#src/engine/index.ts';
import { Alertes } from '#src/server/supervision/alertes.ts';
import { systeme } from '#test/support/acteurs.ts';
import { jeuDesaccorde } from '#test/unit/engine/direct/desaccorder.ts';
import {
  fabrique,
  ouvrir,
  registre as sansRegles,
  serveurDeTest,
  type Navigateur,
  type ServeurDeTest,
} from './serveur-de-test.ts';

/** Writes, then decides, in one unit. */
const instruire = definirCommande({
  nom: 'essai.instruire',
  droit: ['Referentiel', 'charger'],
  saisie: z.object({}),
  async executer(unite) {
    unite.em.persist(
      unite.em.create(Organisme, {
        siren: '219300019',
        raisonSociale: 'Écrit avant la décision',
        forme: 'commune',
      }),
    );
    await unite.em.flush();
    await unite.decider({
      jeu: 'essai',
      date: '2019-06-01',
      faits: { montant: '1500' },
      sujet: { type: 'Essai', id: randomUUID() },
      cafId: '451',
      partenaireId: null,
    });
  },
});

const jeu = jeuDesaccorde();
const registre: Registre = {
  ...sansRegles,
  fige: () => registre,
  decider: async (_jeu, date, faits) => ({
    ...(await deciderAvecTrace(jeu, { date, faits })),
    faits,
    referentiels: null,
    libraries: LIBRARY_VERSIONS,
  }),
};
const alertes = new Alertes();
let serveur: ServeurDeTest;
let agent: Navigateur;
let executeur: Executeur;
beforeAll(async () => {
  const gestion = Router();
  gestion.post('/instruire', async (req, res) => {
    await executeur.executer(systeme, instruire, {}, req.requeteId);
    res.json({ instruit: true });
  });
  serveur = await serveurDeTest({ gestion, alertes });
  executeur = creerExecuteur({
    orm: serveur.orm,
    horloge: serveur.horloge,
    registre,
    urlPublique: serveur.url,
    surDesaccord: alertes.desaccord,
  });
  await serveur.unite(async (unite) => {
    await fabrique.agent(unite, 'agent@caf.fr');
  });
  agent = ouvrir(serveur);
  await agent.connecter('agent@caf.fr');
});
afterAll(() => serveur.fermer());

test('a decision the two evaluators differ on is blocked: nothing is written, the log raises an alert, /pret counts it', async () => {
  expect(await (await fetch(`${serveur.url}/pret`)).json()).not.toHaveProperty('alertes');

  const reponse = await agent.aller('/gestion/instruire', {
    method: 'POST',
    headers: { origin: serveur.url, accept: 'application/json' },
  });
  expect(reponse.status).toBe(500);
  expect(await reponse.text()).toContain('rien n’a été enregistré');
  expect(
    await serveur.sql("select 1 from organisme where siren = '219300019' union all select 1 from decision"),
  ).toEqual([]);

  const lignes = serveur
    .journaux()
    .map((ligne) => JSON.parse(ligne) as Record<string, unknown>)
    .filter(({ alerte }) => alerte !== undefined);
  expect(lignes).toEqual([
    expect.objectContaining({
      level: 50,
      alerte: 'evaluateurs-en-desaccord',
      requeteId: reponse.headers.get('x-request-id'),
      jeu: 'essai',
      version: '1.0.0',
      regle: 'ESS-001',
    }),
  ]);
  // But for what the logger adds of itself: a process number holds any digits.
  expect(
    JSON.stringify(lignes, (cle, valeur: unknown) =>
      ['pid', 'time', 'hostname'].includes(cle) ? undefined : valeur,
    ),
  ).not.toContain('1500');

  const pret = await fetch(`${serveur.url}/pret`);
  expect([pret.status, await pret.json()]).toMatchObject([
    200,
    { alertes: { 'evaluateurs-en-desaccord': 1 } },
  ]);
});

test('each rule file is told by mail at most once an hour, to the address of the configuration', async () => {
  const desaccord = (fichier: string): EvaluateursEnDesaccord =>
    new EvaluateursEnDesaccord(fichier, '1.0.0', 'ESS-001', 'l’issue diffère.');
  const avertir = async (fichier: string): Promise<void> => {
    alertes.desaccord(desaccord(fichier), 'requete-1');
    await alertes.attendre();
  };
  await avertir('quotas');
  expect(await serveur.sql('select 1 from courriel')).toEqual([]);

  alertes.ecrireA('astreinte@caf.fr', executeur);
  for (const fichier of ['quotas', 'quotas', 'etp']) await avertir(fichier);
  expect(await serveur.sql('select destinataire, objet from courriel order by cree_le, objet')).toEqual([
    { destinataire: 'astreinte@caf.fr', objet: 'Alerte : les deux évaluateurs diffèrent sur « etp »' },
    { destinataire: 'astreinte@caf.fr', objet: 'Alerte : les deux évaluateurs diffèrent sur « quotas »' },
  ]);
  expect(
    await serveur.sql(
      "select 1 from courriel where corps like '%Les deux évaluateurs ne sont pas d%' and corps like '%Demande : requete-1%'",
    ),
  ).toHaveLength(2);

  serveur.horloge.regler('2026-03-03');
  await avertir('quotas');
  expect(await serveur.sql('select 1 from courriel')).toHaveLength(3);
});
