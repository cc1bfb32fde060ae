import { comparable } from '#src/domain/territoire/commune/noms.ts';
import { repertoire, type Designation } from '#src/domain/territoire/commune/repertoire.ts';

/**
 * Something beside the name that narrows it: a code, a department, an arrondissement. Every one of them must
 * agree with the commune.
 */
export interface Indice {
  readonly texte: string;
  accorde(designation: Designation): boolean;
  /** Communes it designates by itself. */
  designe(): readonly Designation[];
}

/** A text taken apart: the name, and what stood around it in whatever order. */
export interface TexteDeCommune {
  /** Comparable; empty when only codes were written. */
  readonly nom: string;
  readonly indices: readonly Indice[];
  /** Number of the arrondissement, when one was written. */
  readonly arrondissement: number | null;
}

const CODE = /^(\d{5}|2[ab]\d{3})$/;
const DEPARTEMENT = /^(\d{1,2}|2[ab]|9[78]\d)$/;
const ORDINAL = /^(\d{1,2})(?:er|re|nd|nde|e|eme|ieme)$/;
const MOT_ARRONDISSEMENT = /^(?:arr|arrdt|ardt|arrondissement)$/;
const NOM_D_UN_CODE = /\b(?:code )?(?:insee|postal|officiel|cog|cp) (?=\d|2[ab]\d)/g;
/** A postal box is no place: « BP 20039 », « CS 12345 ». */
const BOITE_POSTALE = /\b(?:bp|cs|tsa) ?\d+\b/g;
/** The thousands of a code set apart, a country before it: « 45 000 », « F-45000 ». */
const CODE_ESPACE = /\b(\d{2}|2[ab]) (\d{3})\b(?! ?\d)/g;
const PAYS_DU_CODE = /\bfr? (?=\d{5}\b)/g;
const CEDEX = /\bcedex ?(\d{1,2})?\b/g;
/**
 * Distribution offices of one town are numbered up to here; beyond, it is a department: « Saint-Denis Cedex
 * (93) ».
 */
const DERNIER_CEDEX = 20;

/** Takes a text apart; nothing is decided here. */
export function decomposer(texte: string): TexteDeCommune {
  let cedex = false;
  const net = comparable(texte)
    .replace(BOITE_POSTALE, ' ')
    .replace(NOM_D_UN_CODE, '')
    .replace(CODE_ESPACE, '$1$2')
    .replace(PAYS_DU_CODE, '')
    .replace(CEDEX, (_tout, bureau: string | undefined) => {
      cedex = true;
      return Number(bureau) > DERNIER_CEDEX ? ` ${bureau} ` : ' ';
    });
  const nom: string[] = [];
  const indices: Indice[] = [];
  let arrondissement: number | null = null;
  const mots = net.split(' ').filter((mot) => mot !== '');
  const chiffre = /\d/.test(net);
  for (const mot of mots) {
    if (!/\d/.test(mot)) {
      if (!(chiffre && MOT_ARRONDISSEMENT.test(mot))) nom.push(mot);
      continue;
    }
    const ordinal = ORDINAL.exec(mot)?.[1] ?? (DEPARTEMENT.test(mot) ? mot : undefined);
    if (ordinal !== undefined && Number(ordinal) > 0) arrondissement = Number(ordinal);
    if (CODE.test(mot)) indices.push(cedex ? codeCedex(mot) : code(mot.toUpperCase()));
    // A spreadsheet drops the zero at the head of a postal code.
    else if (/^\d{4}$/.test(mot)) indices.push(codePostal(`0${mot}`));
    else if (DEPARTEMENT.test(mot)) indices.push(departement(mot.toUpperCase().padStart(2, '0')));
    else indices.push(ORDINAL.test(mot) ? deLArrondissement(mot, Number(ordinal)) : illisible(mot));
  }
  return { nom: nom.join(' '), indices, arrondissement };
}

const sansRepetition = (designations: readonly (Designation | undefined)[]): Designation[] =>
  [...new Set(designations)].filter((une) => une !== undefined);

/** An official code or a postal code: the digits do not tell which. */
function code(lu: string): Indice {
  const { parCode, parCodePostal } = repertoire();
  const officiel = parCode.get(lu);
  return {
    texte: lu,
    accorde: ({ commune, par }) =>
      commune.code === lu ||
      par?.code === lu ||
      officiel?.commune === commune ||
      commune.codesPostaux.includes(lu),
    designe: () => sansRepetition([...(parCodePostal.get(lu) ?? []), officiel]),
  };
}

const codePostal = (lu: string): Indice => ({
  texte: lu,
  accorde: ({ commune }) => commune.codesPostaux.includes(lu),
  designe: () => repertoire().parCodePostal.get(lu) ?? [],
});

/** Cedex numbers are in no list of communes: only the digits of the department are checked for them. */
const codeCedex = (lu: string): Indice => ({
  texte: lu,
  accorde: ({ commune }) => estDistribue(lu, commune.codesPostaux),
  designe: () => repertoire().parCodePostal.get(lu) ?? [],
});

/** Whether a postal code is a commune's, or a Cedex of its department. */
export function estDistribue(lu: string, codesPostaux: readonly string[]): boolean {
  if (codesPostaux.includes(lu)) return true;
  const chiffres = lu.startsWith('97') || lu.startsWith('98') ? 3 : 2;
  return (
    !repertoire().parCodePostal.has(lu) &&
    codesPostaux.some((connu) => connu.slice(0, chiffres) === lu.slice(0, chiffres))
  );
}

/** The number of a department or, for Paris, Lyon and Marseille, of an arrondissement. */
const departement = (numero: string): Indice => ({
  texte: numero,
  accorde: (designation) =>
    estDuDepartement(designation, numero) || aLArrondissement(designation, Number(numero)),
  designe: () => [],
});

/** A department by its name. */
export const departementNomme = (numero: string): Indice => ({
  texte: repertoire().departements.get(numero) ?? numero,
  accorde: (designation) => estDuDepartement(designation, numero),
  designe: () => [],
});

const deLArrondissement = (texte: string, numero: number): Indice => ({
  texte,
  accorde: (designation) => aLArrondissement(designation, numero),
  designe: () => [],
});

const illisible = (texte: string): Indice => ({ texte, accorde: () => false, designe: () => [] });

/** A former commune may have been in another department than the one it joined. */
export const estDuDepartement = ({ commune, par }: Designation, numero: string): boolean =>
  commune.departement === numero ||
  (numero === '20' && /^2[AB]$/.test(commune.departement)) ||
  (par !== null && par.code.startsWith(numero));

const aLArrondissement = ({ commune }: Designation, numero: number): boolean =>
  repertoire().arrondissements.get(commune.code)?.has(numero) ?? false;
