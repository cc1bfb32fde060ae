import { appeler, type Connexion } from '#src/kernel/sql.ts';
import { fonction } from '#src/domain/acces/tables.ts';
import { z } from 'zod';

/** What PostgreSQL says of the role the application connects as. */
export type RoleConnecte = {
  nom: string;
  superutilisateur: boolean;
  contourneRls: boolean;
  tablesPossedees: number;
};

/** State of the database that a production server must not be opened on. */
export type FaitsProduction = {
  role: RoleConnecte;
  /** Number of open accounts made by the demonstration data. */
  comptesDemonstration: number;
  /**
   * Values in force marked `certitude: fictif` in the rule files, each named for a reader ("plafond du prix
   * de revient 2026").
   */
  valeursFictives: readonly string[];
};

/** The server refuses to start in production. `problemes`: French sentences saying what to set. */
export class ErreurProduction extends Error {
  override readonly name = 'ErreurProduction';
  readonly problemes: readonly string[];

  constructor(problemes: readonly string[]) {
    super(problemes.join('\n'));
    this.problemes = problemes;
  }
}

/**
 * Refuses to open a production server on an unsafe database.
 * @throws ErreurProduction with every reason.
 */
export function controlerProduction(
  faits: FaitsProduction,
  options: { accepterValeursFictives: boolean },
): void {
  const problemes = [
    ...refusRole(faits.role),
    ...refusComptesDemonstration(faits.comptesDemonstration),
    ...(options.accepterValeursFictives ? [] : refusValeursFictives(faits.valeursFictives)),
  ];
  if (problemes.length > 0) throw new ErreurProduction(problemes);
}

/** Row-level security protects nothing from a role that owns the tables or may ignore it. */
export function refusRole({ nom, superutilisateur, contourneRls, tablesPossedees }: RoleConnecte): string[] {
  const defauts: string[] = [];
  if (superutilisateur) defauts.push('est superutilisateur');
  if (contourneRls) defauts.push('possède l’attribut BYPASSRLS');
  if (tablesPossedees > 0 && !superutilisateur)
    defauts.push(`possède ${tablesPossedees} table${tablesPossedees > 1 ? 's' : ''}`);
  if (defauts.length === 0) return [];
  return [
    `DATABASE_URL : le rôle « ${nom} » ${defauts.join(' et ')}, ce qui lève le cloisonnement des données entre Caf et partenaires. ` +
      'Indiquez un rôle ordinaire qui ne possède rien ; le propriétaire des tables va dans DATABASE_URL_PROPRIETAIRE.',
  ];
}

/** Demonstration accounts have a password everybody knows. */
export function refusComptesDemonstration(nombre: number): string[] {
  if (nombre === 0) return [];
  const sujet =
    nombre > 1 ? `${nombre} comptes de démonstration sont ouverts` : 'Un compte de démonstration est ouvert';
  return [
    `${sujet} dans cette base, avec un mot de passe public. Indiquez dans DATABASE_URL une base sans données de démonstration.`,
  ];
}

/** An amount computed from an invented price cap must not be taken for a real one. */
export function refusValeursFictives(valeurs: readonly string[]): string[] {
  if (valeurs.length === 0) return [];
  return [
    `Des valeurs fictives sont en vigueur dans les fichiers de règles : ${valeurs.join(', ')}. ` +
      'Publiez une version qui donne les valeurs réelles, ou indiquez ACCEPTER_VALEURS_FICTIVES=oui pour démarrer quand même.',
  ];
}

const LigneRole = z.tuple([
  z.object({
    nom: z.string(),
    superutilisateur: z.boolean(),
    contourne_rls: z.boolean(),
    tables_possedees: z.int(),
  }),
]);

/** How many open accounts of the demonstration the base has. */
export async function compterComptesDemonstration(connexion: Connexion): Promise<number> {
  const [compte] = await appeler(connexion, fonction('nombre_comptes_demonstration'));
  return compte?.resultat ?? 0;
}

/**
 * Reads what controlerProduction needs to know of the role of this connection. Tables of a role it is a
 * member of count as its own.
 */
export async function lireRoleConnecte(executer: (sql: string) => Promise<unknown>): Promise<RoleConnecte> {
  const lignes = await executer(`
    select r.rolname as nom, r.rolsuper as superutilisateur, r.rolbypassrls as contourne_rls,
      (select count(*)::int from pg_class c
        where c.relkind in ('r', 'p') and c.relnamespace not in ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
          and pg_has_role(current_user, c.relowner, 'MEMBER')) as tables_possedees
    from pg_roles r where r.rolname = current_user`);
  const [ligne] = LigneRole.parse(lignes);
  return {
    nom: ligne.nom,
    superutilisateur: ligne.superutilisateur,
    contourneRls: ligne.contourne_rls,
    tablesPossedees: ligne.tables_possedees,
  };
}
