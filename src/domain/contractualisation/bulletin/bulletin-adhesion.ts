import { defineEntity, p, type InferEntity } from '@mikro-orm/core';
import { appartientAPartenaire } from '#src/domain/contractualisation/organisme/appartenance.ts';
import { appartientACaf } from '#src/domain/territoire/caf/appartenance.ts';
import { identifiant, jour, versionColumn } from '#src/kernel/colonnes.ts';
import { Convention } from '#src/domain/contractualisation/convention/convention.ts';
import { Service } from '#src/domain/contractualisation/service/service.ts';

export const PORTEES = ['locale', 'multi-caf', 'nationale'] as const;
export type Portee = (typeof PORTEES)[number];

/** How far a bulletin opens its service, on every screen. */
export const LIBELLES_PORTEE: Readonly<Record<Portee, string>> = {
  locale: 'Locale',
  'multi-caf': 'Multi-Caf',
  nationale: 'Nationale',
};

/** Bulletin d'adhésion: how one service is opened under a convention (source: slide D). One per service. */
export const BulletinAdhesion = defineEntity({
  name: 'BulletinAdhesion',
  tableName: 'bulletin_adhesion',
  uniques: [{ name: 'bulletin_service_unique', properties: ['convention', 'service', 'caf'] }],
  properties: {
    id: identifiant(),
    caf: appartientACaf(),
    partenaire: appartientAPartenaire(),
    convention: p.manyToOne(Convention),
    service: p.manyToOne(Service),
    portee: p.enum([...PORTEES]).$type<Portee>(),
    /** Codes of the Caf listed by a `multi-caf` bulletin; empty otherwise. */
    cafs: p.json().$type<readonly string[]>(),
    /** Codes of the roles it opens, among those of the service. */
    roles: p.json().$type<readonly string[]>(),
    du: jour(),
    au: jour(),
    version: versionColumn(),
  },
});
export type BulletinAdhesion = InferEntity<typeof BulletinAdhesion>;
