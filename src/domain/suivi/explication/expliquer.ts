import { Caf } from '#src/domain/territoire/caf/caf.ts';
import { Temporal } from 'temporal-polyfill';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { Refus } from '#src/kernel/refus.ts';
import type { Decision } from '#src/kernel/decision/decision.ts';
import { casDe } from '#src/domain/suivi/explication/cas.ts';
import { chercherDecision, referenceDe } from '#src/domain/suivi/explication/chercher.ts';
import { ETATS_EN_CLAIR, instantEnLettres, typographier } from '#src/kernel/decision/mots.ts';
import {
  alternativesDe,
  expliquerParLeFichier,
  type DecisionLue,
} from '#src/domain/suivi/explication/parties.ts';
import { suiteDe } from '#src/domain/suivi/explication/suite.ts';
import type { Explication, VersionAppliquee } from '#src/domain/suivi/explication/types.ts';
import { peut } from '#src/kernel/droits/droits.ts';
import { Partenaire } from '#src/domain/contractualisation/organisme/partenaire.ts';
import { dateEnLettres, type FichierClos, type Trace } from '#src/engine/index.ts';

/** The registry no longer holds the version a decision was taken with. */
export class VersionDisparue extends Refus {
  override readonly statut = 409;
  constructor({ jeu, versionRegle, empreinte }: Pick<Decision, 'jeu' | 'versionRegle' | 'empreinte'>) {
    super(
      `La version ${versionRegle} de « ${jeu} », empreinte ${empreinte.slice(0, 12)}, n’est plus dans le registre : la décision ne peut être ni expliquée ni rejouée. Prévenez l’exploitant, qui la reprendra d’une sauvegarde.`,
    );
  }
}

/** The rule file a decision was taken with. @throws VersionDisparue */
export function fichierDe({ registre }: UniteDeLecture, decision: Decision): FichierClos {
  const clos = registre.reglesParEmpreinte(decision.empreinte, decision.referentiels ?? null);
  if (!clos) throw new VersionDisparue(decision);
  return clos;
}

/**
 * Everything a recorded decision was made of, in French, by the version of that day: a version published
 * since changes nothing.
 * @param reference identifier, or short reference of a letter
 * @throws Introuvable | ReferenceAmbigue | VersionDisparue
 */
export async function expliquer(unite: UniteDeLecture, reference: string): Promise<Explication> {
  const decision = await chercherDecision(unite, reference);
  const clos = fichierDe(unite, decision);
  const lue: DecisionLue = { ...decision, trace: decision.trace as Trace };
  const { id, jeu, etat, cafId, partenaireId, dateReference, priseLe } = decision;
  const caf = await unite.em.findOneOrFail(Caf, { id: cafId });
  return typographier({
    id,
    reference: referenceDe(id),
    jeu,
    etat,
    etatEnClair: ETATS_EN_CLAIR[etat],
    ...expliquerParLeFichier(clos, lue),
    cas: await casDe(unite, decision),
    caf: { id: caf.id, nom: caf.nom, fuseau: caf.fuseauHoraire },
    partenaire: await partenaireDe(unite, partenaireId ?? null),
    dateReference,
    dateEnClair: dateEnLettres(dateReference),
    priseLe: priseLe.toISOString(),
    priseLeEnClair: instantEnLettres(priseLe, caf.fuseauHoraire),
    version: versionAppliquee(unite, decision, clos),
    ...alternativesDe(clos, lue),
    suite: await suiteDe(unite, decision, clos),
  });
}

/** The partner, for a reader who may know of it. */
async function partenaireDe(
  { em, acteur }: UniteDeLecture,
  id: string | null,
): Promise<Explication['partenaire']> {
  if (id === null || (acteur.type !== 'systeme' && !peut(acteur, 'Partenaire', 'lire'))) return null;
  const partenaire = await em.findOne(Partenaire, { id });
  return partenaire && { id, nom: partenaire.nom };
}

/** Which days the version ruled, as was known when the decision was taken. */
function versionAppliquee(
  { registre }: UniteDeLecture,
  { empreinte, dateReference, priseLe }: Decision,
  { version, applicable }: FichierClos,
): VersionAppliquee {
  const activation = registre.activationConnue(empreinte, dateReference, priseLe);
  const { du, au } = activation ?? applicable;
  const dernier = au === null ? null : Temporal.PlainDate.from(au).subtract({ days: 1 }).toString();
  const periode = [
    du === null ? 'sans date de début' : `${dernier === null ? 'depuis le' : 'du'} ${dateEnLettres(du)}`,
    dernier === null ? '' : `${du === null ? 'jusqu’au' : 'au'} ${dateEnLettres(dernier)}`,
  ]
    .filter(Boolean)
    .join(du === null ? ', ' : ' ');
  return {
    empreinte,
    numero: version,
    du,
    au: dernier,
    periode,
    connueDu: activation?.connuDu.toISOString() ?? null,
  };
}
