import type { Request, Response } from 'express';
import encodeQR from 'qr';
import { get, post, type Route } from '#src/http/route.ts';
import { exigerPreuve } from '#src/kernel/preuve.ts';
import { ChampRefuse, Introuvable } from '#src/kernel/refus.ts';
import {
  CodeFaux,
  SecondFacteurAbsent,
  activerSecondFacteur,
  lireSecondFacteur,
  nouveauxCodes,
  preparerSecondFacteur,
  renouvelerCodes,
  retirerSecondFacteur,
  utiliserCodeDeSecours,
} from '#src/domain/acces/compte/second-facteur.ts';
import { adresseDEnrolement, enBase32, nouveauSecret, pasDuCode } from '#src/domain/acces/compte/totp.ts';
import { SAISIE_VIDE, type Saisie } from '#src/portal/composants/index.ts';
import { envoyerPage } from '#src/portal/contexte-requete.ts';
import { tenterPour } from '#src/server/authentification/compte-vise.ts';
import { PreuveFausse, verifierLaPreuve } from '#src/server/authentification/preuve.ts';
import { codeAccepte } from '#src/server/authentification/second-facteur.ts';
import { CHAMP_PREUVE } from '#src/server/champs.ts';
import { accepterLaPreuve } from '#src/server/confirmation/preuve.tsx';
import { formulaireDe } from '#src/server/garde/controles.ts';
import { PageCodesDeSecours, PageEnrolement, PageRetraitDuCode } from '#src/server/securite/code/page.tsx';
import { champ, commun, connecte, saisieRefusee, type Services } from '#src/server/services.ts';

/** Squares left white around a QR code, as its norm asks. */
const ZONE_CLAIRE = 4;

/** `/securite/code`: the second factor of the people of the Caf and of analysts. */
export function routesSecondFacteur(services: Services): readonly Route[] {
  const avant = [...formulaireDe(), accepterLaPreuve(services)];
  return [
    post('/securite/code/preparer', preparerSecondFacteur, (req, res) => preparer(services, req, res), {
      avant,
    }),
    get('/securite/code', ['Compte', 'gererSecondFacteur'], (req, res) =>
      montrerLEnrolement(services, req, res, SAISIE_VIDE),
    ),
    post('/securite/code', activerSecondFacteur, (req, res) => activer(services, req, res), {
      avant: [...formulaireDe('code'), accepterLaPreuve(services)],
    }),
    post('/securite/code/secours', renouvelerCodes, (req, res) => renouveler(services, req, res), { avant }),
    get('/securite/code/retirer', ['Compte', 'gererSecondFacteur'], async (req, res) => {
      if (!(await lireSecondFacteur(services.orm.em.fork(), connecte(req).compte.id))?.actif)
        throw new Introuvable('Double authentification');
      montrerLeRetrait(services, req, res, SAISIE_VIDE);
    }),
    post('/securite/code/retirer', retirerSecondFacteur, (req, res) => retirer(services, req, res), {
      avant: formulaireDe('motDePasse', 'code'),
      aussi: [utiliserCodeDeSecours],
    }),
  ];
}

async function preparer({ executeur, secretBox }: Services, req: Request, res: Response): Promise<void> {
  const { acteur, compte } = connecte(req);
  await executeur.executer(
    acteur,
    preparerSecondFacteur,
    { secret: secretBox.fermer(nouveauSecret(), compte.id) },
    req.requeteId,
  );
  res.redirect(303, '/securite/code');
}

/**
 * The secret under way; null when none is, or when it is already asked for at sign-in: it is then shown to
 * nobody.
 */
async function secretEnPreparation({ orm, secretBox }: Services, compteId: string): Promise<Buffer | null> {
  const facteur = await lireSecondFacteur(orm.em.fork(), compteId);
  return facteur && !facteur.actif ? secretBox.ouvrir(facteur.secret, compteId) : null;
}

async function montrerLEnrolement(
  services: Services,
  req: Request,
  res: Response,
  saisie: Saisie,
  statut = 200,
): Promise<void> {
  const { acteur, compte } = connecte(req);
  exigerPreuve(acteur);
  const secret = await secretEnPreparation(services, compte.id);
  if (!secret) return res.redirect(303, '/securite');
  const carres = encodeQR(adresseDEnrolement(secret, compte.courriel), 'raw', { border: ZONE_CLAIRE });
  const page = { ...commun(services, req), carres, cle: enBase32(secret), saisie };
  envoyerPage(res, <PageEnrolement {...page} />, statut);
}

async function activer(services: Services, req: Request, res: Response): Promise<void> {
  const { acteur, compte } = connecte(req);
  const secret = await secretEnPreparation(services, compte.id);
  if (!secret) throw new SecondFacteurAbsent();
  const codes = nouveauxCodes();
  try {
    const maintenant = services.horloge.maintenant().epochMilliseconds;
    const pas = pasDuCode(secret, champ(req, 'code').replace(/\s/g, ''), maintenant);
    if (pas === null) throw new CodeFaux();
    await services.executeur.executer(
      acteur,
      activerSecondFacteur,
      { pas, codes, courriel: compte.courriel },
      req.requeteId,
    );
  } catch (erreur) {
    if (erreur instanceof CodeFaux) return montrerLEnrolement(services, req, res, saisieRefusee(erreur), 422);
    throw erreur;
  }
  envoyerPage(res, <PageCodesDeSecours {...commun(services, req)} codes={codes} />);
}

async function renouveler(services: Services, req: Request, res: Response): Promise<void> {
  const codes = nouveauxCodes();
  await services.executeur.executer(connecte(req).acteur, renouvelerCodes, { codes }, req.requeteId);
  envoyerPage(res, <PageCodesDeSecours {...commun(services, req)} codes={codes} />);
}

async function retirer(services: Services, req: Request, res: Response): Promise<void> {
  const { acteur, compte } = connecte(req);
  try {
    await verifierLaPreuve(services, req, champ(req, 'motDePasse'));
    // A wrong code is counted like a wrong password, whoever knows the latter.
    const tentative = await tenterPour(services, req, compte);
    if (!(await codeAccepte(services, compte, champ(req, 'code'), req.requeteId))) throw new CodeFaux();
    await tentative.reussie();
    await services.executeur.executer(
      { ...acteur, preuveRecente: true } as typeof acteur,
      retirerSecondFacteur,
      { courriel: compte.courriel },
      req.requeteId,
    );
  } catch (erreur) {
    if (erreur instanceof PreuveFausse) {
      const faux = new ChampRefuse('motDePasse', erreur.champs[CHAMP_PREUVE] ?? erreur.message);
      return montrerLeRetrait(services, req, res, saisieRefusee(faux), 422);
    }
    if (erreur instanceof CodeFaux) return montrerLeRetrait(services, req, res, saisieRefusee(erreur), 422);
    throw erreur;
  }
  req.annoncer({ ton: 'succes', texte: 'La double authentification est désactivée.' });
  res.redirect(303, '/securite');
}

function montrerLeRetrait(
  services: Services,
  req: Request,
  res: Response,
  saisie: Saisie,
  statut = 200,
): void {
  const { courriel } = connecte(req).compte;
  envoyerPage(
    res,
    <PageRetraitDuCode {...commun(services, req)} courriel={courriel} saisie={saisie} />,
    statut,
  );
}
