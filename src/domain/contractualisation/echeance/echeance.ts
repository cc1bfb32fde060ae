import { ecrit, type UniteDeLecture } from '#src/kernel/commande.ts';
import { parUnite } from '#src/kernel/memo.ts';
import type { Registre } from '#src/kernel/registre.ts';
import { RefusParRegle, type OrigineDeConstats } from '#src/kernel/refus.ts';
import { situationContractuelle, type Situation } from '#src/domain/contractualisation/echeance/situation.ts';
import type { Remedy } from '#src/kernel/droits/remedy.ts';
import type { Constat } from '#src/engine/format.ts';

/** What a partner wants to do, or the Caf for it, in the words of the rule file `echeance`. */
export const ACTES_DU_PARTENAIRE = [
  'consulter',
  'saisir',
  'commencer',
  'attribuer',
  'transmettre',
  'creer-utilisateur',
  'inviter',
  'deleguer',
  'valider',
] as const;
export type ActeDuPartenaire = (typeof ACTES_DU_PARTENAIRE)[number];

/** Each act within a sentence: « … permet de consulter ». */
export const ACTES_EN_MOTS: Readonly<Record<ActeDuPartenaire, string>> = {
  consulter: 'consulter',
  saisir: 'saisir une déclaration',
  commencer: 'commencer une déclaration',
  attribuer: 'attribuer un rôle',
  transmettre: 'transmettre une déclaration',
  'creer-utilisateur': 'créer un utilisateur',
  inviter: 'inviter un utilisateur',
  deleguer: 'nommer un responsable habilitations',
  valider: 'faire valider un rôle par la Caf',
};

/** The convention, or a bulletin, no longer lets the partner do this. */
export class ActeFermeParLaConvention extends RefusParRegle {
  override readonly remedy: Remedy = { qui: { genre: 'caf' } };
  constructor(constats: readonly Constat[], origines: readonly OrigineDeConstats[]) {
    super(
      constats.map(({ message, commentCorriger }) => `${message} ${commentCorriger ?? ''}`.trim()).join(' '),
      constats,
      {},
      origines,
    );
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
  /** The act is being done, and not only shown: both evaluators judge it. */
  readonly pourAgir?: boolean;
}

/**
 * The blocking findings of `echeance` on an act; none when it is open.
 * A version says nothing of the acts it does not know (all but the transmission before 2.0.0, users, mandates
 * and validation before 3.0.0):
 * they stay as they were before it did.
 */
export async function fermeturesDe(
  acte: ActeDuPartenaire,
  { etat, fin, bulletinActif }: Situation,
  { registre, aujourdhui, jour = aujourdhui, connuLe, pourAgir = false }: Jugement,
): Promise<OrigineDeConstats[]> {
  const faits = { etatConvention: etat, finConvention: fin, bulletinActif, dateDuJour: aujourdhui };
  const juger = (reste: Readonly<Record<string, string>>) => {
    const complets = { ...faits, ...reste };
    if (connuLe) return registre.deciderConnuAu('echeance', aujourdhui, connuLe, complets);
    return pourAgir
      ? registre.decider('echeance', aujourdhui, complets)
      : registre.prevoir('echeance', aujourdhui, complets);
  };
  const seule = await juger(acte === 'attribuer' ? { dateDuJour: jour } : {});
  const connait =
    registre.reglesParEmpreinte(seule.decision.empreinte)?.faits['acte']?.valeurs?.includes(acte) === true;
  if (!connait && acte !== 'transmettre' && acte !== 'attribuer') return [];
  const { decision } = connait ? await juger({ acte, jourDeLActe: jour }) : seule;
  const constats = decision.constats.filter(({ gravite }) => gravite === 'bloquant');
  return constats.length > 0 ? [{ empreinte: decision.empreinte, constats }] : [];
}

/** What closes an act of a partner on a day, read once where a page asks for each of its rows. */
const fermetures = parUnite(
  async (
    unite,
    acte: ActeDuPartenaire,
    partenaire: string,
    jour: string,
    role: string,
  ): Promise<OrigineDeConstats[]> =>
    fermeturesDe(acte, await situationContractuelle(unite, partenaire, jour, role), {
      registre: unite.registre,
      aujourdhui: unite.aujourdhui.toString(),
      jour,
      pourAgir: ecrit(unite),
    }),
  (...cas) => cas.join(' '),
);

/**
 * Makes sure the partner's convention and bulletins let this be done, today or on the day it bears upon.
 * @param role what is done is about this role, not about a declaration
 * @throws ActeFermeParLaConvention
 */
export async function exigerActe(
  unite: UniteDeLecture,
  acte: ActeDuPartenaire,
  partenaire: string,
  jour = unite.aujourdhui.toString(),
  role = '',
): Promise<void> {
  const origines = await fermetures(unite, acte, partenaire, jour, role);
  if (origines.length > 0)
    throw new ActeFermeParLaConvention(
      origines.flatMap(({ constats }) => constats),
      origines,
    );
}

/** Of the acts of a partner, those its convention and bulletins leave open today, and those they close. */
export async function actesSelonLEcheance(
  { registre, aujourdhui }: Pick<UniteDeLecture, 'registre' | 'aujourdhui'>,
  situation: Situation,
): Promise<{ readonly ouverts: ActeDuPartenaire[]; readonly fermes: ActeDuPartenaire[] }> {
  const [ouverts, fermes]: [ActeDuPartenaire[], ActeDuPartenaire[]] = [[], []];
  for (const acte of ACTES_DU_PARTENAIRE) {
    const origines = await fermeturesDe(acte, situation, { registre, aujourdhui: aujourdhui.toString() });
    (origines.length > 0 ? fermes : ouverts).push(acte);
  }
  return { ouverts, fermes };
}
