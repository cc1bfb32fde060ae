/**
 * Random rule files: facts of every type, conditions of every operator, both strategies, dated parameters,
 * derived facts.
 */
import type { FichierClos } from '#src/engine/cloture.ts';
import type {
  Comparaison,
  Condition,
  ConditionRacine,
  ContrainteDeFaits,
  DeclarationDeFait,
  FaitDerive,
  Issue,
  Operande,
  Parametre,
  Regle,
  TypeDeFait,
  ValeurJson,
} from '#src/engine/format.ts';
import { clos } from '../appui.ts';
import { RedacteurDeFormules } from './formules-generees.ts';
import type { Hasard } from './hasard.ts';
import { ORDONNES, TYPES, VALEURS_D_ENUM, valeurDe } from './valeurs-generees.ts';

const CITATION = { sources: ['SRC-1#a'], certitude: 'explicite' } as const;
/** Days on which a parameter may change; cases are dated around them. */
export const CHANGEMENTS = ['2018-01-01', '2019-06-01', '2020-01-01'] as const;
const EGALITES: readonly Comparaison['operator'][] = ['equal', 'notEqual', 'in', 'notIn'];
const ORDRES: readonly Comparaison['operator'][] = [
  'lessThan',
  'lessThanInclusive',
  'greaterThan',
  'greaterThanInclusive',
];
const ISSUES: Record<string, Issue> = {
  CONFORME: { libelle: 'Conforme', gravite: 'information' },
  DECIDEE: { libelle: 'Décidée', gravite: 'bloquant', etat: 'decide' },
  HUMAINE: { libelle: 'Humaine', gravite: 'avertissement', etat: 'decision-humaine', decideur: 'ca' },
  MUETTE: { libelle: 'Muette', gravite: 'avertissement', etat: 'source-muette' },
};

interface Nomme {
  readonly nom: string;
  readonly type: TypeDeFait;
}

/**
 * A closed rule file. One in a few does not compile (a formula between wrong types): the compiler is right,
 * draw another.
 */
export function fichierGenere(de: Hasard): FichierClos {
  const declares = Array.from(
    { length: de.entier(2, 5) },
    (_, rang): Nomme => ({ nom: `fait${rang}`, type: de.parmi(TYPES) }),
  );
  const parametres = Array.from(
    { length: de.entier(0, 3) },
    (_, rang): Nomme => ({
      nom: `parametre${rang}`,
      type: de.chance(0.7) ? de.parmi(declares).type : de.parmi(TYPES),
    }),
  );
  const faits = Object.fromEntries(
    declares.map((fait, rang) => [fait.nom, declaration(fait, declares.slice(0, rang), parametres, de)]),
  );
  const lisibles = declares.filter(({ nom }) => !faits[nom]?.informatif);
  const faitsDerives: Record<string, FaitDerive> = {};
  const connus = [...lisibles];
  for (let rang = de.entier(-1, 2); rang > 0; rang--) {
    const derive: Nomme = { nom: `derive${rang}`, type: de.parmi(TYPES) };
    const siPossible =
      connus.length > 0 && de.chance(0.3) ? { siPossible: racine(connus, parametres, de) } : {};
    faitsDerives[derive.nom] = {
      libelle: derive.nom,
      type: derive.type,
      formule: formule(derive.type, [...connus, ...parametres], de),
      ...domaine(derive.type),
      ...siPossible,
      ...CITATION,
    };
    connus.push(derive);
  }
  const unique = de.chance(0.4);
  return clos({
    id: 'genere',
    faits,
    parametres: Object.fromEntries(
      parametres.map((parametre) => [parametre.nom, chronologie(parametre, de)]),
    ),
    contraintes: de.chance(0.2) ? [contrainte(lisibles, de)] : [],
    faitsDerives,
    decision: unique
      ? { strategie: 'unique', siAucuneRegle: 'erreur', siFaitManquant: 'suspendre', issues: ISSUES }
      : { strategie: 'cumul', siAucuneRegle: 'CONFORME', siFaitManquant: 'suspendre', issues: ISSUES },
    regles:
      connus.length === 0
        ? []
        : unique && de.chance(0.7)
          ? complementaires(connus, parametres, de)
          : Array.from({ length: de.entier(1, 3) }, (_, rang) =>
              regle(rang, racine(connus, parametres, de), de),
            ),
    messages: {
      fr: {
        depasse: { quoi: `Vaut {${de.parmi([...declares, ...parametres]).nom}}.`, corriger: 'Corrigez.' },
      },
    },
    scenarios: [],
  });
}

function domaine(type: TypeDeFait): { valeurs?: readonly string[] } {
  return type === 'enum' ? { valeurs: VALEURS_D_ENUM } : {};
}

function declaration(
  { nom, type }: Nomme,
  avant: readonly Nomme[],
  parametres: readonly Nomme[],
  de: Hasard,
): DeclarationDeFait {
  const simple = { libelle: nom, type, origine: 'Écran', ...domaine(type) };
  const borne =
    ORDONNES.has(type) && de.chance(0.1) ? { [de.parmi(['min', 'max'])]: valeurDe(type, de) } : {};
  const besoin = avant.length === 0 ? 0 : de.entier(0, 9);
  if (besoin === 1) return { ...simple, ...borne, requisSi: racine(avant, parametres, de) };
  if (besoin === 2) return { ...simple, ...borne, requisAvec: [de.parmi(avant).nom] };
  if (besoin === 3) return { ...simple, informatif: true };
  if (besoin === 4) return { ...simple, ...borne, facultatif: true };
  return { ...simple, ...borne };
}

function formule(type: TypeDeFait, noms: readonly Nomme[], de: Hasard): string {
  const parType = new Map<TypeDeFait, string[]>();
  for (const { nom, type: celui } of noms) parType.set(celui, [...(parType.get(celui) ?? []), nom]);
  return noms.length === 0 ? 'true' : new RedacteurDeFormules(parType, de).ecrire(type, 3);
}

function contrainte(noms: readonly Nomme[], de: Hasard): ContrainteDeFaits {
  return {
    id: 'C1',
    formule: formule('booleen', noms, de),
    champ: noms[0]?.nom ?? 'fait0',
    message: 'Ces faits ne vont pas ensemble.',
  };
}

function chronologie({ nom, type }: Nomme, de: Hasard): Parametre {
  const dates = CHANGEMENTS.filter((_, rang) => rang === 0 || de.chance(0.5));
  const valeurs = dates.map((du) => ({
    du,
    valeur: valeurDe(type, de),
    derniereVerification: '2019-01-01',
    ...CITATION,
  }));
  return { libelle: nom, type, valeurs, ...(type === 'enum' ? { valeursPossibles: VALEURS_D_ENUM } : {}) };
}

function regle(rang: number, conditions: ConditionRacine, de: Hasard): Regle {
  const issue = de.parmi(['DECIDEE', 'HUMAINE', 'MUETTE']);
  return {
    id: `GEN-00${rang + 1}`,
    titre: 'Règle',
    conditions,
    issue,
    champs: [],
    message: 'depasse',
    ...CITATION,
  };
}

/** Rules of which exactly one holds, as long as every fact is known. */
function complementaires(noms: readonly Nomme[], parametres: readonly Nomme[], de: Hasard): Regle[] {
  const [a, b] = [racine(noms, parametres, de), racine(noms, parametres, de)];
  return [a, { all: [{ not: a }, b] }, { not: { any: [a, b] } }].map((conditions, rang) =>
    regle(rang, conditions, de),
  );
}

function racine(noms: readonly Nomme[], parametres: readonly Nomme[], de: Hasard): ConditionRacine {
  const choix = de.entier(0, 9);
  if (choix === 0) return { not: condition(noms, parametres, de, 2) };
  const conditions = Array.from({ length: de.entier(1, 3) }, () => condition(noms, parametres, de, 2));
  return choix < 6 ? { all: conditions } : { any: conditions };
}

function condition(
  noms: readonly Nomme[],
  parametres: readonly Nomme[],
  de: Hasard,
  profondeur: number,
): Condition {
  if (profondeur > 0 && de.chance(0.3)) {
    const sous = Array.from({ length: de.entier(1, 2) }, () =>
      condition(noms, parametres, de, profondeur - 1),
    );
    return de.chance(0.3)
      ? { not: condition(noms, parametres, de, profondeur - 1) }
      : de.chance(0.5)
        ? { all: sous }
        : { any: sous };
  }
  const { nom, type } = de.parmi(noms);
  const operator = de.parmi(ORDONNES.has(type) ? [...EGALITES, ...ORDRES, ...ORDRES] : EGALITES);
  return { fact: nom, operator, value: operande(type, operator, parametres, de) };
}

function operande(
  type: TypeDeFait,
  operateur: Comparaison['operator'],
  parametres: readonly Nomme[],
  de: Hasard,
): Operande {
  if (operateur === 'in' || operateur === 'notIn')
    return Array.from({ length: de.entier(1, 3) }, (): ValeurJson => valeurDe(type, de));
  const memeType = parametres.filter((parametre) => parametre.type === type);
  return memeType.length > 0 && de.chance(0.5) ? { parametre: de.parmi(memeType).nom } : valeurDe(type, de);
}
