import type { ReponseDAnalyse } from '#src/portal/declarations/volet/client/protocole.ts';
import { RetoursDeChamp } from '#src/portal/declarations/volet/retours.tsx';
import { annonceDe } from '#src/portal/declarations/estimation.tsx';
import { ControlesDuVolet, EstimationDuVolet } from '#src/portal/declarations/volet/page.tsx';
import type { VueDeVolet } from '#src/portal/declarations/volet/vue.ts';
import { rendreFragment } from '#src/portal/rendu.ts';

/** What the script puts in the page: fragments rendered by the components of the page itself. */
export function reponseDAnalyse(vue: VueDeVolet): ReponseDAnalyse {
  const { analyse, volet, affichage, erreurs } = vue;
  return {
    erreurs: erreurs.map(({ champ }) => champ),
    retours: Object.fromEntries(
      [...affichage.retours].map(([champ, retour]) => [
        champ,
        rendreFragment(<RetoursDeChamp {...retour} />),
      ]),
    ),
    estimation: rendreFragment(<EstimationDuVolet vue={vue} />),
    controles: rendreFragment(<ControlesDuVolet analyse={analyse} volet={volet} affichage={affichage} />),
    exiges: [...affichage.exiges],
    totaux: affichage.totaux,
    annonce: annonceDe(analyse, erreurs.length),
  };
}
