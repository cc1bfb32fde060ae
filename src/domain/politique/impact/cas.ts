/** The changed cases of a study, as they are stored. */
import { lireLignes } from '#src/kernel/sql.ts';
import { tables } from '#src/domain/politique/tables.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import type { CasChange } from './types.ts';

/** Changed cases of a study in their order, after `apresRang`. */
export async function casDeLEtude(
  { em }: Pick<UniteDeLecture, 'em'>,
  id: string,
  apresRang: number,
  limite: number,
): Promise<CasChange[]> {
  const lignes = await lireLignes(
    em,
    tables
      .selectFrom('etude_impact_cas')
      .selectAll()
      .where('etude_id', '=', id)
      .where('rang', '>', apresRang)
      .orderBy('rang')
      .limit(limite),
  );
  return lignes.map(
    (cas): CasChange => ({
      id: cas.decision_id,
      cafId: cas.caf_id,
      sujetType: cas.sujet_type,
      sujetId: cas.sujet_id,
      sujetDetail: cas.sujet_detail,
      equipementId: cas.equipement_id,
      typeEquipement: cas.type_equipement,
      dateReference: cas.date_reference,
      derniere: cas.derniere,
      avant: cas.avant,
      apres: cas.apres,
      calculs: cas.calculs,
      cause: cas.cause,
    }),
  );
}
