import type { Request, RequestHandler, Response, Router } from 'express';
import { z } from 'zod';
import { get, post, type Route } from '#src/http/route.ts';
import type { ActeurPartenaire } from '#src/kernel/acteur.ts';
import { Introuvable, Refus } from '#src/kernel/refus.ts';
import { acteurDe, champsDe, contextePage, envoyerPage } from '#src/portal/contexte-requete.ts';
import { instantFr } from '#src/kernel/francais.ts';
import { HELD_FORMS_PATH, suiteSure } from '#src/server/adresses.ts';
import { HELD_FORM_FIELD } from '#src/server/champs.ts';
import type { StoredForm } from '#src/server/held-forms/store.ts';
import { PageHeldForms, type HeldFormRead } from '#src/server/held-forms/page.tsx';
import { holdableForms, type FormulaireA } from '#src/server/held-forms/refuses.ts';
import { routesDuRouteur } from '#src/server/routes.ts';
import type { Services } from '#src/server/services.ts';
import { TRACE_EN_MINUTES } from '#src/server/session/magasin.ts';

const ESPACE = '/partenaire';

/**
 * What was sent with a session that had ended, shown to its author to be confirmed; mounted at `/partenaire`.
 */
export function routesHeldForms(services: Services, portail: Router): readonly Route[] {
  const formulaireA = holdableForms(routesDuRouteur(portail, ESPACE));
  return [
    get('/saisie-gardee', 'partenaires', (req, res) => montrer(services, formulaireA, req, res)),
    post('/saisie-gardee/abandonner', 'partenaires', (req, res) => abandonner(services, req, res)),
  ];
}

/** One form, in the words of its form today: its author may have lost the right to send it. */
async function lire(
  acteur: ActeurPartenaire,
  formulaireA: FormulaireA,
  { id, action, champs, le }: StoredForm,
): Promise<HeldFormRead> {
  const dire = (instant: number) => instantFr(new Date(instant), acteur.fuseauHoraire);
  const commun = { id, action, le: dire(le), jusque: dire(le + 60_000 * TRACE_EN_MINUTES) };
  try {
    const formulaire = formulaireA(action);
    if (!formulaire) throw new Introuvable('Formulaire');
    return { ...commun, contenu: await formulaire.heldForm.decrire(acteur, formulaire.parametres, champs) };
  } catch (erreur) {
    if (!(erreur instanceof Refus)) throw erreur;
    return { ...commun, contenu: { refus: erreur.message } };
  }
}

async function montrer(
  { heldForms, ressources, comptesDemonstration }: Services,
  formulaireA: FormulaireA,
  req: Request,
  res: Response,
): Promise<void> {
  const acteur = acteurDe(req);
  const gardes = (await heldForms.lister(req.sessionID, compteDe(req))).filter(
    ({ profil }) => profil === undefined || profil === req.identite?.cle,
  );
  const lus: HeldFormRead[] = [];
  for (const garde of gardes) lus.push(await lire(acteur, formulaireA, garde));
  envoyerPage(
    res,
    <PageHeldForms
      contexte={contextePage(req, { ressources, demonstration: comptesDemonstration() !== undefined })}
      forms={lus}
      retour={suiteSure(req.query['suite'], [ESPACE]) ?? ESPACE}
      abandonner={`${HELD_FORMS_PATH}/abandonner`}
    />,
  );
}

async function abandonner({ heldForms }: Services, req: Request, res: Response): Promise<void> {
  const id = idDe(req);
  // Held no longer, or never one of his: there is nothing left to abandon.
  const retire = id !== undefined && (await heldForms.retirer(id, compteDe(req)));
  req.annoncer(
    retire
      ? { ton: 'succes', texte: 'L’envoi gardé est abandonné.' }
      : { ton: 'information', texte: 'Cet envoi n’était plus gardé.' },
  );
  res.redirect(
    303,
    (await heldForms.lister(req.sessionID, compteDe(req))).length > 0 ? HELD_FORMS_PATH : ESPACE,
  );
}

/** A form held is confirmed: it is held no longer once it is accepted. */
export function retirerLEnvoiConfirme({ heldForms }: Services): RequestHandler {
  return (req, _res, next) => {
    const id = req.method === 'POST' && req.identite ? idDe(req) : undefined;
    if (id !== undefined && !req.path.startsWith('/saisie-gardee')) {
      Reflect.deleteProperty(req.body as object, HELD_FORM_FIELD);
      req.avantDeRediriger(async () => void (await heldForms.retirer(id, compteDe(req))));
    }
    next();
  };
}

function idDe(req: Request): string | undefined {
  const lu = z.uuid().safeParse(champsDe(req.body)[HELD_FORM_FIELD]);
  return lu.success ? lu.data : undefined;
}

function compteDe(req: Request): string {
  if (!req.identite) throw new Error('guarded route without an identity');
  return req.identite.compteId;
}
