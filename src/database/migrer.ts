import { ouvrirOrmProprietaire } from '#src/database/orm.ts';

/** What the application's role may do; the policies then say on which rows. Idempotent, run after each migration. */
function privileges(role: string): string {
  const r = `"${role.replaceAll('"', '""')}"`;
  return `
    grant usage on schema public, sessions to ${r};
    grant select, insert, update, delete on all tables in schema public, sessions to ${r};
    revoke update, delete, truncate on decision, journal, transmission, version_regle, evenement_declaration, decision_humaine from ${r};
    revoke update, delete, truncate on journal_valeur from ${r};
    revoke all on compte, jeton, migration from ${r};
    grant select (id, courriel, ferme, sessions_valides_depuis, demonstration, cree_le) on compte to ${r};
    grant execute on all functions in schema public to ${r};
  `;
}

/**
 * Brings the database to the current schema and grants the application's role what it needs.
 * @param urlProprietaire connection of the owner of the tables
 * @param role name of the application's role, which must exist and owns nothing
 */
export async function migrer(urlProprietaire: string, role: string): Promise<void> {
  const orm = await ouvrirOrmProprietaire(urlProprietaire);
  try {
    await orm.getMigrator().up();
    await orm.em.getConnection().execute(privileges(role));
  } finally {
    await orm.close(true);
  }
}
