import type { UniteDeLecture, UniteDeTravail } from '#src/domain/commun/commande.ts';
import { compteDe } from '#src/domain/commun/acteur.ts';
import { SansTitulaire } from '#src/domain/regle/refus.ts';
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

/** Whether two accounts are those of one person: who wrote or asked never approves, from any of them. */
export const memePersonne = (_unite: UniteDeLecture, un: string | null, autre: string | null): Promise<boolean> => Promise.resolve(un !== null && un === autre);
