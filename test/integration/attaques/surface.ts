import { request } from 'node:http';
import { connect } from 'node:net';
import { readFileSync, readdirSync } from 'node:fs';
import express from 'express';
import { beforeAll, describe, expect, test } from 'vitest';
import { incarner } from '#admin/shell/acteur.ts';
import { ressourceAdmin } from '#admin/shell/options.ts';
import { ECRANS } from '#admin/ecrans/index.ts';
import { RESSOURCES } from '#admin/ressources/index.ts';
import { courriel } from '#src/kernel/saisie/saisie.ts';
import { demarrerServeur } from '#src/server/serveur.ts';
import { agent, analyste } from '#test/support/acteurs.ts';
import { existe, tirer } from '#test/support/fuzz/tirer.ts';
import type { AttackFixture } from './fixture.ts';

interface Reponse {
  readonly statut: number;
  readonly texte: string;
  readonly entetes: Readonly<Record<string, unknown>>;
}
const JSON_ = 'application/json';

/** Forged requests, paths, bodies, slow clients, guards: the doors of the application. */
export function surface(attaque: () => AttackFixture): void {
  const cookies: Record<string, string> = {};
  beforeAll(async () => {
    for (const role of ['responsable', 'analyste', 'administrateur'] as const)
      cookies[role] = (await attaque().cible.cookie(role)) ?? '';
  });

  /** Sends an address as it is: neither shortened nor encoded, as no browser would. */
  const envoyer = (
    methode: string,
    chemin: string,
    entetes: Record<string, string> = {},
    corps = '',
  ): Promise<Reponse> =>
    new Promise((resoudre, rejeter) => {
      const { port } = new URL(attaque().cible.url);
      const demande = request(
        {
          port,
          host: '127.0.0.1',
          method: methode,
          path: chemin,
          headers: { ...entetes, ...(corps === '' ? {} : { 'content-length': Buffer.byteLength(corps) }) },
        },
        (reponse) => {
          const morceaux: Buffer[] = [];
          reponse
            .on('data', (morceau: Buffer) => morceaux.push(morceau))
            .on('end', () =>
              resoudre({
                statut: reponse.statusCode ?? 0,
                entetes: reponse.headers,
                texte: Buffer.concat(morceaux).toString(),
              }),
            );
        },
      );
      demande.on('error', rejeter);
      demande.end(corps);
    });
  /** The second factor is offered to the people of the Caf: whoever lacks the right is told nothing of a form. */
  const session = (chemin: string): string =>
    cookies[
      chemin.startsWith('/gestion') || chemin.startsWith('/securite/code')
        ? /pages|regles/.test(chemin)
          ? 'analyste'
          : 'responsable'
        : 'administrateur'
    ] ?? '';
  const api = (chemin: string, corps: string): Promise<Reponse> =>
    envoyer(
      'POST',
      chemin,
      { cookie: session(chemin), origin: attaque().cible.url, accept: JSON_, 'content-type': JSON_ },
      corps,
    );

  describe('forged requests', () => {
    const adresses = () =>
      attaque()
        .cible.routes.filter((route) => route.methode === 'POST' && existe(route))
        .map((route) => route.chemin.replace(/:\w+/g, () => attaque().cible.identifiantsDe(route)[0] ?? 'x'));
    const FORMES: readonly (readonly [string, Record<string, string>, string])[] = [
      [
        'a form of another site',
        {
          'sec-fetch-site': 'cross-site',
          origin: 'https://ailleurs.example',
          'content-type': 'application/x-www-form-urlencoded',
        },
        'a=1',
      ],
      [
        'a fetch of another site with text/plain JSON',
        { 'sec-fetch-site': 'cross-site', 'content-type': 'text/plain' },
        '{"a":1}',
      ],
      [
        'an older browser on another site',
        { origin: 'https://ailleurs.example', 'content-type': 'application/x-www-form-urlencoded' },
        'a=1',
      ],
      [
        'a neighbour of the same site',
        { 'sec-fetch-site': 'same-site', 'content-type': 'multipart/form-data; boundary=x' },
        '--x--',
      ],
    ];
    test.each(FORMES)(
      '%s is refused at every address that writes, whoever is signed in',
      async (_forme, entetes, corps) => {
        const toutes = adresses();
        expect(toutes.length).toBeGreaterThan(100);
        const admises: string[] = [];
        for (const chemin of toutes) {
          const { statut, texte } = await envoyer(
            'POST',
            chemin,
            { cookie: session(chemin), ...entetes },
            corps,
          );
          if (statut !== 403 || !texte.includes('ne vient pas d’une page'))
            admises.push(`${chemin}: ${statut}`);
        }
        expect(admises).toEqual([]);
      },
    );
  });

  describe('files of the server', () => {
    const MONTEES = [
      '../package.json',
      '..%2fpackage.json',
      '..%252fpackage.json',
      '%2e%2e/package.json',
      '%2e%2e%2fpackage.json',
      '..\\package.json',
      '..%5cpackage.json',
      '....//package.json',
      './../package.json',
      '..%c0%afpackage.json',
      '/etc/passwd',
      'file:///etc/passwd',
      '.git/config',
      '.env',
      'a.css%00.js',
    ];
    test.each([
      '/',
      '/ressources/',
      '/gestion/actifs/',
      '/gestion/frontend/assets/',
      '/partenaire/documents/',
      '/gestion/exports/impact/',
    ])('below %s nothing leads out of what is served', async (racine) => {
      for (const montee of MONTEES) {
        const { statut, texte } = await envoyer('GET', `${racine}${montee}`, { cookie: session(racine) });
        expect([400, 404, 403, 303], `${racine}${montee}`).toContain(statut);
        expect(texte).not.toMatch(/mon-compte-partenaire|root:|\[core\]|SESSION_SECRET/);
      }
    });
  });

  describe('bodies made to harm', () => {
    const FORMULAIRE = '/gestion/api/resources/liens-utiles/actions/new';
    const BOMBES: readonly (readonly [string, string])[] = [
      ['nested lists', '['.repeat(100_000)],
      ['closed nested lists', `${'['.repeat(50_000)}${']'.repeat(50_000)}`],
      ['nested objects', '{"a":'.repeat(40_000)],
      [
        'a thousand fields',
        JSON.stringify(Object.fromEntries(Array.from({ length: 1000 }, (_, rang) => [`c${rang}`, 1]))),
      ],
      ['the same field twice', '{"libelle":"a","libelle":"b"}'],
      ['an object for a value', '{"libelle":{"$ne":null}}'],
      ['a long number', `{"ordre":${'9'.repeat(100_000)}}`],
      ['a long name', `{"${'x'.repeat(5000)}":1}`],
      ['more than is read', JSON.stringify({ description: 'x'.repeat(300_000) })],
      ['its prototype', '{"__proto__":{"pollue":true}}'],
      ['its constructor', '{"constructor":{"prototype":{"pollue":true}}}'],
      ['a dotted prototype', '{"__proto__.pollue":"1","constructor.prototype.pollue":"1"}'],
    ];
    test.each(BOMBES)('%s: refused, nothing written, the server lives on', async (_quoi, corps) => {
      const avant = await attaque().cible.sql('select * from lien_utile');
      for (const chemin of [
        FORMULAIRE,
        '/gestion/api/pages/atelier',
        '/gestion/api/resources/conventions/actions/new',
      ]) {
        const { statut, texte } = await api(chemin, corps);
        expect([400, 403, 404, 413, 422], `${chemin}: ${texte.slice(0, 200)}`).toContain(statut);
      }
      expect(({} as { pollue?: unknown }).pollue).toBeUndefined();
      expect(await attaque().cible.sql('select * from lien_utile')).toEqual(avant);
    });

    test.each(['/partenaire/utilisateurs/creer', '/partenaire/habilitations/habiliter', '/connexion'])(
      'a prototype in the form of %s is a plain name',
      async (chemin) => {
        const { statut } = await envoyer(
          'POST',
          chemin,
          {
            cookie: session(chemin),
            origin: attaque().cible.url,
            'content-type': 'application/x-www-form-urlencoded',
          },
          '__proto__[pollue]=1&__proto__=1&constructor[prototype][pollue]=1&constructor=x&toString=x&hasOwnProperty=x',
        );
        expect([400, 422, 403]).toContain(statut);
        expect(({} as { pollue?: unknown }).pollue).toBeUndefined();
      },
    );

    test('a page outside the spaces refuses every field its form does not have', async () => {
      const dehors = attaque().cible.routes.filter(
        ({ methode, chemin }) =>
          methode === 'POST' && !/^\/(gestion|partenaire|api|eligibilite|deconnexion)/.test(chemin),
      );
      expect(dehors.length).toBeGreaterThan(14);
      const admis: string[] = [];
      for (const { chemin } of dehors) {
        const { statut, texte } = await envoyer(
          'POST',
          chemin,
          {
            cookie: session(chemin),
            origin: attaque().cible.url,
            'content-type': 'application/x-www-form-urlencoded',
          },
          'motDePasse=x&champInvente=1',
        );
        if (statut !== 400 || !/Champ inconnu\s: .*champInvente/.test(texte))
          admis.push(`${chemin}: ${statut}`);
      }
      expect(admis).toEqual([]);
    });

    test('a form of the back-office refuses every field that is not its own, whatever the resource', async () => {
      const admis: string[] = [];
      for (const { id, actionsDeListe } of RESSOURCES) {
        for (const { nom } of actionsDeListe) {
          for (const champ of ['cafId', 'creePar', 'partenaire.caf']) {
            const { statut, texte } = await api(
              `/gestion/api/resources/${id}/actions/${nom}`,
              JSON.stringify({ [champ]: 'x' }),
            );
            // Told apart from a field of the form whose value is wrong.
            if (
              statut !== 403 &&
              !(statut === 400 && texte.includes('n’est pas accepté ici')) &&
              statut !== 422
            )
              admis.push(`${id}/${nom} ${champ}: ${statut}`);
          }
        }
      }
      expect(admis).toEqual([]);
    });

    test('no command reads a field it does not name', () => {
      const commandes = [
        ...RESSOURCES.flatMap(({ actionsDeListe, actionsDeFiche }) =>
          [...actionsDeListe, ...actionsDeFiche].map(({ commande }) => commande),
        ),
        ...ECRANS.flatMap((ecran) => Object.values(ecran.commandes ?? {})),
      ];
      expect(commandes.length).toBeGreaterThan(50);
      const ouvertes = commandes.filter(({ saisie }) => {
        const { type, catchall } = (
          saisie as unknown as { def: { type: string; catchall?: { def: { type: string } } } }
        ).def;
        return type === 'object' && catchall !== undefined && catchall.def.type !== 'never';
      });
      expect(ouvertes.map(({ nom }) => nom)).toEqual([]);
    });

    test.each([
      'a@b.fr\r\nBcc: x@y.fr',
      'a@b.fr\nBcc: x@y.fr',
      'a@b.fr,x@y.fr',
      '"a\r\n"@b.fr',
      'a@b.fr\u2028x',
      'a b@c.fr',
    ])('a mail address cannot carry a header or a second one: %j', (adresse) => {
      expect(courriel('Adresse mail').safeParse(adresse).success).toBe(false);
    });
  });

  describe('slow clients', () => {
    test.each([
      ['its headers', 'GET / HTTP/1.1\r\nHost: x\r\nX-A: 1'],
      ['its body', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\na'],
      ['its chunks', 'POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab'],
    ])('one that keeps back %s is sent away, while the others are served', async (_quoi, debut) => {
      const muette = express();
      muette.post('/', (req) => void req.resume());
      muette.get('/', (_req, res) => void res.send('servi'));
      const serveur = await demarrerServeur({
        application: { express: muette, terminer: () => Promise.resolve() },
        host: '127.0.0.1',
        port: 0,
        lenteur: { entetesMs: 500, requeteMs: 500, controleMs: 50 },
      });
      const recu = new Promise<string>((resoudre) => {
        let texte = '';
        const prise = connect(serveur.port, '127.0.0.1', () => prise.write(debut));
        prise.on('data', (donnees) => (texte += String(donnees))).on('close', () => resoudre(texte));
      });
      expect(await (await fetch(serveur.url)).text()).toBe('servi');
      expect(await recu).toMatch(/^HTTP\/1\.1 408/);
      await serveur.arreter();
    });
  });

  describe('guards', () => {
    test('every guard of AdminJS answers yes or no at once: a promise would be a yes', () => {
      for (const ressource of RESSOURCES) {
        const { options } = ressourceAdmin(ressource, attaque().fixture.orm, {
          executeur: attaque().fixture.executeur,
          racine: '/gestion',
          catalogue: new Map(),
          sources: new Map(),
        });
        for (const [nom, action] of Object.entries(options?.actions ?? {})) {
          const garde = action?.isAccessible;
          const reponses = [agent(), agent('451', 2, 'responsable'), analyste()].flatMap((acteur) =>
            [undefined, {}].map((record) =>
              typeof garde === 'function' ? garde({ currentAdmin: incarner(acteur), record }) : garde,
            ),
          );
          expect(
            reponses.filter((reponse) => typeof reponse !== 'boolean'),
            `${ressource.id}.${nom}`,
          ).toEqual([]);
        }
      }
    });

    test('every file given to download asks for a recent password', () => {
      const sources = new Map<string, string>();
      for (const dossier of ['src', 'admin']) {
        const racine = new URL(`../../../${dossier}/`, import.meta.url);
        for (const fichier of readdirSync(racine, { recursive: true, encoding: 'utf8' })) {
          if (/\.tsx?$/.test(fichier))
            sources.set(`${dossier}/${fichier}`, readFileSync(new URL(fichier, racine), 'utf8'));
        }
      }
      const exige = (source: string) => source.includes('exigerPreuve(');
      // Headers made apart from the route are asked for by those who send them.
      const sans = [...sources].filter(([nom, source]) => {
        if (!/Content-Disposition|\.attachment\(|res\.download\(/.test(source) || exige(source)) return false;
        const usages = [...sources.values()].filter((autre) => autre.includes(`'#${nom}'`));
        return usages.length === 0 || !usages.every(exige);
      });
      expect(sources.size).toBeGreaterThan(300);
      expect(sans.map(([nom]) => nom)).toEqual([]);
    });
  });

  describe('whatever is sent', () => {
    test('no 5xx, no endless wait, no leak, nothing unescaped, no way out of the site', async () => {
      const { requetes, fautes, statuts } = await tirer(attaque().cible, { graine: 20260303, taille: 400 });
      expect(fautes).toEqual([]);
      expect(requetes).toBeGreaterThanOrEqual(400);
      // The grammar reaches beyond the doors.
      for (const statut of ['200', '303', '400', '403', '404', '422'])
        expect(statuts[statut], statut).toBeGreaterThan(3);
    });
  });
}
