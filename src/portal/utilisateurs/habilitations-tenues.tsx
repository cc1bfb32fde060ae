import type { ReactNode } from 'react';
import type { Habilitation } from '#src/domain/delegation/habilitation/habilitation.ts';
import { Etiquette } from '#src/portal/composants/index.ts';
import type { Roles } from '#src/kernel/roles.ts';
import { etatDit, porteeDe } from '#src/portal/habilitations/dire.ts';

/** A role somebody holds, held or asked for, on his card. */
export type HabilitationTenue = Readonly<{
  id: string;
  role: string;
  portee: string;
  debut: string;
  fin: string | null;
  etat: ReactNode;
}>;

/** A habilitation as the row of a user's card. */
export function habilitationTenue(habilitation: Habilitation, roles: Roles, jour: string): HabilitationTenue {
  const etat = etatDit(habilitation, jour);
  return {
    id: habilitation.id,
    role: roles.libelle(habilitation.role),
    portee: porteeDe(habilitation),
    debut: habilitation.du,
    fin: habilitation.au ?? null,
    etat: <Etiquette ton={etat.ton}>{etat.texte}</Etiquette>,
  };
}
