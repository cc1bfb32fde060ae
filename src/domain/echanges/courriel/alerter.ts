import { lireLignes } from '#src/kernel/sql.ts';
import { tables } from '#src/domain/echanges/tables.ts';
import { z } from 'zod';
import { definirCommande } from '#src/kernel/commande.ts';

/**
 * Writes an alert for whoever watches over the application. One mail for the same subject within the pause: a
 * rule file that fails
 * at every decision must not fill a mailbox. The servers wait for each other, so that one of them writes.
 * @returns whether a mail was written
 */
export const alerterParCourriel = definirCommande({
  nom: 'courriel.alerter',
  droit: ['Courriel', 'alerter'],
  saisie: z.object({
    destinataire: z.email(),
    objet: z.string(),
    corps: z.string(),
    pauseMs: z.number().int(),
  }),
  async executer(unite, { destinataire, objet, corps, pauseMs }): Promise<boolean> {
    const depuis = new Date(unite.maintenant.getTime() - pauseMs);
    await unite.em.execute('select pg_advisory_xact_lock(hashtext(?))', [`courriel.alerter ${objet}`]);
    const recents = await lireLignes(
      unite.em,
      tables
        .selectFrom('courriel')
        .select('id')
        .where('destinataire', '=', destinataire)
        .where('objet', '=', objet)
        .where('cree_le', '>', depuis.toISOString())
        .limit(1),
    );
    if (recents.length > 0) return false;
    unite.envoyer({ destinataire, cafId: null, objet, corps });
    return true;
  },
});
