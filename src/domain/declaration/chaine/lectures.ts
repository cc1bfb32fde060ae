import { analyser } from '#src/domain/declaration/chaine/analyser.ts';
import { SANS_FICTIVES, type Dossier } from '#src/domain/declaration/chaine/dossier.ts';
import { dependancesDuMontant } from '#src/domain/declaration/chaine/dependances.ts';
import type {
  Analyse,
  Decideur,
  DecisionDEtape,
  LectureOuverte,
} from '#src/domain/declaration/chaine/resultats.ts';
import type { DefinitionDeFormulaire } from '#src/domain/formulaire/definition.ts';
import type { Moment } from '#src/domain/formulaire/enchainement.ts';
import type { Registre, Reponse } from '#src/kernel/registre.ts';

type Jugee = DecisionDEtape & { readonly decision: NonNullable<DecisionDEtape['decision']> };

/**
 * The amounts that the other answers to open questions would give, where they differ: a reading the source
 * does not settle
 * never passes for the only one. Each version that decided is read anew, the others kept as they are; nothing
 * is recorded.
 */
export async function autresLectures(
  dossier: Dossier,
  moment: Moment,
  { decisions, estimation }: Analyse,
  registre: Registre,
): Promise<LectureOuverte[]> {
  if (estimation.montant === null) return [];
  const { etapes } = dependancesDuMontant(dossier.definition);
  const jugees = decisions.filter(
    (une): une is Jugee => une.decision !== null && etapes.has(une.demande.etape.id),
  );
  const reduit: Dossier = { ...dossier, definition: seulLeMontant(dossier.definition) };
  const lectures: LectureOuverte[] = [];
  for (const { question, libelle, reponse, libelleReponse } of reponsesPossibles(jugees, registre)) {
    const autre = await analyser(reduit, moment, selon(registre, jugees, question, reponse), SANS_FICTIVES);
    if (autre.estimation.montant !== estimation.montant)
      lectures.push({ question, libelle, reponse: libelleReponse, montant: autre.estimation.montant });
  }
  return lectures;
}

const reduites = new WeakMap<DefinitionDeFormulaire, DefinitionDeFormulaire>();

/** The same form, asked for its amount and nothing else; one object as long as the form lives. */
function seulLeMontant(definition: DefinitionDeFormulaire): DefinitionDeFormulaire {
  const { etapes } = dependancesDuMontant(definition);
  const { montant, mention } = definition.estimation;
  const reduite = reduites.get(definition) ?? {
    ...definition,
    enchainement: definition.enchainement.filter(({ id }) => etapes.has(id)),
    estimation: { montant, mention, details: [] },
  };
  reduites.set(definition, reduite);
  return reduite;
}

/** Each other answer to each open question that the decisions taken have settled by a parameter, once. */
function reponsesPossibles(jugees: readonly Jugee[], registre: Registre) {
  const possibles = jugees.flatMap(({ decision, demande }) =>
    registre
      .questionsOuvertes(decision.empreinte, demande.date)
      .flatMap(({ parametre, libelle, question, autres }) =>
        autres.map(({ valeur, libelle: libelleReponse }) => ({
          question,
          libelle,
          libelleReponse,
          reponse: { parametre, valeur },
        })),
      ),
  );
  return new Map(
    possibles.map((possible) => [
      `${possible.question} ${possible.reponse.parametre} ${String(possible.reponse.valeur)}`,
      possible,
    ]),
  ).values();
}

/** Decides by the versions that decided, one question answered otherwise wherever it is asked. */
function selon(registre: Registre, jugees: readonly Jugee[], question: string, reponse: Reponse): Decideur {
  const versions = new Map(
    jugees.map(({ demande, decision }) => [`${demande.jeu} ${demande.date}`, decision.empreinte]),
  );
  return async ({ jeu, date, faits }) => {
    const empreinte = versions.get(`${jeu} ${date}`);
    const posee =
      empreinte !== undefined &&
      registre
        .questionsOuvertes(empreinte, date)
        .some((une) => une.parametre === reponse.parametre && une.question === question);
    const decision =
      empreinte === undefined
        ? (await registre.decider(jeu, date, faits)).decision
        : registre.deciderSelon(empreinte, date, faits, posee ? reponse : null);
    return { ...decision, id: null, versionRegle: decision.version, faits };
  };
}
