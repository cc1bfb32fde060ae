/** Conditions of a rule file: known facts and parameters, same types, values inside their domains. */
import { TYPES_NUMERIQUES } from '#src/engine/cel/unites.ts';
import type { JeuCompile } from '#src/engine/jeu-compile.ts';
import { typesDesNoms } from '#src/engine/compiler.ts';
import { OPERATEURS_D_ORDRE } from '#src/engine/conditions.ts';
import type { Signaler } from '#src/engine/erreurs.ts';
import { plusProche } from '#src/engine/erreurs.ts';
import { convertir, ordonner } from '#src/engine/faits.ts';
import type {
  Comparaison,
  Condition,
  FichierDeRegles,
  Operande,
  TypeDeFait,
  ValeurJson,
} from '#src/engine/format.ts';

/** A comparison, where it stands, and the names it may read. */
export interface ComparaisonSituee {
  readonly comparaison: Comparaison;
  readonly chemin: string;
  readonly regle: string | undefined;
  readonly lisibles: ReadonlySet<string>;
}

/** Every comparison of the file: rules, `requisSi`, `siPossible`. */
export function toutesLesComparaisons(fichier: FichierDeRegles): ComparaisonSituee[] {
  const faits = new Set(
    Object.entries(fichier.faits)
      .filter(([, { informatif }]) => !informatif)
      .map(([nom]) => nom),
  );
  const derives = Object.keys(fichier.faitsDerives);
  const trouvees: ComparaisonSituee[] = [];
  for (const [nom, { requisSi }] of Object.entries(fichier.faits)) {
    if (requisSi) trouvees.push(...comparaisons(requisSi, `/faits/${nom}/requisSi`, undefined, faits));
  }
  Object.entries(fichier.faitsDerives).forEach(([nom, { siPossible }], rang) => {
    const plusHaut = new Set([...faits, ...derives.slice(0, rang)]);
    if (siPossible)
      trouvees.push(...comparaisons(siPossible, `/faitsDerives/${nom}/siPossible`, undefined, plusHaut));
  });
  const tous = new Set([...faits, ...derives]);
  fichier.regles.forEach(({ id, conditions }, rang) =>
    trouvees.push(...comparaisons(conditions, `/regles/${rang}/conditions`, id, tous)),
  );
  return trouvees;
}

function comparaisons(
  condition: Condition,
  chemin: string,
  regle: string | undefined,
  lisibles: ReadonlySet<string>,
): ComparaisonSituee[] {
  if ('fact' in condition) return [{ comparaison: condition, chemin, regle, lisibles }];
  if ('not' in condition) return comparaisons(condition.not, `${chemin}/not`, regle, lisibles);
  const [groupe, enfants] = 'all' in condition ? ['all', condition.all] : ['any', condition.any];
  return enfants.flatMap((enfant, rang) =>
    comparaisons(enfant, `${chemin}/${groupe}/${rang}`, regle, lisibles),
  );
}

export function controlerConditions(fichier: FichierDeRegles, jeu: JeuCompile, signaler: Signaler): void {
  const types = typesDesNoms(jeu.fichier);
  for (const { comparaison, chemin, regle, lisibles } of toutesLesComparaisons(fichier)) {
    const dire = (message: string): void => signaler(chemin, message, regle);
    const type = types.get(comparaison.fact);
    if (type === undefined || !lisibles.has(comparaison.fact)) {
      const proche = plusProche(comparaison.fact, [...lisibles]);
      dire(
        `le fait « ${comparaison.fact} » ne peut pas être lu ici : il n’est pas déclaré, ou pas encore calculé.${proche === undefined ? '' : ` Vouliez-vous dire « ${proche} » ?`}`,
      );
      continue;
    }
    if (OPERATEURS_D_ORDRE.has(comparaison.operator) && !ORDONNES.has(type)) {
      dire(
        `l’opérateur ${comparaison.operator} n’a pas de sens pour « ${comparaison.fact} », de type ${type}.`,
      );
    }
    controlerOperande(fichier, jeu, comparaison, type, dire);
  }
}

const ORDONNES: ReadonlySet<TypeDeFait> = new Set([...TYPES_NUMERIQUES, 'date']);

function controlerOperande(
  fichier: FichierDeRegles,
  jeu: JeuCompile,
  { fact, value, operator }: Comparaison,
  type: TypeDeFait,
  dire: (message: string) => void,
): void {
  const domaine = jeu.fichier.faits[fact] ?? jeu.fichier.faitsDerives[fact];
  if (estUnRenvoi(value)) {
    const parametre = jeu.fichier.parametres[value.parametre];
    if (!parametre) return dire(`le paramètre « ${value.parametre} » n’est pas déclaré.`);
    if (parametre.type !== type)
      return dire(
        `« ${fact} » est de type ${type} et le paramètre « ${value.parametre} » de type ${parametre.type} : on ne compare que des valeurs du même type.`,
      );
    const etrangeres =
      parametre.valeursPossibles?.filter((valeur) => domaine?.valeurs && !domaine.valeurs.includes(valeur)) ??
      [];
    if (etrangeres.length > 0)
      dire(
        `le paramètre « ${value.parametre} » peut valoir ${etrangeres.join(', ')}, hors du domaine de « ${fact} ».`,
      );
    if (operator === 'in' || operator === 'notIn') dire(`l’opérateur ${operator} attend une liste.`);
    return;
  }
  for (const constante of Array.isArray(value) ? value : [value])
    controlerConstante(fichier, fact, type, constante, domaine?.valeurs, dire);
}

function estUnRenvoi(operande: Operande): operande is { readonly parametre: string } {
  return typeof operande === 'object' && 'parametre' in operande;
}

function controlerConstante(
  fichier: FichierDeRegles,
  fact: string,
  type: TypeDeFait,
  constante: ValeurJson,
  valeurs: readonly string[] | undefined,
  dire: (message: string) => void,
): void {
  const lue = convertir(type, constante);
  if ('refus' in lue) return dire(`la valeur comparée à « ${fact} » ${lue.refus}`);
  if (valeurs && !valeurs.includes(String(constante)))
    return dire(`« ${String(constante)} » n’est pas une valeur de « ${fact} » (${valeurs.join(', ')}).`);
  const { min, max } = fichier.faits[fact] ?? {};
  for (const [borne, signe] of [
    [min, 1],
    [max, -1],
  ] as const) {
    const limite = borne === undefined ? undefined : convertir(type, borne);
    if (!limite || 'refus' in limite) continue;
    const ecart = ordonner(lue.valeur, limite.valeur);
    if (ecart !== undefined && ecart * signe < 0)
      dire(
        `la valeur ${String(constante)} sort du domaine de « ${fact} » : la comparaison donne toujours la même réponse.`,
      );
  }
}
