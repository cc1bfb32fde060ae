import { lireLignes } from '#src/kernel/sql.ts';
import { tables } from '#src/domain/territoire/tables.ts';
import type { UniteDeTravail } from '#src/kernel/commande.ts';
import numerotation from '#src/domain/territoire/caf/numerotation.json' with { type: 'json' };

/** The Caf's next convention number: `217`, the Caf's code, a rank never given twice. */
export async function prochainNumeroDeConvention(unite: UniteDeTravail, cafId: string): Promise<string> {
  return numero(numerotation.convention, cafId, await prochainRang(unite, cafId, 'derniere_convention'));
}

/** What the identifiers of a new partner's users begin with: `COT`, the Caf's code, the partner's rank. */
export async function prochainPrefixe(unite: UniteDeTravail, cafId: string): Promise<string> {
  return numero(numerotation.utilisateur, cafId, await prochainRang(unite, cafId, 'dernier_partenaire'));
}

const numero = (
  { prefixe, chiffres }: { readonly prefixe: string; readonly chiffres: number },
  cafId: string,
  rang: number,
): string => `${prefixe}${cafId}${String(rang).padStart(chiffres, '0')}`;

/**
 * Takes the next rank; the Caf's row stays locked until the commit, so that two units never get the same one.
 */
async function prochainRang(
  unite: UniteDeTravail,
  cafId: string,
  colonne: 'derniere_convention' | 'dernier_partenaire',
): Promise<number> {
  const [ligne] = await lireLignes(
    unite.em,
    tables
      .updateTable('caf')
      .set(({ eb }) => ({ [colonne]: eb(colonne, '+', 1) }))
      .where('id', '=', cafId)
      .returning(`${colonne} as rang`),
  );
  if (!ligne) throw new Error(`Caf ${cafId} is not visible to the actor`);
  return ligne.rang;
}
