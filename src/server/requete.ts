import type { Acteur } from '#src/kernel/acteur.ts';
import type { CompteOuvert, Profil } from '#src/domain/acces/compte/profils.ts';
import type { MessageFlash, SaisiesDuNavigateur } from '#src/portal/composants/contexte.tsx';

/** Who is asking, with what the pages say of him. */
export interface Identite extends Profil {
  readonly compteId: string;
  readonly courriel: string;
  /** The account opens other spaces too: `/profils` lets one choose. */
  readonly autresProfils: boolean;
}

declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace -- the only way to extend Express's request
  namespace Express {
    interface Request {
      /** Unique per request: in the answer (`X-Request-Id`), the logs and the journal. */
      requeteId: string;
      /** Who is asking, re-read at each request; undefined when nobody is signed in. */
      acteur?: Acteur;
      /** Says more of a signed-in person; undefined for an invited one. */
      identite?: Identite;
      /** The account of the session, even before one of its profiles is chosen. */
      compte?: CompteOuvert;
      /** Why a session the browser still had no longer counts. */
      finDeSession?: 'expiree' | 'close';
      /** Secret of the link an invited person came by. */
      secretInvitation?: string;
      /** Queues a message for the next page. */
      annoncer(message: MessageFlash): void;
      /** Gives the queued messages and forgets them. */
      messagesALire(): MessageFlash[];
      /** Work to be done before the answer redirects, once what was asked for is done. */
      avantDeRediriger(travail: () => Promise<void>): void;
      /** The page that answers, or the next one, says that the entry this form was sent with is saved. */
      accuserReception?(): void;
      /** What the next page tells the browser of the entries it keeps; forgets what it said was saved. */
      saisiesALire?(): SaisiesDuNavigateur;
    }
  }
}

declare module 'express-session' {
  interface SessionData {
    compteId: string;
    /** The account's `sessionsValidesDepuis` at sign-in: a session with another value is over. */
    validite: string;
    /** Epoch milliseconds of the sign-in, for the absolute limit. */
    ouverteLe: number;
    /** Key of the chosen profile. */
    profil: string;
    messages: MessageFlash[];
    /** Tokens of entries saved, for the next page to say so. */
    saisiesAcceptees: string[];
    /** Epoch milliseconds at which the password was last given. */
    preuveLe: number;
    /** Names the session to its holder; opens nothing. */
    reference: string;
    appareil: string;
    /** Read from the table: written over its row only. */
    inscrite: boolean;
    /** The password was right, a code is awaited: nothing is open yet. */
    attente: {
      readonly compteId: string;
      readonly validite: string;
      readonly depuis: number;
      readonly suite: string;
    };
  }
}
