import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { ActeurAgent } from '#src/kernel/acteur.ts';
import { charger } from '#src/kernel/chargement.ts';
import { definirCommande, type UniteDeLecture, type UniteDeTravail } from '#src/kernel/commande.ts';
import {
  choix,
  jour,
  motif,
  reference,
  texte,
  texteFacultatif,
  versionLue,
} from '#src/kernel/saisie/saisie.ts';
import { Decision } from '#src/kernel/decision/decision.ts';
import { sienParmi } from '#src/domain/acces/compte/comptes-lies.ts';
import { exigerPourLaCaf } from '#src/domain/declaration/acces.ts';
import type { EnAttente } from '#src/domain/declaration/chaine/resultats.ts';
import { laDeclaration } from '#src/domain/declaration/charger.ts';
import { DecisionHumaine, DemandeDecision, type Declaration } from '#src/domain/declaration/declaration.ts';
import { noter } from '#src/domain/declaration/evenements.ts';
import { instruire, type Instruction } from '#src/domain/declaration/instruction.ts';
import {
  ChoixInconnu,
  DecisionSansObjet,
  DejaDemandee,
  DejaTranchee,
  DemandeAbsente,
  QuatreYeux,
  SeanceFuture,
} from '#src/domain/declaration/refus.ts';
import { prevenirLesAutresAgents } from '#src/domain/declaration/second-agent.ts';
import { INSTANCES_CAF } from '#src/domain/equipement/equipement.ts';

/** A case of a declaration, as its screen shows it. */
export interface Cas {
  readonly declaration: Declaration;
  /** The request made for it. */
  readonly demande: Pick<DemandeDecision, 'par'> | null;
  /** Whether its decision is recorded already. */
  readonly tranche: boolean;
}

/** A case, as an act takes it up. */
interface CasCharge extends Cas {
  /** The engine's decision that asks for a human one. */
  readonly decision: Decision;
  readonly demande: DemandeDecision | null;
}

/**
 * The case a decision of the engine is about, its declaration locked. @throws Introuvable | VersionPerimee |
 * DecisionSansObjet
 */
async function leCas(
  unite: UniteDeTravail,
  saisie: { readonly declaration: string; readonly version: number; readonly decision: string },
): Promise<CasCharge> {
  const declaration = await laDeclaration(unite, saisie);
  const decision = await charger(unite, Decision, saisie.decision, 'Décision');
  if (decision.sujetType !== 'Declaration' || decision.sujetId !== declaration.id)
    throw new DecisionSansObjet();
  const cas = { declaration: declaration.id, regleDecision: decision.id };
  return {
    declaration,
    decision,
    demande: await unite.em.findOne(DemandeDecision, cas),
    tranche: (await unite.em.count(DecisionHumaine, cas)) > 0,
  };
}

/** @throws as {@link exigerPourLaCaf} | DejaTranchee */
async function exigerATrancher(unite: UniteDeLecture, { declaration, tranche }: Cas): Promise<ActeurAgent> {
  const agent = await exigerPourLaCaf(unite, declaration, 'en-traitement');
  if (tranche) throw new DejaTranchee();
  return agent;
}

/** @throws as {@link exigerATrancher} | DejaDemandee */
async function exigerDemandable(unite: UniteDeLecture, cas: Cas): Promise<ActeurAgent> {
  const agent = await exigerATrancher(unite, cas);
  if (cas.demande) throw new DejaDemandee();
  return agent;
}

/** @throws as {@link exigerATrancher} | DemandeAbsente | QuatreYeux */
async function exigerTranchable(unite: UniteDeLecture, cas: Cas): Promise<ActeurAgent> {
  const agent = await exigerATrancher(unite, cas);
  if (!cas.demande) throw new DemandeAbsente();
  const demandeur = await sienParmi(unite, [cas.demande.par]);
  if (demandeur !== null) throw new QuatreYeux('demandeur', demandeur);
  return agent;
}

interface PointEnAttente {
  readonly instruction: Instruction;
  readonly point: EnAttente;
}

/** What the instruction awaits on a case. @throws DecisionSansObjet when it awaits nothing of that nature */
async function pointEnAttente(
  unite: UniteDeTravail,
  { declaration, decision }: CasCharge,
  nature: EnAttente['nature'],
): Promise<PointEnAttente> {
  const instruction = await instruire(unite, declaration);
  const point = instruction.analyse.enAttente.find(({ decisionId }) => decisionId === decision.id);
  if (point?.nature !== nature) throw new DecisionSansObjet();
  return { instruction, point };
}

const CAS = {
  declaration: reference('Déclaration'),
  version: versionLue(),
  decision: reference('Décision attendue'),
};

/**
 * Puts a closure to the Ca or its délégataire commission. Whoever asks cannot record the answer.
 * @throws QuatreYeux | HorsTraitement | DecisionSansObjet | DejaTranchee | DejaDemandee | ChoixInconnu
 */
export const demanderDecision = definirCommande({
  nom: 'declaration.demanderDecision',
  droit: ['Declaration', 'instruire'],
  saisie: z.object({
    ...CAS,
    proposition: texteFacultatif('Proposition', 40),
    motif: motif('Exposé'),
  }),
  charger: leCas,
  condition: (unite, cas) => exigerDemandable(unite, cas),
  async executer(unite, saisie, cas, agent) {
    const { declaration, decision } = cas;
    const { point } = await pointEnAttente(unite, cas, 'decision-humaine');
    if (saisie.proposition !== null && !Object.hasOwn(point.choix, saisie.proposition))
      throw new ChoixInconnu(Object.values(point.choix));
    const demande = unite.em.create(DemandeDecision, {
      id: randomUUID(),
      caf: declaration.caf,
      partenaire: declaration.partenaire,
      declaration,
      regleDecision: decision,
      proposition: saisie.proposition,
      motif: saisie.motif,
      par: agent.compteId,
      le: unite.maintenant,
    });
    unite.em.persist(demande);
    noter(unite, declaration, 'decision-demandee', `${point.titre} : ${saisie.motif}`);
    await prevenirLesAutresAgents(unite, declaration, demande, point.titre);
    return demande;
  },
});

/**
 * Records what the Ca or its commission decided on a closure; the estimate is computed again and, for a
 * proratisation,
 * the opening duration is changed (« mode dégradé »), with both amounts kept.
 * @throws QuatreYeux | HorsTraitement | DecisionSansObjet | DejaTranchee | DemandeAbsente | ChoixInconnu |
 *   SeanceFuture
 */
export const trancherFermeture = definirCommande({
  nom: 'declaration.trancherFermeture',
  droit: ['Declaration', 'trancher'],
  saisie: z.object({
    ...CAS,
    choix: texte('Décision', 40),
    instance: choix('Instance', INSTANCES_CAF),
    seanceLe: jour('Date de la séance'),
    motif: motif(),
  }),
  charger: leCas,
  condition: (unite, cas) => exigerTranchable(unite, cas),
  async executer(unite, saisie, cas, agent) {
    const attente = await pointEnAttente(unite, cas, 'decision-humaine');
    if (saisie.seanceLe > unite.aujourdhui.toString()) throw new SeanceFuture();
    return appliquer(unite, cas, attente, { ...saisie, demande: cas.demande }, agent, 'decision-rendue');
  },
});

/**
 * Settles a case the source leaves open, with a reason.
 * @throws QuatreYeux | HorsTraitement | DecisionSansObjet | DejaTranchee | ChoixInconnu
 */
export const reglerCasMuet = definirCommande({
  nom: 'declaration.reglerCasMuet',
  droit: ['Declaration', 'trancher'],
  saisie: z.object({
    ...CAS,
    decision: reference('Point à régler'),
    choix: texte('Suite donnée', 40),
    motif: motif(),
  }),
  charger: leCas,
  condition: (unite, cas) => exigerATrancher(unite, cas),
  async executer(unite, saisie, cas, agent) {
    const attente = await pointEnAttente(unite, cas, 'source-muette');
    return appliquer(
      unite,
      cas,
      attente,
      { ...saisie, instance: null, seanceLe: null, demande: null },
      agent,
      'cas-regle',
    );
  },
});

interface Tranche {
  readonly choix: string;
  readonly motif: string;
  readonly instance: DecisionHumaine['instance'];
  readonly seanceLe: string | null;
  readonly demande: DemandeDecision | null;
}

async function appliquer(
  unite: UniteDeTravail,
  { declaration, decision }: CasCharge,
  { instruction, point }: PointEnAttente,
  tranche: Tranche,
  agent: ActeurAgent,
  evenement: 'decision-rendue' | 'cas-regle',
): Promise<DecisionHumaine> {
  const libelle = point.choix[tranche.choix];
  if (libelle === undefined) throw new ChoixInconnu(Object.values(point.choix));
  const apres = await instruction.avec(point, tranche.choix, unite);
  const [avant, nouvelle] = [instruction.analyse.estimation, apres.estimation];
  const humaine = unite.em.create(DecisionHumaine, {
    id: randomUUID(),
    caf: declaration.caf,
    partenaire: declaration.partenaire,
    declaration,
    regleDecision: decision,
    jeu: decision.jeu,
    detail: decision.sujetDetail,
    choix: tranche.choix,
    motif: tranche.motif,
    instance: tranche.instance,
    seanceLe: tranche.seanceLe,
    moisOuvertureModifies: nouvelle.moisOuverture === avant.moisOuverture ? null : nouvelle.moisOuverture,
    estimationAvant: avant.montant,
    estimationApres: nouvelle.montant,
    demande: tranche.demande,
    demandePar: tranche.demande?.par ?? null,
    par: agent.compteId,
    le: unite.maintenant,
  });
  unite.em.persist(humaine);
  declaration.estimation = nouvelle.montant;
  declaration.sousReserve = apres.sousReserve.length > 0;
  noter(unite, declaration, evenement, `${point.titre} : ${libelle}. ${tranche.motif}`);
  return humaine;
}
