/**
 * What forms give to the rule files of their chains: those in force, and those that declarations begun keep.
 */
import { sql } from 'kysely';
import { lireLignes } from '#src/kernel/sql.ts';
import { fonction, tables } from '#src/domain/politique/tables.ts';
import { activationsConnues } from '#src/domain/politique/versions/sql.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import type { DefinitionDeFormulaire } from '#src/domain/formulaire/definition.ts';
import { donnesPar } from '#src/domain/formulaire/faits-donnes.ts';
import { TOUJOURS, type Appelant } from '#src/domain/politique/appels/appelant.ts';
import { estDans, type Jours } from '#src/domain/politique/versions/activations.ts';

type Chaine = Pick<DefinitionDeFormulaire, 'id' | 'version' | 'enchainement'>;

/** A step calls by the days of its form, unless it judges by today. */
const SUIT_AUJOURDHUI = /\baujourdhui\b/;

/**
 * The calls of a form, a step each. @param precision who uses it, when not everybody: « que 3 déclarations
 * commencées gardent »
 */
export function appelsDuFormulaire(
  { id, version, enchainement }: Chaine,
  jours: Jours,
  precision?: string,
): Appelant[] {
  return enchainement.map((etape) => ({
    jeu: etape.jeu,
    nom: `« formulaires/${id} » ${version}, étape « ${etape.id} »${precision ?? ''},`,
    origine: `formulaire/${id}/${version}`,
    faits: donnesPar(etape),
    ...(precision === undefined ? {} : { garde: true as const }),
    jours: SUIT_AUJOURDHUI.test(etape.date) ? TOUJOURS : jours,
  }));
}

/**
 * Every form in force on some day, as known now, and those that declarations not transmitted keep: their
 * calls.
 */
export async function appelsDesFormulaires({ em }: Pick<UniteDeLecture, 'em'>): Promise<Appelant[]> {
  const lus = await lireLignes(
    em,
    activationsConnues
      .select([
        'v.empreinte',
        'v.canonique',
        'a.du',
        'a.au',
        sql<number | null>`null::int`.as('declarations'),
      ])
      .where('a.genre', '=', 'formulaire')
      .unionAll(
        tables
          .selectFrom(fonction('mcp_formulaires_en_cours').as('f'))
          .innerJoin('version_regle as v', 'v.empreinte', 'f.empreinte')
          .select(['v.empreinte', 'v.canonique', 'f.du', 'f.au', 'f.declarations']),
      ),
  );
  const enVigueur = lus.filter(({ declarations }) => declarations === null);
  return lus
    .filter(
      (lu) =>
        lu.declarations === null || !enVigueur.some((un) => un.empreinte === lu.empreinte && estDans(lu, un)),
    )
    .flatMap(({ canonique, du, au, declarations }) =>
      appelsDuFormulaire(
        JSON.parse(canonique) as Chaine,
        { du, au },
        declarations === null
          ? undefined
          : `, que ${declarations === 1 ? 'une déclaration commencée garde' : `${declarations} déclarations commencées gardent`}`,
      ),
    );
}
