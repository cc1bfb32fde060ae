import type { ConsequencesMontrees } from '#admin/definition/types/formulaire.ts';
import { bornerEffet, type Consequences } from '#src/domain/suivi/effets/annoncer.ts';

/** The consequences of an act as its page shows them: each bounded to what one reads. */
export const montrerConsequences = ({ le, empreinte, effets }: Consequences): ConsequencesMontrees => ({
  le,
  empreinte,
  effets: effets.map((effet) => ({
    cle: effet.cle,
    titre: effet.titre,
    grave: effet.grave,
    ...bornerEffet(effet),
  })),
});
