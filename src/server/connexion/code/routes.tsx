import type { Request, Response } from 'express';
import { get, post, type Route } from '#src/http/route.ts';
import { lireProfils, mene } from '#src/domain/acces/compte/profils.ts';
import { CodeFaux, utiliserCodeDeSecours } from '#src/domain/acces/compte/second-facteur.ts';
import { SAISIE_VIDE } from '#src/portal/composants/index.ts';
import { envoyerPage } from '#src/portal/contexte-requete.ts';
import { ESPACES, accueilDe, suiteSure } from '#src/server/adresses.ts';
import { tenterPour } from '#src/server/authentification/compte-vise.ts';
import { attenteDe, entrer } from '#src/server/authentification/entree.ts';
import { codeAccepte } from '#src/server/authentification/second-facteur.ts';
import { ouBloquer } from '#src/server/connexion/blocage.tsx';
import { PageCode } from '#src/server/connexion/code/page.tsx';
import { formulaireDe } from '#src/server/garde/controles.ts';
import { champ, commun, saisieRefusee, type Services } from '#src/server/services.ts';

/** `/connexion/code`: the second step of a sign-in. Whoever is there is nobody yet. */
export const routesCode = (services: Services): readonly Route[] => [
  get('/connexion/code', 'tous', (req, res) => {
    if (!attenteDe(services, req))
      return res.redirect(303, req.acteur ? accueilDe(req.acteur) : '/connexion?motif=session');
    envoyerPage(res, <PageCode {...commun(services, req)} saisie={SAISIE_VIDE} />);
  }),
  post('/connexion/code', 'tous', (req, res) => donnerLeCode(services, req, res), {
    avant: formulaireDe('code'),
    aussi: [utiliserCodeDeSecours],
  }),
];

async function donnerLeCode(services: Services, req: Request, res: Response): Promise<void> {
  const attente = attenteDe(services, req);
  const ouvert = attente && (await lireProfils(services.orm.em.fork(), services, attente.compteId));
  if (!ouvert || ouvert.sessionsValidesDepuis !== attente.validite || !mene(ouvert))
    return res.redirect(303, '/connexion?motif=session');
  const tentative = await ouBloquer(services, req, res, tenterPour(services, req, ouvert));
  if (!tentative) return;
  if (!(await codeAccepte(services, ouvert, champ(req, 'code'), req.requeteId))) {
    services.log.warn({ requeteId: req.requeteId, evenement: 'code-refuse' }, 'connexion');
    const saisie = saisieRefusee(new CodeFaux());
    return envoyerPage(res, <PageCode {...commun(services, req)} saisie={saisie} />, 422);
  }
  await tentative.reussie();
  await entrer(services, req, res, ouvert, suiteSure(attente.suite, ESPACES));
}
