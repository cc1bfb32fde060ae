import { LockMode } from '@mikro-orm/core';
import { ecrit, type UniteDeLecture } from '#src/kernel/commande.ts';
import { Convention } from '#src/domain/contractualisation/convention/convention.ts';
import { finDePeriode } from '#src/domain/contractualisation/convention/etat.ts';
import { ConventionExistante } from '#src/domain/contractualisation/convention/refus.ts';
import { aLaDate } from '#src/kernel/decision/date-de-reference.ts';
import { FormulaireEligibilite } from '#src/domain/contractualisation/eligibilite/formulaire-eligibilite.ts';
import { EligibiliteRequise } from '#src/domain/contractualisation/eligibilite/refus.ts';
import type { Partenaire } from '#src/domain/contractualisation/organisme/partenaire.ts';

/**
 * The partner's latest eligible form, held as it is until the commit.
 * @throws EligibiliteRequise
 */
export async function formulaireEligible(
  unite: UniteDeLecture,
  partenaireId: string,
): Promise<FormulaireEligibilite> {
  const [formulaire] = await unite.em.find(
    FormulaireEligibilite,
    { partenaire: partenaireId, etat: 'eligible' },
    {
      orderBy: { decideLe: 'desc', id: 'asc' },
      limit: 1,
      ...(ecrit(unite) ? { lockMode: LockMode.PESSIMISTIC_READ } : {}),
    },
  );
  if (!formulaire) throw new EligibiliteRequise();
  return formulaire;
}

/** End of a convention that begins on a day, by the duration in force then. */
async function termeDe(unite: UniteDeLecture, du: string): Promise<string> {
  return finDePeriode(
    du,
    Number(await aLaDate('du', () => unite.registre.parametre('conventions', 'dureeConventionAcces', du))),
  );
}

/**
 * The period beginning on a day, when no other convention of the partner covers part of it. Holds the partner
 * until
 * the commit, so that two conventions drafted at the same time are seen.
 * @throws ConventionExistante | DateSansRegle
 */
export async function periodeLibre(
  unite: UniteDeLecture,
  partenaire: Partenaire,
  du: string,
  saufId?: string,
): Promise<{ du: string; au: string }> {
  if (ecrit(unite)) await unite.em.lock(partenaire, LockMode.PESSIMISTIC_WRITE);
  const au = await termeDe(unite, du);
  const autres = await unite.em.find(Convention, {
    partenaire: partenaire.id,
    du: { $lt: au },
    au: { $gt: du },
    ...(saufId === undefined ? {} : { id: { $ne: saufId } }),
  });
  const chevauchee = autres.find((autre) => !autre.resilieeLe || autre.resilieeLe > du);
  if (chevauchee)
    throw new ConventionExistante(chevauchee.numero, chevauchee.du, chevauchee.resilieeLe ?? chevauchee.au);
  return { du, au };
}
