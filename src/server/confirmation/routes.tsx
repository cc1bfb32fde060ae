import type { Request, Response } from 'express';
import { get, post, type Route } from '#src/http/route.ts';
import { SAISIE_VIDE, type Saisie } from '#src/portal/composants/index.ts';
import { envoyerPage } from '#src/portal/contexte-requete.ts';
import { accueilDe, espacesDe, suiteSure, veutJson } from '#src/server/adresses.ts';
import { PageConfirmation, PageFichierPret } from '#src/server/confirmation/page.tsx';
import { estRefusDePreuve, prouver } from '#src/server/confirmation/prouver.ts';
import { formulaireDe } from '#src/server/garde/controles.ts';
import { champ, commun, connecte, saisieRefusee, type Services } from '#src/server/services.ts';

/** `/confirmation`: where one is sent before an export, and what the dialog of the back-office calls. */
export const routesConfirmation = (services: Services): readonly Route[] => [
  get('/confirmation', 'connectes', (req, res) =>
    montrer(services, req, res, SAISIE_VIDE, destinationDe(req, req.query)),
  ),
  post('/confirmation', 'connectes', (req, res) => confirmer(services, req, res), {
    avant: formulaireDe('suite', 'retour'),
  }),
];

/** Where one goes on to, and where one gives up to: addresses of one's own spaces only. */
interface Destination {
  readonly suite: string | null;
  readonly retour: string | null;
}

function destinationDe(req: Request, champs: Readonly<{ suite?: unknown; retour?: unknown }>): Destination {
  const espaces = espacesDe(connecte(req).acteur);
  return { suite: suiteSure(champs.suite, espaces), retour: suiteSure(champs.retour, espaces) };
}

async function confirmer(services: Services, req: Request, res: Response): Promise<void> {
  const destination = destinationDe(req, { suite: champ(req, 'suite'), retour: champ(req, 'retour') });
  try {
    await prouver(services, req);
  } catch (erreur) {
    if (!estRefusDePreuve(erreur) || veutJson(req)) throw erreur;
    return montrer(services, req, res, saisieRefusee(erreur), destination, 422);
  }
  if (veutJson(req)) return void res.json({ etat: 'confirmé' });
  const { suite, retour } = destination;
  if (suite && retour)
    return envoyerPage(res, <PageFichierPret {...commun(services, req)} fichier={suite} retour={retour} />);
  res.redirect(303, suite ?? accueilDe(connecte(req).acteur));
}

function montrer(
  services: Services,
  req: Request,
  res: Response,
  saisie: Saisie,
  { suite, retour }: Destination,
  statut = 200,
): void {
  const { acteur, identite } = connecte(req);
  envoyerPage(
    res,
    <PageConfirmation
      {...commun(services, req)}
      courriel={identite.courriel}
      action="/confirmation"
      caches={[]}
      destination={Object.entries({ ...(suite ? { suite } : {}), ...(retour ? { retour } : {}) })}
      retour={retour ?? accueilDe(acteur)}
      saisie={saisie}
    />,
    statut,
  );
}
