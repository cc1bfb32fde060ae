import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import {
  demarrerPostgres,
  preparerRoles,
  ROLE_APPLICATION,
  ROLE_PROPRIETAIRE,
} from '#src/database/embarque/index.ts';
import type { ServeurDEssai } from './postgres.ts';

type Ouvert = { urls: Omit<ServeurDEssai, 'modele'>; adopte: boolean; fermer: () => Promise<void> };

/**
 * The PostgreSQL tests and benches run on: that of ESSAIS_DATABASE_URL (address of its superuser), otherwise
 * the embedded one, apart from the development one.
 */
export function ouvrirServeurDEssai(): Promise<Ouvert> {
  const externe = process.env['ESSAIS_DATABASE_URL'];
  return externe ? ouvrirExterne(externe) : ouvrirEmbarque();
}

async function ouvrirEmbarque(): Promise<Ouvert> {
  const pg = await demarrerPostgres({ instance: 'essais', durable: false });
  return {
    urls: { url: pg.url, urlProprietaire: pg.urlProprietaire, urlApplication: pg.urlApplication },
    adopte: pg.adopte,
    fermer: pg.arreter,
  };
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
  return {
    urls: { url, urlProprietaire: pour(ROLE_PROPRIETAIRE), urlApplication: pour(ROLE_APPLICATION) },
    adopte: true,
    fermer: () => Promise.resolve(),
  };
}
