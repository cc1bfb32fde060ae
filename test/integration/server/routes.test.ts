import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PORTES_DU_SERVEUR, type Porte } from '#test/integration/droits/portes.ts';
import { get, type Acces } from '#src/http/route.ts';
import { Metriques } from '#src/server/supervision/metriques.ts';
import { ouvrir, serveurDeTest, type ServeurDeTest } from '#test/integration/server/serveur-de-test.ts';

let serveur: ServeurDeTest;
beforeAll(async () => {
  serveur = await serveurDeTest({
    metriques: { metriques: new Metriques(), jeton: 'un jeton de trente-deux caractères' },
    eligibilite: [get('/eligibilite', 'invite', (_req, res) => res.end())],
  });
});
afterAll(() => serveur.fermer());

/** What a route asks, as the hand-written table tells it. */
const porteDe = (acces: Acces | undefined): Porte | undefined => {
  if (acces === undefined || typeof acces === 'string') return acces && ({ pour: acces } as Porte);
  return 'droit' in acces ? { droit: acces.droit, entiere: true } : { droit: acces };
};

describe('the routes of the server', () => {
  test('each asks what the table of doors says, and each door has its route', () => {
    const propres = serveur.routes.filter(
      ({ chemin }) => !/^\/(gestion|partenaire|api|ressources)(\/|$)/.test(chemin),
    );
    expect(
      Object.fromEntries(
        propres.map(({ methode, chemin, route }) => [`${methode} ${chemin}`, porteDe(route?.acces)]),
      ),
    ).toEqual(
      Object.fromEntries(
        // Files and the form of an invited person are given by others to this application.
        Object.entries(PORTES_DU_SERVEUR).filter(([cle]) => !/ressources|^POST \/eligibilite/.test(cle)),
      ),
    );
  });

  test('who is not signed in is asked to, and told nothing of his form', async () => {
    const reponse = await ouvrir(serveur).envoyer('/securite/sessions/fermer', { inconnu: 'x' });
    expect(reponse.status).toBe(303);
    expect(reponse.headers.get('location')).toMatch(/^\/connexion\?/);
  });

  test('an act carries the commands it runs', () => {
    const commandes = (chemin: string) =>
      serveur.routes
        .find((route) => route.methode === 'POST' && route.chemin === chemin)
        ?.route?.commandes.map(({ nom }) => nom);
    expect(commandes('/securite/code/retirer')).toEqual([
      'compte.retirerSecondFacteur',
      'compte.utiliserCodeDeSecours',
    ]);
    expect(commandes('/rattachements')).toHaveLength(2);
    expect(commandes('/deconnexion')).toEqual([]);
  });
});
