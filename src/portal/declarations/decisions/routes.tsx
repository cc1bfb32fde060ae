import { get, type Route } from '#src/http/route.ts';
import { lettreDUneDeclaration } from '#src/domain/suivi/courrier/lettre-de-decision.ts';
import {
  acteurDe,
  contextePage,
  envoyerPage,
  type DependancesPortail,
} from '#src/portal/contexte-requete.ts';
import { PageExplication } from '#src/portal/declarations/decisions/page.tsx';
import { titreDe } from '#src/portal/declarations/dire.ts';

/** The explanation of a decision taken on a declaration. */
export const routesDecisions = (dependances: DependancesPortail): readonly Route[] => [
  get('/:id/decisions/:decision', ['Declaration', 'lire'], async (req, res) => {
    const { id, decision } = req.params;
    const { lettre, titre } = await dependances.executeur.lire(acteurDe(req), async (unite) => {
      const { lettre: lue, declaration } = await lettreDUneDeclaration(unite, id, decision);
      return { lettre: lue, titre: titreDe(declaration, unite) };
    });
    envoyerPage(
      res,
      <PageExplication
        contexte={contextePage(req, dependances)}
        lettre={lettre}
        declaration={{ id, titre }}
      />,
    );
  }),
];
