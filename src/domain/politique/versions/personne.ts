import type { UniteDeTravail } from '#src/kernel/commande.ts';
import { compteDe } from '#src/kernel/acteur.ts';
import { SansTitulaire } from '#src/domain/politique/versions/refus.ts';
import { z } from 'zod';

/** On whose behalf the application acts (shell commands); for anybody else, always himself. */
export const pour = z.uuid().optional();

/** The account that answers for an act, and to whom the journal attributes it. @throws SansTitulaire */
export function titulaire(unite: UniteDeTravail, auNomDe: string | undefined): string {
  const compte = unite.acteur.type === 'systeme' ? auNomDe : compteDe(unite.acteur);
  if (compte === undefined || compte === null) throw new SansTitulaire();
  if (unite.acteur.type === 'systeme') unite.auNomDe(compte);
  return compte;
}
