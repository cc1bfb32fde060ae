/** Roles of services, as the referential `services` gives them on a day, and profiles of agents. */
import type { EntreeDeReferentiel } from '#src/engine/format.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { entreesAu } from '#src/kernel/referentiel.ts';
import type { Registre } from '#src/kernel/registre.ts';

/** What a role lets its holder do on the equipments it was granted on. Whoever fills or approves reads too. */
export type Capacite =
  | { readonly fait: 'saisir'; readonly volet: string }
  | { readonly fait: 'approuver' }
  | { readonly fait: 'consulter' };

/** A role of a service. */
export interface RoleDeService {
  readonly code: string;
  /** Code of its service. */
  readonly service: string;
  readonly libelle: string;
  /** Within a sentence, after « rôle »: « d’approbateur ». */
  readonly enPhrase: string;
  /** What it does, in a sentence. */
  readonly description: string;
  readonly capacites: readonly Capacite[];
  /** It opens nothing until the Caf has validated who holds it. */
  readonly valideParLaCaf: boolean;
}

export const APPROUVER: Capacite = { fait: 'approuver' };
export const saisir = (volet: string): Capacite => ({ fait: 'saisir', volet });

const estLaMeme = (une: Capacite, autre: Capacite): boolean =>
  une.fait === autre.fait && (une.fait !== 'saisir' || une.volet === (autre as typeof une).volet);

/** Whether one of the capacities is among those held. */
export const aUneCapacite = (
  { capacites }: { readonly capacites: readonly Capacite[] },
  voulues: readonly Capacite[],
): boolean => capacites.some((une) => voulues.some((voulue) => estLaMeme(une, voulue)));

/** Whether more than reading is given: what waits for it waits for somebody. */
export const agit = ({ capacites }: { readonly capacites: readonly Capacite[] }): boolean =>
  capacites.some(({ fait }) => fait !== 'consulter');

/** The roles of all services, in the order of the lists. Their codes are unique over all of them. */
export class Roles {
  private readonly parCode: ReadonlyMap<string, RoleDeService>;

  constructor(readonly liste: readonly RoleDeService[]) {
    this.parCode = new Map(liste.map((role) => [role.code, role]));
  }

  connait(code: string): boolean {
    return this.parCode.has(code);
  }

  /** A role by its code; one that no service has any more is called by its code, and lets nothing be done. */
  de(code: string): RoleDeService {
    return (
      this.parCode.get(code) ?? {
        code,
        service: '',
        libelle: code,
        enPhrase: code,
        description: '',
        capacites: [],
        valideParLaCaf: false,
      }
    );
  }

  libelle(code: string): string {
    return this.de(code).libelle;
  }

  enPhrase(code: string): string {
    return this.de(code).enPhrase;
  }

  /** Those that give at least one of the capacities. */
  quiPeuvent(...capacites: readonly Capacite[]): readonly RoleDeService[] {
    return this.liste.filter((role) => aUneCapacite(role, capacites));
  }

  /** Codes in the order of the lists, those of no service last. */
  enOrdre(codes: Iterable<string>): string[] {
    const voulus = new Set(codes);
    const connus = this.liste.map(({ code }) => code).filter((code) => voulus.has(code));
    return [...connus, ...[...voulus].filter((code) => !this.connait(code)).sort()];
  }
}

/** By lines of a version, which never change. */
const LUS = new WeakMap<readonly EntreeDeReferentiel[], Roles>();

/** The roles of a day; none where no version of the referential rules it. */
export function rolesAu(registre: Pick<Registre, 'referentiel'>, jour: string): Roles {
  const entrees = entreesAu(registre, 'services', jour);
  const roles = LUS.get(entrees) ?? new Roles(entrees.flatMap(rolesDuService));
  LUS.set(entrees, roles);
  return roles;
}

/** The roles of the day of a unit of work. */
export const rolesDuJour = ({
  registre,
  aujourdhui,
}: Pick<UniteDeLecture, 'registre' | 'aujourdhui'>): Roles => rolesAu(registre, aujourdhui.toString());

/** Its schema says what a service holds. */
function rolesDuService({ code: service, roles }: EntreeDeReferentiel): RoleDeService[] {
  const siens = roles as unknown as readonly (Omit<RoleDeService, 'service' | 'valideParLaCaf'> & {
    readonly valideParLaCaf?: boolean;
  })[];
  return siens.map((role) => ({ ...role, service, valideParLaCaf: role.valideParLaCaf ?? false }));
}

export const PROFILS_AGENT = ['gestionnaire', 'responsable'] as const;
export type ProfilAgent = (typeof PROFILS_AGENT)[number];

/** Profiles as an agent reads them. */
export const LIBELLES_PROFIL: Readonly<Record<ProfilAgent, string>> = {
  gestionnaire: 'Gestionnaire Caf',
  responsable: 'Responsable Caf',
};
