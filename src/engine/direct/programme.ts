/** A rule file at one state of its parameters, as one program over a frame of values. */
import { formuleRefusee } from '#src/engine/cel/erreurs-cel.ts';
import type { Formule } from '#src/engine/cel/formule.ts';
import { estEntier } from '#src/engine/cel/unites.ts';
import type { FaitDeriveCompile, Instantane, JeuCompile, RegleCompilee } from '#src/engine/jeu-compile.ts';
import { issueDeclaree, refusDUnicite } from '#src/engine/constats.ts';
import { ContrainteRompue, DefautDeRegle } from '#src/engine/erreurs.ts';
import type { EtatDeDecision } from '#src/engine/format.ts';
import { ORDRE_DES_ETATS } from '#src/engine/format.ts';
import { Nombre } from '#src/engine/nombre.ts';
import type { Trace } from '#src/engine/trace.ts';
import type { ConditionDirecte, Test } from './conditions.ts';
import { compilerCondition } from './conditions.ts';
import type { Cadre, Noms } from './formules.ts';
import { compilerFormule } from './formules.ts';

/** What the program says of a case, before anything is written for a person. */
export interface Jugement {
  /** Declared and derived facts, by position. */
  readonly cadre: Cadre;
  readonly etat: EtatDeDecision;
  readonly issues: readonly string[];
  /** Rules that hold, in the order of the file. */
  readonly declenchees: readonly RegleCompilee[];
  /** Needed facts that are absent, sorted. */
  readonly manquants: readonly string[];
  /** Each rule comparison by comparison; empty when facts are missing, or when no trace was asked for. */
  readonly regles: Trace['regles'];
}

/** Judges frames whose declared facts are filled in; completes them with the derived facts. */
export interface Programme {
  /** @throws ContrainteRompue, DefautDeRegle */
  juger(cadre: Cadre, avecTrace: boolean): Jugement;
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

const SANS_TRACE: Trace['regles'] = [];
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
    juger(cadre, avecTrace) {
      for (const controler of controles) controler(cadre);
      for (const calculer of derives) calculer(cadre);
      const manquants = manques(cadre);
      if (manquants.length > 0)
        return {
          cadre,
          etat: 'faits-manquants',
          issues: AUCUN,
          declenchees: AUCUNE,
          manquants,
          regles: SANS_TRACE,
        };
      const tracees = avecTrace
        ? regles.map(({ compilee: { declaration }, condition }) => {
            const arbre = condition.tracer(cadre);
            return {
              regle: declaration.id,
              issue: declaration.issue,
              declenchee: arbre.resultat,
              condition: arbre,
            };
          })
        : SANS_TRACE;
      const vraies = regles.filter(({ condition }) => condition.tester(cadre));
      const { etat, issues } = conclure(vraies);
      return {
        cadre,
        etat,
        issues,
        declenchees: vraies.map(({ compilee }) => compilee),
        manquants,
        regles: tracees,
      };
    },
  };
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

type Conclusion = { readonly etat: EtatDeDecision; readonly issues: readonly string[] };

/** From the rules that hold to outcomes and state. */
function conclusion(jeu: JeuCompile): (vraies: readonly RegleDirecte[]) => Conclusion {
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
