/** What a command is given is checked before anything is read: its right, its input, a recent password. */
import { z } from 'zod';
import type { Acteur } from '#src/kernel/acteur.ts';
import type { Commande } from '#src/kernel/commande.ts';
import { exigerDroit } from '#src/kernel/droits/droits.ts';
import { exigerPreuvePour } from '#src/kernel/preuve.ts';
import { SaisieInvalide } from '#src/kernel/refus.ts';
import type { Registre } from '#src/kernel/registre.ts';
import { direInconservable, premierInconservable } from '#src/kernel/saisie/bien-forme.ts';
import { joursHorsBornes } from '#src/kernel/saisie/bornes.ts';

/** Message per field of a zod refusal; the first message of a field wins. */
function champsRefuses(erreur: z.ZodError): Record<string, string> {
  const champs: Record<string, string> = {};
  for (const probleme of erreur.issues) {
    const champ = probleme.path.join('.') || 'formulaire';
    champs[champ] ??=
      probleme.code === 'unrecognized_keys'
        ? `Champ inconnu : ${probleme.keys.join(', ')}. Rien n’a été enregistré.`
        : probleme.message;
  }
  return champs;
}

/** @throws SaisieInvalide when a field is to correct */
function refuserChamps(champs: Readonly<Record<string, string>>, cause?: unknown): never {
  throw new SaisieInvalide(Object.values(champs)[0] ?? 'La saisie est incorrecte.', champs, { cause });
}

/**
 * The schema with what it does not know refused, where it names its fields: dropped without a word, it would
 * be believed recorded.
 */
const sansInconnus = <Schema extends z.ZodType>(saisie: Schema): z.ZodType<z.output<Schema>> =>
  (saisie instanceof z.ZodObject && saisie.def.catchall === undefined
    ? saisie.strict()
    : saisie) as z.ZodType<z.output<Schema>>;

/**
 * Checks the right, then the form of the input (whole characters, its fields, the bounds of its days).
 * @throws ActionInterdite | SaisieInvalide
 */
export function recevoir<Schema extends z.ZodType, Resultat>(
  acteur: Acteur,
  commande: Commande<Schema, Resultat>,
  brut: unknown,
  registre: Registre,
  aujourdhui: string,
): z.output<Schema> {
  exigerDroit(acteur, commande.droit);
  const inconservable = premierInconservable(brut);
  if (inconservable)
    refuserChamps({ [inconservable.chemin || 'formulaire']: direInconservable(inconservable) });
  const lue = sansInconnus(commande.saisie).safeParse(brut);
  if (!lue.success) return refuserChamps(champsRefuses(lue.error), lue.error);
  const jours = joursHorsBornes(commande.saisie, lue.data, registre, aujourdhui);
  if (Object.keys(jours).length > 0) refuserChamps(jours);
  return lue.data;
}

/**
 * As {@link recevoir}, then that a sensitive act follows a recent password. @throws ActionInterdite |
 * SaisieInvalide | PreuveDemandee
 */
export function accepter<Schema extends z.ZodType, Resultat>(
  acteur: Acteur,
  commande: Commande<Schema, Resultat>,
  brut: unknown,
  registre: Registre,
  aujourdhui: string,
): z.output<Schema> {
  const saisie = recevoir(acteur, commande, brut, registre, aujourdhui);
  exigerPreuvePour(acteur, commande);
  return saisie;
}
