import { readFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { ChampRefuse } from '#src/domain/commun/refus.ts';

/** A French commune of today, as the Code officiel géographique has it (source: @etalab/decoupage-administratif). */
export interface Commune {
  /** Code officiel géographique, five characters: `45053`. */
  readonly code: string;
  readonly nom: string;
  readonly codesPostaux: readonly string[];
  readonly departement: string;
  readonly population: number;
}

interface Repertoire {
  readonly parCode: ReadonlyMap<string, Commune>;
  readonly parCodePostal: ReadonlyMap<string, readonly Commune[]>;
  /** Every commune with its name ready for comparison, the most populated first. */
  readonly recherche: readonly { readonly cle: string; readonly commune: Commune }[];
}

const FICHIER = createRequire(import.meta.url).resolve('@etalab/decoupage-administratif/data/communes.json');
let charge: Repertoire | null = null;

/** Reads the file (8 MB) ahead of the first question; without it the first question reads it itself. */
export async function prechargerCommunes(): Promise<void> {
  charge ??= indexer(await readFile(FICHIER, 'utf8'));
}

function repertoire(): Repertoire {
  return (charge ??= indexer(readFileSync(FICHIER, 'utf8')));
}

interface CommuneDuFichier {
  readonly code: string;
  readonly nom: string;
  readonly type: string;
  readonly departement: string;
  readonly codesPostaux?: readonly string[];
  readonly population?: number;
}

function indexer(texte: string): Repertoire {
  const parCode = new Map<string, Commune>();
  const parCodePostal = new Map<string, Commune[]>();
  for (const { code, nom, type, departement, codesPostaux = [], population = 0 } of JSON.parse(texte) as readonly CommuneDuFichier[]) {
    if (type !== 'commune-actuelle') continue;
    const commune = { code, nom, codesPostaux, departement, population };
    parCode.set(code, commune);
    for (const codePostal of codesPostaux) parCodePostal.set(codePostal, [...(parCodePostal.get(codePostal) ?? []), commune]);
  }
  const recherche = [...parCode.values()].sort((a, b) => b.population - a.population).map((commune) => ({ cle: comparable(commune.nom), commune }));
  return { parCode, parCodePostal, recherche };
}

/** Lower case, no accent, no hyphen or apostrophe, « st » spelt out: what people type differently. */
function comparable(texte: string): string {
  return texte.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/œ/g, 'oe').replace(/[^a-z0-9]+/g, ' ').trim()
    .replace(/\bste\b/g, 'sainte').replace(/\bst\b/g, 'saint');
}

/** The commune of an official code, or null. */
export const communeDe = (code: string): Commune | null => repertoire().parCode.get(code) ?? null;

/**
 * Communes by the beginning of their name, then by a word of it, by postal code or by official code.
 * @param limite at most that many, the most populated first
 */
export function chercherCommunes(texte: string, limite = 10): Commune[] {
  const { parCode, parCodePostal, recherche } = repertoire();
  const cherche = comparable(texte);
  if (cherche === '') return [];
  if (/^\d{5}$/.test(cherche)) {
    const exacte = parCode.get(cherche);
    const postales = parCodePostal.get(cherche) ?? [];
    return [...new Set([...postales, ...(exacte ? [exacte] : [])])].slice(0, limite);
  }
  const code = parCode.get(texte.trim().toUpperCase());
  if (code) return [code];
  const debuts = recherche.filter(({ cle }) => cle.startsWith(cherche));
  const mots = debuts.length >= limite ? [] : recherche.filter(({ cle }) => cle.includes(` ${cherche}`));
  return [...debuts, ...mots].slice(0, limite).map(({ commune }) => commune);
}

export class CommuneInconnue extends ChampRefuse {
  constructor(champ: string) {
    super(champ, 'Cette commune n’existe pas. Cherchez-la par son nom ou son code postal, puis choisissez-la dans la liste.');
  }
}

export class CodePostalIncorrect extends ChampRefuse {
  constructor(champ: string, commune: Commune) {
    const attendus = commune.codesPostaux.slice(0, 5).join(', ');
    super(champ, `Ce code postal n’est pas celui de ${commune.nom}${attendus === '' ? '' : ` (${attendus})`}. Corrigez-le ou choisissez une autre commune.`);
  }
}

/** Where something stands, as recorded. */
export interface Localisation {
  readonly communeCode: string;
  readonly commune: string;
  readonly codePostal: string | null;
}

/**
 * Checks a commune and its postal code; the postal code is filled in when the commune has only one.
 * @param champs names of the two fields in the form
 * @throws CommuneInconnue | CodePostalIncorrect
 */
export function localiser(communeCode: string, codePostal: string | null, champs = { communeCode: 'communeCode', codePostal: 'codePostal' }): Localisation {
  const commune = communeDe(communeCode);
  if (!commune) throw new CommuneInconnue(champs.communeCode);
  // Cedex numbers are not in the list of communes: only the department's digits are checked for them.
  if (codePostal !== null && !commune.codesPostaux.includes(codePostal) && commune.codesPostaux.length > 0 && !memeDistribution(codePostal, commune)) {
    throw new CodePostalIncorrect(champs.codePostal, commune);
  }
  const seul = commune.codesPostaux.length === 1 ? (commune.codesPostaux[0] ?? null) : null;
  return { communeCode, commune: commune.nom, codePostal: codePostal ?? seul };
}

/** A postal code no commune has (a Cedex), in the commune's department. */
function memeDistribution(codePostal: string, commune: Commune): boolean {
  return !repertoire().parCodePostal.has(codePostal) && commune.codesPostaux.some((connu) => connu.slice(0, 2) === codePostal.slice(0, 2));
}
