import { defineEntity, p, type InferEntity } from '@mikro-orm/core';
import { appartientAPartenaire } from '#src/domain/contractualisation/organisme/appartenance.ts';
import { appartientACaf } from '#src/domain/territoire/caf/appartenance.ts';
import { identifiant, instant } from '#src/kernel/colonnes.ts';
import { Decision } from '#src/kernel/decision/decision.ts';
import type { Lettre } from '#src/domain/suivi/courrier/lettre.ts';

/**
 * A letter to a partner as the Caf completed and kept it. Correcting it makes another one: what was sent
 * stays what it was.
 */
export const Courrier = defineEntity({
  name: 'Courrier',
  tableName: 'courrier',
  properties: {
    id: identifiant(),
    caf: appartientACaf(),
    partenaire: appartientAPartenaire(),
    decision: p.manyToOne(Decision),
    /** What only the Caf can write, as typed. */
    adresseCaf: p.text(),
    destinataire: p.text(),
    recours: p.text(),
    signature: p.text(),
    /** The whole letter as it was printed. */
    contenu: p.json().$type<Lettre>(),
    par: p.uuid(),
    parNom: p.text(),
    le: instant(),
  },
});
export type Courrier = InferEntity<typeof Courrier>;
