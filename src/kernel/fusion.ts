/** A record as a form was opened on it, as it was typed, and as it is recorded now. */
export interface Trois<T> {
  readonly ouvertes: T;
  readonly saisies: T;
  readonly actuelles: T;
}

/** A value of a form: a text, a box ticked or not, or a list of choices, whose order says nothing. */
export type ValeurDeFormulaire = string | boolean | readonly string[] | null | undefined;

const texteDe = (valeur: ValeurDeFormulaire): string =>
  typeof valeur === 'object' ? [...(valeur ?? [])].sort().join('\n') : String(valeur ?? '').trim();
const meme = (une: ValeurDeFormulaire, autre: ValeurDeFormulaire): boolean => texteDe(une) === texteDe(autre);

/** What becomes of each field of a stale form whose value is not the one recorded now. */
export interface Fusion {
  /** Changed by somebody else only: his value is taken over. */
  readonly repris: readonly string[];
  /** Changed here only: kept. */
  readonly gardes: readonly string[];
  /** Changed by both, and not to the same: the person chooses. */
  readonly disputes: readonly string[];
}

/** Compares a form field by field, three ways. */
export function fusionner(
  champs: readonly string[],
  { ouvertes, saisies, actuelles }: Trois<Readonly<Record<string, ValeurDeFormulaire>>>,
): Fusion {
  const differents = champs.filter((champ) => !meme(saisies[champ], actuelles[champ]));
  const repris = differents.filter((champ) => meme(saisies[champ], ouvertes[champ]));
  const gardes = differents.filter(
    (champ) => !repris.includes(champ) && meme(actuelles[champ], ouvertes[champ]),
  );
  return {
    repris,
    gardes,
    disputes: differents.filter((champ) => !repris.includes(champ) && !gardes.includes(champ)),
  };
}

/** Which of two values a person keeps: his own, or the one recorded. */
export const PARTIS = ['mienne', 'leur'] as const;
export type Parti = (typeof PARTIS)[number];

/** A row of a list: texts by column. */
export type Ligne = Readonly<Record<string, string>>;

/** A row of a merged list, and the rank of the typed row it is, if it is one. */
export interface LigneFusionnee {
  readonly ligne: Ligne;
  readonly saisie: number | null;
}

/** A row changed by both; null where one of them took it away. */
export interface DisputeDeLigne {
  /** Rank in the list as it was opened. */
  readonly ouverte: number;
  readonly saisie: Ligne | null;
  readonly actuelle: Ligne | null;
  /** Rank under which the person sees it: among the typed rows, else among those recorded. */
  readonly rang: number;
}

export interface FusionDeLignes {
  readonly lignes: readonly LigneFusionnee[];
  readonly disputes: readonly DisputeDeLigne[];
}

const colonnes = (une: Ligne, autre: Ligne): string[] => [
  ...new Set([...Object.keys(une), ...Object.keys(autre)]),
];

/** Whether two rows say the same, or both are gone. */
export function memeLigne(une: Ligne | null, autre: Ligne | null): boolean {
  if (une === null || autre === null) return une === autre;
  return colonnes(une, autre).every((colonne) => (une[colonne] ?? '') === (autre[colonne] ?? ''));
}

const estVide = (ligne: Ligne): boolean => Object.values(ligne).every((texte) => texte === '');

/** From 0 to 1: what two rows have in common among what they say. */
function ressemblance(une: Ligne, autre: Ligne): number {
  const dits = colonnes(une, autre).filter(
    (colonne) => (une[colonne] ?? '') !== '' || (autre[colonne] ?? '') !== '',
  );
  return dits.length === 0
    ? 1
    : dits.filter((colonne) => une[colonne] === autre[colonne]).length / dits.length;
}

/** Where the rows of a list are in another one made from it. */
interface Alignement {
  /** Rank in the other list of each row; null when it was taken away. */
  readonly rangs: readonly (number | null)[];
  /** Ranks of the rows added before each row, and after the last. */
  readonly ajouts: readonly (readonly number[])[];
}

/**
 * Two such steps cost more than a change of row, so that a row typed in another's place is a change of it.
 */
const COUT_D_UN_AJOUT = 0.75;

/** The cheapest way from one list to the other: rows have no identity, what they say stands for it. */
function aligner(depart: readonly Ligne[], arrivee: readonly Ligne[]): Alignement {
  const changement = (i: number, j: number): number => {
    const [une, autre] = [depart[i] ?? {}, arrivee[j] ?? {}];
    return memeLigne(une, autre) ? 0 : 1 - ressemblance(une, autre) / 2;
  };
  const [m, n] = [depart.length, arrivee.length];
  const couts = Array.from({ length: m + 1 }, () => new Float64Array(n + 1));
  const cout = (i: number, j: number): number => couts[i]?.[j] ?? Infinity;
  for (let i = m; i >= 0; i -= 1) {
    const rangee = couts[i] ?? new Float64Array();
    for (let j = n; j >= 0; j -= 1) {
      if (i === m || j === n) rangee[j] = (m - i + n - j) * COUT_D_UN_AJOUT;
      else
        rangee[j] = Math.min(
          changement(i, j) + cout(i + 1, j + 1),
          COUT_D_UN_AJOUT + Math.min(cout(i + 1, j), cout(i, j + 1)),
        );
    }
  }
  const rangs: (number | null)[] = [];
  const ajouts: number[][] = Array.from({ length: m + 1 }, () => []);
  let [i, j] = [0, 0];
  while (i < m || j < n) {
    if (i < m && j < n && cout(i, j) === changement(i, j) + cout(i + 1, j + 1)) {
      rangs[i] = j;
      i += 1;
      j += 1;
    } else if (i < m && (j === n || cout(i, j) === COUT_D_UN_AJOUT + cout(i + 1, j))) {
      rangs[i] = null;
      i += 1;
    } else {
      ajouts[i]?.push(j);
      j += 1;
    }
  }
  return { rangs, ajouts };
}

/**
 * Merges a list row by row, three ways: rows added by both are kept, the recorded ones first; a row changed
 * or taken away by one only follows
 * him; of a row both changed the person chooses, and meanwhile the recorded one stands.
 * @param choisir what was chosen for a row in dispute
 */
export function fusionnerLignes(
  { ouvertes, saisies, actuelles }: Trois<readonly Ligne[]>,
  choisir: (dispute: DisputeDeLigne) => Parti | undefined = () => undefined,
): FusionDeLignes {
  const [saisi, actuel] = [aligner(ouvertes, saisies), aligner(ouvertes, actuelles)];
  const lignes: LigneFusionnee[] = [];
  const disputes: DisputeDeLigne[] = [];
  const ajouter = (ligne: Ligne | null, saisie: number | null): void => {
    if (ligne !== null) lignes.push({ ligne, saisie });
  };
  for (let rang = 0; rang <= ouvertes.length; rang += 1) {
    // The same row added by both is one; two empty ones are two places, where each goes on typing.
    const miennes = [...(saisi.ajouts[rang] ?? [])];
    for (const ajoutee of actuel.ajouts[rang] ?? []) {
      const ligne = actuelles[ajoutee] ?? {};
      const jumelle = estVide(ligne)
        ? -1
        : miennes.findIndex((mienne) => memeLigne(saisies[mienne] ?? null, ligne));
      ajouter(ligne, jumelle < 0 ? null : (miennes.splice(jumelle, 1)[0] ?? null));
    }
    for (const mienne of miennes) ajouter(saisies[mienne] ?? null, mienne);
    const ouverte = ouvertes[rang];
    if (ouverte === undefined) break;
    const [rangSaisi, rangActuel] = [saisi.rangs[rang] ?? null, actuel.rangs[rang] ?? null];
    const saisie = rangSaisi === null ? null : (saisies[rangSaisi] ?? null);
    const actuelle = rangActuel === null ? null : (actuelles[rangActuel] ?? null);
    if (memeLigne(saisie, actuelle) || memeLigne(saisie, ouverte)) {
      ajouter(actuelle, rangSaisi);
      continue;
    }
    if (memeLigne(actuelle, ouverte)) {
      ajouter(saisie, rangSaisi);
      continue;
    }
    const dispute = { ouverte: rang, saisie, actuelle, rang: rangSaisi ?? rangActuel ?? rang };
    const parti = choisir(dispute);
    if (parti === undefined) disputes.push(dispute);
    if (parti === 'mienne') ajouter(saisie, rangSaisi);
    else ajouter(actuelle, rangSaisi);
  }
  return { lignes, disputes };
}
