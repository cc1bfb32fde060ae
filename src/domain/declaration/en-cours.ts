import { sql } from 'kysely';
import { lireLignes } from '#src/kernel/sql.ts';
import { tables } from '#src/domain/declaration/tables.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { exiger } from '#src/kernel/droits/droits.ts';
import { DETENTEURS, type LigneDeDeclaration } from '#src/domain/declaration/lectures.ts';
import { equipementsLus } from '#src/domain/declaration/acces.ts';
import { LIBELLES_PERENNITE } from '#src/domain/declaration/libelles.ts';

/** What a declaration under way asks of somebody. */
export type DeclarationEnCours = Pick<
  LigneDeDeclaration,
  'id' | 'exercice' | 'perenniteLibelle' | 'etat' | 'activiteTerminee' | 'financesTerminees'
> & { readonly equipement: { readonly id: string; readonly nom: string } };

/** The declarations under way of the equipments a partner's user holds a role on. */
export interface DeclarationsEnCours {
  /** The latest of each state the partner has in hand, state by state in the order of `DETENTEURS`. */
  readonly chezLePartenaire: readonly DeclarationEnCours[];
  /** How many there are in all, in whose hands. */
  readonly nombre: Readonly<Record<keyof typeof DETENTEURS, number>>;
}

/** Those of every state in one read. @param parEtat how many of a state are given */
export async function declarationsEnCours(
  { em, acteur }: UniteDeLecture,
  parEtat: number,
): Promise<DeclarationsEnCours> {
  exiger(acteur, 'Declaration', 'lire');
  const equipements = acteur.type === 'partenaire' ? equipementsLus(acteur) : [];
  if (equipements.length === 0) return { chezLePartenaire: [], nombre: { partenaire: 0, caf: 0 } };
  const lignes = await lireLignes(
    em,
    tables
      .with('rangee', (base) =>
        base
          .selectFrom('declaration as d')
          .select(({ ref }) => [
            'd.id',
            'd.equipement_id',
            'd.exercice',
            'd.perennite',
            'd.etat',
            sql<boolean>`${ref('d.activite_complete_le')} is not null`.as('activiteTerminee'),
            sql<boolean>`${ref('d.finances_completes_le')} is not null`.as('financesTerminees'),
            sql<number>`(row_number() over (partition by ${ref('d.etat')} order by ${ref('d.exercice')} desc, ${ref('d.cree_le')} desc, ${ref('d.id')}))::int`.as(
              'rang',
            ),
            sql<number>`(count(*) over (partition by ${ref('d.etat')}))::int`.as('nombre'),
          ])
          .where('d.equipement_id', 'in', [...new Set(equipements)])
          .where('d.etat', 'in', [...DETENTEURS.partenaire, ...DETENTEURS.caf]),
      )
      .selectFrom('rangee as r')
      .innerJoin('equipement as e', 'e.id', 'r.equipement_id')
      .select([
        'r.id',
        'e.id as equipement',
        'e.nom',
        'r.exercice',
        'r.perennite',
        'r.etat',
        'r.activiteTerminee',
        'r.financesTerminees',
        'r.nombre',
        'r.rang',
      ])
      .where('r.rang', '<=', parEtat)
      .orderBy('r.rang'),
  );
  const total = (etats: readonly string[]): number =>
    lignes
      .filter(({ rang, etat }) => rang === 1 && etats.includes(etat))
      .reduce((somme, { nombre }) => somme + nombre, 0);
  return {
    chezLePartenaire: DETENTEURS.partenaire.flatMap((etat) =>
      lignes
        .filter((ligne) => ligne.etat === etat)
        .map(({ id, equipement, nom, exercice, perennite, activiteTerminee, financesTerminees }) => ({
          id,
          equipement: { id: equipement, nom },
          exercice,
          perenniteLibelle: LIBELLES_PERENNITE[perennite],
          etat,
          activiteTerminee,
          financesTerminees,
        })),
    ),
    nombre: { partenaire: total(DETENTEURS.partenaire), caf: total(DETENTEURS.caf) },
  };
}
