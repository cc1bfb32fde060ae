import { perennitesDuJour } from '#src/domain/formulaire/perennite.ts';
import type { ValeurJson } from '#src/engine/index.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import type { Registre } from '#src/kernel/registre.ts';
import { AgentCaf } from '#src/domain/acces/compte/compte.ts';
import type { Analyse, EnAttente, Estimation } from '#src/domain/declaration/chaine/resultats.ts';
import { anneeDeLEquipement } from '#src/domain/declaration/annee.ts';
import { autresLectures } from '#src/domain/declaration/chaine/lectures.ts';
import {
  demanderDecision,
  reglerCasMuet,
  traiter,
  trancherFermeture,
} from '#src/domain/declaration/commandes.ts';
import { decisionsHumaines } from '#src/domain/declaration/choix-humains.ts';
import type { Cas } from '#src/domain/declaration/commandes/cas.ts';
import { DemandeDecision, type Declaration } from '#src/domain/declaration/declaration.ts';
import type { DefinitionDeFormulaire } from '#src/domain/formulaire/definition.ts';
import { instruire, type Instruction } from '#src/domain/declaration/instruction.ts';
import { jugerLaSaisie } from '#src/domain/declaration/jugement.ts';
import { libelleEtat } from '#src/domain/declaration/libelles.ts';
import { chronologieDe, declarationLisible } from '#src/domain/declaration/lectures.ts';
import { sealedTransmissions } from '#src/domain/declaration/recepisse.ts';
import { lireSections } from '#src/domain/formulaire/restitution.ts';
import type { Decision } from '#src/kernel/decision/decision.ts';
import { declarationDe, valeurTracee } from '#src/kernel/decision/mots.ts';
import { pourquoi, type RefusExplique } from '#src/domain/acces/pourquoi/pourquoi.ts';

/**
 * A case to decide, with what the declaration becomes by each choice: both amounts are seen before deciding.
 */
export interface PointATrancher
  extends Pick<EnAttente, 'titre' | 'message' | 'commentCorriger' | 'nature' | 'decisionId'> {
  readonly choix: readonly {
    readonly code: string;
    readonly libelle: string;
    readonly estimation: string | null;
    readonly moisOuverture: number | null;
  }[];
  readonly demande: {
    readonly par: string;
    readonly le: Date;
    readonly proposition: string | null;
    readonly motif: string;
  } | null;
  /** What the commands are asked about. */
  readonly cas: Cas;
  /** Why the decision cannot be asked for, or the case settled, by this reader now; null when it can. */
  readonly demander: RefusExplique | null;
  readonly trancher: RefusExplique | null;
}

/** A decision of the engine, explained. */
export interface DecisionExpliquee {
  readonly id: string | null;
  readonly titre: string;
  readonly jeu: string;
  readonly version: string;
  readonly empreinte: string;
  readonly date: string;
  readonly etat: string;
  readonly issues: readonly string[];
  readonly constats: Decision['constats'];
  /** Results, facts and thresholds, in the words of the rule file that decided. */
  readonly calculs: readonly { readonly nom: string; readonly libelle: string; readonly valeur: string }[];
  readonly faits: readonly { readonly nom: string; readonly libelle: string; readonly valeur: string }[];
  readonly seuils: readonly {
    readonly nom: string;
    readonly libelle: string;
    readonly valeur: string;
    readonly du: string;
    readonly certitude: string;
  }[];
  readonly choix: string | null;
}

/**
 * Everything the treatment page of the Caf shows: what was transmitted last, whatever the partner types
 * since; the draft before a first transmission. @throws Introuvable
 */
export async function dossierDeDeclaration(unite: UniteDeLecture, id: string) {
  const declaration = await declarationLisible(unite, id);
  const transmissions = await sealedTransmissions(unite, declaration);
  const instruction = transmissions.length > 0 ? await instruire(unite, declaration) : null;
  const { dossier, analyse } = instruction ?? (await jugerLaSaisie(unite, declaration));
  const agents = await nomsDesAgents(unite);
  const points =
    instruction && declaration.etat === 'en-traitement'
      ? await pointsATrancher(unite, declaration, instruction, agents)
      : [];
  const { equipement, partenaire, conventionnement } = declaration;
  return {
    declaration: {
      id,
      version: declaration.version,
      etat: declaration.etat,
      etatLibelle: libelleEtat(declaration.etat),
      exercice: declaration.exercice,
      perennite: declaration.perennite,
      perenniteLibelle: perennitesDuJour(unite).libelle(declaration.perennite),
      transmiseLe: declaration.transmiseLe ?? null,
      motifRenvoi: declaration.motifRenvoi ?? null,
      estimation: declaration.estimation ?? null,
      sousReserve: declaration.sousReserve,
    },
    equipement: { id: equipement.id, nom: equipement.nom, type: equipement.type },
    partenaire: { id: partenaire.id, nom: partenaire.nom },
    conventionnement: {
      id: conventionnement.id,
      numeroMaia: conventionnement.numeroMaia ?? null,
      etpValide: conventionnement.etpValide ?? null,
      du: conventionnement.du,
      au: conventionnement.au,
    },
    annee: await anneeDeLEquipement(unite, equipement, declaration.exercice),
    definition: {
      titre: dossier.definition.titre,
      id: declaration.formulaire,
      version: declaration.formulaireVersion,
      empreinte: declaration.formulaireEmpreinte,
    },
    sections: lireSections(dossier),
    controles: analyse.controles,
    manquants: analyse.manquants,
    decisions: instruction ? decisionsExpliquees(unite.registre, analyse, instruction) : [],
    enAttente: points,
    decisionsHumaines: await decisionsRendues(unite, id, dossier.definition, agents),
    estimation: analyse.estimation satisfies Estimation,
    lectures: await autresLectures(dossier, instruction ? 'transmission' : 'saisie', analyse, unite.registre),
    sousReserve: analyse.sousReserve,
    transmissions: transmissions.map(
      ({ intacte, transmission: { numero, le, parNom, empreinte, estimation } }) => ({
        numero,
        le,
        parNom,
        empreinte,
        estimation: estimation ?? null,
        intacte,
      }),
    ),
    chronologie: (await chronologieDe(unite, id)).map((etape) => ({
      ...etape,
      qui: agents.get(etape.par) ?? etape.qui,
    })),
    traiter: await pourquoi(unite, traiter, declaration, { etat: libelleEtat(declaration.etat) }),
  };
}

async function pointsATrancher(
  unite: UniteDeLecture,
  declaration: Declaration,
  instruction: Instruction,
  agents: ReadonlyMap<string, string>,
): Promise<PointATrancher[]> {
  const demandes = await unite.em.find(DemandeDecision, { declaration: declaration.id });
  const points: PointATrancher[] = [];
  for (const point of instruction.analyse.enAttente) {
    const demande = demandes.find(({ regleDecision }) => regleDecision.id === point.decisionId) ?? null;
    const choix: {
      code: string;
      libelle: string;
      estimation: string | null;
      moisOuverture: number | null;
    }[] = [];
    for (const [code, libelle] of Object.entries(point.choix)) {
      const { estimation } = await instruction.avec(point, code);
      choix.push({ code, libelle, estimation: estimation.montant, moisOuverture: estimation.moisOuverture });
    }
    const cas: Cas = { declaration, demande, tranche: false };
    const regle = point.nature === 'decision-humaine' ? trancherFermeture : reglerCasMuet;
    points.push({
      titre: point.titre,
      message: point.message,
      commentCorriger: point.commentCorriger,
      nature: point.nature,
      decisionId: point.decisionId,
      choix,
      demande: demande && {
        par: agents.get(demande.par) ?? 'Un agent de la Caf',
        le: demande.le,
        proposition: demande.proposition ?? null,
        motif: demande.motif,
      },
      cas,
      demander: await pourquoi<Cas>(unite, demanderDecision, cas),
      trancher: await pourquoi<Cas>(unite, regle, cas),
    });
  }
  return points;
}

function decisionsExpliquees(
  registre: Registre,
  analyse: Analyse,
  { decisions }: Instruction,
): DecisionExpliquee[] {
  const traces = new Map(
    decisions.map((decision) => [
      decision.id,
      decision.trace as {
        readonly parametres?: Readonly<
          Record<string, { libelle: string; valeur: ValeurJson; du: string; certitude: string }>
        >;
      } | null,
    ]),
  );
  return analyse.decisions.flatMap(({ demande, intitule, decision, choix }): DecisionExpliquee[] => {
    if (decision === null) return [];
    const clos = registre.reglesParEmpreinte(decision.empreinte);
    const mots = (nom: string, valeur: ValeurJson) => {
      const declaration = clos ? declarationDe(clos, nom) : undefined;
      return { nom, libelle: declaration?.libelle ?? nom, valeur: valeurTracee(declaration, valeur) };
    };
    const ordre = Object.keys(clos?.faits ?? {});
    return [
      {
        id: decision.id,
        titre: intitule,
        jeu: demande.jeu,
        version: decision.versionRegle,
        empreinte: decision.empreinte,
        date: demande.date,
        etat: decision.etat,
        issues: decision.issues,
        constats: decision.constats,
        choix,
        calculs: Object.entries(decision.calculs).map(([nom, valeur]) => mots(nom, valeur)),
        faits: Object.entries(decision.faits)
          .sort(([a], [b]) => ordre.indexOf(a) - ordre.indexOf(b))
          .flatMap(([nom, valeur]) => (valeur === null ? [] : [mots(nom, valeur)])),
        seuils: Object.entries(traces.get(decision.id ?? '')?.parametres ?? {}).map(
          ([nom, { libelle, valeur, du, certitude }]) => ({ ...mots(nom, valeur), libelle, du, certitude }),
        ),
      },
    ];
  });
}

async function decisionsRendues(
  unite: UniteDeLecture,
  declarationId: string,
  definition: DefinitionDeFormulaire,
  agents: ReadonlyMap<string, string>,
) {
  return (await decisionsHumaines(unite, [declarationId])).map((decision) => {
    const libelles = Object.assign(
      {},
      ...definition.enchainement
        .filter(({ jeu }) => jeu === decision.jeu)
        .flatMap(({ reglements }) => Object.values(reglements ?? {})),
    ) as Record<string, string>;
    return {
      id: decision.id,
      jeu: decision.jeu,
      detail: decision.detail ?? null,
      choix: decision.choix,
      choixLibelle: libelles[decision.choix] ?? decision.choix,
      motif: decision.motif,
      instance: decision.instance ?? null,
      seanceLe: decision.seanceLe ?? null,
      moisOuvertureModifies: decision.moisOuvertureModifies ?? null,
      estimationAvant: decision.estimationAvant ?? null,
      estimationApres: decision.estimationApres ?? null,
      par: agents.get(decision.par) ?? 'Un agent de la Caf',
      demandePar: decision.demandePar ? (agents.get(decision.demandePar) ?? 'Un agent de la Caf') : null,
      le: decision.le,
    };
  });
}

/** Names of the agents by account; a partner's user sees none and reads « votre Caf ». */
async function nomsDesAgents(unite: UniteDeLecture): Promise<ReadonlyMap<string, string>> {
  if (unite.acteur.type !== 'agent') return new Map();
  const agents = await unite.em.find(AgentCaf, {});
  return new Map(agents.map(({ compte, prenom, nom }) => [compte.id, `${prenom} ${nom}`]));
}
