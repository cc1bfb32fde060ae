import type { Request, Response } from 'express';
import { get, post, type Route } from '#src/http/route.ts';
import { peut } from '#src/kernel/droits/droits.ts';
import { FUSEAU_NATIONAL, jourA } from '#src/kernel/horloge.ts';
import { parametreSecurite } from '#src/domain/acces/compte/parametres.ts';
import { lireSecondFacteur } from '#src/domain/acces/compte/second-facteur.ts';
import { fermerAutresSessions, fermerSession } from '#src/domain/acces/compte/sessions.ts';
import { envoyerPage } from '#src/portal/contexte-requete.ts';
import { accueilDe } from '#src/server/adresses.ts';
import { accepterLaPreuve } from '#src/server/confirmation/preuve.tsx';
import { formulaireDe } from '#src/server/garde/controles.ts';
import { PageSecurite } from '#src/server/securite/page.tsx';
import { champ, commun, connecte, type Services } from '#src/server/services.ts';
import type { SessionOuverte } from '#src/server/session/magasin.ts';

/** `/securite`: one's own sessions; the second factor is below, in `code/`. */
export const routesSecurite = (services: Services): readonly Route[] => [
  get('/securite', 'connectes', (req, res) => montrer(services, req, res)),
  post('/securite/sessions/fermer', 'connectes', (req, res) => fermer(services, req, res), {
    avant: [...formulaireDe('reference'), accepterLaPreuve(services)],
    aussi: [fermerSession],
  }),
  post(
    '/securite/sessions/fermer-les-autres',
    'connectes',
    (req, res) => fermerLesAutres(services, req, res),
    {
      avant: [...formulaireDe(), accepterLaPreuve(services)],
      aussi: [fermerAutresSessions],
    },
  ),
];

async function montrer(services: Services, req: Request, res: Response): Promise<void> {
  const { acteur, compte } = connecte(req);
  envoyerPage(
    res,
    <PageSecurite
      {...commun(services, req)}
      retour={accueilDe(acteur)}
      courriel={compte.courriel}
      fuseau={'fuseauHoraire' in acteur ? acteur.fuseauHoraire : FUSEAU_NATIONAL}
      sessions={await sessionsOuvertes(services, req)}
      courante={req.session.reference}
      secondFacteur={
        peut(acteur, 'Compte', 'gererSecondFacteur') ? await secondFacteur(services, compte.id) : undefined
      }
    />,
  );
}

function sessionsOuvertes(
  { registre, horloge, sessions }: Services,
  req: Request,
): Promise<readonly SessionOuverte[]> {
  const jour = jourA(horloge, FUSEAU_NATIONAL).toString();
  const absolue = 60_000 * parametreSecurite(registre, 'sessionAbsolueMinutes', jour);
  return sessions.lister(connecte(req).compte, horloge.maintenant().epochMilliseconds - absolue);
}

async function secondFacteur({ orm }: Services, compteId: string) {
  const facteur = await lireSecondFacteur(orm.em.fork(), compteId);
  return { actif: facteur?.actif ?? false, codesRestants: facteur?.codesRestants ?? 0 };
}

async function fermer({ executeur }: Services, req: Request, res: Response): Promise<void> {
  const nombre = await executeur.executer(
    connecte(req).acteur,
    fermerSession,
    { reference: champ(req, 'reference') },
    req.requeteId,
  );
  req.annoncer(
    nombre > 0
      ? { ton: 'succes', texte: 'La session est fermée.' }
      : { ton: 'information', texte: 'Cette session était déjà fermée.' },
  );
  res.redirect(303, '/securite');
}

async function fermerLesAutres({ executeur }: Services, req: Request, res: Response): Promise<void> {
  await executeur.executer(
    connecte(req).acteur,
    fermerAutresSessions,
    { reference: req.session.reference },
    req.requeteId,
  );
  req.annoncer({ ton: 'succes', texte: 'Vos autres sessions sont fermées.' });
  res.redirect(303, '/securite');
}
