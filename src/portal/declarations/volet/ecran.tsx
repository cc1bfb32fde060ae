import type { Request } from 'express';
import type { ReactElement } from 'react';
import { quiSaisit, type Presence } from '#src/domain/declaration/presence.ts';
import type { Volet } from '#src/domain/formulaire/definition.ts';
import type { Brut } from '#src/domain/formulaire/saisie/lire.ts';
import type { Lien } from '#src/portal/composants/index.ts';
import { acteurDe, contextePage, type DependancesPortail } from '#src/portal/contexte-requete.ts';
import { PageDeVolet, type Incident } from '#src/portal/declarations/volet/page.tsx';
import { direPresences } from '#src/portal/declarations/volet/presences.ts';
import { vueDeVolet, type VueDeVolet } from '#src/portal/declarations/volet/vue.ts';
import { liensDe } from '#src/portal/liens.ts';

export type RequeteDeVolet = Request<{ id: string }>;

/** What a request about a volet reads. */
export interface VoletLu {
  readonly vue: VueDeVolet;
  readonly liens: readonly Lien[];
  readonly maintenant: Date;
  readonly presences: readonly Presence[];
}

/** One volet, as each of its routes reads it and shows it. */
export interface EcranDuVolet {
  readonly dependances: DependancesPortail;
  readonly volet: Volet;
  /** What its page shows. @param saisi texts just typed; the saved draft otherwise */
  lire(req: RequeteDeVolet, saisi?: Brut): Promise<VoletLu>;
  /** What follows the typing, and nothing else. */
  analyser(req: RequeteDeVolet, saisi: Brut): Promise<VueDeVolet>;
  /** @param ouvertes what the page is opened with, when that is not what is recorded */
  page(lu: VoletLu, req: RequeteDeVolet, incident?: Incident, ouvertes?: Brut): ReactElement;
}

/** The screen of a volet. */
export function ecranDuVolet(dependances: DependancesPortail, volet: Volet): EcranDuVolet {
  const { executeur, scriptDeclaration } = dependances;
  return {
    dependances,
    volet,
    lire: (req, saisi) =>
      executeur.lire(acteurDe(req), async (unite) => ({
        vue: await vueDeVolet(unite, req.params.id, volet, saisi),
        liens: await liensDe(unite, ['declaration']),
        maintenant: unite.maintenant,
        presences: await quiSaisit(unite, req.params.id, volet),
      })),
    analyser: (req, saisi) =>
      executeur.lire(acteurDe(req), (unite) => vueDeVolet(unite, req.params.id, volet, saisi, false)),
    page: ({ vue, liens, presences }, req, incident, ouvertes = vue.enregistre) => (
      <PageDeVolet
        contexte={contextePage(req, dependances)}
        vue={vue}
        liens={liens}
        incident={incident}
        ouvertes={ouvertes}
        presence={direPresences(presences, acteurDe(req).fuseauHoraire)}
        script={scriptDeclaration}
      />
    ),
  };
}
