import { sql } from 'kysely';
import { lireLignes } from '#src/kernel/sql.ts';
import { tables } from '#src/domain/acces/tables.ts';
import type { UniteDeLecture, UniteDeTravail } from '#src/kernel/commande.ts';
import { parametreSecurite } from '#src/domain/acces/compte/parametres.ts';

/**
 * Counter of the failed sign-ins of an account; the limiter of the sign-in page writes it as
 * `<prefix>:<account>`.
 */
export const ACCOUNT_LOCKOUT_PREFIX = 'connexion-compte';

/** Of an account on one device that signed in before: `<prefix>:<account>:<device>`. */
export const DEVICE_LOCKOUT_PREFIX = 'connexion-appareil';

const cle = (compteId: string): string => `${ACCOUNT_LOCKOUT_PREFIX}:${compteId}`;

/** Lets a person try again at once (« Déverrouiller »). Harmless on an account that is not locked. */
export async function unlock(unite: UniteDeTravail, compteId: string): Promise<void> {
  await unite.em.execute('delete from sessions.tentative where key = ? or starts_with(key, ?)', [
    cle(compteId),
    `${DEVICE_LOCKOUT_PREFIX}:${compteId}:`,
  ]);
  unite.journaliser({ entite: 'Compte', entiteId: compteId, details: { verrou: 'levé' } });
}

/**
 * Which of these accounts are locked now after too many failed sign-ins, of those that are wholly the
 * reader's to manage.
 */
export async function lockedAccounts(
  unite: UniteDeLecture,
  comptes: readonly string[],
): Promise<ReadonlySet<string>> {
  if (comptes.length === 0) return new Set();
  const admises = parametreSecurite(unite.registre, 'tentativesParCompte', unite.aujourdhui.toString());
  const lignes = await lireLignes(
    unite.em,
    tables
      .selectFrom('sessions.tentative')
      .select('key')
      .where('key', 'in', comptes.map(cle))
      .where('points', '>=', admises)
      .where(({ ref }) => sql<boolean>`${ref('expire')} > extract(epoch from now()) * 1000`),
  );
  const verrouilles = new Set(lignes.map(({ key }) => key));
  return new Set(comptes.filter((compte) => verrouilles.has(cle(compte))));
}
