import { get, type Route } from '#src/http/route.ts';
import { ecrireCommune, proposerCommune } from '#src/domain/territoire/commune/dire.ts';
import { suggererCommunes } from '#src/domain/territoire/commune/suggerer.ts';
import type { CommunesProposees } from '#src/portal/declarations/volet/client/protocole.ts';
import { texteDeRequete } from '#src/portal/contexte-requete.ts';

/** Real communes, while a name or a postal code is typed in a declaration. */
export const routesCommunes = (): readonly Route[] => [
  get('/communes', 'partenaires', (req, res) => {
    res.json(
      suggererCommunes(texteDeRequete(req, 'q').slice(0, 100)).map((designation) => ({
        valeur: ecrireCommune(designation.commune.code),
        precision: [proposerCommune(designation), ...designation.commune.codesPostaux.slice(0, 3)].join(' '),
      })) satisfies CommunesProposees,
    );
  }),
];
