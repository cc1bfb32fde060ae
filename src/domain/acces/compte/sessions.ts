import { sql } from 'kysely';
import { lireLignes } from '#src/kernel/sql.ts';
import { tables } from '#src/domain/acces/tables.ts';
import { z } from 'zod';
import { compteDe } from '#src/kernel/acteur.ts';
import { definirCommande, type UniteDeTravail } from '#src/kernel/commande.ts';

/**
 * Ends sessions of the actor's account, on every server: none of them finds its session at its next request.
 * @returns how many
 */
async function fermer(
  unite: UniteDeTravail,
  lesquelles: '=' | 'is distinct from',
  reference: string,
): Promise<number> {
  const compteId = compteDe(unite.acteur);
  if (compteId === null) return 0;
  const fermees = await lireLignes(
    unite.em,
    tables
      .deleteFrom('sessions.session')
      .where(sql`sess ->> 'compteId'`, '=', compteId)
      .where(sql`sess ->> 'reference'`, lesquelles, reference)
      .returning('sid'),
  );
  if (fermees.length > 0)
    unite.journaliser({ entite: 'Compte', entiteId: compteId, details: { sessionsFermees: fermees.length } });
  return fermees.length;
}

const saisie = z.object({ reference: z.uuid() });

/** One of one's own sessions, by its reference in the list. */
export const fermerSession = definirCommande({
  nom: 'compte.fermerSession',
  droit: ['Compte', 'fermerSession'],
  saisie,
  executer: (unite, { reference }) => fermer(unite, '=', reference),
});

/** All one's own sessions but the one asked from. */
export const fermerAutresSessions = definirCommande({
  nom: 'compte.fermerAutresSessions',
  droit: ['Compte', 'fermerSession'],
  saisie,
  executer: (unite, { reference }) => fermer(unite, 'is distinct from', reference),
});
