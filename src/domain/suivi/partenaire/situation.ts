import { sql } from 'kysely';

/** Where a partner stands on the way to its access, in one word for lists and filters. */
export const SITUATIONS = {
  'formulaire-a-creer': 'Formulaire d’éligibilité à créer',
  'formulaire-a-decider': 'Formulaire d’éligibilité à compléter et décider',
  'non-eligible': 'Non éligible',
  'convention-a-creer': 'Éligible, convention à créer',
  'convention-en-preparation': 'Convention en préparation',
  active: 'Convention active',
  echue: 'Convention échue',
  resiliee: 'Convention résiliée',
} as const;
export type SituationDuPartenaire = keyof typeof SITUATIONS;

/**
 * The same in SQL on a day, from the latest form `f` and the convention that counts `c` of a partner.
 */
export const situationEnSql = (jour: string) => sql<SituationDuPartenaire>`case
  when c.etat = 'resiliee' and c.resiliee_le <= ${jour}::date then 'resiliee'
  when c.etat in ('active', 'resiliee') then case when c.au <= ${jour}::date then 'echue' else 'active' end
  when c.etat is not null then 'convention-en-preparation'
  when f.etat = 'eligible' then 'convention-a-creer'
  when f.etat = 'non-eligible' then 'non-eligible'
  when f.etat = 'brouillon' then 'formulaire-a-decider'
  else 'formulaire-a-creer' end`;
