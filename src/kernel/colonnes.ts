import { p } from '@mikro-orm/core';
import { randomUUID } from 'node:crypto';

/**
 * Identifier made by us before the insert, so that decisions and journal can name a record not yet flushed.
 */
export const identifiant = () =>
  p
    .uuid()
    .primary()
    .onCreate(() => randomUUID());

/** Optimistic lock: a form carries the version it was filled from, a stale one is refused. */
export const versionColumn = () => p.integer().version().default(1);

/** Civil date, `AAAA-MM-JJ`. */
export const jour = () => p.date();

/** Instant, stored in UTC. */
export const instant = () => p.datetime().columnType('timestamptz');

/** ETP, exact decimal as a string. */
export const etp = () => p.decimal().precision(8).scale(4);
