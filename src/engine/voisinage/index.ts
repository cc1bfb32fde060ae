/**
 * What would have to change for another outcome: each fact in turn, all the others left as they are, over its
 * interesting
 * values; the nearest value that gives each other outcome is kept. Changes of several facts together are not
 * searched.
 */
import { estEntier } from '#src/engine/cel/unites.ts';
import type { JeuCompile } from '#src/engine/jeu-compile.ts';
import { ajouterJours, joursEntre, Jour } from '#src/engine/dates.ts';
import { evaluateurDirect } from '#src/engine/direct/index.ts';
import { DefautDeRegle, FaitRefuse } from '#src/engine/erreurs.ts';
import type { Decision, DeclarationDeFait, ValeurJson } from '#src/engine/format.ts';
import { Nombre } from '#src/engine/nombre.ts';

export type Cas = Readonly<Record<string, ValeurJson | null>>;

/** One change of one fact, and what it gives. */
export interface Changement {
  readonly fait: string;
  readonly de: ValeurJson | null;
  readonly vers: ValeurJson;
  readonly etat: Decision['etat'];
  readonly issues: readonly string[];
}

/**
 * Nearest changes of one fact that give another outcome, at most one by fact and outcome. Cases whose facts
 * are refused or missing are left out.
 */
export function changementsProches(jeu: JeuCompile, date: string, cas: Cas): Changement[] {
  const { juger } = evaluateurDirect(jeu);
  const essayer = (essai: Cas): Decision | undefined => {
    try {
      const decision = juger(date, essai);
      return decision.etat === 'faits-manquants' ? undefined : decision;
    } catch (erreur) {
      if (erreur instanceof FaitRefuse || erreur instanceof DefautDeRegle) return undefined;
      throw erreur;
    }
  };
  const depart = essayer(cas);
  if (!depart) return [];
  const seuils = constantesDe(jeu, date, cas);
  return [...jeu.faits].flatMap(([nom, declaration]): Changement[] => {
    if (declaration.informatif) return [];
    const actuelle = cas[nom] ?? null;
    const parIssue = new Map<string, Changement>();
    for (const vers of new Set(candidats(declaration, actuelle, seuils))) {
      if (vers === actuelle) continue;
      const decision = essayer({ ...cas, [nom]: vers });
      if (!decision || cleDe(decision) === cleDe(depart)) continue;
      const connu = parIssue.get(cleDe(decision));
      if (!connu || distance(actuelle, vers) < distance(actuelle, connu.vers))
        parIssue.set(cleDe(decision), {
          fait: nom,
          de: actuelle,
          vers,
          etat: decision.etat,
          issues: decision.issues,
        });
    }
    const meme =
      (cle: string) =>
      (valeur: ValeurJson): boolean => {
        const decision = essayer({ ...cas, [nom]: valeur });
        return decision !== undefined && cleDe(decision) === cle;
      };
    return [...parIssue].map(([cle, changement]) => ({
      ...changement,
      vers: auPlusPres(declaration, actuelle, changement.vers, meme(cle)),
    }));
  });
}

const cleDe = ({ etat, issues }: Decision): string => `${etat}:${[...issues].sort().join()}`;

type Constantes = { readonly nombres: readonly Nombre[]; readonly jours: readonly string[] };

/**
 * Numbers and dates the file or the case names: thresholds, parameters in force, values of scenarios, other
 * facts.
 */
function constantesDe(jeu: JeuCompile, date: string, cas: Cas): Constantes {
  const nombres = new Map<string, Nombre>();
  const jours = new Set<string>();
  const retenir = (valeur: unknown): void => {
    if (valeur instanceof Nombre) nombres.set(valeur.toString(), valeur);
    else if (valeur instanceof Jour) jours.add(valeur.iso);
    else if (
      typeof valeur === 'number' ||
      (typeof valeur === 'string' && /^-?\d{1,15}(\.\d{1,20})?$/.test(valeur))
    )
      retenir(Nombre.depuisTexte(String(valeur)));
    else if (typeof valeur === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(valeur)) jours.add(valeur);
    else if (Array.isArray(valeur)) for (const element of valeur) retenir(element);
  };
  for (const { valeur } of jeu.instantane(date).parametres.values()) retenir(valeur);
  for (const valeur of Object.values(cas)) retenir(valeur);
  for (const { etantDonne } of jeu.fichier.scenarios)
    for (const valeur of Object.values(etantDonne)) retenir(valeur);
  for (const { conditions } of jeu.fichier.regles)
    for (const brute of JSON.stringify(conditions).matchAll(/"value":("[^"]*"|-?[\d.]+)/g))
      retenir(JSON.parse(brute[1] ?? 'null'));
  return { nombres: [...nombres.values()], jours: [...jours] };
}

const JOURS_VOISINS = [-366, -184, -92, -31, -1, 1, 31, 92, 184, 366];

function candidats(
  declaration: DeclarationDeFait,
  actuelle: ValeurJson | null,
  { nombres, jours }: Constantes,
): ValeurJson[] {
  const { type, valeurs = [], min, max } = declaration;
  const bornes = [min, max].filter((borne) => borne !== undefined);
  switch (type) {
    case 'booleen':
      return [true, false].filter((valeur) => valeur !== actuelle);
    case 'enum':
      return valeurs.filter((valeur) => valeur !== actuelle);
    case 'texte':
      return [];
    case 'date': {
      const centres =
        typeof actuelle === 'string'
          ? JOURS_VOISINS.map((ecart) => ajouterJours(new Jour(actuelle), ecart).iso)
          : [];
      return [
        ...jours.flatMap((jour) => [
          jour,
          ajouterJours(new Jour(jour), 1).iso,
          ajouterJours(new Jour(jour), -1).iso,
        ]),
        ...centres,
      ];
    }
    default: {
      const entier = estEntier(type);
      const pas = entier ? new Nombre(1n, 1n) : new Nombre(1n, 100n);
      const centres = [
        ...nombres,
        new Nombre(0n, 1n),
        ...(actuelle === null ? [] : [Nombre.depuisTexte(String(actuelle))]),
      ];
      const autour = centres.flatMap((centre) => [
        centre,
        centre.plus(pas, Nombre),
        centre.moins(pas, Nombre),
      ]);
      return [
        ...bornes,
        ...autour.filter((nombre) => !entier || nombre.estEntier).map((nombre) => enJson(nombre, entier)),
      ];
    }
  }
}

const enJson = (nombre: Nombre, entier: boolean): ValeurJson =>
  entier ? Number(nombre.toString()) : nombre.toString();

/** How far a value is from the present one; codes and unknown values are all as far. */
function distance(a: ValeurJson | null, b: ValeurJson): number {
  if (typeof a === 'string' && typeof b === 'string' && /^\d{4}-/.test(a) && /^\d{4}-/.test(b))
    return Math.abs(joursEntre(new Jour(a), new Jour(b)));
  const ecart = Math.abs(Number(a) - Number(b));
  return a === null || Number.isNaN(ecart) ? 0 : ecart;
}

/** Steps of the dichotomy: enough for a century of days, or a million to the cent. */
const PAS_MAX = 32;

/** Comes back from a value that gives the outcome towards the present one, as long as the outcome stays. */
function auPlusPres(
  { type }: DeclarationDeFait,
  actuelle: ValeurJson | null,
  trouvee: ValeurJson,
  donne: (valeur: ValeurJson) => boolean,
): ValeurJson {
  if (actuelle === null || type === 'enum' || type === 'booleen' || type === 'texte') return trouvee;
  const [versRang, depuisRang] = reperes(type, actuelle);
  let [proche, loin] = [0n, versRang(trouvee)];
  for (let pas = 0; pas < PAS_MAX; pas++) {
    const milieu = (proche + loin) / 2n;
    if (milieu === proche || milieu === loin) break;
    if (donne(depuisRang(milieu))) loin = milieu;
    else proche = milieu;
  }
  return donne(depuisRang(loin)) ? depuisRang(loin) : trouvee;
}

/** Values as whole ranks counted from the present one: days, units or hundredths. */
function reperes(
  type: DeclarationDeFait['type'],
  actuelle: ValeurJson,
): [(valeur: ValeurJson) => bigint, (rang: bigint) => ValeurJson] {
  if (type === 'date') {
    const depart = new Jour(String(actuelle));
    return [
      (valeur) => BigInt(joursEntre(depart, new Jour(String(valeur)))),
      (rang) => ajouterJours(depart, Number(rang)).iso,
    ];
  }
  const entier = estEntier(type);
  const echelle = entier ? 1n : 100n;
  const depart = Nombre.depuisTexte(String(actuelle));
  return [
    (valeur) => {
      const ecart = Nombre.depuisTexte(String(valeur)).moins(depart, Nombre);
      return (ecart.n * echelle) / ecart.d;
    },
    (rang) => enJson(depart.plus(new Nombre(rang, echelle), Nombre), entier),
  ];
}
