import {
  decomposer,
  departementNomme,
  type Indice,
  type TexteDeCommune,
} from '#src/domain/territoire/commune/indices.ts';
import { comparable, souder } from '#src/domain/territoire/commune/noms.ts';
import { ecrireCommune } from '#src/domain/territoire/commune/dire.ts';
import { proches, uneFoisChacune } from '#src/domain/territoire/commune/proches.ts';
import {
  comparerPopulation,
  repertoire,
  type Designation,
} from '#src/domain/territoire/commune/repertoire.ts';

/** What a text says of a commune. */
export type CommuneLue =
  /**
   * One commune. `code` is what to keep: that of today, unless the text is a stored former code as we write
   * it.
   */
  | { readonly etat: 'comprise'; readonly code: string; readonly designation: Designation }
  /** Several communes answer to all that was written. */
  | { readonly etat: 'ambigue'; readonly candidates: readonly Designation[] }
  /** The name designates some communes, what stands beside it others or none. */
  | {
      readonly etat: 'desaccord';
      readonly selonNom: readonly Designation[];
      readonly selonIndices: readonly Designation[];
      readonly indices: readonly string[];
    }
  /** No commune has that name or that code; those that come near. */
  | { readonly etat: 'inconnue'; readonly propositions: readonly Designation[] };

/** A text that cannot be kept. */
export type CommuneRefusee = Exclude<CommuneLue, { readonly etat: 'comprise' }>;

const PROPOSITIONS = 8;

/**
 * Reads a commune as people write it: name, postal code, official code, department, arrondissement, Cedex, in
 * any order.
 * All that is written must agree on one commune: a code never wins over the name beside it, and the beginning
 * of a name
 * is proposed, never taken for the whole.
 */
export function lireCommune(texte: string): CommuneLue {
  const ecrite = ecriteParNous(texte);
  if (ecrite) return { etat: 'comprise', code: ecrite.par?.code ?? ecrite.commune.code, designation: ecrite };
  const [gauche = '', droite] = texte.split(VERS_AUJOURD_HUI);
  // « Tessy-sur-Vire, aujourd’hui Tessy-Bocage (50) »: the commune of today is one more thing that must
  // agree.
  const lu = decomposer(gauche);
  return lireTexte(droite === undefined ? lu : { ...lu, indices: [...lu.indices, estAujourdHui(droite)] });
}

const VERS_AUJOURD_HUI = /,? (?:aujourd.hui|commune de) /i;
const CODE_ECRIT = /\((\d[0-9AB]\d{3})\)\s*$/i;

/** A text that is ours, word for word: the code in it is the stored one. */
function ecriteParNous(texte: string): Designation | null {
  const code = CODE_ECRIT.exec(texte)?.[1]?.toUpperCase();
  const designation = code === undefined ? undefined : repertoire().parCode.get(code);
  return code !== undefined && designation && comparable(texte) === comparable(ecrireCommune(code))
    ? designation
    : null;
}

function estAujourdHui(texte: string): Indice {
  const lue = lireTexte(decomposer(texte));
  const designees =
    lue.etat === 'comprise' ? [lue.designation] : lue.etat === 'ambigue' ? lue.candidates : [];
  const communes = new Set(designees.map(({ commune }) => commune));
  return { texte: texte.trim(), accorde: ({ commune }) => communes.has(commune), designe: () => designees };
}

function lireTexte(lu: TexteDeCommune): CommuneLue {
  if (lu.nom === '') return lireIndices(lu.indices);
  for (const { nom, indice } of lecturesDuNom(lu.nom)) {
    const nommees = nommeesExactement(nom);
    const perdues = repertoire().parNomPerdu.get(nom) ?? [];
    if (nommees.length + perdues.length === 0) continue;
    const indices = indice ? [...lu.indices, indice] : lu.indices;
    const lue = accorder(
      indices.length === 0 ? [...nommees, ...plusGrandes(perdues, nommees)] : nommees,
      indices,
      lu.arrondissement,
    );
    // A name of today is enough; one no longer borne counts where none of today agrees, or only that of a
    // former commune.
    const suffit =
      lue.etat === 'ambigue' || (lue.etat === 'comprise' && lue.designation.par?.nature !== 'ancienne');
    return perdues.length === 0 || suffit
      ? lue
      : accorder([...nommees, ...perdues], indices, lu.arrondissement);
  }
  return { etat: 'inconnue', propositions: proches(lu.nom, lu.indices, PROPOSITIONS) };
}

function lireIndices(indices: readonly Indice[]): CommuneLue {
  const designees = uneParCommune(
    indices
      .flatMap((indice) => [...indice.designe()])
      .filter((une) => indices.every((indice) => indice.accorde(une))),
  );
  const [seule, ...autres] = designees;
  if (!seule) return { etat: 'inconnue', propositions: proches('', indices, PROPOSITIONS) };
  return autres.length === 0 ? comprise(seule) : { etat: 'ambigue', candidates: designees };
}

function accorder(
  nommees: readonly Designation[],
  indices: readonly Indice[],
  arrondissement: number | null,
): CommuneLue {
  const accordees = uneParCommune(nommees.filter((une) => indices.every((indice) => indice.accorde(une))));
  const [seule, ...autres] = accordees;
  if (seule)
    return autres.length === 0
      ? comprise(parArrondissement(seule, arrondissement))
      : { etat: 'ambigue', candidates: accordees };
  const contraires = indices.filter((indice) => !nommees.some((une) => indice.accorde(une)));
  const enCause = contraires.length > 0 ? contraires : indices;
  return {
    etat: 'desaccord',
    selonNom: uneParCommune(nommees),
    indices: enCause.map(({ texte }) => texte),
    selonIndices: uneParCommune(enCause.flatMap((indice) => [...indice.designe()])),
  };
}

const comprise = (designation: Designation): CommuneLue => ({
  etat: 'comprise',
  code: designation.commune.code,
  designation,
});

/** « Paris 15 » is Paris, told as its 15th arrondissement. */
const parArrondissement = (designation: Designation, numero: number | null): Designation =>
  (numero === null ? undefined : repertoire().arrondissements.get(designation.commune.code)?.get(numero)) ??
  designation;

/**
 * Communes that bore a name themselves until they changed it, larger than each that bears it today: « Le Puy
 * » alone may be Le Puy-en-Velay.
 */
const plusGrandes = (
  perdues: readonly Designation[],
  nommees: readonly Designation[],
): readonly Designation[] =>
  perdues.filter(
    ({ commune, par }) =>
      nommees.length > 0 &&
      par?.code === commune.code &&
      nommees.every((nommee) => commune.population > nommee.commune.population),
  );

/** Communes that have this name whole; a name written in one word may be that of several words. */
function nommeesExactement(nom: string): readonly Designation[] {
  const { parNom, parNomSoude } = repertoire();
  const exactes = parNom.get(nom);
  const mots = nom.split(' ').length;
  const soudees = (parNomSoude.get(souder(nom)) ?? []).filter(
    (cle) => cle !== nom && (!exactes || cle.split(' ').length > mots),
  );
  return soudees.length === 0
    ? (exactes ?? [])
    : [...(exactes ?? []), ...soudees.flatMap((cle) => parNom.get(cle) ?? [])];
}

const MAIRIE = /^(?:la )?(?:commune|mairie|ville) d(e|u|es)? /;
const ARTICLE_CONTRACTE: Readonly<Record<string, string>> = { u: 'le ', es: 'les ' };
const MOTS_D_UN_DEPARTEMENT = 6;

/**
 * Ways to understand the words: as the name alone; else with a department named at the end; else without «
 * mairie de » or « France ».
 */
function* lecturesDuNom(nom: string): Generator<{ readonly nom: string; readonly indice?: Indice }> {
  yield { nom };
  yield* avecDepartement(nom);
  const depouille = nom
    .replace(MAIRIE, (_tout, fin: string | undefined) => ARTICLE_CONTRACTE[fin ?? ''] ?? '')
    .replace(/ france$/, '');
  if (depouille === nom) return;
  yield { nom: depouille };
  yield* avecDepartement(depouille);
}

function* avecDepartement(nom: string): Generator<{ readonly nom: string; readonly indice: Indice }> {
  const mots = nom.split(' ');
  for (let debut = Math.max(1, mots.length - MOTS_D_UN_DEPARTEMENT); debut < mots.length; debut += 1) {
    const numero = repertoire().departementsParNom.get(mots.slice(debut).join(' '));
    if (numero !== undefined) yield { nom: mots.slice(0, debut).join(' '), indice: departementNomme(numero) };
  }
}

/** Each commune once, by its own name rather than by a former one; the most populated first. */
function uneParCommune(designations: readonly Designation[]): readonly Designation[] {
  if (designations.length < 2) return designations;
  return uneFoisChacune([...designations].sort(comparerPopulation));
}
