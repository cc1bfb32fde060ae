/** One small change after the other: what an absent-minded edit of a rule file would do. */
import type { FichierClos } from '#src/engine/cloture.ts';
import { Jour, ajouterJours, estUneDate } from '#src/engine/dates.ts';
import { pasDe, ecrireNombre, lireNombre } from '#src/engine/analyse/concretisation.ts';
import { entier } from '#src/engine/analyse/formes.ts';
import type {
  Comparaison,
  Condition,
  ConditionRacine,
  Regle,
  TypeDeFait,
  ValeurJson,
} from '#src/engine/format.ts';
import { Nombre } from '#src/engine/nombre.ts';
import type { GenreDeMutation, Mutant } from './types.ts';

const AUTRES_OPERATEURS: Readonly<Record<Comparaison['operator'], readonly Comparaison['operator'][]>> = {
  equal: ['notEqual'],
  notEqual: ['equal'],
  in: ['notIn'],
  notIn: ['in'],
  lessThan: ['lessThanInclusive', 'greaterThanInclusive'],
  lessThanInclusive: ['lessThan', 'greaterThan'],
  greaterThan: ['greaterThanInclusive', 'lessThanInclusive'],
  greaterThanInclusive: ['greaterThan', 'lessThan'],
};

/** Every mutant of a closed file, always in the same order. */
export function mutants(fichier: FichierClos): Mutant[] {
  return [
    ...fichier.regles.flatMap((regle, rang) => mutantsDUneRegle(fichier, regle, rang)),
    ...mutantsDesParametres(fichier),
  ];
}

function mutantsDUneRegle(fichier: FichierClos, regle: Regle, rang: number): Mutant[] {
  const remplacer = (...nouvelles: readonly Regle[]): FichierClos => ({
    ...fichier,
    regles: fichier.regles.toSpliced(rang, 1, ...nouvelles),
  });
  const fabriquer = (
    genre: GenreDeMutation,
    precision: string,
    description: string,
    mutant: FichierClos,
  ): Mutant => ({
    id: `${genre}:${regle.id}${precision}`,
    genre,
    regle: regle.id,
    description: `${regle.id} : ${description}`,
    fichier: mutant,
  });
  const trouves = [fabriquer('regle-supprimee', '', 'règle supprimée', remplacer())];
  const autreIssue = suivant(Object.keys(fichier.decision.issues), regle.issue);
  if (autreIssue !== undefined) {
    trouves.push(
      fabriquer(
        'issue-changee',
        '',
        `issue ${regle.issue} remplacée par ${autreIssue}`,
        remplacer({ ...regle, issue: autreIssue }),
      ),
      fabriquer(
        'regle-contredite',
        '',
        `contredite par une règle de mêmes conditions, d’issue ${autreIssue}`,
        remplacer(regle, { ...regle, id: `${regle.id}-BIS`, issue: autreIssue }),
      ),
    );
  }
  const contradiction: ConditionRacine = { all: [regle.conditions, { not: regle.conditions }] };
  trouves.push(
    fabriquer(
      'regle-inatteignable',
      '',
      'conditions rendues contradictoires',
      remplacer({ ...regle, conditions: contradiction }),
    ),
  );
  for (const { chemin, comparaison, reecrire } of comparaisons(regle.conditions)) {
    const avec = (nouvelle: Comparaison | null): FichierClos | undefined => {
      const conditions = reecrire(nouvelle);
      return conditions && !('fact' in conditions) ? remplacer({ ...regle, conditions }) : undefined;
    };
    for (const { genre, precision, description, nouvelle } of variantes(fichier, comparaison)) {
      const mutant = avec(nouvelle);
      if (mutant) trouves.push(fabriquer(genre, `${chemin}${precision}`, description, mutant));
    }
  }
  return trouves;
}

interface Variante {
  readonly genre: GenreDeMutation;
  readonly precision: string;
  readonly description: string;
  readonly nouvelle: Comparaison | null;
}

function variantes(fichier: FichierClos, comparaison: Comparaison): Variante[] {
  const { fact, operator, value } = comparaison;
  const declaration = fichier.faits[fact] ?? fichier.faitsDerives[fact];
  const trouvees: Variante[] = [
    {
      genre: 'condition-retiree',
      precision: '',
      description: `condition sur « ${fact} » retirée`,
      nouvelle: null,
    },
  ];
  for (const autre of AUTRES_OPERATEURS[operator]) {
    trouvees.push({
      genre: 'operateur-change',
      precision: `:${autre}`,
      description: `opérateur de « ${fact} » : ${operator} devient ${autre}`,
      nouvelle: { ...comparaison, operator: autre },
    });
  }
  if (!declaration || (typeof value === 'object' && 'parametre' in value)) return trouvees;
  const valeurs: readonly ValeurJson[] = typeof value === 'object' ? value : [value];
  valeurs.forEach((valeur, rang) => {
    const poser = (genre: GenreDeMutation, autre: ValeurJson): void => {
      const nouvelle =
        typeof value === 'object'
          ? { ...comparaison, value: valeurs.with(rang, autre) }
          : { ...comparaison, value: autre };
      trouvees.push({
        genre,
        precision: `/${rang}:${String(autre)}`,
        description: `valeur de « ${fact} » : ${String(valeur)} devient ${String(autre)}`,
        nouvelle,
      });
    };
    for (const decalee of voisines(declaration.type, valeur)) poser('constante-decalee', decalee);
    if (typeof valeur === 'boolean') poser('valeur-changee', !valeur);
    if (declaration.valeurs && typeof valeur === 'string') {
      poser('valeur-fautive', `${valeur.slice(0, -2)}${valeur.slice(-1)}`);
      const autre = suivant(declaration.valeurs, valeur);
      if (autre !== undefined) poser('valeur-changee', autre);
    }
  });
  return trouvees;
}

/** The value one unit below and one unit above. */
function voisines(type: TypeDeFait, valeur: ValeurJson): ValeurJson[] {
  if (type === 'booleen' || type === 'enum' || type === 'texte' || typeof valeur === 'boolean') return [];
  if (type === 'date')
    return typeof valeur === 'string' && estUneDate(valeur)
      ? [-1, 1].map((jours) => ajouterJours(new Jour(valeur), jours).iso)
      : [];
  const centre = lireNombre(type, valeur);
  if (!centre) return [];
  return [-1, 1].flatMap(
    (pas) => ecrireNombre(type, centre.plus(pasDe(type).fois(entier(pas), Nombre), Nombre)) ?? [],
  );
}

function suivant(valeurs: readonly string[], valeur: string): string | undefined {
  const autre = valeurs[(valeurs.indexOf(valeur) + 1) % valeurs.length];
  return autre === valeur ? undefined : autre;
}

interface Place {
  readonly chemin: string;
  readonly comparaison: Comparaison;
  /**
   * The whole condition with this comparison replaced, or removed; `undefined` when its group would be empty.
   */
  readonly reecrire: (nouvelle: Comparaison | null) => Condition | undefined;
}

function comparaisons(condition: Condition, chemin = ''): Place[] {
  if ('fact' in condition)
    return [{ chemin, comparaison: condition, reecrire: (nouvelle) => nouvelle ?? undefined }];
  if ('not' in condition) {
    return comparaisons(condition.not, `${chemin}/not`).map((place) => ({
      ...place,
      reecrire: (nouvelle) => {
        const dedans = place.reecrire(nouvelle);
        return dedans && { not: dedans };
      },
    }));
  }
  const enfants = 'all' in condition ? condition.all : condition.any;
  const regrouper = (nouveaux: readonly Condition[]): Condition =>
    'all' in condition ? { all: nouveaux } : { any: nouveaux };
  return enfants.flatMap((enfant, rang) =>
    comparaisons(enfant, `${chemin}/${rang}`).map((place) => ({
      ...place,
      reecrire: (nouvelle) => {
        const dedans = place.reecrire(nouvelle);
        if (dedans) return regrouper(enfants.with(rang, dedans));
        return enfants.length > 1 ? regrouper(enfants.toSpliced(rang, 1)) : undefined;
      },
    })),
  );
}

function mutantsDesParametres(fichier: FichierClos): Mutant[] {
  return Object.entries(fichier.parametres).flatMap(([nom, parametre]) =>
    parametre.valeurs.flatMap((datee, rang) => {
      const { valeur } = datee;
      const autres: ValeurJson[] = voisines(parametre.type, valeur);
      if (typeof valeur === 'boolean') autres.push(!valeur);
      if (parametre.valeursPossibles)
        autres.push(...parametre.valeursPossibles.filter((autre) => autre !== valeur));
      return autres.map(
        (autre): Mutant => ({
          id: `parametre-decale:${nom}/${rang}:${String(autre)}`,
          genre: 'parametre-decale',
          regle: null,
          description: `paramètre « ${nom} » au ${datee.du} : ${String(valeur)} devient ${String(autre)}`,
          fichier: {
            ...fichier,
            parametres: {
              ...fichier.parametres,
              [nom]: { ...parametre, valeurs: parametre.valeurs.with(rang, { ...datee, valeur: autre }) },
            },
          },
        }),
      );
    }),
  );
}
