import { lireLignes } from '#src/kernel/sql.ts';
import { tables } from '#src/domain/delegation/tables.ts';
import type { UniteDeLecture, UniteDeTravail } from '#src/kernel/commande.ts';
import type { RoleDeService } from '#src/kernel/roles.ts';
import { Habilitation, type PorteeHabilitation } from '#src/domain/delegation/habilitation/habilitation.ts';
import { maximumSimultane, type Periode, type Titulaire } from '#src/domain/delegation/mandat/periodes.ts';
import type { Equipement } from '#src/domain/equipement/equipement.ts';

/** States that hold a place: a suspension is temporary, its place is kept. */
const TENUES = ['accordee', 'suspendue'] as const;

/**
 * Locks equipments until the end of the transaction, always in the same order: from here on, who holds what
 * on them
 * cannot change under our eyes, and two units never wait for each other.
 * @returns the ids the actor may see
 */
export async function verrouillerEquipements(
  unite: UniteDeTravail,
  ids: readonly string[],
): Promise<readonly string[]> {
  if (ids.length === 0) return [];
  const lignes = await lireLignes(
    unite.em,
    tables.selectFrom('equipement').select('id').where('id', 'in', ids).orderBy('id').forUpdate(),
  );
  return lignes.map((ligne) => ligne.id);
}

/** Habilitations of a role on equipments which are not over, read after the lock. */
export function habilitationsDuRole(
  unite: UniteDeLecture,
  equipements: readonly string[],
  role: string,
): Promise<Habilitation[]> {
  return unite.em.find(
    Habilitation,
    { equipement: { $in: [...equipements] }, role, etat: { $in: [...TENUES, 'en-attente-caf'] } },
    { orderBy: { du: 'asc', id: 'asc' }, refresh: true },
  );
}

/** What the quotas rule file wants to know of one request. */
export interface DemandeDeQuota {
  readonly equipement: Equipement;
  readonly role: Pick<RoleDeService, 'code' | 'service'>;
  readonly portee: PorteeHabilitation;
  readonly periode: Periode;
  /** The person who would hold the role: never counted against himself. */
  readonly utilisateurId: string;
  /** The habilitation that ends when this one is validated: not counted. */
  readonly remplaceeId: string | null;
  /** The request itself, when it is decided again at validation. */
  readonly habilitationId?: string;
}

/**
 * Facts of the `quotas` rule file: the greatest numbers of other persons at one moment of the period asked
 * for.
 */
export function faitsDeQuota(demande: DemandeDeQuota, habilitations: readonly Habilitation[]) {
  const autres = habilitations.filter(
    (habilitation) =>
      habilitation.equipement.id === demande.equipement.id &&
      habilitation.utilisateur.id !== demande.utilisateurId &&
      habilitation.id !== demande.remplaceeId &&
      habilitation.id !== demande.habilitationId,
  );
  const compter = (retenues: readonly Habilitation[]) =>
    maximumSimultane(retenues.map(titulaire), demande.periode);
  return {
    typeEquipement: demande.equipement.type,
    service: demande.role.service,
    role: demande.role.code,
    portee: demande.portee,
    titulairesActifs: compter(autres.filter((habilitation) => habilitation.etat !== 'en-attente-caf')),
    titulairesEnAttente: compter(autres.filter((habilitation) => habilitation.etat === 'en-attente-caf')),
    remplacement: demande.remplaceeId !== null,
  };
}

function titulaire(habilitation: Habilitation): Titulaire {
  return { personne: habilitation.utilisateur.id, du: habilitation.du, au: habilitation.au ?? null };
}
