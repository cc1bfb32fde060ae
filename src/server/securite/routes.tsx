import { Router, type Request, type Response } from 'express';
import encodeQR from 'qr';
import { FUSEAU_NATIONAL, jourA } from '#src/kernel/horloge.ts';
import { ChampRefuse, Introuvable } from '#src/kernel/refus.ts';
import { parametreSecurite } from '#src/domain/acces/compte/parametres.ts';
import { exigerPreuve } from '#src/kernel/preuve.ts';
import {
  CodeFaux,
  SecondFacteurAbsent,
  activerSecondFacteur,
  lireSecondFacteur,
  nouveauxCodes,
  preparerSecondFacteur,
  renouvelerCodes,
  retirerSecondFacteur,
} from '#src/domain/acces/compte/second-facteur.ts';
import { fermerAutresSessions, fermerSession } from '#src/domain/acces/compte/sessions.ts';
import { adresseDEnrolement, enBase32, nouveauSecret, pasDuCode } from '#src/domain/acces/compte/totp.ts';
import { exiger, peut } from '#src/kernel/droits/droits.ts';
import { SAISIE_VIDE, type Saisie } from '#src/portal/composants/index.ts';
import { accueilDe } from '#src/server/adresses.ts';
import { tenterPour } from '#src/server/authentification/compte-vise.ts';
import { accepterLaPreuve } from '#src/server/confirmation/routes.tsx';
import { formulaireDe } from '#src/server/garde/controles.ts';
import { reserverA } from '#src/server/session/identite.ts';
import { PageCodesDeSecours, PageEnrolement, PageRetraitDuCode } from '#src/server/code/page.tsx';
import { CHAMP_PREUVE } from '#src/server/champs.ts';
import { PageSecurite } from '#src/server/securite/page.tsx';
import { PreuveFausse, verifierLaPreuve } from '#src/server/authentification/preuve.ts';
import { codeAccepte } from '#src/server/authentification/second-facteur.ts';
import { champ, commun, html, saisieRefusee, type Services } from '#src/server/services.ts';

/** Squares left white around a QR code, as its norm asks. */
const ZONE_CLAIRE = 4;

/** Who is signed in, behind the guard of these routes. */
function connecte(req: Request) {
  const { acteur, identite, compte } = req;
  if (!acteur || !identite || !compte) throw new Error('guarded route without an actor');
  return { acteur, identite, compte };
}

/** `/securite`: one's own sessions and second factor. */
export function routesSecurite(services: Services): Router {
  const { executeur, orm, horloge, coffre, sessions } = services;
  const routes = Router();
  const garde = reserverA(['agent', 'partenaire', 'analyste'], 'aux personnes connectées');
  const ecrire = (...champs: readonly string[]) => [
    ...formulaireDe(...champs),
    garde,
    accepterLaPreuve(services),
  ];
  const maintenant = () => horloge.maintenant().epochMilliseconds;

  routes.get('/securite', garde, async (req, res) => {
    const { acteur, compte } = connecte(req);
    const absolue =
      60_000 *
      parametreSecurite(
        services.registre,
        'sessionAbsolueMinutes',
        jourA(horloge, FUSEAU_NATIONAL).toString(),
      );
    const ouvertes = await sessions.lister(compte, maintenant() - absolue);
    const facteur = peut(acteur, 'Compte', 'gererSecondFacteur')
      ? await lireSecondFacteur(orm.em.fork(), compte.id)
      : null;
    res.send(
      html(
        <PageSecurite
          {...commun(services, req)}
          retour={accueilDe(acteur)}
          courriel={compte.courriel}
          fuseau={'fuseauHoraire' in acteur ? acteur.fuseauHoraire : FUSEAU_NATIONAL}
          sessions={ouvertes}
          courante={req.session.reference}
          secondFacteur={
            peut(acteur, 'Compte', 'gererSecondFacteur')
              ? { actif: facteur?.actif ?? false, codesRestants: facteur?.codesRestants ?? 0 }
              : undefined
          }
        />,
      ),
    );
  });

  routes.post('/securite/sessions/fermer', ...ecrire('reference'), async (req, res) => {
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
  });

  routes.post('/securite/sessions/fermer-les-autres', ...ecrire(), async (req, res) => {
    await executeur.executer(
      connecte(req).acteur,
      fermerAutresSessions,
      { reference: req.session.reference },
      req.requeteId,
    );
    req.annoncer({ ton: 'succes', texte: 'Vos autres sessions sont fermées.' });
    res.redirect(303, '/securite');
  });

  routes.post('/securite/code/preparer', ...ecrire(), async (req, res) => {
    const { acteur, compte } = connecte(req);
    await executeur.executer(
      acteur,
      preparerSecondFacteur,
      { secret: coffre.fermer(nouveauSecret(), compte.id) },
      req.requeteId,
    );
    res.redirect(303, '/securite/code');
  });

  /**
   * The secret under way; null when none is, or when it is already asked for at sign-in: it is then shown to
   * nobody.
   */
  async function secretEnPreparation(compteId: string): Promise<Buffer | null> {
    const facteur = await lireSecondFacteur(orm.em.fork(), compteId);
    return facteur && !facteur.actif ? coffre.ouvrir(facteur.secret, compteId) : null;
  }

  async function enroler(req: Request, res: Response, saisie: Saisie): Promise<void> {
    const { acteur, compte } = connecte(req);
    exiger(acteur, 'Compte', 'gererSecondFacteur');
    exigerPreuve(acteur);
    const secret = await secretEnPreparation(compte.id);
    if (!secret) return res.redirect(303, '/securite');
    const carres = encodeQR(adresseDEnrolement(secret, compte.courriel), 'raw', { border: ZONE_CLAIRE });
    res.send(
      html(
        <PageEnrolement {...commun(services, req)} carres={carres} cle={enBase32(secret)} saisie={saisie} />,
      ),
    );
  }
  routes.get('/securite/code', garde, (req, res) => enroler(req, res, SAISIE_VIDE));
  routes.post('/securite/code', ...ecrire('code'), async (req, res) => {
    const { acteur, compte } = connecte(req);
    exiger(acteur, 'Compte', 'gererSecondFacteur');
    const secret = await secretEnPreparation(compte.id);
    if (!secret) throw new SecondFacteurAbsent();
    const codes = nouveauxCodes();
    try {
      const pas = pasDuCode(secret, champ(req, 'code').replace(/\s/g, ''), maintenant());
      if (pas === null) throw new CodeFaux();
      await executeur.executer(
        acteur,
        activerSecondFacteur,
        { pas, codes, courriel: compte.courriel },
        req.requeteId,
      );
    } catch (erreur) {
      if (erreur instanceof CodeFaux) return enroler(req, res.status(422), saisieRefusee(erreur));
      throw erreur;
    }
    res.send(html(<PageCodesDeSecours {...commun(services, req)} codes={codes} />));
  });

  routes.post('/securite/code/secours', ...ecrire(), async (req, res) => {
    const codes = nouveauxCodes();
    await executeur.executer(connecte(req).acteur, renouvelerCodes, { codes }, req.requeteId);
    res.send(html(<PageCodesDeSecours {...commun(services, req)} codes={codes} />));
  });

  function retrait(req: Request, res: Response, saisie: Saisie): void {
    exiger(connecte(req).acteur, 'Compte', 'gererSecondFacteur');
    res.send(
      html(
        <PageRetraitDuCode
          {...commun(services, req)}
          courriel={connecte(req).compte.courriel}
          saisie={saisie}
        />,
      ),
    );
  }
  routes.get('/securite/code/retirer', garde, async (req, res) => {
    if (!(await lireSecondFacteur(orm.em.fork(), connecte(req).compte.id))?.actif)
      throw new Introuvable('Double authentification');
    retrait(req, res, SAISIE_VIDE);
  });
  routes.post('/securite/code/retirer', ...formulaireDe('motDePasse', 'code'), garde, async (req, res) => {
    const { acteur, compte } = connecte(req);
    exiger(acteur, 'Compte', 'gererSecondFacteur');
    try {
      await verifierLaPreuve(services, req, champ(req, 'motDePasse'));
      // A wrong code is counted like a wrong password, whoever knows the latter.
      const tentative = await tenterPour(services, req, compte);
      if (!(await codeAccepte(services, compte, champ(req, 'code'), req.requeteId))) throw new CodeFaux();
      await tentative.reussie();
      await executeur.executer(
        { ...acteur, preuveRecente: true } as typeof acteur,
        retirerSecondFacteur,
        { courriel: compte.courriel },
        req.requeteId,
      );
    } catch (erreur) {
      if (erreur instanceof PreuveFausse)
        return retrait(
          req,
          res.status(422),
          saisieRefusee(new ChampRefuse('motDePasse', erreur.champs[CHAMP_PREUVE] ?? erreur.message)),
        );
      if (erreur instanceof CodeFaux) return retrait(req, res.status(422), saisieRefusee(erreur));
      throw erreur;
    }
    req.annoncer({ ton: 'succes', texte: 'La double authentification est désactivée.' });
    res.redirect(303, '/securite');
  });
  return routes;
}
