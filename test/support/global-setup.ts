import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import type { TestProject } from 'vitest/node';
import { demarrerPostgres, preparerRoles, ROLE_APPLICATION, ROLE_PROPRIETAIRE } from '#src/database/embarque/index.ts';
import { migrer } from '#src/database/migrer.ts';
import { creerBase, supprimerBases } from './postgres.ts';
import type { ServeurDEssai } from './postgres.ts';

declare module 'vitest' {
  interface ProvidedContext {
    essais: ServeurDEssai;
  }
}

type Ouvert = { urls: Omit<ServeurDEssai, 'modele'>; adopte: boolean; fermer: () => Promise<void> };

/**
 * One PostgreSQL for the whole run, with a template database migrated once: the embedded one, apart from the development one, or
 * the one whose superuser address is in ESSAIS_DATABASE_URL. Runs at the same time share the server, each with its own template.
 */
export default async function preparer(projet: TestProject): Promise<() => Promise<void>> {
  const externe = process.env['ESSAIS_DATABASE_URL'];
  const { urls, adopte, fermer } = await (externe ? ouvrirExterne(externe) : ouvrirEmbarque());
  const serveur: ServeurDEssai = { ...urls, modele: `modele_${randomBytes(4).toString('hex')}` };
  try {
    // Nobody else uses the server: what is there was left by a run that was killed.
    if (!adopte) await supprimerBases(serveur, /^(modele|essai)_[0-9a-f]+$/);
    const modele = await creerBase(serveur, serveur.modele, 'template0');
    await migrer(modele.urlProprietaire, ROLE_APPLICATION);
  } catch (erreur) {
    await fermer();
    throw erreur;
  }
  projet.provide('essais', serveur);
  return async () => {
    await supprimerBases(serveur, new RegExp(`^${serveur.modele}$`));
    await fermer();
  };
}

async function ouvrirEmbarque(): Promise<Ouvert> {
  const pg = await demarrerPostgres({ instance: 'essais', durable: false });
  return { urls: { url: pg.url, urlProprietaire: pg.urlProprietaire, urlApplication: pg.urlApplication }, adopte: pg.adopte, fermer: pg.arreter };
}

async function ouvrirExterne(url: string): Promise<Ouvert> {
  const motDePasse = randomBytes(16).toString('hex');
  const client = new Client({ connectionString: url });
  await client.connect();
  await preparerRoles(client, { proprietaire: motDePasse, application: motDePasse });
  await client.end();
  const pour = (role: string): string => {
    const adresse = new URL(url);
    adresse.username = role;
    adresse.password = motDePasse;
    return adresse.href;
  };
  return { urls: { url, urlProprietaire: pour(ROLE_PROPRIETAIRE), urlApplication: pour(ROLE_APPLICATION) }, adopte: true, fermer: () => Promise.resolve() };
}
