import { LIBELLES_ROLES } from '#src/kernel/roles.ts';
import type { Habilitation } from '#src/domain/delegation/habilitation/habilitation.ts';

/** A role held: « Approbateur de Chantal Baillet (Ram Les Marins) ». */
export const direRole = ({ role, utilisateur, equipement }: Habilitation): string =>
  `${LIBELLES_ROLES[role]} de ${utilisateur.prenom} ${utilisateur.nom} (${equipement.nom})`;
