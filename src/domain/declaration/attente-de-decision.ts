/** For whom the decision asked for waits: the reader, or somebody else than him. */
export const ATTENTES_DE_DECISION = ['de-vous', 'd-un-autre'] as const;

/**
 * The decision of the Ca a declaration waits for, seen by who reads (`mcp.acteur`): asked for since it was
 * transmitted, on a case
 * that was not decided again, and not recorded yet. Null when none waits.
 */
export const decisionAttendueSql = (
  declaration: string,
): string => `(select case bool_or(attente.par::text <> lecteur.id
    and lecteur.id not in (coalesce(${declaration}.transmise_par::text, ''), coalesce(${declaration}.activite_complete_par::text, ''), coalesce(${declaration}.finances_completes_par::text, '')))
    when true then 'de-vous' when false then 'd-un-autre' end
  from demande_decision attente join decision cas on cas.id = attente.regle_decision_id, (select coalesce(current_setting('mcp.acteur', true), '') as id) lecteur
  where attente.declaration_id = ${declaration}.id and ${declaration}.etat = 'en-traitement' and attente.le >= ${declaration}.transmise_le
    and not exists (select 1 from decision_humaine rendue where rendue.declaration_id = attente.declaration_id and rendue.regle_decision_id = attente.regle_decision_id)
    and not exists (select 1 from decision reprise where reprise.sujet_type = cas.sujet_type and reprise.sujet_id = cas.sujet_id and reprise.jeu = cas.jeu
      and reprise.sujet_detail is not distinct from cas.sujet_detail and reprise.prise_le > cas.prise_le))`;
