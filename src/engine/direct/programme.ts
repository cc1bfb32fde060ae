/** A rule file at one state of its parameters, as one program over a frame of values. */
import { formuleRefusee } from '#src/engine/cel/erreurs-cel.ts';
import type { Formule } from '#src/engine/cel/formule.ts';
import { estEntier } from '#src/engine/cel/unites.ts';
import type { Verdict } from '#src/engine/conditions.ts';
import type { FaitDeriveCompile, Instantane, JeuCompile, RegleCompilee } from '#src/engine/jeu-compile.ts';
import { issueDeclaree, refusDUnicite } from '#src/engine/constats.ts';
import { ContrainteRompue, DefautDeRegle } from '#src/engine/erreurs.ts';
import { ORDRE_DES_ETATS } from '#src/engine/format.ts';
import { Nombre } from '#src/engine/nombre.ts';
import type { Trace } from '#src/engine/trace.ts';
import type { ConditionDirecte, Test } from './conditions.ts';
import { compilerCondition } from './conditions.ts';
import type { Conclusion } from './decision.ts';
import type { Cadre, Noms } from './formules.ts';
import { compilerFormule } from './formules.ts';

/** What the program says of a case, before anything is written for a person. */
export interface Jugement extends Conclusion {
  /** Declared and derived facts, by position. */
  readonly cadre: Cadre;
  /** Rules that hold, in the order of the file. */
  readonly declenchees: readonly RegleCompilee[];
  /** What was found of each rule; empty when facts are missing, or when no detail was asked for. */
  readonly verdicts: readonly Verdict[];
}

/** How far rules are evaluated: until they are settled, or down to their last comparison. */
export type Detail = 'sans-detail' | 'toutes-les-comparaisons';

/** Judges frames whose declared facts are filled in; completes them with the derived facts. */
export interface Programme {
  /** @throws ContrainteRompue, DefautDeRegle */
  juger(cadre: Cadre, detail: Detail): Jugement;
  /** Each rule comparison by comparison; empty when facts are missing. */
  tracer(jugement: Jugement): Trace['regles'];
}

/** Positions of the names of a rule file in its frames: declared facts, then derived facts. */
export interface Positions {
  readonly declares: ReadonlyMap<string, number>;
  readonly tous: ReadonlyMap<string, number>;
  readonly taille: number;
}

export function positionsDe(jeu: JeuCompile): Positions {
  const declares = new Map([...jeu.faits.keys()].map((nom, rang) => [nom, rang]));
  const tous = new Map(declares);
  for (const { nom } of jeu.derives) tous.set(nom, tous.size);
  // One place more, always empty, for names that cannot be read.
  return { declares, tous, taille: tous.size + 1 };
}

interface RegleDirecte {
  readonly compilee: RegleCompilee;
  readonly condition: ConditionDirecte;
  readonly issue: string;
  /** Rank of the outcome's state in {@link ORDRE_DES_ETATS}. */
  readonly rangDEtat: number;
}

const SANS_DETAIL: readonly Verdict[] = [];
const AUCUNE: readonly RegleCompilee[] = [];
const AUCUN: readonly string[] = [];

export function compilerProgramme(jeu: JeuCompile, instantane: Instantane, positions: Positions): Programme {
  const { parametres } = instantane;
  const vide = positions.taille - 1;
  const noms: Noms = {
    position: (nom) => positions.tous.get(nom) ?? vide,
    constante: (nom) => parametres.get(nom)?.valeur,
  };
  const declares: Noms = {
    position: (nom) => positions.declares.get(nom) ?? vide,
    constante: () => undefined,
  };
  const controles = jeu.contraintes.map(({ declaration, formule }) => {
    const calculer = enDefaut(jeu, formule, declares);
    const lues = [...formule.lit].map(declares.position);
    return (cadre: Cadre): void => {
      for (const position of lues) if (cadre[position] === undefined) return;
      if (calculer(cadre) === false)
        throw new ContrainteRompue(declaration.champ, declaration.id, declaration.message);
    };
  });
  const derives = jeu.derives.map((derive) => compilerDerive(jeu, derive, instantane, noms));
  const manques = compilerBesoins(jeu, instantane, declares);
  const regles = jeu.regles.map((compilee): RegleDirecte => {
    const { issue } = compilee.declaration;
    return {
      compilee,
      condition: compilerCondition(compilee.condition, noms.position, parametres),
      issue,
      rangDEtat: rangDEtat(jeu, issue),
    };
  });
  const conclure = conclusion(jeu);
  return {
    juger(cadre, detail) {
      for (const controler of controles) controler(cadre);
      for (const calculer of derives) calculer(cadre);
      const manquants = manques(cadre);
      if (manquants.length > 0) return incomplet(cadre, manquants);
      const verdicts =
        detail === 'sans-detail' ? SANS_DETAIL : regles.map((regle) => verdictDe(regle, cadre));
      const vraies = regles.filter(
        ({ condition }, rang) => verdicts[rang]?.declenchee ?? condition.tester(cadre),
      );
      const { etat, issues } = conclure(vraies);
      const declenchees = vraies.map(({ compilee }) => compilee);
      return { cadre, etat, issues, declenchees, manquants, verdicts };
    },
    tracer: ({ cadre, manquants }) =>
      manquants.length > 0
        ? []
        : regles.map(({ compilee: { declaration }, condition: { tracer } }) => {
            const condition = tracer(cadre);
            return {
              regle: declaration.id,
              issue: declaration.issue,
              declenchee: condition.resultat,
              condition,
            };
          }),
  };
}

function incomplet(cadre: Cadre, manquants: readonly string[]): Jugement {
  return {
    cadre,
    etat: 'faits-manquants',
    issues: AUCUN,
    declenchees: AUCUNE,
    manquants,
    verdicts: SANS_DETAIL,
  };
}

function verdictDe({ condition: { comparer } }: RegleDirecte, cadre: Cadre): Verdict {
  const comparaisons: boolean[] = [];
  return { declenchee: comparer(cadre, comparaisons), comparaisons };
}

/** Failures of a formula become those of its rule file, as the decision of record tells them. */
function enDefaut(
  jeu: JeuCompile,
  { arbre, lit, texte }: Formule,
  noms: Noms,
): ReturnType<typeof compilerFormule> {
  const calculer = compilerFormule(arbre, lit, noms);
  return (cadre) => {
    try {
      return calculer(cadre);
    } catch (erreur) {
      throw new DefautDeRegle(jeu.fichier.id, formuleRefusee(texte, erreur).message);
    }
  };
}

function compilerDerive(
  jeu: JeuCompile,
  { nom, declaration, formule, siPossible }: FaitDeriveCompile,
  { parametres }: Instantane,
  noms: Noms,
): (cadre: Cadre) => void {
  const { type, valeurs } = declaration;
  const position = noms.position(nom);
  const calculer = enDefaut(jeu, formule, noms);
  const possible = siPossible && compilerCondition(siPossible, noms.position, parametres).tester;
  const entier = estEntier(type);
  return (cadre) => {
    if (possible && !possible(cadre)) return;
    const valeur = calculer(cadre);
    if (entier && valeur instanceof Nombre && !valeur.estEntier) {
      throw new DefautDeRegle(
        jeu.fichier.id,
        `le fait dérivé « ${nom} » doit être entier et vaut ${valeur.toString()}.`,
      );
    }
    if (valeurs && typeof valeur === 'string' && !valeurs.includes(valeur)) {
      throw new DefautDeRegle(
        jeu.fichier.id,
        `le fait dérivé « ${nom} » vaut « ${valeur} », qui n’est pas dans ses valeurs.`,
      );
    }
    cadre[position] = valeur;
  };
}

function compilerBesoins(
  jeu: JeuCompile,
  { parametres }: Instantane,
  noms: Noms,
): (cadre: Cadre) => readonly string[] {
  const besoins = [...jeu.besoins].flatMap(
    ([nom, besoin]): { nom: string; position: number; besoin: Test }[] => {
      if (besoin === 'jamais') return [];
      const position = noms.position(nom);
      if (besoin === 'toujours') return [{ nom, position, besoin: () => true }];
      if ('si' in besoin)
        return [{ nom, position, besoin: compilerCondition(besoin.si, noms.position, parametres).tester }];
      const autres = besoin.avec.map(noms.position);
      return [{ nom, position, besoin: (cadre) => autres.some((autre) => cadre[autre] !== undefined) }];
    },
  );
  return (cadre) => {
    let manquants: string[] | undefined;
    for (const { nom, position, besoin } of besoins) {
      if (cadre[position] === undefined && besoin(cadre)) (manquants ??= []).push(nom);
    }
    return manquants?.sort() ?? AUCUN;
  };
}

function rangDEtat(jeu: JeuCompile, issue: string): number {
  return ORDRE_DES_ETATS.indexOf(jeu.fichier.decision.issues[issue]?.etat ?? 'decide');
}

/** From the rules that hold to outcomes and state. */
function conclusion(
  jeu: JeuCompile,
): (vraies: readonly RegleDirecte[]) => Pick<Conclusion, 'etat' | 'issues'> {
  const { decision } = jeu.fichier;
  return (vraies) => {
    const [seule, autre] = vraies;
    if (decision.strategie === 'unique' && (!seule || autre))
      throw refusDUnicite(
        jeu,
        vraies.map(({ compilee }) => compilee),
      );
    if (!seule)
      return {
        etat: issueDeclaree(jeu, decision.siAucuneRegle).etat ?? 'decide',
        issues: [decision.siAucuneRegle],
      };
    const issues = autre ? [...new Set(vraies.map(({ issue }) => issue))].sort() : [seule.issue];
    for (const issue of issues) issueDeclaree(jeu, issue);
    let rang = ORDRE_DES_ETATS.length - 1;
    for (const { rangDEtat: celui } of vraies) rang = Math.min(rang, celui);
    return { etat: ORDRE_DES_ETATS[rang] ?? 'decide', issues };
  };
}
