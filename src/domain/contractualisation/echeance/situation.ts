import { sql } from 'kysely';
import { jsonArrayFrom } from 'kysely/helpers/postgres';
import type { BulletinAdhesion } from '#src/domain/contractualisation/bulletin/bulletin-adhesion.ts';
import { bulletinActif } from '#src/domain/contractualisation/bulletin/etat.ts';
import { ecrit, type UniteDeLecture } from '#src/kernel/commande.ts';
import type { Convention } from '#src/domain/contractualisation/convention/convention.ts';
import { etatDeLaConvention } from '#src/domain/contractualisation/convention/etat.ts';
import { tables } from '#src/domain/contractualisation/tables.ts';
import { parUnite } from '#src/kernel/memo.ts';
import { cloison } from '#src/kernel/page.ts';
import { rolesAu, type Roles } from '#src/kernel/roles.ts';
import { lireLignes } from '#src/kernel/sql.ts';

/** Where a partner stands with its Caf on a day, as the rule file `echeance` asks it. */
export interface Situation {
  readonly etat: 'aucune' | 'en-preparation' | 'active' | 'echue' | 'resiliee';
  /** First day the convention no longer covers; null without one. */
  readonly fin: string | null;
  /** Under an expired convention: whether there was one. */
  readonly bulletinActif: boolean;
}

type ConventionLue = Pick<Convention, 'id' | 'etat' | 'du' | 'au' | 'resilieeLe'>;
type BulletinLu = Pick<BulletinAdhesion, 'du' | 'au' | 'roles'> & {
  readonly convention: { readonly id: string };
};

/** Which bulletins a situation looks at: those that open such a role. */
export type RoleOuvert = (code: string) => boolean;

/** A role of a declaration. */
export const deDeclaration =
  (roles: Roles): RoleOuvert =>
  (code) =>
    roles.de(code).capacites.length > 0;

/** A role of the same service as another. */
export const duServiceDe =
  (roles: Roles, role: string): RoleOuvert =>
  (code) =>
    code === role || (roles.connait(role) && roles.de(code).service === roles.de(role).service);

/** @param conventions latest first @param bulletins of any of them */
export function situationAu(
  jour: string,
  conventions: readonly ConventionLue[],
  bulletins: readonly BulletinLu[],
  compte: RoleOuvert,
): Situation {
  const etats = conventions.map((convention) => ({ convention, etat: etatDeLaConvention(convention, jour) }));
  const retenue =
    etats.find(({ etat, convention }) => etat === 'active' && convention.du <= jour) ??
    etats.find(({ etat }) => etat === 'echue' || etat === 'resiliee') ??
    etats[0];
  if (!retenue) return { etat: 'aucune', fin: null, bulletinActif: false };
  const { convention, etat } = retenue;
  const pasCommencee =
    etat === 'brouillon' || etat === 'en-attente-de-signature' || (etat === 'active' && jour < convention.du);
  return {
    etat: pasCommencee ? 'en-preparation' : etat,
    fin: convention.au,
    // Under an expired convention the question is whether there was one: that the convention has expired is a
    // finding of its own.
    bulletinActif: bulletins.some(
      (bulletin) =>
        bulletin.convention.id === convention.id &&
        bulletin.roles.some(compte) &&
        (etat !== 'active' || bulletinActif(bulletin, convention, jour)),
    ),
  };
}

/** The conventions of a partner, the latest first, and its bulletins: what a situation is told from. */
export interface Contrats {
  readonly conventions: readonly ConventionLue[];
  readonly bulletins: readonly BulletinLu[];
}

/** Read once for all the acts and days a page asks about. */
export const contratsDe = parUnite(
  async (unite, partenaire: string): Promise<Contrats> => {
    const { em, acteur } = unite;
    // What the unit has just changed of them counts.
    if (ecrit(unite)) await em.flush();
    const siens = sql<boolean>`${sql.ref('x.partenaire_id')} = ${partenaire} and ${cloison(acteur, sql.ref('x.caf_id'), sql.ref('x.partenaire_id'))}`;
    const [lus] = await lireLignes(
      em,
      tables.selectNoFrom(({ selectFrom }) => [
        jsonArrayFrom(
          selectFrom('convention as x')
            .select(['x.id', 'x.etat', 'x.du', 'x.au', 'x.resiliee_le as resilieeLe'])
            .where(siens)
            .orderBy('x.du', 'desc'),
        ).as('conventions'),
        jsonArrayFrom(
          selectFrom('bulletin_adhesion as x')
            .select(['x.du', 'x.au', 'x.roles', 'x.convention_id as convention'])
            .where(siens),
        ).as('bulletins'),
      ]),
    );
    return {
      conventions: lus?.conventions ?? [],
      bulletins: (lus?.bulletins ?? []).map(({ convention, ...bulletin }) => ({
        ...bulletin,
        convention: { id: convention },
      })),
    };
  },
  (partenaire) => partenaire,
);

/**
 * The convention d'accès in force on a day (today, if none is told), else the latest; a bulletin counts when
 * it opens one of the roles of a declaration; or, asked about a role, one of its service.
 */
export async function situationContractuelle(
  unite: UniteDeLecture,
  partenaire: string,
  jour = unite.aujourdhui.toString(),
  role = '',
): Promise<Situation> {
  const { conventions, bulletins } = await contratsDe(unite, partenaire);
  const roles = rolesAu(unite.registre, jour);
  return situationAu(
    jour,
    conventions,
    bulletins,
    role === '' ? deDeclaration(roles) : duServiceDe(roles, role),
  );
}
