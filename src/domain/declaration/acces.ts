import type { ActeurAgent, ActeurPartenaire } from '#src/kernel/acteur.ts';
import type { UniteDeLecture, UniteDeTravail } from '#src/kernel/commande.ts';
import type { Declaration, EtatDeclaration } from '#src/domain/declaration/declaration.ts';
import { HabilitationRequise, HorsTraitement, QuatreYeux } from '#src/domain/declaration/refus.ts';
import type { Equipement } from '#src/domain/equipement/equipement.ts';
import { APPROUVER, aUneCapacite, rolesDuJour, type Capacite } from '#src/kernel/roles.ts';
import { Habilitation } from '#src/domain/delegation/habilitation/habilitation.ts';
import { acteurPartenaire } from '#src/domain/delegation/mandat/pouvoir.ts';
import { sienParmi } from '#src/domain/acces/compte/comptes-lies.ts';
import { exigerAgent } from '#src/domain/territoire/caf/caf-de-l-agent.ts';

/**
 * The actor as holder of one of the capacities on an equipment, or on one of its lieux: the declaration is the
 * equipment's. @throws ReserveAuPartenaire | HabilitationRequise
 */
export function exigerCapacite(
  unite: UniteDeLecture,
  equipement: Pick<Equipement, 'id' | 'nom'>,
  ...capacites: readonly Capacite[]
): ActeurPartenaire {
  const acteur = acteurPartenaire(unite);
  if (!peutSur(acteur, equipement.id, capacites))
    throw new HabilitationRequise(rolesDuJour(unite), capacites, equipement);
  return acteur;
}

/** Whether one of his roles on the equipment gives one of the capacities. */
export const peutSur = (
  acteur: ActeurPartenaire,
  equipementId: string,
  capacites: readonly Capacite[],
): boolean =>
  acteur.habilitations.some(
    (habilitation) => habilitation.equipementId === equipementId && aUneCapacite(habilitation, capacites),
  );

/** The equipments whose declarations he reads: those on which a role of his gives any capacity, each once. */
export const equipementsLus = ({ habilitations }: ActeurPartenaire): string[] => [
  ...new Set(
    habilitations.flatMap(({ capacites, equipementId }) => (capacites.length > 0 ? equipementId : [])),
  ),
];

/**
 * A signature asks for more than the rights read at the beginning of the request: the habilitation as it
 * stands in this transaction. @throws HabilitationRequise
 */
export async function exigerApprobateur(
  unite: UniteDeTravail,
  equipement: Pick<Equipement, 'id' | 'nom'>,
): Promise<ActeurPartenaire> {
  const acteur = exigerCapacite(unite, equipement, APPROUVER);
  const roles = rolesDuJour(unite);
  const aujourdhui = unite.aujourdhui.toString();
  const valides = await unite.em.count(Habilitation, {
    utilisateur: acteur.utilisateurId,
    equipement: equipement.id,
    role: { $in: roles.quiPeuvent(APPROUVER).map(({ code }) => code) },
    etat: 'accordee',
    du: { $lte: aujourdhui },
    $or: [{ au: null }, { au: { $gt: aujourdhui } }],
  });
  if (valides === 0) throw new HabilitationRequise(roles, [APPROUVER], equipement);
  return acteur;
}

/**
 * An agent who had no part in it, and it is in one of these states. @throws AgentRequis | HorsTraitement |
 * QuatreYeux
 */
export async function exigerPourLaCaf(
  unite: UniteDeLecture,
  { etat, transmisePar, activiteCompletePar, financesCompletesPar }: Declaration,
  ...etats: readonly [EtatDeclaration, ...EtatDeclaration[]]
): Promise<ActeurAgent> {
  const agent = exigerAgent(unite.acteur);
  if (!etats.includes(etat)) throw new HorsTraitement(etat, etats[0]);
  // One account may be an agent here and a user of a partner elsewhere; one person may have two accounts.
  const declarant = await sienParmi(unite, [transmisePar, activiteCompletePar, financesCompletesPar]);
  if (declarant !== null) throw new QuatreYeux('declarant', declarant);
  return agent;
}
