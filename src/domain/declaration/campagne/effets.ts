import { sql, type AliasableExpression } from 'kysely';
import { tables } from '#src/domain/declaration/tables.ts';
import type { CampagneTouchee } from '#src/domain/politique/consultation/vues.ts';
import type { Effet } from '#src/domain/politique/sujets.ts';

/** Campaigns open while a version takes effect, with it; those that are not over on a day. */
export const pendantUneCampagne = (
  effets: AliasableExpression<Effet>,
  jour: string,
): AliasableExpression<CampagneTouchee> =>
  tables
    .selectFrom(effets.as('e'))
    .innerJoin('campagne as c', (jointure) =>
      jointure
        .onRef('e.effet_le', '>=', 'c.ouvre_le')
        .onRef('e.effet_le', '<', 'c.ferme_le')
        .on('c.ferme_le', '>', sql<string>`${jour}::date`)
        .on('c.fermee_manuellement', '=', false),
    )
    .innerJoin('caf as f', 'f.id', 'c.caf_id')
    .select([
      'c.id as campagneId',
      'c.caf_id as cafId',
      'f.nom as caf',
      'c.type_equipement as typeEquipement',
      'c.exercice',
      'c.perennite',
      'c.ouvre_le as ouvreLe',
      'c.ferme_le as fermeLe',
      'e.genre',
      'e.jeu',
      'e.numero',
      'e.empreinte',
      'e.effet_le as effetLe',
      'e.approuvee',
    ]);
