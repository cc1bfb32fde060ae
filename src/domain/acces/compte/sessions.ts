import { z } from 'zod';
import { compteDe } from '#src/kernel/acteur.ts';
import { definirCommande, type UniteDeTravail } from '#src/kernel/commande.ts';

/**
 * Ends sessions of the actor's account, on every server: none of them finds its session at its next request.
 * @returns how many
 */
async function fermer(unite: UniteDeTravail, condition: string, reference: string): Promise<number> {
  const compteId = compteDe(unite.acteur);
  if (compteId === null) return 0;
  const fermees = await unite.em.execute<{ sid: string }[]>(
    `delete from sessions.session where sess ->> 'compteId' = ? and ${condition} returning sid`,
    [compteId, reference],
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
  executer: (unite, { reference }) => fermer(unite, "sess ->> 'reference' = ?", reference),
});

/** All one's own sessions but the one asked from. */
export const fermerAutresSessions = definirCommande({
  nom: 'compte.fermerAutresSessions',
  droit: ['Compte', 'fermerSession'],
  saisie,
  executer: (unite, { reference }) => fermer(unite, "sess ->> 'reference' is distinct from ?", reference),
});
