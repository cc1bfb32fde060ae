import { randomBytes } from 'node:crypto';
import type { TestProject } from 'vitest/node';
import { demarrerPostgres, ROLE_APPLICATION } from '#src/database/embarque/index.ts';
import { creerBase, supprimerBases } from './postgres.ts';
import type { ServeurDEssai } from './postgres.ts';

declare module 'vitest' {
  interface ProvidedContext {
    essais: ServeurDEssai;
  }
}

/**
 * One PostgreSQL for the whole run, apart from the development one, with a template database migrated once.
 * Runs at the same time in one checkout share the server, each with its own template.
 */
export default async function preparer(projet: TestProject): Promise<() => Promise<void>> {
  const pg = await demarrerPostgres({ instance: 'essais', durable: false });
  const serveur: ServeurDEssai = {
    url: pg.url,
    urlProprietaire: pg.urlProprietaire,
    urlApplication: pg.urlApplication,
    modele: `modele_${randomBytes(4).toString('hex')}`,
  };
  try {
    // Nobody else uses the server: what is there was left by a run that was killed.
    if (!pg.adopte) await supprimerBases(serveur, ['modele\\_%', 'essai\\_%']);
    const modele = await creerBase(serveur, serveur.modele, 'template0');
    await migrerModele(modele.urlProprietaire);
  } catch (erreur) {
    await pg.arreter();
    throw erreur;
  }
  projet.provide('essais', serveur);
  return async () => {
    await supprimerBases(serveur, [serveur.modele.replace('_', '\\_')]);
    await pg.arreter();
  };
}

async function migrerModele(urlProprietaire: string): Promise<void> {
  const { migrer } = await import('#src/database/migrer.ts');
  await migrer(urlProprietaire, ROLE_APPLICATION);
}
