import { Router, type Request, type RequestHandler } from 'express';
import { z } from 'zod';
import type { ActeurPartenaire } from '#src/kernel/acteur.ts';
import { Introuvable, Refus } from '#src/kernel/refus.ts';
import { acteurDe, champsDe, contextePage, envoyerPage } from '#src/portal/contexte-requete.ts';
import { instantFr } from '#src/kernel/francais.ts';
import { CHEMIN_ENVOIS, suiteSure } from '#src/server/adresses.ts';
import { CHAMP_ENVOI } from '#src/server/champs.ts';
import type { EnvoiGarde } from '#src/server/envois/depot.ts';
import { PageEnvoisGardes, type EnvoiLu } from '#src/server/envois/page.tsx';
import { formulairesGardables } from '#src/server/envois/refuses.ts';
import { routesDuRouteur } from '#src/server/routes.ts';
import type { Services } from '#src/server/services.ts';
import { TRACE_EN_MINUTES } from '#src/server/session/session.ts';

const ESPACE = '/partenaire';

/**
 * What was sent with a session that had ended, shown to its author to be confirmed; mounted at `/partenaire`.
 */
export function routesEnvois(services: Services, portail: Router): Router {
  const { envois, ressources, comptesDemonstration } = services;
  const formulaireA = formulairesGardables(routesDuRouteur(portail, ESPACE));
  const routes = Router();

  /** One envoi, in the words of its form today: its author may have lost the right to send it. */
  async function lire(acteur: ActeurPartenaire, { id, action, champs, le }: EnvoiGarde): Promise<EnvoiLu> {
    const dire = (instant: number) => instantFr(new Date(instant), acteur.fuseauHoraire);
    const commun = { id, action, le: dire(le), jusque: dire(le + 60_000 * TRACE_EN_MINUTES) };
    try {
      const formulaire = formulaireA(action);
      if (!formulaire) throw new Introuvable('Formulaire');
      return { ...commun, contenu: await formulaire.gardable.decrire(acteur, formulaire.parametres, champs) };
    } catch (erreur) {
      if (!(erreur instanceof Refus)) throw erreur;
      return { ...commun, contenu: { refus: erreur.message } };
    }
  }

  routes.get('/saisie-gardee', async (req, res) => {
    const acteur = acteurDe(req);
    const gardes = (await envois.lister(req.sessionID, compteDe(req))).filter(
      ({ profil }) => profil === undefined || profil === req.identite?.cle,
    );
    const lus: EnvoiLu[] = [];
    for (const garde of gardes) lus.push(await lire(acteur, garde));
    const contexte = contextePage(req, { ressources, demonstration: comptesDemonstration() !== undefined });
    const retour = suiteSure(req.query['suite'], [ESPACE]) ?? ESPACE;
    envoyerPage(
      res,
      <PageEnvoisGardes
        contexte={contexte}
        envois={lus}
        retour={retour}
        abandonner={`${CHEMIN_ENVOIS}/abandonner`}
      />,
    );
  });

  routes.post('/saisie-gardee/abandonner', async (req, res) => {
    const id = idDe(req);
    // Held no longer, or never one of his: there is nothing left to abandon.
    const retire = id !== undefined && (await envois.retirer(id, compteDe(req)));
    req.annoncer(
      retire
        ? { ton: 'succes', texte: 'L’envoi gardé est abandonné.' }
        : { ton: 'information', texte: 'Cet envoi n’était plus gardé.' },
    );
    res.redirect(
      303,
      (await envois.lister(req.sessionID, compteDe(req))).length > 0 ? CHEMIN_ENVOIS : ESPACE,
    );
  });
  return routes;
}

/** A form held is confirmed: it is held no longer once it is accepted. */
export function retirerLEnvoiConfirme({ envois }: Services): RequestHandler {
  return (req, _res, next) => {
    const id = req.method === 'POST' && req.identite ? idDe(req) : undefined;
    if (id !== undefined && !req.path.startsWith('/saisie-gardee')) {
      Reflect.deleteProperty(req.body as object, CHAMP_ENVOI);
      req.avantDeRediriger(async () => void (await envois.retirer(id, compteDe(req))));
    }
    next();
  };
}

function idDe(req: Request): string | undefined {
  const lu = z.uuid().safeParse(champsDe(req.body)[CHAMP_ENVOI]);
  return lu.success ? lu.data : undefined;
}

function compteDe(req: Request): string {
  if (!req.identite) throw new Error('guarded route without an identity');
  return req.identite.compteId;
}
