import { defineEntity, p, type InferEntity } from '@mikro-orm/core';
import { appartientACaf } from '#src/domain/territoire/caf/appartenance.ts';
import { identifiant, versionColumn } from '#src/kernel/colonnes.ts';

/** Where a link is shown. */
export const CONTEXTES_DE_LIEN = [
  'accueil',
  'habilitations',
  'declaration',
  'bilan',
  'evaluation',
  'assistance',
] as const;
export type ContexteDeLien = (typeof CONTEXTES_DE_LIEN)[number];

/** Link to another system or document (Sphinx, VisioConnect, guides, plaquette…). Without a Caf: national. */
export const LienUtile = defineEntity({
  name: 'LienUtile',
  tableName: 'lien_utile',
  properties: {
    id: identifiant(),
    caf: appartientACaf().nullable(),
    contexte: p.enum([...CONTEXTES_DE_LIEN]).$type<ContexteDeLien>(),
    libelle: p.text(),
    description: p.text().nullable(),
    url: p.text(),
    ordre: p.integer().default(0),
    version: versionColumn(),
  },
});
export type LienUtile = InferEntity<typeof LienUtile>;
