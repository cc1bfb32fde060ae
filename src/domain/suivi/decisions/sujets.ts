import { sql } from 'kysely';
import type { SujetsEnSql } from '#src/domain/politique/sujets.ts';

/** What the records decided upon say in SQL of a decision `d`. */
export const sujetsEnSql = (): SujetsEnSql => ({
  nonTranchee: sql<boolean>`not exists (select 1 from decision_humaine h where h.regle_decision_id = d.id)`,
  jointures: sql`left join declaration de on d.sujet_type = 'Declaration' and de.id = d.sujet_id
     left join habilitation ha on d.sujet_type = 'Habilitation' and ha.id = d.sujet_id`,
  ecart,
  equipement: sql`left join declaration de on d.sujet_type = 'Declaration' and de.id = d.sujet_id
     left join conventionnement co on d.sujet_type = 'Conventionnement' and co.id = d.sujet_id
     left join habilitation h on d.sujet_type = 'Habilitation' and h.id = d.sujet_id
     left join equipement e on e.id = coalesce(de.equipement_id, co.equipement_id, h.equipement_id)`,
});

/** Whether the record of a case still waits; a reason otherwise. */
const ecart: SujetsEnSql['ecart'] = (aujourdhui) => sql`case d.sujet_type
  when 'Declaration' then case
    when de.etat = 'traitee' then 'declaration-traitee'
    when de.etat in ('brouillon', 'a-approuver', 'renvoyee', 'retournee') then 'declaration-retournee'
    when de.id is null then 'sans-suite'
    when exists (select 1 from transmission t where t.declaration_id = de.id and t.le > d.prise_le) then 'plus-declare'
    when exists (select 1 from decision_humaine h join decision s on s.id = h.regle_decision_id where h.declaration_id = de.id and s.jeu = d.jeu and jsonb_strip_nulls(s.faits) = jsonb_strip_nulls(d.faits)) then 'deja-tranche' end
  when 'Habilitation' then case when ha.id is null then 'sans-suite' when ha.etat <> 'en-attente-caf' or ha.au <= ${aujourdhui}::date then 'habilitation-traitee' end
  when 'Conventionnement' then 'conventionnement-traite'
  else 'sans-suite' end`;
