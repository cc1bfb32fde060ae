import { p } from '@mikro-orm/core';
import { Partenaire } from '#src/domain/contractualisation/organisme/partenaire.ts';

/** The partner a record belongs to: second half of the tenant key. */
export const appartientAPartenaire = () =>
  p.manyToOne(Partenaire).deleteRule('no action').updateRule('no action').index();
