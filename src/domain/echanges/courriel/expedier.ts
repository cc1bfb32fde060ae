import { LockMode } from '@mikro-orm/core';
import { z } from 'zod';
import { definirCommande } from '#src/kernel/commande.ts';
import { Courriel } from '#src/kernel/courriel.ts';

/** Hands one mail to whoever delivers it. Rejects when it was not taken. */
export type Transport = (courriel: {
  readonly destinataire: string;
  readonly objet: string;
  readonly corps: string;
}) => Promise<void>;

/** Attempts before a mail is given up: with the pauses below, about two days. */
const ESSAIS_MAXIMUM = 12;
const LONGUEUR_ERREUR = 300;

/** Pause after the n-th failure: 1, 2, 4… minutes. */
const pause = (tentatives: number): number => 60_000 * 2 ** (tentatives - 1);

/**
 * The command that sends the oldest waiting mail. Several servers may run it at once: a mail being sent is
 * locked and skipped.
 * Gives `rien` when none waits; `echec` leaves the mail for a later attempt, with the reason kept on it.
 */
export const expedierProchain = (transport: Transport) =>
  definirCommande({
    nom: 'courriel.expedier',
    droit: ['Courriel', 'expedier'],
    saisie: z.object({}),
    async executer(unite): Promise<'rien' | 'envoye' | 'echec'> {
      const [courriel] = await unite.em.find(
        Courriel,
        {
          envoyeLe: null,
          tentatives: { $lt: ESSAIS_MAXIMUM },
          $or: [{ prochainEssaiLe: null }, { prochainEssaiLe: { $lte: unite.maintenant } }],
        },
        { orderBy: { creeLe: 'asc', id: 'asc' }, limit: 1, lockMode: LockMode.PESSIMISTIC_PARTIAL_WRITE },
      );
      if (!courriel) return 'rien';
      courriel.tentatives += 1;
      try {
        await transport(courriel);
      } catch (erreur) {
        courriel.erreur = (erreur instanceof Error ? erreur.message : String(erreur)).slice(
          0,
          LONGUEUR_ERREUR,
        );
        courriel.prochainEssaiLe = new Date(unite.maintenant.getTime() + pause(courriel.tentatives));
        return 'echec';
      }
      courriel.envoyeLe = unite.maintenant;
      courriel.erreur = null;
      courriel.prochainEssaiLe = null;
      return 'envoye';
    },
  });
