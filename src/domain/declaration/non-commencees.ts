import { sql } from 'kysely';
import { lireLignes } from '#src/kernel/sql.ts';
import { tables } from '#src/domain/declaration/tables.ts';
import { exiger } from '#src/kernel/droits/droits.ts';
import type { Perennite } from '#src/domain/formulaire/perennite.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import type { DefinitionDeFormulaire } from '#src/domain/formulaire/definition.ts';
import { SAISIR_UN_VOLET } from '#src/domain/declaration/volets.ts';
import { rolesDuJour } from '#src/kernel/roles.ts';
import { acteurPartenaire } from '#src/domain/delegation/mandat/pouvoir.ts';

/** A declaration an open campaign asks of an equipment of the partner, that nobody has begun. */
export interface DeclarationNonCommencee {
  readonly equipementId: string;
  readonly equipement: string;
  readonly typeEquipement: string;
  readonly exercice: number;
  readonly perennite: Perennite;
  readonly perenniteLibelle: string;
  /** First day the campaign is closed. */
  readonly fermeLe: string;
  /** Those who may begin it, by their role. */
  readonly fournisseurs: readonly string[];
}

/**
 * What the open campaigns ask and nobody has begun, whoever may begin it, in one query. Beginning is judged
 * by the rules; this only tells it waits.
 */
export async function declarationsNonCommencees(unite: UniteDeLecture): Promise<DeclarationNonCommencee[]> {
  exiger(unite.acteur, 'Campagne', 'lire');
  const { cafId } = acteurPartenaire(unite);
  const jour = unite.aujourdhui.toString();
  const fournisseurs = rolesDuJour(unite)
    .quiPeuvent(...SAISIR_UN_VOLET)
    .map(({ code }) => code);
  const lignes = await lireLignes(
    unite.em,
    tables
      .selectFrom('campagne as c')
      .innerJoin('equipement as e', (jointure) =>
        jointure.onRef('e.type', '=', 'c.type_equipement').onRef('e.caf_id', '=', 'c.caf_id'),
      )
      .innerJoin('conventionnement as v', (jointure) =>
        jointure
          .onRef('v.equipement_id', '=', 'e.id')
          .on('v.etat', '=', 'valide')
          .on(({ ref }) => sql<boolean>`${ref('v.du')} < make_date(${ref('c.exercice')} + 1, 1, 1)`)
          .on(({ ref }) => sql<boolean>`${ref('v.au')} > make_date(${ref('c.exercice')}, 1, 1)`),
      )
      .select(({ selectFrom }) => [
        'e.id as equipementId',
        'e.nom as equipement',
        'e.type as typeEquipement',
        'c.exercice',
        'c.perennite',
        'c.ferme_le as fermeLe',
        selectFrom('habilitation as h')
          .innerJoin('utilisateur as u', 'u.id', 'h.utilisateur_id')
          .select(({ ref }) =>
            sql<
              string[]
            >`coalesce(array_agg(distinct ${ref('u.prenom')} || ' ' || ${ref('u.nom')}), '{}')`.as('noms'),
          )
          .whereRef('h.equipement_id', '=', 'e.id')
          // A list of SQL is never empty.
          .where('h.role', 'in', [...fournisseurs, ''])
          .where('h.etat', '=', 'accordee')
          .where('h.du', '<=', jour)
          .where(({ eb, or }) => or([eb('h.au', 'is', null), eb('h.au', '>', jour)]))
          .where(({ eb, or }) => or([eb('u.clos_le', 'is', null), eb('u.clos_le', '>', jour)]))
          .$asScalar()
          .$notNull()
          .as('fournisseurs'),
      ])
      .where('c.caf_id', '=', cafId)
      .where('c.ouvre_le', '<=', jour)
      .where('c.ferme_le', '>', jour)
      .where('c.fermee_manuellement', '=', false)
      .where(({ exists, not, selectFrom }) =>
        not(
          exists(
            selectFrom('declaration as d')
              .select('d.id')
              .whereRef('d.conventionnement_id', '=', 'v.id')
              .whereRef('d.exercice', '=', 'c.exercice')
              .whereRef('d.perennite', '=', 'c.perennite'),
          ),
        ),
      )
      .orderBy('c.ferme_le')
      .orderBy('e.nom')
      .orderBy('v.du'),
  );
  return lignes.flatMap((ligne) => {
    const definition = unite.registre.formulaire(ligne.typeEquipement, `${ligne.exercice}-12-31`)
      ?.definition as DefinitionDeFormulaire | undefined;
    const demandee = definition?.perennites[ligne.perennite];
    return demandee ? [{ ...ligne, perenniteLibelle: demandee.libelle }] : [];
  });
}
