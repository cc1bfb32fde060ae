/**
 * How many mutants of a file its scenarios catch, alone and with everything the checks and the analysis add.
 */
import { analyser, scenariosAuxBornes } from '#src/engine/analyse/index.ts';
import type { RapportDAnalyse } from '#src/engine/analyse/index.ts';
import { observer } from '#src/engine/analyse/observation.ts';
import { comparer } from '#src/engine/comparer/index.ts';
import type { JeuCompile } from '#src/engine/jeu-compile.ts';
import { compiler } from '#src/engine/compiler.ts';
import { FichierInvalide } from '#src/engine/erreurs.ts';
import type { Scenario } from '#src/engine/format.ts';
import { controlerReferences } from '#src/engine/verifier/references.ts';
import { ecartsDuScenario } from '#src/engine/verifier/attendu.ts';
import { mutants } from './mutants.ts';
import type { Mutant, OptionsDeMutation, ScoreDeMutation, Survivant } from './types.ts';

/** What the original says of itself, which its mutants are held against. */
interface Reference {
  readonly jeu: JeuCompile;
  readonly bornes: readonly Scenario[];
  readonly references: ReadonlySet<string>;
  readonly constats: ReadonlySet<string>;
}

type Sort = 'scenarios' | 'controles' | Survivant;

/** Score of the scenarios of a compiled file. Synchronous and costly: some milliseconds for each mutant. */
export function scoreDeMutation(jeu: JeuCompile, options: OptionsDeMutation = {}): ScoreDeMutation {
  const choisis = repartir(mutants(jeu.fichier), options.maximum);
  const reference: Reference = {
    jeu,
    bornes: scenariosAuxBornes(jeu),
    references: new Set(controlerReferences(jeu.fichier, jeu).map(({ message }) => message)),
    constats: clesDesConstats(analyser(jeu)),
  };
  const sorts = choisis.map((mutant, rang) => {
    options.arret?.throwIfAborted();
    const sort = juger(reference, mutant);
    options.progression?.(rang + 1, choisis.length);
    return sort;
  });
  const survivants = sorts.filter((sort) => typeof sort === 'object');
  const tuesParLesScenarios = sorts.filter((sort) => sort === 'scenarios').length;
  const tues = sorts.length - survivants.length;
  const equivalents = survivants.filter(({ verdict }) => verdict === 'equivalent').length;
  const pourcent = (part: number): number =>
    sorts.length > equivalents ? Math.floor((part * 100) / (sorts.length - equivalents)) : 100;
  return {
    mutants: sorts.length,
    tuesParLesScenarios,
    tues,
    equivalents,
    pourcentDesScenarios: pourcent(tuesParLesScenarios),
    pourcent: pourcent(tues),
    survivants,
  };
}

/** At most so many mutants, taken evenly from the list: every kind and place keeps its share. */
function repartir(tous: readonly Mutant[], maximum = tous.length): readonly Mutant[] {
  if (tous.length <= maximum) return tous;
  return Array.from(
    { length: maximum },
    (_, rang) => tous[Math.floor((rang * tous.length) / maximum)],
  ).filter((mutant) => mutant !== undefined);
}

function juger(reference: Reference, { id, description, fichier }: Mutant): Sort {
  let mutant: JeuCompile;
  try {
    mutant = compiler(fichier);
  } catch (erreur) {
    if (erreur instanceof FichierInvalide) return 'scenarios';
    throw erreur;
  }
  if (echoue(mutant, fichier.scenarios)) return 'scenarios';
  if (controlerReferences(fichier, mutant).some(({ message }) => !reference.references.has(message)))
    return 'controles';
  if (echoue(mutant, reference.bornes)) return 'controles';
  if ([...clesDesConstats(analyser(mutant))].some((cle) => !reference.constats.has(cle))) return 'controles';
  const { effets, exacte, methode } = comparer(reference.jeu, mutant);
  const [effet] = effets;
  if (effet)
    return {
      mutant: id,
      description,
      verdict: 'vivant',
      preuve: `${effet.avant} devient ${effet.apres} pour ${JSON.stringify(effet.temoin.etantDonne)} au ${effet.temoin.date}.`,
    };
  return { mutant: id, description, verdict: exacte ? 'equivalent' : 'indecis', preuve: methode };
}

function echoue(jeu: JeuCompile, scenarios: readonly Scenario[]): boolean {
  return scenarios.some(({ attendu, date, etantDonne }) =>
    ecartsDuScenario(attendu, observer(jeu, date, etantDonne)),
  );
}

function clesDesConstats({ constats }: RapportDAnalyse): Set<string> {
  return new Set(constats.map(({ genre, regles }) => `${genre}:${regles.join()}`));
}
