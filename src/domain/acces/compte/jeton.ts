import { appeler } from '#src/kernel/sql.ts';
import { fonction } from '#src/domain/acces/tables.ts';
import { createHash, randomBytes } from 'node:crypto';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import type { UniteDeTravail } from '#src/kernel/commande.ts';
import type { GenreDeJeton } from '#src/domain/acces/compte/compte.ts';
import { EtatIncompatible } from '#src/kernel/refus.ts';

/** What stands behind the secret of a link. */
export interface JetonLu {
  readonly compteId: string | null;
  readonly courriel: string | null;
  readonly sujetId: string | null;
  readonly etat: 'valide' | 'utilise' | 'expire';
}

/** The link was never ours, has been used, or its time is over: the person is not told which. */
export class LienPerime extends EtatIncompatible {
  constructor() {
    super(
      'Ce lien n’est plus valable : il a déjà servi, sa durée de validité est passée, ou il est incomplet. Demandez-en un nouveau.',
    );
  }
}

const OCTETS_DU_SECRET = 32;
/** 32 bytes in base64url. */
const FORME_DU_SECRET = /^[\w-]{43}$/;

/** What the database knows of a secret: its SHA-256. */
const empreinteDuSecret = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/**
 * Makes a single-use link; earlier ones of the same kind for the same target die.
 * @returns the secret, which exists nowhere else than in the mail
 */
export async function creerJeton(
  unite: UniteDeTravail,
  jeton: {
    readonly genre: GenreDeJeton;
    readonly compteId: string | null;
    readonly sujetId?: string;
    readonly expireLe: Date;
  },
): Promise<string> {
  const secret = randomBytes(OCTETS_DU_SECRET).toString('base64url');
  await unite.em.execute('select jeton_creer(?, ?, ?, ?, ?)', [
    jeton.genre,
    jeton.compteId,
    jeton.sujetId ?? null,
    empreinteDuSecret(secret),
    jeton.expireLe,
  ]);
  unite.journaliser({
    entite: jeton.compteId ? 'Compte' : 'FormulaireEligibilite',
    entiteId: jeton.compteId ?? jeton.sujetId ?? '',
    details: { lien: jeton.genre, expireLe: jeton.expireLe.toISOString() },
  });
  return secret;
}

/**
 * Reads a link without using it; null when it is not one of ours. Needs no actor: the secret is the right.
 */
export async function lireJeton(
  em: SqlEntityManager,
  genre: GenreDeJeton,
  secret: unknown,
  maintenant: Date,
): Promise<JetonLu | null> {
  if (typeof secret !== 'string' || !FORME_DU_SECRET.test(secret)) return null;
  const [ligne] = await appeler(em, fonction('jeton_lire', genre, empreinteDuSecret(secret), maintenant));
  return ligne
    ? { compteId: ligne.compte_id, courriel: ligne.courriel, sujetId: ligne.sujet_id, etat: ligne.etat }
    : null;
}

/** Uses a link, once: of two simultaneous uses one fails. @throws LienPerime */
export async function consommerJeton(
  unite: UniteDeTravail,
  genre: GenreDeJeton,
  secret: string,
): Promise<JetonLu> {
  const jeton = await lireJeton(unite.em, genre, secret, unite.maintenant);
  if (!jeton) throw new LienPerime();
  const [ligne] = await appeler(
    unite.em,
    fonction('jeton_consommer', genre, empreinteDuSecret(secret), unite.maintenant),
  );
  if (ligne?.resultat !== true) throw new LienPerime();
  return jeton;
}

/**
 * The invited person has submitted his eligibility form: the link dies. @throws LienPerime when it already
 * had
 */
export async function fermerInvitationAuFormulaire(unite: UniteDeTravail, secret: string): Promise<void> {
  await consommerJeton(unite, 'eligibilite', secret);
}
