import type { Roles } from '#src/kernel/roles.ts';
import type { Habilitation } from '#src/domain/delegation/habilitation/habilitation.ts';

/** A role held: « Approbateur de Chantal Baillet (Ram Les Marins) ». */
export const direRole =
  (roles: Roles) =>
  ({ role, utilisateur, equipement }: Habilitation): string =>
    `${roles.libelle(role)} de ${utilisateur.prenom} ${utilisateur.nom} (${equipement.nom})`;
