/** Sends what waits in the outbox: taken in a short transaction, sent outside any, its end written in another. */
import { z } from 'zod';
import type { Acteur } from '#src/kernel/acteur.ts';
import { definirCommande, type Executeur } from '#src/kernel/commande.ts';
import { Courriel, JOB_COURRIEL } from '#src/kernel/courriel.ts';
import { definirTraitement, JobEchoue, sansJob } from '#src/kernel/jobs.ts';
import { lireLignes } from '#src/kernel/sql.ts';
import { tables } from '#src/domain/echanges/tables.ts';

/** Hands one mail to whoever delivers it. Rejects when it was not taken. */
export type Transport = (courriel: {
  /** The same each time it is handed over: whoever receives it twice can tell. */
  readonly id: string;
  readonly destinataire: string;
  readonly objet: string;
  readonly corps: string;
}) => Promise<void>;

const LONGUEUR_ERREUR = 300;
const SYSTEME: Acteur = { type: 'systeme', raison: 'envoi des courriels' };

/** Takes a mail for one attempt, which is counted. @returns null when it has left, or is no more */
export const prendreCourriel = definirCommande({
  nom: 'courriel.prendre',
  droit: ['Courriel', 'expedier'],
  saisie: z.object({ id: z.uuid() }),
  async executer({ em }, { id }): Promise<Parameters<Transport>[0] | null> {
    const courriel = await em.findOne(Courriel, { id, envoyeLe: null });
    if (!courriel) return null;
    courriel.tentatives += 1;
    const { destinataire, objet, corps } = courriel;
    return { id, destinataire, objet, corps };
  },
});

/** Writes how an attempt ended: sent, or why not. */
export const noterEnvoi = definirCommande({
  nom: 'courriel.expedier',
  droit: ['Courriel', 'expedier'],
  saisie: z.object({ id: z.uuid(), erreur: z.string().nullable() }),
  async executer({ em, maintenant }, { id, erreur }) {
    // Erased meanwhile with the person it was for: nothing to write.
    const courriel = await em.findOne(Courriel, { id });
    if (!courriel) return;
    courriel.erreur = erreur?.slice(0, LONGUEUR_ERREUR) ?? null;
    if (erreur === null) courriel.envoyeLe = maintenant;
  },
});

/** Gives a job to the mails that wait without one: written before there were jobs, or whose job was lost. */
export const rattraperCourriels = definirCommande({
  nom: 'courriel.rattraper',
  droit: ['Courriel', 'expedier'],
  saisie: z.object({}),
  async executer(unite) {
    const attente = await lireLignes(
      unite.em,
      tables
        .selectFrom('courriel')
        .select(['id', 'caf_id'])
        .where('envoye_le', 'is', null)
        .where(({ ref }) => sansJob(JOB_COURRIEL, ref('courriel.id')))
        .orderBy('cree_le')
        .orderBy('id')
        .limit(1000),
    );
    for (const { id, caf_id: cafId } of attente) unite.mettreEnFile(JOB_COURRIEL, { id }, cafId);
  },
});

/**
 * Sends the mail of a job, at least once: where a program dies between the sending and its record, another sends it again under the
 * same name.
 * @throws JobEchoue the server of mails did not take it; the reason is kept on the mail
 */
export const envoiDesCourriels = (executeur: Executeur, transport: Transport) =>
  definirTraitement(JOB_COURRIEL, async ({ id }) => {
    const courriel = await executeur.executer(SYSTEME, prendreCourriel, { id });
    if (!courriel) return;
    try {
      await transport(courriel);
    } catch (erreur) {
      await executeur.executer(SYSTEME, noterEnvoi, {
        id,
        erreur: erreur instanceof Error ? erreur.message : String(erreur),
      });
      throw new JobEchoue(direRefus(erreur));
    }
    await executeur.executer(SYSTEME, noterEnvoi, { id, erreur: null });
  });

/** Without the answer's text, in which addresses may stand. */
function direRefus(erreur: unknown): string {
  const { responseCode, code } = erreur as { responseCode?: unknown; code?: unknown };
  const dit = typeof responseCode === 'number' ? responseCode : code;
  return `Le serveur d’envoi n’a pas pris ce courriel${dit === undefined ? '' : ` (${String(dit)})`}.`;
}
