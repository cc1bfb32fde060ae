/**
 * What a decision taken again changes of its dossier: through the commands and the reads of that dossier's
 * own domain.
 */
import { run, type UniteDeTravail } from '#src/kernel/commande.ts';
import { rolesAu } from '#src/kernel/roles.ts';
import { Refus } from '#src/kernel/refus.ts';
import { reprendrePoints, verrouillerDeclarations } from '#src/domain/declaration/reprise.ts';
import { estFavorable } from '#src/kernel/decision/favorable.ts';
import type { Decision } from '#src/kernel/decision/decision.ts';
import { Habilitation } from '#src/domain/delegation/habilitation/habilitation.ts';
import {
  faitsDeQuota,
  habilitationsDuRole,
  verrouillerEquipements,
} from '#src/domain/delegation/habilitation/titulaires.ts';
import { validerHabilitation } from '#src/domain/delegation/habilitation/traiter.ts';
import type { CasEnSuspens } from '#src/domain/politique/reprise/attente.ts';
import type { QuestionRepondue } from '#src/domain/politique/reprise/question.ts';
import type { CasRepris } from '#src/domain/politique/reprise/vues.ts';

const sujets = (cas: readonly CasEnSuspens[], type: string): string[] => [
  ...new Set(cas.filter(({ sujetType }) => sujetType === type).map(({ sujetId }) => sujetId)),
];
const RELATIONS = ['utilisateur', 'equipement', 'remplace', 'caf', 'partenaire'] as const;

const habilitationsDe = ({ em }: UniteDeTravail, cas: readonly CasEnSuspens[]): Promise<Habilitation[]> =>
  em.find(
    Habilitation,
    { id: { $in: sujets(cas, 'Habilitation') } },
    { populate: [...RELATIONS], refresh: true },
  );

/** Holds the dossiers of a batch until its end. */
export async function verrouiller(unite: UniteDeTravail, cas: readonly CasEnSuspens[]): Promise<void> {
  await verrouillerDeclarations(unite, sujets(cas, 'Declaration'));
  await verrouillerEquipements(unite, [
    ...new Set((await habilitationsDe(unite, cas)).map(({ equipement }) => equipement.id)),
  ]);
}

/**
 * Writes the new decision of each case that was judged again, and what follows from it. @param juges in the
 * order of `cas`
 */
export async function appliquer(
  unite: UniteDeTravail,
  plan: QuestionRepondue,
  cas: readonly CasEnSuspens[],
  juges: readonly CasRepris[],
): Promise<CasRepris[]> {
  const aReprendre = new Set(
    juges.filter(({ suite }) => suite !== 'ecarte').map(({ decisionId }) => decisionId),
  );
  const retenus = cas.filter(({ id }) => aReprendre.has(id));
  const faits = new Map([
    ...(await reprendreDeclarations(unite, plan, retenus)),
    ...(await reprendreHabilitations(unite, plan, retenus)),
  ]);
  return juges.map((ligne) => ({ ...ligne, ...faits.get(ligne.decisionId) }));
}

type Fait = Partial<
  Pick<CasRepris, 'suite' | 'detail' | 'nouvelleId' | 'estimationAvant' | 'estimationApres'>
>;

async function reprendreDeclarations(
  unite: UniteDeTravail,
  { question, texte, reponse }: QuestionRepondue,
  cas: readonly CasEnSuspens[],
): Promise<[string, Fait][]> {
  const points = new Map<string, string[]>();
  for (const { sujetType, sujetId, id } of cas)
    if (sujetType === 'Declaration') points.set(sujetId, [...(points.get(sujetId) ?? []), id]);
  const repris = await reprendrePoints(unite, points, `Question ${question} : ${texte} Réponse : ${reponse}`);
  return repris.map(({ ancienne, nouvelle, estimationAvant, estimationApres }) => [
    ancienne,
    { nouvelleId: nouvelle.id, estimationAvant, estimationApres },
  ]);
}

async function reprendreHabilitations(
  unite: UniteDeTravail,
  plan: QuestionRepondue,
  cas: readonly CasEnSuspens[],
): Promise<[string, Fait][]> {
  const vues = new Map(
    (await habilitationsDe(unite, cas)).map((habilitation) => [habilitation.id, habilitation]),
  );
  const faits: [string, Fait][] = [];
  for (const un of cas) {
    const habilitation = un.sujetType === 'Habilitation' ? vues.get(un.sujetId) : undefined;
    if (!habilitation) continue;
    const nouvelle = await unite.decider({
      jeu: plan.jeu,
      date: un.dateReference,
      faits: un.faits,
      factSource: 'publie',
      sujet: {
        type: un.sujetType,
        id: un.sujetId,
        ...(un.sujetDetail === null ? {} : { detail: un.sujetDetail }),
      },
      cafId: un.cafId,
      partenaireId: un.partenaireId,
    });
    faits.push([
      un.id,
      {
        nouvelleId: nouvelle.id,
        ...(nouvelle.etat === 'decide' ? await accorder(unite, plan, habilitation, nouvelle) : {}),
      },
    ]);
  }
  return faits;
}

const RESTE = 'a-decider' as const;

/**
 * A request the rules now grant is granted, if its place is still free today; a refusal is notified by the
 * Caf, with its reason.
 */
async function accorder(
  unite: UniteDeTravail,
  plan: QuestionRepondue,
  habilitation: Habilitation,
  nouvelle: Decision,
): Promise<Fait> {
  if (!estFavorable(nouvelle))
    return {
      suite: RESTE,
      detail: 'Les règles refusent maintenant cette demande : la Caf notifie le refus, avec son motif.',
    };
  const { equipement, role, portee, utilisateur, remplace, id } = habilitation;
  const aujourdhui = unite.aujourdhui.toString();
  const du = habilitation.du > aujourdhui ? habilitation.du : aujourdhui;
  const demande = {
    equipement,
    role: rolesAu(unite.registre, du).de(role),
    portee,
    periode: { du, au: habilitation.au ?? null },
    utilisateurId: utilisateur.id,
    remplaceeId: remplace?.id ?? null,
    habilitationId: id,
  };
  const { decision } = await unite.registre.decider(
    plan.jeu,
    du,
    faitsDeQuota(demande, await habilitationsDuRole(unite, [equipement.id], role)),
  );
  if (decision.etat !== 'decide' || !estFavorable(decision))
    return {
      suite: RESTE,
      detail: 'Les places ont changé depuis la demande : la Caf la valide ou la refuse.',
    };
  try {
    await run(unite, validerHabilitation, {
      id,
      version: habilitation.version,
      motif: `Question ${plan.question} : ${plan.reponse}`,
    });
    return { detail: 'Habilitation accordée.' };
  } catch (erreur) {
    if (erreur instanceof Refus) return { suite: RESTE, detail: erreur.message };
    throw erreur;
  }
}
