import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import express from 'express';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { construireActifs } from '#admin/bundle/construire.ts';
import { COMPOSANTS } from '#admin/bundle/composants.ts';
import { servirActifs } from '#admin/bundle/actifs.ts';

let racine: string;
beforeAll(async () => {
  racine = await mkdtemp(path.join(tmpdir(), 'gestion-'));
});
afterAll(() => rm(racine, { recursive: true, force: true }));

describe('the build of the components', () => {
  it('registers every component, with the React of the page and no other', async () => {
    const { dossier } = await construireActifs(path.join(racine, 'admin'));
    const bundle = await readFile(path.join(dossier, 'bundle.js'), 'utf8');
    expect(bundle).toContain('window.AdminJS.UserComponents');
    for (const nom of Object.keys(COMPOSANTS)) expect(bundle).toContain(nom);
    expect(bundle).toContain('window.React');
    expect(bundle).not.toContain('react.production.min');
    expect(bundle).not.toMatch(/process\.env|import\(/);
    expect(Buffer.byteLength(bundle)).toBeLessThan(200_000);
  });

  it('has nothing to do when the sources did not change, and starts again when they are not those it was made of', async () => {
    const sortie = path.join(racine, 'bis');
    const { empreinte } = await construireActifs(sortie);
    const { mtimeMs } = await stat(path.join(sortie, 'bundle.js'));
    expect((await construireActifs(sortie)).empreinte).toBe(empreinte);
    expect((await stat(path.join(sortie, 'bundle.js'))).mtimeMs).toBe(mtimeMs);
    await writeFile(path.join(sortie, 'empreinte'), 'autre');
    await construireActifs(sortie);
    expect(await readFile(path.join(sortie, 'empreinte'), 'utf8')).toBe(empreinte);
    expect((await stat(path.join(sortie, 'bundle.js'))).mtimeMs).not.toBe(mtimeMs);
  });

  it('is served compressed and kept by its version, below a directory whose name starts with a dot too', async () => {
    const actifs = await construireActifs(path.join(racine, '.cache', 'admin'));
    const serveur = express().use('/gestion', servirActifs(actifs)).listen(0, '127.0.0.1');
    await once(serveur, 'listening');
    try {
      const base = `http://127.0.0.1:${(serveur.address() as AddressInfo).port}/gestion`;
      for (const adresse of [
        '/frontend/assets/components.bundle.js',
        '/actifs/gestion.css',
        '/actifs/icone.svg',
        '/frontend/assets/app.bundle.js',
        '/frontend/assets/design-system.bundle.js',
        '/frontend/assets/global.bundle.js',
      ]) {
        const reponse = await fetch(`${base}${adresse}?v=${actifs.empreinte.slice(0, 16)}`);
        expect(reponse.status, adresse).toBe(200);
        expect(reponse.headers.get('content-encoding')).toBe('gzip');
        expect(reponse.headers.get('cache-control')).toContain('immutable');
        expect((await reponse.arrayBuffer()).byteLength).toBeGreaterThan(100);
      }
      expect((await fetch(`${base}/actifs/gestion.css?v=ancienne`)).headers.get('cache-control')).toContain(
        'no-cache',
      );
    } finally {
      serveur.close();
      serveur.closeAllConnections();
    }
  });
});
