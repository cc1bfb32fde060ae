import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { AgentCaf } from '#src/domain/acces/compte/compte.ts';
import type { Decision } from '#src/kernel/decision/decision.ts';
import type { SuiteHumaine } from '#src/domain/suivi/explication/types.ts';
import { Declaration, DecisionHumaine, DemandeDecision } from '#src/domain/declaration/declaration.ts';
import type { DefinitionDeFormulaire } from '#src/domain/formulaire/definition.ts';
import { peut } from '#src/kernel/droits/droits.ts';
import { LIBELLES_INSTANCE } from '#src/domain/equipement/libelles.ts';
import { Habilitation } from '#src/domain/delegation/habilitation/habilitation.ts';
import { dateEnLettres, type FichierClos } from '#src/engine/index.ts';
import { ecrireEuros } from '#src/kernel/decision/mots.ts';

/** What a person decided once the rules had left it to them, or null. Only what the actor may read. */
export async function suiteDe(
  unite: UniteDeLecture,
  decision: Decision,
  clos: FichierClos,
): Promise<SuiteHumaine | null> {
  if (decision.sujetType === 'Habilitation') return suiteDHabilitation(unite, decision);
  if (decision.sujetType !== 'Declaration') return null;
  const { em, acteur } = unite;
  if (acteur.type !== 'systeme' && !peut(acteur, 'DecisionHumaine', 'lire')) return null;
  const humaine = await em.findOne(DecisionHumaine, { regleDecision: decision.id });
  const libelles = await libellesDesChoix(unite, decision, clos);
  if (humaine) return suiteRendue(unite, humaine, libelles);
  if (acteur.type !== 'systeme' && !peut(acteur, 'DemandeDecision', 'lire')) return null;
  const demande = await em.findOne(DemandeDecision, { regleDecision: decision.id });
  return demande && suiteDemandee(unite, demande, libelles);
}

async function suiteRendue(
  unite: UniteDeLecture,
  humaine: DecisionHumaine,
  libelles: ReadonlyMap<string, string>,
): Promise<SuiteHumaine> {
  const { choix, motif, le, par, instance, seanceLe, estimationAvant, estimationApres } = humaine;
  return {
    libelle: libelles.get(choix) ?? choix,
    motif,
    le: le.toISOString(),
    par: await nomDe(unite, par),
    instance: instance ? LIBELLES_INSTANCE[instance] : null,
    seanceLe: seanceLe ? dateEnLettres(seanceLe) : null,
    estimationAvant: estimationAvant ? ecrireEuros(estimationAvant) : null,
    estimationApres: estimationApres ? ecrireEuros(estimationApres) : null,
    rendue: true,
  };
}

async function suiteDemandee(
  unite: UniteDeLecture,
  demande: DemandeDecision,
  libelles: ReadonlyMap<string, string>,
): Promise<SuiteHumaine> {
  return {
    libelle: demande.proposition
      ? `Proposition : ${libelles.get(demande.proposition) ?? demande.proposition}`
      : 'Décision demandée',
    motif: demande.motif,
    le: demande.le.toISOString(),
    par: await nomDe(unite, demande.par),
    instance: null,
    seanceLe: null,
    estimationAvant: null,
    estimationApres: null,
    rendue: false,
  };
}

async function suiteDHabilitation(unite: UniteDeLecture, decision: Decision): Promise<SuiteHumaine | null> {
  const { em, acteur } = unite;
  if (decision.etat === 'decide' || (acteur.type !== 'systeme' && !peut(acteur, 'Habilitation', 'lire')))
    return null;
  const habilitation = await em.findOne(Habilitation, { id: decision.sujetId });
  if (!habilitation?.traiteLe) return null;
  const { etat, motif, traiteLe, traitePar, du } = habilitation;
  const refusee = etat === 'refusee';
  return {
    libelle: refusee ? 'Habilitation refusée' : `Habilitation validée, à compter du ${dateEnLettres(du)}`,
    motif: refusee ? (motif ?? null) : null,
    le: traiteLe.toISOString(),
    par: traitePar ? await nomDe(unite, traitePar) : null,
    instance: null,
    seanceLe: null,
    estimationAvant: null,
    estimationApres: null,
    rendue: true,
  };
}

/** Labels of what may be decided: those of the rule file, then those of the form definition. */
async function libellesDesChoix(
  { em, registre }: UniteDeLecture,
  { sujetId, jeu, issues }: Decision,
  clos: FichierClos,
): Promise<ReadonlyMap<string, string>> {
  const declaration = await em.findOne(Declaration, { id: sujetId });
  const definition =
    declaration &&
    (registre.formulaireParEmpreinte(declaration.formulaireEmpreinte)?.definition as
      | DefinitionDeFormulaire
      | undefined);
  const reglements =
    definition?.enchainement
      .filter((etape) => etape.jeu === jeu)
      .flatMap(({ reglements: siens }) => Object.values(siens ?? {})) ?? [];
  const choix = issues.map((issue) => clos.decision.issues[issue]?.choix ?? {});
  return new Map([...reglements, ...choix].flatMap((ensemble) => Object.entries(ensemble)));
}

/** Name of an agent, for a reader of the Caf; others read « votre Caf ». */
async function nomDe({ em, acteur }: UniteDeLecture, compte: string): Promise<string | null> {
  if (acteur.type !== 'agent' && acteur.type !== 'systeme') return null;
  const agent = await em.findOne(AgentCaf, { compte });
  return agent ? `${agent.prenom} ${agent.nom}` : null;
}
