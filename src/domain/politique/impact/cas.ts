/** The changed cases of a study, as they are stored. */
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import type { CasChange } from './types.ts';

interface LigneDeCas {
  readonly decision_id: string;
  readonly caf_id: string;
  readonly equipement_id: string | null;
  readonly type_equipement: string | null;
  readonly sujet_type: string;
  readonly sujet_id: string;
  readonly sujet_detail: string | null;
  readonly date_reference: string;
  readonly derniere: boolean;
  readonly avant: CasChange['avant'];
  readonly apres: CasChange['apres'];
  readonly calculs: CasChange['calculs'];
  readonly cause: CasChange['cause'];
}

/** Changed cases of a study in their order, after `apresRang`. */
export async function casDeLEtude(
  { em }: Pick<UniteDeLecture, 'em'>,
  id: string,
  apresRang: number,
  limite: number,
): Promise<CasChange[]> {
  const lignes = await em.execute<LigneDeCas[]>(
    `select decision_id, caf_id, equipement_id, type_equipement, sujet_type, sujet_id, sujet_detail, date_reference::text, derniere, avant, apres, calculs, cause
     from etude_impact_cas where etude_id = ? and rang > ? order by rang limit ?`,
    [id, apresRang, limite],
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
