import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { lireCommande, lireCopie, lireDockerfile } from '#test/support/dockerfile.ts';

const etapes = lireDockerfile(readFileSync('Dockerfile', 'utf8'));
const derniere = etapes.at(-1);
const restesDe = (nom: string): string[] =>
  derniere?.instructions.filter((une) => une.nom === nom).map(({ reste }) => reste) ?? [];

describe('the Dockerfile', () => {
  it('copies files that exist, and from stages it has', () => {
    const copies = etapes.flatMap(({ instructions }) =>
      instructions.filter(({ nom }) => nom === 'COPY').map(({ reste }) => lireCopie(reste)),
    );
    expect(copies.length).toBeGreaterThan(2);
    for (const { depuis, sources } of copies)
      if (depuis === undefined) expect(sources.filter((source) => !existsSync(source))).toEqual([]);
      else expect(etapes.map(({ nom }) => nom)).toContain(depuis);
  });

  it('ends with an image that holds the build alone, runs as an ordinary account and tells its health', () => {
    expect(restesDe('COPY')).toEqual(['--from=construction /projet/dist ./']);
    expect(restesDe('RUN')).toEqual([]);
    expect(restesDe('USER')).toEqual(['node']);
    for (const nom of ['CMD', 'HEALTHCHECK'])
      for (const [programme, fichier = ''] of restesDe(nom).map(lireCommande)) {
        expect(programme).toBe('node');
        expect(existsSync(`src/cli/${fichier.replace(/\.mjs$/, '.ts')}`)).toBe(true);
      }
  });
});
