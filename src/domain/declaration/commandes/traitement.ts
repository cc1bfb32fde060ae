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
  texteLong,
  versionLue,
} from '#src/kernel/saisie/saisie.ts';
import { exigerAgent } from '#src/domain/territoire/caf/caf-de-l-agent.ts';
import { verrouillerDeclarationLue } from '#src/domain/declaration/acces.ts';
import { sienParmi } from '#src/domain/acces/compte/comptes-lies.ts';
import {
  annoncerPriseEnTraitement,
  annoncerRetour,
  annoncerTraitement,
} from '#src/domain/declaration/annonces.ts';
import { rouvrir } from '#src/domain/declaration/commandes/volets.ts';
import { Decision } from '#src/kernel/decision/decision.ts';
import {
  DecisionHumaine,
  DemandeDecision,
  type Declaration,
  type EtatDeclaration,
} from '#src/domain/declaration/declaration.ts';
import { noter } from '#src/domain/declaration/evenements.ts';
import { VOLETS } from '#src/domain/formulaire/definition.ts';
import { instruire, type Instruction } from '#src/domain/declaration/instruction.ts';
import {
  ChoixInconnu,
  DecisionSansObjet,
  DecisionsEnAttente,
  DejaDemandee,
  DejaTranchee,
  DemandeAbsente,
  HorsTraitement,
  QuatreYeux,
  SeanceFuture,
} from '#src/domain/declaration/refus.ts';
import { prevenirLesAutresAgents } from '#src/domain/declaration/second-agent.ts';
import { INSTANCES_CAF } from '#src/domain/equipement/equipement.ts';
import type { EnAttente } from '#src/domain/declaration/chaine/resultats.ts';

const DECLARATION = { declaration: reference('Déclaration'), version: versionLue() };
type DeclarationLue = z.output<z.ZodObject<typeof DECLARATION>>;

type Etats = readonly [EtatDeclaration, ...EtatDeclaration[]];

/**
 * An agent who had no part in it, and it is in one of these states. @throws AgentRequis | HorsTraitement |
 * QuatreYeux
 */
async function exigerPourLaCaf(
  unite: UniteDeLecture,
  { etat, transmisePar, activiteCompletePar, financesCompletesPar }: Declaration,
  ...etats: Etats
): Promise<ActeurAgent> {
  const agent = exigerAgent(unite.acteur);
  if (!etats.includes(etat)) throw new HorsTraitement(etat, etats[0]);
  // One account may be an agent here and a user of a partner elsewhere; one person may have two accounts.
  const declarant = await sienParmi(unite, [transmisePar, activiteCompletePar, financesCompletesPar]);
  if (declarant !== null) throw new QuatreYeux('declarant', declarant);
  return agent;
}

/** A case of a declaration, and the request made for it. */
interface Cas {
  readonly declaration: Declaration;
  readonly demande: { readonly par: string } | null;
}

/** @throws as {@link exigerPourLaCaf} | DejaDemandee */
async function exigerDemandable(unite: UniteDeLecture, { declaration, demande }: Cas): Promise<void> {
  await exigerPourLaCaf(unite, declaration, 'en-traitement');
  if (demande) throw new DejaDemandee();
}

/** @throws as {@link exigerPourLaCaf} | DemandeAbsente | QuatreYeux */
async function exigerTranchable<Demande extends { readonly par: string }>(
  unite: UniteDeLecture,
  { declaration, demande }: { readonly declaration: Declaration; readonly demande: Demande | null },
): Promise<Demande> {
  await exigerPourLaCaf(unite, declaration, 'en-traitement');
  if (!demande) throw new DemandeAbsente();
  const demandeur = await sienParmi(unite, [demande.par]);
  if (demandeur !== null) throw new QuatreYeux('demandeur', demandeur);
  return demande;
}

/** @throws DecisionsEnAttente */
function refuserSiEnAttente({ analyse: { enAttente } }: Instruction): void {
  if (enAttente.length > 0) throw new DecisionsEnAttente(enAttente.map(({ titre }) => titre));
}

/**
 * The declaration, locked, for an agent who had no part in it. @throws AgentRequis | QuatreYeux |
 * HorsTraitement
 */
async function ouvrirPourLaCaf(
  unite: UniteDeTravail,
  lue: DeclarationLue,
  ...etats: Etats
): Promise<{ agent: ActeurAgent; declaration: Declaration }> {
  exigerAgent(unite.acteur);
  const declaration = await verrouillerDeclarationLue(unite, lue);
  return { agent: await exigerPourLaCaf(unite, declaration, ...etats), declaration };
}

/** The Caf takes a transmitted declaration up. @throws QuatreYeux | HorsTraitement */
export const prendreEnTraitement = definirCommande({
  nom: 'declaration.prendreEnTraitement',
  droit: ['Declaration', 'instruire'],
  saisie: z.object(DECLARATION),
  async condition(unite, declaration: Declaration) {
    await exigerPourLaCaf(unite, declaration, 'transmise');
  },
  async executer(unite, saisie) {
    const { declaration } = await ouvrirPourLaCaf(unite, saisie, 'transmise');
    declaration.etat = 'en-traitement';
    noter(unite, declaration, 'prise-en-traitement');
    await annoncerPriseEnTraitement(unite, declaration);
    return declaration;
  },
});

/**
 * Case of the instruction that the engine's decision asks about. @throws Introuvable | DecisionSansObjet |
 * DejaTranchee
 */
async function pointEnAttente(
  unite: UniteDeTravail,
  declaration: Declaration,
  decisionId: string,
  nature: EnAttente['nature'],
): Promise<{ instruction: Instruction; point: EnAttente; decision: Decision }> {
  const decision = await charger(unite, Decision, decisionId, 'Décision');
  if (decision.sujetType !== 'Declaration' || decision.sujetId !== declaration.id)
    throw new DecisionSansObjet();
  if ((await unite.em.count(DecisionHumaine, { declaration: declaration.id, regleDecision: decisionId })) > 0)
    throw new DejaTranchee();
  const instruction = await instruire(unite, declaration);
  const point = instruction.analyse.enAttente.find((un) => un.decisionId === decisionId);
  if (point?.nature !== nature) throw new DecisionSansObjet();
  return { instruction, point, decision };
}

/**
 * Puts a closure to the Ca or its délégataire commission. Whoever asks cannot record the answer.
 * @throws QuatreYeux | HorsTraitement | DecisionSansObjet | DejaTranchee | DejaDemandee | ChoixInconnu
 */
export const demanderDecision = definirCommande({
  nom: 'declaration.demanderDecision',
  droit: ['Declaration', 'instruire'],
  saisie: z.object({
    ...DECLARATION,
    decision: reference('Décision attendue'),
    proposition: texteFacultatif('Proposition', 40),
    motif: motif('Exposé'),
  }),
  condition: exigerDemandable,
  async executer(unite, saisie) {
    const { agent, declaration } = await ouvrirPourLaCaf(unite, saisie, 'en-traitement');
    const { point, decision } = await pointEnAttente(unite, declaration, saisie.decision, 'decision-humaine');
    if (saisie.proposition !== null && !Object.hasOwn(point.choix, saisie.proposition))
      throw new ChoixInconnu(Object.values(point.choix));
    await exigerDemandable(unite, {
      declaration,
      demande: await unite.em.findOne(DemandeDecision, {
        declaration: declaration.id,
        regleDecision: decision.id,
      }),
    });
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
    ...DECLARATION,
    decision: reference('Décision attendue'),
    choix: texte('Décision', 40),
    instance: choix('Instance', INSTANCES_CAF),
    seanceLe: jour('Date de la séance'),
    motif: motif(),
  }),
  async condition(unite, cas: Cas) {
    await exigerTranchable(unite, cas);
  },
  async executer(unite, saisie) {
    const { agent, declaration } = await ouvrirPourLaCaf(unite, saisie, 'en-traitement');
    const attente = await pointEnAttente(unite, declaration, saisie.decision, 'decision-humaine');
    const demande = await exigerTranchable(unite, {
      declaration,
      demande: await unite.em.findOne(DemandeDecision, {
        declaration: declaration.id,
        regleDecision: saisie.decision,
      }),
    });
    if (saisie.seanceLe > unite.aujourdhui.toString()) throw new SeanceFuture();
    return appliquer(unite, declaration, attente, { ...saisie, demande }, agent, 'decision-rendue');
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
    ...DECLARATION,
    decision: reference('Point à régler'),
    choix: texte('Suite donnée', 40),
    motif: motif(),
  }),
  async condition(unite, { declaration }: Cas) {
    await exigerPourLaCaf(unite, declaration, 'en-traitement');
  },
  async executer(unite, saisie) {
    const { agent, declaration } = await ouvrirPourLaCaf(unite, saisie, 'en-traitement');
    const attente = await pointEnAttente(unite, declaration, saisie.decision, 'source-muette');
    return appliquer(
      unite,
      declaration,
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
  declaration: Declaration,
  { instruction, point, decision }: Awaited<ReturnType<typeof pointEnAttente>>,
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

/**
 * Returns a declaration to the partner, with a reason: it is corrected, approved and transmitted again.
 * @throws QuatreYeux | HorsTraitement
 */
export const retourner = definirCommande({
  nom: 'declaration.retourner',
  droit: ['Declaration', 'retourner'],
  saisie: z.object({ ...DECLARATION, motif: motif('Ce qu’il faut corriger') }),
  async condition(unite, declaration: Declaration) {
    await exigerPourLaCaf(unite, declaration, 'en-traitement', 'transmise');
  },
  async executer(unite, saisie) {
    const { declaration } = await ouvrirPourLaCaf(unite, saisie, 'en-traitement', 'transmise');
    rouvrir(declaration, VOLETS);
    declaration.etat = 'retournee';
    declaration.motifRenvoi = saisie.motif;
    noter(unite, declaration, 'retournee', saisie.motif);
    await annoncerRetour(unite, declaration, saisie.motif);
    return declaration;
  },
});

/**
 * Ends the treatment; every case that waits for a human decision must be settled first. @throws QuatreYeux |
 * HorsTraitement | DecisionsEnAttente
 */
export const traiter = definirCommande({
  nom: 'declaration.traiter',
  droit: ['Declaration', 'traiter'],
  saisie: z.object({ ...DECLARATION, observation: texteLong('Observation', 2000) }),
  async condition(unite, declaration: Declaration) {
    await exigerPourLaCaf(unite, declaration, 'en-traitement');
    refuserSiEnAttente(await instruire(unite, declaration));
  },
  async executer(unite, saisie) {
    const { declaration } = await ouvrirPourLaCaf(unite, saisie, 'en-traitement');
    refuserSiEnAttente(await instruire(unite, declaration));
    declaration.etat = 'traitee';
    noter(unite, declaration, 'traitee', saisie.observation || null);
    await annoncerTraitement(unite, declaration);
    return declaration;
  },
});
