import { Client } from 'pg';
import { expect, test } from 'vitest';
import { lireRoleConnecte } from '#src/cli/controles-production.ts';
import { baseDeTest } from '#test/support/base.ts';

test('the role of the application owns nothing, the owner of the tables is recognised', async () => {
  const base = await baseDeTest();
  expect(await roleDe(base.urlApplication)).toEqual({
    nom: 'mcp_application',
    superutilisateur: false,
    contourneRls: false,
    tablesPossedees: 0,
  });
  const proprietaire = await roleDe(base.urlProprietaire);
  expect(proprietaire).toMatchObject({
    nom: 'mcp_proprietaire',
    superutilisateur: false,
    contourneRls: false,
  });
  expect(proprietaire.tablesPossedees).toBeGreaterThan(0);
});

async function roleDe(url: string): ReturnType<typeof lireRoleConnecte> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await lireRoleConnecte(async (sql) => (await client.query<Record<string, unknown>>(sql)).rows);
  } finally {
    await client.end();
  }
}
