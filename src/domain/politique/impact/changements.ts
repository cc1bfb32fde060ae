/**
 * What may make two versions of a rule file decide differently, change by change; and files that hold some of
 * the changes only.
 */
import { dateFr } from '#src/kernel/francais.ts';
import canonicalize from 'canonicalize';
import type { FichierClos } from '#src/engine/index.ts';
import type { Parametre, Regle } from '#src/engine/format.ts';

export const GENRES_DE_CHANGEMENT = [
  'parametre',
  'regle',
  'fait-derive',
  'fait',
  'contrainte',
  'issue',
  'decision',
] as const;
export type GenreDeChangement = (typeof GENRES_DE_CHANGEMENT)[number];

/**
 * One entry of the file that differs. Titles, messages, sources, scenarios decide nothing: they are left out.
 */
export interface Changement {
  /** `parametre:seuil`, `regle:FERM-002`… */
  readonly id: string;
  readonly genre: GenreDeChangement;
  readonly nom: string;
  /** French, for a reader: « Paramètre « Seuil de durée » ». */
  readonly libelle: string;
  /** French: what became of it. */
  readonly detail: string;
}

type Entrees = ReadonlyMap<string, unknown>;

/** What of each entry counts in a decision, by section. */
function sectionsDe(fichier: FichierClos): Readonly<Record<GenreDeChangement, Entrees>> {
  const { issues, ...decision } = fichier.decision;
  const record = <T>(de: Readonly<Record<string, T>>, utile: (valeur: T) => unknown): Entrees =>
    new Map(Object.entries(de).map(([nom, valeur]) => [nom, utile(valeur)]));
  return {
    parametre: record(fichier.parametres, ({ type, valeurs }) => ({
      type,
      valeurs: valeurs.map(({ du, valeur }) => ({ du, valeur })),
    })),
    regle: new Map(fichier.regles.map(({ id, conditions, issue }) => [id, { conditions, issue }])),
    'fait-derive': record(fichier.faitsDerives, ({ type, valeurs, formule, siPossible }) => ({
      type,
      valeurs,
      formule,
      siPossible,
    })),
    fait: record(
      fichier.faits,
      ({ type, valeurs, min, max, requisSi, requisAvec, facultatif, informatif }) => ({
        type,
        valeurs,
        min,
        max,
        requisSi,
        requisAvec,
        facultatif,
        informatif,
      }),
    ),
    contrainte: new Map(
      (fichier.contraintes ?? []).map(({ id, formule, champ }) => [id, { formule, champ }]),
    ),
    issue: record(issues, ({ etat, gravite }) => ({ etat, gravite })),
    decision: new Map([['decision', decision]]),
  };
}

/**
 * The changes from one version to another, by section, then in the order of the former file, what is new
 * last.
 */
export function changementsEntre(avant: FichierClos, apres: FichierClos): Changement[] {
  const [de, vers] = [sectionsDe(avant), sectionsDe(apres)];
  return GENRES_DE_CHANGEMENT.flatMap((genre) => {
    const noms = new Set([...de[genre].keys(), ...vers[genre].keys()]);
    return [...noms]
      .filter((nom) => canonicalize(de[genre].get(nom)) !== canonicalize(vers[genre].get(nom)))
      .map((nom) => ({
        id: `${genre}:${nom}`,
        genre,
        nom,
        libelle: libelleDe(genre, nom, vers[genre].has(nom) ? apres : avant),
        detail: !de[genre].has(nom)
          ? 'ajouté'
          : !vers[genre].has(nom)
            ? 'retiré'
            : genre === 'parametre'
              ? detailDuParametre(avant.parametres[nom], apres.parametres[nom])
              : 'modifié',
      }));
  });
}

function libelleDe(genre: GenreDeChangement, nom: string, fichier: FichierClos): string {
  switch (genre) {
    case 'parametre':
      return `Paramètre « ${fichier.parametres[nom]?.libelle ?? nom} »`;
    case 'regle':
      return `Règle ${nom} « ${fichier.regles.find(({ id }) => id === nom)?.titre ?? nom} »`;
    case 'fait-derive':
      return `Calcul « ${fichier.faitsDerives[nom]?.libelle ?? nom} »`;
    case 'fait':
      return `Fait « ${fichier.faits[nom]?.libelle ?? nom} »`;
    case 'contrainte':
      return `Contrainte ${nom}`;
    case 'issue':
      return `Issue « ${fichier.decision.issues[nom]?.libelle ?? nom} »`;
    case 'decision':
      return 'Stratégie de décision';
  }
}

const enClair = (valeur: string | number | boolean | undefined): string =>
  valeur === undefined
    ? 'aucune valeur'
    : typeof valeur === 'boolean'
      ? valeur
        ? 'oui'
        : 'non'
      : /^-?\d+\.\d+$/.test(String(valeur))
        ? String(valeur).replace('.', ',')
        : String(valeur);

/**
 * « 3 → 4 à partir du 01/03/2026 », for each day from which the two timelines differ otherwise than the day
 * before.
 */
function detailDuParametre(avant: Parametre | undefined, apres: Parametre | undefined): string {
  const jours = [
    ...new Set([avant, apres].flatMap((parametre) => parametre?.valeurs.map(({ du }) => du) ?? [])),
  ].sort();
  let precedent = '';
  const etapes = jours.flatMap((du) => {
    const [de, vers] = [avant, apres].map(
      (parametre) => parametre?.valeurs.findLast((valeur) => valeur.du <= du)?.valeur,
    );
    const etape = de === vers ? '' : `${enClair(de)} → ${enClair(vers)}`;
    const nouvelle = etape !== '' && etape !== precedent;
    precedent = etape;
    return nouvelle ? [`${etape} à partir du ${dateFr(du)}`] : [];
  });
  return etapes.join(' ; ') || 'modifié';
}

/** Messages play no part in a decision, and would ask for names a partly changed file does not have. */
const MUET = { fr: { muet: { quoi: '', corriger: '' } } };

/**
 * The former file with some of the changes, for judging only: its messages, scenarios and invariants are left
 * out.
 */
export function hybride(avant: FichierClos, apres: FichierClos, pris: ReadonlySet<string>): FichierClos {
  const choisir = <T>(
    genre: GenreDeChangement,
    nom: string,
    ancien: T | undefined,
    nouveau: T | undefined,
  ): T | undefined => (pris.has(`${genre}:${nom}`) ? nouveau : ancien);
  const record = <T>(
    genre: GenreDeChangement,
    anciens: Readonly<Record<string, T>>,
    nouveaux: Readonly<Record<string, T>>,
  ): Record<string, T> =>
    Object.fromEntries(
      [...new Set([...Object.keys(anciens), ...Object.keys(nouveaux)])].flatMap((nom) => {
        const choisi = choisir(genre, nom, propre(anciens, nom), propre(nouveaux, nom));
        return choisi === undefined ? [] : [[nom, choisi] as const];
      }),
    );
  const liste = <T extends { readonly id: string }>(
    genre: GenreDeChangement,
    anciens: readonly T[],
    nouveaux: readonly T[],
  ): T[] => {
    const [de, vers] = [anciens, nouveaux].map(
      (elements) => new Map(elements.map((element) => [element.id, element])),
    );
    return [...new Set([...anciens, ...nouveaux].map(({ id }) => id))].flatMap(
      (id) => choisir(genre, id, de?.get(id), vers?.get(id)) ?? [],
    );
  };
  const issues = record('issue', avant.decision.issues, apres.decision.issues);
  const decision = choisir('decision', 'decision', avant.decision, apres.decision) ?? avant.decision;
  return {
    ...avant,
    parametres: record('parametre', avant.parametres, apres.parametres),
    faits: record('fait', avant.faits, apres.faits),
    faitsDerives: record('fait-derive', avant.faitsDerives, apres.faitsDerives),
    contraintes: liste('contrainte', avant.contraintes ?? [], apres.contraintes ?? []),
    regles: liste('regle', avant.regles, apres.regles).map((regle): Regle => ({ ...regle, message: 'muet' })),
    decision: { ...decision, issues },
    messages: MUET,
    scenarios: [],
    invariants: [],
  };
}

function propre<T>(record: Readonly<Record<string, T>>, nom: string): T | undefined {
  return Object.hasOwn(record, nom) ? record[nom] : undefined;
}
