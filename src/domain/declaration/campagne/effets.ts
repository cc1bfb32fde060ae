/**
 * Campaigns open while a version takes effect, with it. @param effets query of versions with their day,
 * `effet_le`; the SQL takes one parameter more: today
 */
export const pendantUneCampagne = (effets: string): string => `
  select c.id as "campagneId", c.caf_id as "cafId", f.nom as caf, c.type_equipement as "typeEquipement", c.exercice, c.perennite, c.ouvre_le::text as "ouvreLe", c.ferme_le::text as "fermeLe",
    e.genre, e.jeu, e.numero, e.empreinte, e.effet_le::text as "effetLe", e.approuvee
  from (
${effets}
  ) e
  join campagne c on e.effet_le >= c.ouvre_le and e.effet_le < c.ferme_le and c.ferme_le > ?::date and not c.fermee_manuellement
  join caf f on f.id = c.caf_id`;
