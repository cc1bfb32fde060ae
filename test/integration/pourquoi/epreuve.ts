import { z } from 'zod';
import type { Acteur } from '#src/kernel/acteur.ts';
import { bornesDesChamps } from '#src/kernel/saisie/bornes.ts';
import type { Commande, Executeur, UniteDeLecture } from '#src/kernel/commande.ts';
import { Refus } from '#src/kernel/refus.ts';
import type { RefusExplique } from '#src/domain/acces/pourquoi/pourquoi.ts';

/** An act as a screen shows it, and what its command is given when somebody insists. */
export interface Essai {
  /** Where: page, row, act. */
  readonly ou: string;
  readonly pourquoi: RefusExplique | null;
  readonly commande: Commande<z.ZodType, unknown>;
  readonly saisie: Readonly<Record<string, unknown>>;
}

/**
 * An input as a form of the command sends it: its fields alone, and days within their bounds, which the marks
 * of the base are not; what is tried here is not what is typed.
 */
export function saisieAdmise(
  unite: UniteDeLecture,
  commande: Commande<z.ZodType, unknown>,
  saisie: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const aujourdhui = unite.aujourdhui.toString();
  const connus =
    commande.saisie instanceof z.ZodObject ? Object.keys(commande.saisie.shape) : Object.keys(saisie);
  const admis = Object.fromEntries(Object.entries(saisie).filter(([champ]) => connus.includes(champ)));
  for (const [champ, { min, max }] of bornesDesChamps(commande.saisie, unite.registre, aujourdhui)) {
    const jour = saisie[champ];
    if (typeof jour === 'string' && jour !== '' && (jour < min || jour > max)) admis[champ] = aujourdhui;
  }
  return admis;
}

class Annule extends Error {}

/** What the command answers, nothing being written: null when it accepts, its refusal otherwise. */
async function reponseDe(
  executeur: Executeur,
  acteur: Acteur,
  { commande, saisie }: Essai,
): Promise<Refus | null> {
  try {
    await executeur.ensemble(acteur, async (faire) => {
      await faire(commande, saisie);
      throw new Annule();
    });
  } catch (erreur) {
    if (erreur instanceof Annule) return null;
    if (erreur instanceof Refus) return erreur;
    throw erreur;
  }
  throw new Error('the unit was to be undone');
}

/**
 * Where screen and command disagree; an act shown open may still be refused for what is typed in a field
 * named by `saisies`.
 */
export async function desaccords(
  executeur: Executeur,
  acteur: Acteur,
  essais: readonly Essai[],
  saisies: readonly string[] = [],
): Promise<string[]> {
  const ecarts: string[] = [];
  for (const essai of essais) {
    const refus = await reponseDe(executeur, acteur, essai);
    const dit = essai.pourquoi?.raison ?? null;
    const typee = refus !== null && Object.keys(refus.champs).some((champ) => saisies.includes(champ));
    if (dit !== null ? refus?.message !== dit : refus !== null && !typee)
      ecarts.push(`${essai.ou} : écran « ${dit ?? 'ouvert'} », commande « ${refus?.message ?? 'accepte'} »`);
  }
  return ecarts;
}

/** One of each kind: the same act, closed for the same reason, tells the same thing on every row. */
export function representatifs(essais: readonly Essai[]): Essai[] {
  return [
    ...new Map(
      essais.map((essai) => [`${essai.commande.nom} ${essai.pourquoi?.raison ?? ''}`, essai]),
    ).values(),
  ];
}

/** What an explanation must say to be one. */
export function incompletes(essais: readonly Essai[]): string[] {
  return essais.flatMap(({ ou, pourquoi }) =>
    pourquoi && (pourquoi.fondements.length === 0 || pourquoi.remedy.qui === '')
      ? [`${ou} : ${pourquoi.raison}`]
      : [],
  );
}
