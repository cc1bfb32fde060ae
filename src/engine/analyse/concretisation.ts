/** From a way through the conditions to a case that follows it. */
import { estEnEuros, estEntier } from '#src/engine/cel/unites.ts';
import type { DeclarationDeFait, TypeDeFait, ValeurJson } from '#src/engine/format.ts';
import { Nombre } from '#src/engine/nombre.ts';
import type { Chemin } from './chemin.ts';
import { entier } from './formes.ts';
import type { Borne } from './inegalites.ts';
import { resoudre } from './inegalites.ts';
import { jourDuRang, rangDuJour } from './jours.ts';
import type { Cas } from './observation.ts';

/** Smallest step people use for a type: a cent, a ten-thousandth of ETP, a day. */
export function pasDe(type: TypeDeFait): Nombre {
  if (type === 'date' || estEntier(type)) return entier(1);
  return new Nombre(1n, estEnEuros(type) ? 100n : 10_000n);
}

/** A number as facts are written; `undefined` when it has no finite decimal form of 10 digits. */
export function ecrireNombre(type: TypeDeFait, valeur: Nombre): ValeurJson | undefined {
  if (type === 'date') return jourDuRang(Number(valeur.n));
  if (estEntier(type)) return valeur.estEntier ? Number(valeur.n) : undefined;
  const arrondi = valeur.arrondi(10, Nombre);
  if (Nombre.compare(arrondi, valeur) !== 0) return undefined;
  const texte = valeur.versDecimal().toFixed();
  return estEnEuros(type) ? texte.replace(/^(-?\d+)$/, '$1.00').replace(/^(-?\d+\.\d)$/, '$10') : texte;
}

/** A given number or date as an exact number (dates in days). */
export function lireNombre(type: TypeDeFait, valeur: ValeurJson | null | undefined): Nombre | undefined {
  if (valeur === null || valeur === undefined || typeof valeur === 'boolean') return undefined;
  if (type === 'date') return entier(rangDuJour(String(valeur)));
  return Nombre.depuisTexte(String(valeur));
}

/**
 * A case that follows the way, staying as close as it can to a base case; `undefined` when no value was
 * found.
 * Terms the analysis does not look into are not forced: the case is to be judged before it is believed.
 */
export function concretiser(chemin: Chemin, base: Cas): Cas | undefined {
  const { faits } = chemin.univers;
  const nombres = resoudre(chemin.inegalites, chemin.univers.estEntiere, (nom, bas, haut) =>
    choisirNombre(faits.get(nom), base[nom], bas, haut),
  );
  if (!nombres) return undefined;
  const cas: Record<string, ValeurJson | null> = { ...base };
  for (const [nom, presence] of chemin.presences) {
    const declaration = faits.get(nom);
    if (!declaration) continue;
    const valeur = presence ? valeurDe(chemin, nom, declaration, nombres.get(nom), base[nom]) : null;
    if (valeur === undefined) return undefined;
    cas[nom] = valeur;
  }
  return cas;
}

function valeurDe(
  chemin: Chemin,
  nom: string,
  declaration: DeclarationDeFait,
  nombre: Nombre | undefined,
  base: ValeurJson | null | undefined,
): ValeurJson | undefined {
  if (nombre) return ecrireNombre(declaration.type, nombre);
  if (declaration.type === 'booleen')
    return chemin.booleens.get(nom) ?? (typeof base === 'boolean' ? base : false);
  const connu = chemin.textes.get(nom);
  if (!connu) return base ?? valeurParDefaut(declaration);
  if (connu.fixe !== undefined) return connu.fixe;
  if (typeof base === 'string' && !connu.exclus.has(base)) return base;
  return (declaration.valeurs ?? ['autre', 'autre texte']).find((valeur) => !connu.exclus.has(valeur));
}

function choisirNombre(
  declaration: DeclarationDeFait | undefined,
  donne: ValeurJson | null | undefined,
  bas: Borne | undefined,
  haut: Borne | undefined,
): Nombre | undefined {
  const type = declaration?.type ?? 'decimal';
  const base = declaration && lireNombre(type, donne);
  const entiers = type === 'date' || (declaration !== undefined && estEntier(type));
  return candidats(base, bas, haut, pasDe(type), entiers).find(
    (candidat) =>
      estEntre(candidat, bas, haut) && (!declaration || ecrireNombre(type, candidat) !== undefined),
  );
}

/** Numbers to try, the nearest to the base first. */
function candidats(
  base: Nombre | undefined,
  bas: Borne | undefined,
  haut: Borne | undefined,
  pas: Nombre,
  entiers: boolean,
): Nombre[] {
  const desBornes = [
    ...(bas ? voisins(bas.valeur, pas, 1, entiers) : []),
    ...(haut ? voisins(haut.valeur, pas, -1, entiers) : []),
  ];
  // A base above the interval is nearest to its upper bound.
  const tropHaut = base && haut && Nombre.compare(base, haut.valeur) >= 0;
  return [
    ...(base ? [base] : []),
    ...(tropHaut ? desBornes.toSorted((a, b) => Nombre.compare(b, a)) : desBornes),
    ...(bas && haut && !entiers ? [bas.valeur.plus(haut.valeur, Nombre).par(entier(2), Nombre)] : []),
    ...(bas || haut ? [] : [entier(0)]),
  ];
}

/**
 * The bound itself, rounded into the interval where it must be whole or written with few digits, and one step
 * inside.
 */
function voisins(borne: Nombre, pas: Nombre, sens: 1 | -1, entiers: boolean): Nombre[] {
  const grain = entiers ? entier(1) : new Nombre(1n, 10n ** 8n);
  const quotient = borne.par(grain, Nombre);
  const plancher =
    quotient.n >= 0n ? quotient.n / quotient.d : -((-quotient.n + quotient.d - 1n) / quotient.d);
  const rond = new Nombre(
    plancher * quotient.d === quotient.n || sens === -1 ? plancher : plancher + 1n,
    1n,
  ).fois(grain, Nombre);
  const decalage = pas.fois(entier(sens), Nombre);
  return [rond, rond.plus(decalage, Nombre), rond.plus(grain.fois(entier(sens), Nombre), Nombre)];
}

function estEntre(valeur: Nombre, bas: Borne | undefined, haut: Borne | undefined): boolean {
  const dessous = bas ? Nombre.compare(valeur, bas.valeur) : 1;
  const dessus = haut ? Nombre.compare(haut.valeur, valeur) : 1;
  return (dessous > 0 || (dessous === 0 && !bas?.exclue)) && (dessus > 0 || (dessus === 0 && !haut?.exclue));
}

/** A plain value for a fact nothing constrains. */
export function valeurParDefaut({ type, valeurs, min }: DeclarationDeFait, jour = '2019-06-15'): ValeurJson {
  switch (type) {
    case 'booleen':
      return false;
    case 'date':
      return jour;
    case 'enum':
      return valeurs?.[0] ?? '';
    case 'texte':
      return 'texte';
    default:
      return min ?? (estEntier(type) ? 0 : '0');
  }
}
