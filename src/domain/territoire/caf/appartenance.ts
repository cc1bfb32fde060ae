import { p } from '@mikro-orm/core';
import { Caf } from '#src/domain/territoire/caf/caf.ts';

/** The Caf a record belongs to: the tenant key of every tenant table. */
export const appartientACaf = () => p.manyToOne(Caf).deleteRule('no action').updateRule('no action');
