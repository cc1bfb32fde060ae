import { Client } from 'pg';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { chargerEchelle } from '#src/cli/demonstration/nationale/charger.ts';
import type { Volumes } from '#src/cli/demonstration/nationale/echelles.ts';
import { baseDeDemonstration } from '#test/support/echelle.ts';
import { creerBase, supprimerBases } from '#test/support/postgres.ts';

/** A hundredth of the country in fewer Caf. */
const VOLUMES: Volumes = {
  cafs: 5,
  partenaires: 200,
  equipements: 480,
  utilisateurs: 1_500,
  habilitations: 4_000,
  declarations: 4_000,
};
const noms = ['essai_ec0', 'essai_ec1'] as const;
const clients: Client[] = [];

beforeAll(async () => {
  const serveur = inject('essais');
  const modele = await baseDeDemonstration(serveur);
  await supprimerBases(serveur, /^essai_ec[01]$/);
  for (const nom of noms) {
    const { urlProprietaire } = await creerBase(serveur, nom, modele.nom);
    await chargerEchelle(urlProprietaire, VOLUMES);
    const client = new Client({ connectionString: urlProprietaire });
    await client.connect();
    clients.push(client);
  }
}, 240_000);
afterAll(async () => {
  for (const client of clients) await client.end();
  await supprimerBases(inject('essais'), /^essai_ec[01]$/);
});

it('makes the volumes it is asked for', async () => {
  const compter = async (table: string): Promise<number> =>
    Number((await clients[0]?.query<{ n: string }>(`select count(*) as n from ${table}`))?.rows[0]?.n);
  expect({
    cafs: await compter('caf'),
    partenaires: await compter('partenaire'),
    equipements: await compter('equipement'),
    utilisateurs: await compter('utilisateur'),
    habilitations: await compter('habilitation'),
    declarations: await compter('declaration'),
  }).toEqual(VOLUMES);
});
