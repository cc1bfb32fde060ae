import canonicalize from 'canonicalize';
import { createHash } from 'node:crypto';
import type { Transmission } from '#src/domain/declaration/declaration.ts';

/** What a transmission's hash is made of. */
type Signe = Pick<
  Transmission,
  'numero' | 'donnees' | 'decisions' | 'empreintesRegles' | 'formulaireEmpreinte' | 'par' | 'parNom' | 'le'
> & { readonly estimation?: string | null };

/** SHA-256 over the canonical JSON of what was signed. */
export function empreinteDe(declarationId: string, signe: Signe): string {
  const { numero, donnees, decisions, empreintesRegles, formulaireEmpreinte, estimation, par, parNom, le } =
    signe;
  const texte = canonicalize({
    declaration: declarationId,
    numero,
    donnees,
    decisions,
    empreintesRegles,
    formulaireEmpreinte,
    estimation: estimation ?? null,
    par,
    parNom,
    le: le.toISOString(),
  });
  return createHash('sha256')
    .update(texte ?? '')
    .digest('hex');
}

/**
 * Whether what is kept of a transmission is still what was signed: its hash, made again, is the one it was
 * sealed with.
 */
export const estIntacte = (transmission: Transmission): boolean =>
  empreinteDe(transmission.declaration.id, transmission) === transmission.empreinte;
