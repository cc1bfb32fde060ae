import { defineEntity, p, type InferEntity } from '@mikro-orm/core';

/** The version of a referential its table was last brought to. */
export const ReferentielSuivi = defineEntity({
  name: 'ReferentielSuivi',
  tableName: 'referentiel_suivi',
  properties: {
    /** Name of the file. */
    id: p.text().primary(),
    empreinte: p.text(),
  },
});
export type ReferentielSuivi = InferEntity<typeof ReferentielSuivi>;
