import { mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import express from 'express';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { routeDesActifs } from '#admin/bundle/actifs.ts';
import { construireActifs } from '#admin/bundle/construire.ts';
import { monter } from '#src/http/route.ts';

let racine: string;
beforeAll(async () => {
  racine = await mkdtemp(path.join(tmpdir(), 'gestion-'));
});
afterAll(() => rm(racine, { recursive: true, force: true }));

describe('the build of the scripts', () => {
  it('carries one React, in the first files alone, and nothing of AdminJS', async () => {
    const { dossier, script, modules } = await construireActifs(path.join(racine, 'admin'));
    const noms = (await readdir(dossier)).filter((nom) => nom.endsWith('.js'));
    const textes = await Promise.all(noms.map((nom) => readFile(path.join(dossier, nom), 'utf8')));
    const avec = (motif: RegExp) => noms.filter((_nom, rang) => motif.test(textes[rang] ?? ''));
    const deReact = avec(/reconcilerVersion:"18\./);
    expect(deReact).toHaveLength(1);
    expect([script, ...modules]).toContain(deReact[0]);
    expect(avec(/AdminJS|styled-components|REDUX_STATE/)).toEqual([]);
  });

  it('has nothing to do when the sources did not change, and starts again when they are not those it was made of', async () => {
    const sortie = path.join(racine, 'bis');
    const manifeste = path.join(sortie, 'manifeste.json');
    const { script } = await construireActifs(sortie);
    const { mtimeMs } = await stat(path.join(sortie, script));
    const ecrit = await readFile(manifeste, 'utf8');
    expect((await construireActifs(sortie)).script).toBe(script);
    expect((await stat(path.join(sortie, script))).mtimeMs).toBe(mtimeMs);
    for (const autre of [
      ecrit.replace(/"empreinte":"\w+"/, '"empreinte":"autre"'),
      '{"script":"x"}',
      'brisé',
    ]) {
      await writeFile(manifeste, autre);
      expect((await construireActifs(sortie)).script).toBe(script);
      expect(await readFile(manifeste, 'utf8')).toBe(ecrit);
    }
    expect((await stat(path.join(sortie, script))).mtimeMs).not.toBe(mtimeMs);
  });

  it('follows everything it is made of, the domain and the libraries included', async () => {
    const { dossier } = await construireActifs(path.join(racine, 'admin'));
    const { sources } = JSON.parse(await readFile(path.join(dossier, 'manifeste.json'), 'utf8')) as {
      sources: string[];
    };
    expect(sources).toEqual(
      expect.arrayContaining([
        'admin/bundle/construire.ts',
        'admin/application/entree.tsx',
        'admin/ui/style/base.css',
        'node_modules/react/cjs/react.production.min.js',
      ]),
    );
    expect(sources.filter((source) => source.startsWith('src/'))).not.toEqual([]);
  });

  it('is served compressed and kept for good, below a directory whose name starts with a dot too', async () => {
    const actifs = await construireActifs(path.join(racine, '.cache', 'admin'));
    const serveur = express()
      .use('/gestion', monter([{ ...(await routeDesActifs(actifs)), acces: 'tous' }]))
      .listen(0, '127.0.0.1');
    await once(serveur, 'listening');
    try {
      const base = `http://127.0.0.1:${(serveur.address() as AddressInfo).port}/gestion/actifs`;
      for (const nom of [actifs.script, ...actifs.modules, actifs.style, actifs.icone]) {
        for (const encodage of ['br', 'gzip', 'identity']) {
          const reponse = await fetch(`${base}/${nom}`, { headers: { 'accept-encoding': encodage } });
          expect(reponse.status, nom).toBe(200);
          expect(reponse.headers.get('content-encoding') ?? 'identity').toBe(encodage);
          expect(reponse.headers.get('cache-control')).toContain('immutable');
          expect(Buffer.from(await reponse.arrayBuffer())).toEqual(
            await readFile(path.join(actifs.dossier, nom)),
          );
        }
      }
      for (const nom of ['gestion-AUTREFOIS.js', 'manifeste.json', `${actifs.script}.br`])
        expect((await fetch(`${base}/${nom}`)).status, nom).toBe(404);
    } finally {
      serveur.close();
      serveur.closeAllConnections();
    }
  });
});
