/** The roles of the delivered services, as tests hold them. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { FichierDeReferentiel } from '#src/engine/format.ts';
import type { HabilitationDeLActeur } from '#src/kernel/acteur.ts';
import type { ReferentielPublie } from '#src/kernel/registre.ts';
import { rolesAu } from '#src/kernel/roles.ts';

/** Roles of the service Afas. */
export const ROLES_AFAS = [
  'FOURNISSEUR_ACTIVITE',
  'FOURNISSEUR_FINANCIER',
  'APPROBATEUR',
  'CONSULTANT',
] as const;
export type RoleAfas = (typeof ROLES_AFAS)[number];

const CHEMIN = resolve(import.meta.dirname, '../../rules/referentiels/services/1.0.0.json');
const { id, version, entrees } = JSON.parse(readFileSync(CHEMIN, 'utf8')) as FichierDeReferentiel;
const livre: ReferentielPublie = { id, version, empreinte: '', entrees };

/** Answers for the delivered services, for registries that hold nothing else. */
export const servicesLivres = (): ReferentielPublie => livre;
export const ROLES = rolesAu({ referentiel: servicesLivres }, '2026-03-02');

/** A role as an actor holds it on an equipment. */
export const tenue = (
  role: RoleAfas,
  equipementId: string,
  habilitation = equipementId,
): HabilitationDeLActeur => ({
  id: habilitation,
  role,
  capacites: ROLES.de(role).capacites,
  equipementId,
  lieuId: null,
});
