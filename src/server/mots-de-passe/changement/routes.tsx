import type { Request, Response } from 'express';
import { get, post, type Route } from '#src/http/route.ts';
import { Refus } from '#src/kernel/refus.ts';
import { MotDePasseActuelFaux, changerMotDePasse } from '#src/domain/acces/compte/commandes.ts';
import { exigencesMotDePasse } from '#src/domain/acces/compte/mot-de-passe.ts';
import { lireProfils } from '#src/domain/acces/compte/profils.ts';
import { SAISIE_VIDE, type Saisie } from '#src/portal/composants/index.ts';
import { envoyerPage } from '#src/portal/contexte-requete.ts';
import { accueilDe } from '#src/server/adresses.ts';
import { retenirLAppareil, tenterPour } from '#src/server/authentification/compte-vise.ts';
import { formulaireDe } from '#src/server/garde/controles.ts';
import { PageMotDePasse } from '#src/server/mots-de-passe/changement/page.tsx';
import { nouveauDe, reglagesDe } from '#src/server/mots-de-passe/reglages.ts';
import { champ, commun, connecte, saisieRefusee, type Services } from '#src/server/services.ts';
import { ouvrirSession } from '#src/server/session/ouverture.ts';

/** `/mot-de-passe`: one changes one's own. */
export const routesMotDePasse = (services: Services): readonly Route[] => [
  get('/mot-de-passe', 'connectes', (req, res) => montrer(services, req, res, SAISIE_VIDE)),
  post('/mot-de-passe', 'connectes', (req, res) => changer(services, req, res), {
    avant: formulaireDe('actuel', 'motDePasse', 'confirmation'),
    aussi: [changerMotDePasse],
  }),
];

async function changer(services: Services, req: Request, res: Response): Promise<void> {
  const { acteur, identite, compte } = connecte(req);
  // Guessing the present password counts like a failed sign-in.
  const tentative = await tenterPour(services, req, compte);
  try {
    await services.executeur.executer(
      acteur,
      changerMotDePasse,
      { ...nouveauDe(req), actuel: champ(req, 'actuel'), courriel: identite.courriel },
      req.requeteId,
    );
    await tentative.reussie();
  } catch (erreur) {
    if (!(erreur instanceof MotDePasseActuelFaux)) await tentative.reussie();
    if (erreur instanceof Refus && erreur.statut === 422)
      return montrer(services, req, res, saisieRefusee(erreur), 422);
    throw erreur;
  }
  // The other sessions end with the former password; this one goes on under a new identifier.
  const ouvert = await lireProfils(services.orm.em.fork(), services, compte.id);
  if (!ouvert) throw new Error('account vanished');
  await ouvrirSession(
    req,
    ouvert,
    ouvert.profils.find(({ cle }) => cle === identite.cle),
    services.horloge.maintenant().epochMilliseconds,
  );
  await retenirLAppareil(services, req, res, ouvert);
  req.annoncer({
    ton: 'succes',
    texte: 'Votre mot de passe est modifié. Vos autres sessions sont closes.',
  });
  res.redirect(303, acteur.type === 'partenaire' ? accueilDe(acteur) : '/mot-de-passe');
}

function montrer(services: Services, req: Request, res: Response, saisie: Saisie, statut = 200): void {
  const { acteur, identite } = connecte(req);
  envoyerPage(
    res,
    <PageMotDePasse
      {...commun(services, req)}
      courriel={identite.courriel}
      exigences={exigencesMotDePasse(reglagesDe(services))}
      retour={accueilDe(acteur)}
      saisie={saisie}
    />,
    statut,
  );
}
