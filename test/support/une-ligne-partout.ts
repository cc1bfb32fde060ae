import { Client } from 'pg';
import { inject } from 'vitest';
import { z } from 'zod';
import type { Acteur, ActeurPartenaire } from '#src/kernel/acteur.ts';
import { peut } from '#src/kernel/droits/droits.ts';
import { systeme } from '#test/support/acteurs.ts';
import type { ApplicationDeTest } from '#test/support/application.ts';
import type { UneCommande } from '#test/support/commandes.ts';
import { tenue } from '#test/support/roles.ts';

/** One row in every table, all with this identifier: whatever a command asks for, it finds. */
export const U = '5ab00000-0000-4000-8000-000000000001';
export const VERSION = 7;

const personne = { compteId: U, nom: 'Martin', prenom: 'Lou' };
const chezElle = { cafId: '451', fuseauHoraire: 'Europe/Paris' };
const ACTEURS: readonly Acteur[] = [
  { type: 'agent', ...personne, ...chezElle, agentId: U, profil: 'responsable' },
  {
    type: 'partenaire',
    ...personne,
    ...chezElle,
    utilisateurId: U,
    partenaireId: U,
    administrateur: true,
    groupes: [],
    mandats: [],
    habilitations: (['FOURNISSEUR_ACTIVITE', 'FOURNISSEUR_FINANCIER', 'APPROBATEUR'] as const).map((role) =>
      tenue(role, U),
    ),
  },
  { type: 'analyste', ...personne },
  { type: 'invite', ...chezElle, partenaireId: U, formulaireId: U },
  systeme,
];

/**
 * One row in each table, written above its checks and references; texts that must be something are given by
 * `table.column`.
 */
export async function semerUneLignePartout(
  application: ApplicationDeTest,
  textes: Readonly<Record<string, string>>,
): Promise<void> {
  const adresse = new URL(inject('essais').url);
  adresse.pathname = new URL(application.urlProprietaire).pathname;
  const client = new Client({ connectionString: adresse.href });
  await client.connect();
  try {
    await remplir(client, application, textes);
  } finally {
    await client.end();
  }
}

async function remplir(
  client: Client,
  application: ApplicationDeTest,
  textes: Readonly<Record<string, string>>,
): Promise<void> {
  await client.query("set session_replication_role = 'replica'");
  const { rows: verifications } = await client.query<{ t: string; c: string }>(
    "select conrelid::regclass::text as t, conname as c from pg_constraint where contype = 'c' and connamespace = 'public'::regnamespace",
  );
  for (const { t, c } of verifications)
    await client.query(`alter table ${t} drop constraint if exists "${c}" cascade`);
  // Behind the view of the jobs given up.
  await client.query(
    `insert into pgboss.job (id, name, state, data, completed_on) values ($1, 'courriel', 'failed', '{"cafId": "451"}', now())`,
    [U],
  );
  const { rows: vues } = await client.query<{ nom: string }>(
    "select table_name as nom from information_schema.views where table_schema = 'public'",
  );
  const tables = Object.values(application.orm.getMetadata().getAll())
    .map(({ tableName }) => tableName)
    .filter((table) => !vues.some(({ nom }) => nom === table));
  for (const nom of tables) {
    const { rows: colonnes } = await client.query<{ nom: string; type: string; facultative: boolean }>(
      "select column_name as nom, data_type as type, is_nullable = 'YES' as facultative from information_schema.columns where table_schema = 'public' and table_name = $1 and is_generated = 'NEVER' and is_identity = 'NO'",
      [nom],
    );
    const valeurs = colonnes
      .filter(
        ({ nom: colonne, facultative }) => !facultative || ['caf_id', 'partenaire_id'].includes(colonne),
      )
      .map(
        ({ nom: colonne, type }) =>
          [colonne, textes[`${nom}.${colonne}`] ?? valeurDe(nom, colonne, type)] as const,
      );
    await client.query(
      `insert into "${nom}" (${valeurs.map(([colonne]) => `"${colonne}"`).join(', ')}) values (${valeurs.map((_, rang) => `$${rang + 1}`).join(', ')}) on conflict do nothing`,
      valeurs.map(([, valeur]) => valeur),
    );
  }
}

function valeurDe(table: string, colonne: string, type: string): unknown {
  if (colonne.startsWith('version') && type === 'integer') return VERSION;
  if (colonne === 'caf_id' || (table === 'caf' && colonne === 'id')) return '451';
  if (colonne === 'fuseau_horaire') return 'Europe/Paris';
  switch (type) {
    case 'uuid':
      return U;
    case 'boolean':
      return false;
    case 'integer':
    case 'bigint':
    case 'numeric':
      return 1;
    case 'date':
      return colonne.startsWith('au') || colonne.startsWith('fin') ? '2099-01-01' : '2019-01-01';
    case 'timestamp with time zone':
      return '2019-01-01T00:00:00Z';
    case 'jsonb':
    case 'json':
      return '[]';
    default:
      return 'x';
  }
}

/** Whatever field a command looks for, it is there; the version is the one given. */
export const saisieDe = (version: number, champs: Readonly<Record<string, unknown>> = {}): object =>
  new Proxy(
    {},
    {
      get: (_, champ) =>
        typeof champ === 'string' && Object.hasOwn(champs, champ)
          ? champs[champ]
          : champ === 'version'
            ? version
            : champ === 'donnees'
              ? {}
              : champ === 'ouvertes'
                ? undefined
                : U,
    },
  );

/**
 * What a command answers, its input taken as it is; what it wrote is taken back. @param changer what the
 * actor has of his own, to be another than the record's
 */
export async function reponseDe(
  { executeur }: Pick<ApplicationDeTest, 'executeur'>,
  commande: UneCommande,
  saisie: object,
  changer: Partial<ActeurPartenaire> = {},
): Promise<unknown> {
  const trouve = ACTEURS.find((un) =>
    peut(
      un,
      ...(commande.droit as Parameters<typeof peut> extends [unknown, ...infer Droit] ? Droit : never),
    ),
  );
  if (!trouve) throw new Error(`nobody may ${commande.nom}`);
  const acteur = { ...trouve, ...changer } as Acteur;
  try {
    return await executeur.ensemble(acteur, async (faire) => {
      await faire({ ...commande, saisie: z.any() }, saisie);
      // The record stays as it was for the next one.
      throw new Error('done');
    });
  } catch (erreur) {
    return erreur;
  }
}
