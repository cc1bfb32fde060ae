import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type ErrorRequestHandler, type RequestHandler } from 'express';
import { afterEach, describe, expect, it } from 'vitest';
import type { Acteur } from '#src/kernel/acteur.ts';
import { Refus } from '#src/kernel/refus.ts';
import { get, monter, post, sous, type CommandeDeRoute, type Gardes, type Route } from '#src/http/route.ts';
import { agent } from '#test/support/acteurs.ts';

const AGENT = agent();
const LIRE: RequestHandler = (_req, res, next) => {
  res.set('corps', 'lu');
  next();
};
const REPONDRE: RequestHandler = (_req, res) => void res.send('fait');
/** Says who could not pass, as the server does. */
const refuser: ErrorRequestHandler = (erreur, _req, res, _next) =>
  void res.status(erreur instanceof Refus ? erreur.statut : 500).end();

const ouverts: Server[] = [];
afterEach(() => {
  for (const serveur of ouverts.splice(0)) serveur.close();
});
/** What the routes answer to an actor at an address. */
async function demander(
  routes: readonly Route[],
  acteur: Acteur | undefined,
  [methode, chemin]: readonly ['GET' | 'POST', string],
  gardes?: Gardes,
): Promise<{ statut: number; corpsLu: boolean }> {
  const app = express();
  app.use((req, _res, next) => {
    req.acteur = acteur;
    next();
  });
  app.use(monter(routes, gardes), refuser);
  const serveur = createServer(app);
  ouverts.push(serveur);
  await new Promise<void>((pret) => serveur.listen(0, '127.0.0.1', pret));
  const { port } = serveur.address() as AddressInfo;
  const reponse = await fetch(`http://127.0.0.1:${port}${chemin}`, { method: methode });
  return { statut: reponse.status, corpsLu: reponse.headers.get('corps') === 'lu' };
}

describe('a route', () => {
  const acte: CommandeDeRoute = { nom: 'caf.essai', droit: ['Partenaire', 'creer'] };
  const routes = sous('/caf', [
    get('/', 'tous', REPONDRE),
    get('/mienne', 'connectes', REPONDRE),
    get('/partenaires', 'partenaires', REPONDRE),
    post('/:id/agir', acte, REPONDRE, { avant: [LIRE] }),
    post('/autre', ['SoumissionRegle', 'approuver'], REPONDRE, { avant: [LIRE] }),
  ]);

  it.each([
    ['anybody', undefined, ['GET', '/caf'], { statut: 200, corpsLu: false }],
    ['an agent, where one must be signed in', AGENT, ['GET', '/caf/mienne'], { statut: 200, corpsLu: false }],
    ['an agent, among partners', AGENT, ['GET', '/caf/partenaires'], { statut: 403, corpsLu: false }],
    ['who holds the right of the command', AGENT, ['POST', '/caf/7/agir'], { statut: 200, corpsLu: true }],
    ['who lacks the right: nothing is read', AGENT, ['POST', '/caf/autre'], { statut: 403, corpsLu: false }],
  ] as const)('%s', async (_qui, acteur, adresse, attendu) => {
    expect(await demander(routes, acteur, adresse)).toEqual(attendu);
  });

  it('asks who is not signed in to do so, before anything else', async () => {
    const connectes: RequestHandler = (req, res, next) => void (req.acteur ? next() : res.status(401).end());
    for (const adresse of [['GET', '/caf/mienne'] as const, ['POST', '/caf/autre'] as const])
      expect(await demander(routes, undefined, adresse, { connectes })).toEqual({
        statut: 401,
        corpsLu: false,
      });
    expect((await demander(routes, undefined, ['GET', '/caf'], { connectes })).statut).toBe(200);
  });

  it('names the command it runs first, and those it runs besides', () => {
    const aussi: CommandeDeRoute = { nom: 'caf.autre', droit: ['Partenaire', 'lire'] };
    const route = post('/agir', acte, REPONDRE, {
      aussi: [aussi],
    });
    expect(route.acces).toEqual(['Partenaire', 'creer']);
    expect(route.commandes.map(({ nom }) => nom)).toEqual(['caf.essai', 'caf.autre']);
  });

  it.each(['invite', 'jeton'] as const)('for « %s » is not mounted without its guard', (visiteur) => {
    expect(() => monter([get('/lien', visiteur, REPONDRE)])).toThrow(/GET \/lien/);
    expect(() => monter([get('/lien', visiteur, REPONDRE)], { [visiteur]: REPONDRE })).not.toThrow();
  });
});
