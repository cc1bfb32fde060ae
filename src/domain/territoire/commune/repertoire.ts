import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import anciens from '#src/domain/territoire/commune/anciens-noms.json' with { type: 'json' };
import { comparable, souder, variantes } from '#src/domain/territoire/commune/noms.ts';

/**
 * A French commune of today, as the Code officiel géographique has it (source:
 * @etalab/decoupage-administratif).
 */
export interface Commune {
  /** Code officiel géographique, five characters: `45053`. */
  readonly code: string;
  readonly nom: string;
  readonly codesPostaux: readonly string[];
  readonly departement: string;
  readonly population: number;
}

/**
 * What leads to a commune of today without being one: a commune it absorbed, or one of its arrondissements.
 */
export interface PartDeCommune {
  readonly code: string;
  /** Null for a code withdrawn since our list of former names was drawn up. */
  readonly nom: string | null;
  readonly nature: 'ancienne' | 'arrondissement';
}

/** A commune of today, reached by its own name or code, or through one of its parts. */
export interface Designation {
  readonly commune: Commune;
  readonly par: PartDeCommune | null;
}

/** A name ready for comparison. */
export interface Entree {
  readonly cle: string;
  readonly designation: Designation;
}

interface Repertoire {
  /** Every official code, of today or withdrawn. */
  readonly parCode: ReadonlyMap<string, Designation>;
  readonly parCodePostal: ReadonlyMap<string, readonly Designation[]>;
  readonly parNom: ReadonlyMap<string, readonly Designation[]>;
  /** Names no commune bears any more, be it as a part of another: read where no name of today will do. */
  readonly parNomPerdu: ReadonlyMap<string, readonly Designation[]>;
  /** Comparable names by the same name without spaces. */
  readonly parNomSoude: ReadonlyMap<string, readonly string[]>;
  /** Arrondissements of Paris, Lyon and Marseille by the commune's code, then by number. */
  readonly arrondissements: ReadonlyMap<string, ReadonlyMap<number, Designation>>;
  /** Names of today and former ones, in alphabetical order. */
  readonly entrees: readonly Entree[];
  /** The same, the most populated first. */
  readonly parPopulation: readonly Entree[];
  readonly departements: ReadonlyMap<string, string>;
  /** Numbers by comparable name, with and without article. */
  readonly departementsParNom: ReadonlyMap<string, string>;
}

interface CommuneDuFichier {
  readonly code: string;
  readonly nom: string;
  readonly type: 'commune-actuelle' | 'commune-deleguee' | 'commune-associee' | 'arrondissement-municipal';
  readonly departement: string;
  readonly codesPostaux?: readonly string[];
  readonly population?: number;
  readonly anciensCodes?: readonly string[];
  /** Of a délégué or associée: the commune it belongs to today. */
  readonly chefLieu?: string;
  /** Of an arrondissement. */
  readonly commune?: string;
}
interface DepartementDuFichier {
  readonly code: string;
  readonly nom: string;
}

const resoudre = createRequire(import.meta.url).resolve;
const COMMUNES = resoudre('@etalab/decoupage-administratif/data/communes.json');
const DEPARTEMENTS = resoudre('@etalab/decoupage-administratif/data/departements.json');
let charge: Repertoire | null = null;

/** The directory of communes, read (8 MB) at the first question: a server at rest does not hold it. */
export function repertoire(): Repertoire {
  return (charge ??= indexer(readFileSync(COMMUNES, 'utf8'), readFileSync(DEPARTEMENTS, 'utf8')));
}

function ajouter<Cle, Valeur>(index: Map<Cle, Valeur[]>, cle: Cle, valeur: Valeur): void {
  const presentes = index.get(cle);
  if (!presentes) index.set(cle, [valeur]);
  else if (!presentes.includes(valeur)) presentes.push(valeur);
}

/** The last name of a code: it stands first in the list. */
const NOMS_RETIRES = new Map([...anciens.noms].reverse().map(([code = '', nom = '']) => [code, nom]));

function indexer(communes: string, departements: string): Repertoire {
  const fichier = JSON.parse(communes) as readonly CommuneDuFichier[];
  const parCode = new Map<string, Designation>();
  const parCodePostal = new Map<string, Designation[]>();
  const nommees: Designation[] = [];
  const arrondissements = new Map<string, Map<number, Designation>>();

  const actuelles = fichier.filter(({ type }) => type === 'commune-actuelle');
  for (const { code, nom, departement, codesPostaux = [], population = 0 } of actuelles) {
    const designation = { commune: { code, nom, codesPostaux, departement, population }, par: null };
    parCode.set(code, designation);
    nommees.push(designation);
    for (const codePostal of codesPostaux) ajouter(parCodePostal, codePostal, designation);
  }
  for (const { code, nom, type, chefLieu, commune: ville } of fichier) {
    const commune = parCode.get(chefLieu ?? ville ?? '')?.commune;
    if (type === 'commune-actuelle' || !commune) continue;
    const nature = type === 'arrondissement-municipal' ? 'arrondissement' : 'ancienne';
    const designation: Designation = { commune, par: { code, nom, nature } };
    // The seat of a new commune keeps its code: the code is that of the commune of today.
    if (!parCode.has(code)) parCode.set(code, designation);
    if (nature === 'ancienne') nommees.push(designation);
    else
      arrondissements.set(
        commune.code,
        (arrondissements.get(commune.code) ?? new Map<number, Designation>()).set(
          Number(/\d+/.exec(nom)?.[0]),
          designation,
        ),
      );
  }
  for (const { code: actuel, anciensCodes = [] } of actuelles) {
    const commune = parCode.get(actuel)?.commune;
    for (const code of anciensCodes)
      if (commune && !parCode.has(code))
        parCode.set(code, {
          commune,
          par: { code, nom: NOMS_RETIRES.get(code) ?? null, nature: 'ancienne' },
        });
  }
  const perdues = anciens.noms.flatMap(([code = '', nom = '']): Designation[] => {
    const commune = parCode.get(code)?.commune;
    return commune ? [{ commune, par: { code, nom, nature: 'ancienne' } }] : [];
  });
  return {
    parCode,
    parCodePostal,
    arrondissements,
    ...indexerNoms(nommees, perdues),
    ...indexerDepartements(departements),
  };
}

/** The most populated first; of one commune, its own name first. */
export const comparerPopulation = (a: Designation, b: Designation): number =>
  b.commune.population - a.commune.population || Number(a.par !== null) - Number(b.par !== null);

function indexerNoms(
  nommees: readonly Designation[],
  perdues: readonly Designation[],
): Pick<Repertoire, 'parNom' | 'parNomPerdu' | 'parNomSoude' | 'entrees' | 'parPopulation'> {
  const parNomPerdu = new Map<string, Designation[]>();
  const parNom = new Map<string, Designation[]>();
  const parNomSoude = new Map<string, string[]>();
  const entrees: Entree[] = [];
  for (const designation of nommees) {
    const formes = variantes(designation.par?.nom ?? designation.commune.nom);
    entrees.push({ cle: formes[0] ?? '', designation });
    for (const cle of formes) {
      ajouter(parNom, cle, designation);
      ajouter(parNomSoude, souder(cle), cle);
    }
  }
  for (const designation of perdues) {
    const formes = variantes(designation.par?.nom ?? '');
    entrees.push({ cle: formes[0] ?? '', designation });
    for (const cle of formes) ajouter(parNomPerdu, cle, designation);
  }
  const parPopulation = [...entrees].sort((a, b) => comparerPopulation(a.designation, b.designation));
  return {
    parNom,
    parNomPerdu,
    parNomSoude,
    parPopulation,
    entrees: entrees.sort((a, b) => (a.cle < b.cle ? -1 : 1)),
  };
}

function indexerDepartements(texte: string): Pick<Repertoire, 'departements' | 'departementsParNom'> {
  const fichier = JSON.parse(texte) as readonly DepartementDuFichier[];
  return {
    departements: new Map(fichier.map(({ code, nom }) => [code, nom])),
    departementsParNom: new Map(
      fichier.flatMap(({ code, nom }) =>
        [comparable(nom), comparable(nom).replace(/^(la|le) /, '')].map((cle) => [cle, code]),
      ),
    ),
  };
}
