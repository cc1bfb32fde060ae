import { champsARemplir } from '#src/domain/declaration/chaine/a-remplir.ts';
import { Chaine } from '#src/domain/declaration/chaine/chaine.ts';
import { sansRepetition } from '#src/domain/declaration/chaine/constats.ts';
import type { Dossier, ValeursFictives } from '#src/domain/declaration/chaine/dossier.ts';
import { expliquer, justificationsDe } from '#src/domain/declaration/chaine/justifications.ts';
import type {
  Analyse,
  DecisionDEtape,
  Decideur,
  EnAttente,
} from '#src/domain/declaration/chaine/resultats.ts';
import type { Moment } from '#src/domain/formulaire/enchainement.ts';

/** Codes of the choice offered where a rule file says the source is silent and the definition offers none. */
const CAS_REGLE = 'REGLE';

/**
 * Evaluates the chain of a form definition, step by step, and gathers what the rules say.
 * @param decider evaluates one step: with record at transmission, without for immediate feedback
 * @param fictives fictitious values, on a day, of the version that decided
 */
export async function analyser(
  dossier: Dossier,
  moment: Moment,
  decider: Decideur,
  fictives: ValeursFictives,
): Promise<Analyse> {
  const chaine = new Chaine(dossier, decider, fictives);
  for (const etape of dossier.definition.enchainement.filter(({ moments }) => moments.includes(moment)))
    await chaine.derouler(etape);
  const { decisions, totaux } = chaine;
  const justifications = justificationsDe(
    dossier.definition,
    dossier.perennite,
    chaine.donnees,
    chaine.controles,
  );
  const controles = expliquer(sansRepetition(chaine.controles), justifications);
  const enAttente = decisions.flatMap((decision) => enAttenteDe(decision));
  const aRemplir = moment === 'commencement' ? [] : champsARemplir(dossier);
  const manquants = chaine.completer([...aRemplir, ...chaine.manquants]);
  return {
    decisions,
    totaux,
    enAttente,
    justifications,
    controles,
    bloquants: controles.filter(({ gravite }) => gravite === 'bloquant'),
    manquants,
    estimation: chaine.estimer(controles, manquants),
    sousReserve: enAttente.map(({ titre, message }) => `${titre} : ${message}`),
  };
}

function enAttenteDe({ demande, intitule, decision, choix }: DecisionDEtape): EnAttente[] {
  const { etape } = demande;
  if (
    !decision ||
    choix !== null ||
    etape.suit !== undefined ||
    (decision.etat !== 'decision-humaine' && decision.etat !== 'source-muette')
  )
    return [];
  const offerts = Object.assign(
    {},
    ...decision.issues.map((issue) => etape.reglements?.[issue] ?? {}),
  ) as Record<string, string>;
  return [
    {
      etape: etape.id,
      titre: intitule,
      rang: demande.rang,
      jeu: demande.jeu,
      nature: decision.etat,
      message: decision.constats.map(({ message }) => message).join(' '),
      commentCorriger: decision.constats.map(({ commentCorriger }) => commentCorriger).join(' '),
      choix: Object.keys(offerts).length > 0 ? offerts : { [CAS_REGLE]: 'Cas réglé par la Caf' },
      decisionId: decision.id,
      faits: decision.faits,
    },
  ];
}
