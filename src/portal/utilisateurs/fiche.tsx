import { Etiquette } from '#src/portal/composants/index.ts';
import type { Habilitation } from '#src/domain/delegation/habilitation/habilitation.ts';
import type { HabilitationDeFiche } from '#src/portal/utilisateurs/actions.tsx';
import { etatDit, porteeDe, roleDe } from '#src/portal/utilisateurs/vues.ts';

/** A habilitation as the row of a user's card. */
export function habilitationDeFiche(habilitation: Habilitation, jour: string): HabilitationDeFiche {
  const etat = etatDit(habilitation, jour);
  return {
    id: habilitation.id,
    role: roleDe(habilitation),
    portee: porteeDe(habilitation),
    debut: habilitation.du,
    fin: habilitation.au ?? null,
    etat: <Etiquette ton={etat.ton}>{etat.texte}</Etiquette>,
  };
}
