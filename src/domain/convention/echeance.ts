import type { UniteDeLecture } from '#src/domain/commun/commande.ts';
import type { Registre } from '#src/domain/commun/registre.ts';
import { RefusParRegle, type OrigineDeConstats } from '#src/domain/commun/refus.ts';
import { situationContractuelle, type Situation } from '#src/domain/convention/situation.ts';
import type { Levee } from '#src/domain/droits/levee.ts';
import type { Constat } from '#src/engine/format.ts';

/** What a partner wants to do, in the words of the rule file `echeance`. */
export const ACTES_DU_PARTENAIRE = ['consulter', 'saisir', 'commencer', 'attribuer', 'transmettre'] as const;
export type ActeDuPartenaire = (typeof ACTES_DU_PARTENAIRE)[number];

/** The convention, or a bulletin, no longer lets the partner do this. */
export class ActeFermeParLaConvention extends RefusParRegle {
  override readonly levee: Levee = { qui: { genre: 'caf' } };
  constructor(constats: readonly Constat[], origines: readonly OrigineDeConstats[]) {
    super(constats.map(({ message, commentCorriger }) => `${message} ${commentCorriger ?? ''}`.trim()).join(' '), constats, {}, origines);
  }
}

/** Rule and days an act is judged by. */
interface Jugement {
  readonly registre: Registre;
  /** Today at the Caf. */
  readonly aujourdhui: string;
  /** Day the act bears upon, when it is another: the first of a role. */
  readonly jour?: string;
  /** Decides by what was known at this instant rather than now. */
  readonly connuLe?: Date;
}

/**
 * The blocking findings of `echeance` on an act; none when it is open.
 * A version that knows of the transmission alone (before 2.0.0) says nothing of the other acts: they stay as they were before it did.
 */
export async function fermeturesDe(acte: ActeDuPartenaire, { etat, fin, bulletinActif }: Situation, { registre, aujourdhui, jour = aujourdhui, connuLe }: Jugement): Promise<OrigineDeConstats[]> {
  const faits = { etatConvention: etat, finConvention: fin, bulletinActif, dateDuJour: aujourdhui };
  const juger = (reste: Readonly<Record<string, string>>) => {
    const complets = { ...faits, ...reste };
    return connuLe ? registre.deciderConnuAu('echeance', aujourdhui, connuLe, complets) : registre.decider('echeance', aujourdhui, complets);
  };
  const seule = await juger(acte === 'attribuer' ? { dateDuJour: jour } : {});
  const connait = registre.reglesParEmpreinte(seule.decision.empreinte)?.faits['acte'] !== undefined;
  if (!connait && acte !== 'transmettre' && acte !== 'attribuer') return [];
  const { decision } = connait ? await juger({ acte, jourDeLActe: jour }) : seule;
  const constats = decision.constats.filter(({ gravite }) => gravite === 'bloquant');
  return constats.length > 0 ? [{ empreinte: decision.empreinte, constats }] : [];
}

/** Makes sure the partner's convention and bulletins let him do this today. @throws ActeFermeParLaConvention */
export async function exigerActe(unite: UniteDeLecture, acte: ActeDuPartenaire, partenaire: string): Promise<void> {
  const origines = await fermeturesDe(acte, await situationContractuelle(unite, partenaire), { registre: unite.registre, aujourdhui: unite.aujourdhui.toString() });
  if (origines.length > 0) throw new ActeFermeParLaConvention(origines.flatMap(({ constats }) => constats), origines);
}
