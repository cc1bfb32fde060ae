import { PARTIS, type Fusion, type Parti } from '#src/kernel/fusion.ts';
import type { Saisie } from '#src/portal/composants/index.ts';

type Valeurs = Saisie['valeurs'];

/** Fields of the page that asks to choose, beside those of the form. */
export const CHAMP_OUVERTES = 'ouvertes';
const CHAMP_SAISIES = 'saisies';
export const nomDuChoix = (champ: string): string => `choix-${champ}`;

/**
 * What that page carries of the form: as typed, what is taken over in its place, and as recorded when the
 * page was made.
 */
export function cachesDuChoix(
  saisies: Valeurs,
  actuelles: Valeurs,
  { repris, disputes }: Pick<Fusion, 'repris' | 'disputes'>,
): Readonly<Record<string, string>> {
  return {
    [CHAMP_SAISIES]: JSON.stringify(prendre(saisies, actuelles, repris)),
    [CHAMP_OUVERTES]: JSON.stringify(actuelles),
    disputes: disputes.join(' '),
  };
}

/**
 * Values with those of some fields taken from others, and with them the second box of what is typed twice.
 */
function prendre(valeurs: Valeurs, autres: Valeurs, champs: readonly string[]): Valeurs {
  const prises = champs
    .flatMap((champ) => [champ, `${champ}Confirmation`])
    .filter((champ) => champ in autres);
  return { ...valeurs, ...Object.fromEntries(prises.map((champ) => [champ, autres[champ]])) };
}

/** The values of a form and those it was opened with; after a choice, what was chosen. */
export interface FormulaireRecu {
  /** What is to be recorded. */
  readonly valeurs: Valeurs;
  /** As typed, before any choice. */
  readonly saisies: Valeurs;
  readonly ouvertes: Valeurs;
  /** Fields the page asked to choose for, with what was chosen. */
  readonly choix: Readonly<Record<string, Parti | undefined>>;
}

/** Reads a form, or the page that asked to choose between two. */
export function lireFormulaireRecu(corps: Valeurs): FormulaireRecu {
  const { [CHAMP_OUVERTES]: brutes, [CHAMP_SAISIES]: saisies, ...valeurs } = corps;
  const ouvertes = lireValeurs(brutes);
  if (saisies === undefined) return { valeurs, saisies: valeurs, ouvertes, choix: {} };
  const lues = lireValeurs(saisies);
  const disputes = (typeof corps['disputes'] === 'string' ? corps['disputes'] : '')
    .split(' ')
    .filter((champ) => Object.hasOwn(lues, champ));
  const choix = (champ: string) => PARTIS.find((un) => un === corps[nomDuChoix(champ)]);
  return {
    valeurs: prendre(
      lues,
      ouvertes,
      disputes.filter((champ) => choix(champ) === 'leur'),
    ),
    saisies: lues,
    ouvertes,
    choix: Object.fromEntries(disputes.map((champ) => [champ, choix(champ)])),
  };
}

/** Texts and lists of texts of a JSON object; anything else is left out. */
export function lireValeurs(texte: Valeurs[string]): Valeurs {
  let lu: unknown;
  try {
    lu = JSON.parse(typeof texte === 'string' ? texte : '');
  } catch {
    return {};
  }
  if (typeof lu !== 'object' || lu === null || Array.isArray(lu)) return {};
  return Object.fromEntries(
    Object.entries(lu).filter(
      (paire): paire is [string, string | string[]] =>
        typeof paire[1] === 'string' ||
        (Array.isArray(paire[1]) && paire[1].every((une) => typeof une === 'string')),
    ),
  );
}
