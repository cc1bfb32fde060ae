import { z } from 'zod';
import { definirCommande, type UniteDeTravail, run } from '#src/kernel/commande.ts';
import { SaisieInvalide } from '#src/kernel/refus.ts';
import type { BrouillonRegle } from '#src/domain/politique/versions/brouillon-regle.ts';
import { leBrouillon } from '#src/domain/politique/brouillon/charger.ts';
import { creerBrouillon } from '#src/domain/politique/brouillon/commandes.ts';
import { numeroDeclare } from '#src/domain/politique/porte/controle.ts';
import { remplacerDansLeTexte } from '#src/domain/politique/porte/valeurs-fictives.ts';

const NATURES = [
  'loi',
  'decret',
  'circulaire',
  'referentiel',
  'convention',
  'support-de-presentation',
  'page-institutionnelle',
  'presse',
  'note-interne',
] as const;
const court = z.string().max(2000, { error: '2000 caractères au plus.' }).default('');
const VALEUR = z.object({
  /** Hash of the version in force, whose draft is made when the author has none. */
  depuis: z.string().length(64),
  brouillon: z.object({ id: z.uuid(), version: z.number().int() }).nullable(),
  nom: z.string().max(200),
  du: z.string().max(10),
  valeur: court,
  certitude: z.enum(['explicite', 'interpretation']),
  source: z.object({ type: z.enum(NATURES), titre: court, lieu: court, date: court, resume: court }),
});

/** One value a line of JSON: a form sends flat lists. */
const LIGNE = z
  .string()
  .transform((json, contexte): unknown => {
    try {
      return JSON.parse(json);
    } catch {
      contexte.addIssue({
        code: 'custom',
        message: 'Une des valeurs n’est pas arrivée entière : rechargez la page.',
      });
      return z.NEVER;
    }
  })
  .pipe(VALEUR);

/** A draft with real values in it. */
export interface BrouillonRemplace {
  readonly depuis: string;
  readonly id: string;
  readonly numero: string;
}

/**
 * Writes the real values over the fictitious ones, in a draft of each file: the author's own, or a new one.
 * All the files, or none.
 * Fields at fault are named `<version>/<parameter>/<first day>.<field>`. @throws SaisieInvalide |
 * VersionPerimee | BrouillonDUnAutre
 */
export const remplacerValeursFictives = definirCommande({
  nom: 'regle.remplacerValeursFictives',
  droit: ['BrouillonRegle', 'creer'],
  saisie: z.object({
    valeurs: z
      .array(LIGNE)
      .min(1, { error: 'Donnez au moins une vraie valeur.' })
      .max(500, { error: 'Remplacez 500 valeurs au plus à la fois.' }),
  }),
  async executer(unite, { valeurs }): Promise<BrouillonRemplace[]> {
    const aujourdhui = unite.aujourdhui.toString();
    const champs: Record<string, string> = {};
    const faits: { depuis: string; brouillon: BrouillonRegle }[] = [];
    for (const depuis of new Set(valeurs.map((valeur) => valeur.depuis))) {
      const siennes = valeurs.filter((valeur) => valeur.depuis === depuis);
      const brouillon = await brouillonPour(unite, depuis, siennes[0]?.brouillon ?? null);
      const remplace = remplacerDansLeTexte(brouillon.texte, siennes, aujourdhui);
      if ('champs' in remplace)
        for (const [champ, message] of Object.entries(remplace.champs))
          champs[`${depuis}/${champ}`] = message;
      else
        Object.assign(brouillon, {
          texte: remplace.texte,
          numero: numeroDeclare(remplace.texte) ?? brouillon.numero,
          modifieLe: unite.maintenant,
        });
      faits.push({ depuis, brouillon });
    }
    if (Object.keys(champs).length > 0)
      throw new SaisieInvalide('Des valeurs sont à corriger : rien n’a été enregistré.', champs);
    await unite.em.flush();
    return faits.map(({ depuis, brouillon: { id, numero } }) => ({ depuis, id, numero }));
  },
});

function brouillonPour(
  unite: UniteDeTravail,
  depuis: string,
  connu: { readonly id: string; readonly version: number } | null,
): Promise<BrouillonRegle> {
  return connu ? leBrouillon(unite, connu) : run(unite, creerBrouillon, { depuis, pour: undefined });
}
