import { appeler } from '#src/kernel/sql.ts';
import { fonction } from '#src/domain/contractualisation/tables.ts';
import type { MikroORM } from '@mikro-orm/postgresql';
import type { Request, RequestHandler, Response } from 'express';
import type { Logger } from 'pino';
import type { Acteur } from '#src/kernel/acteur.ts';
import { FUSEAU_NATIONAL, dateDe, jourA, type Horloge } from '#src/kernel/horloge.ts';
import { ActionInterdite } from '#src/kernel/refus.ts';
import type { Registre } from '#src/kernel/registre.ts';
import { LienPerime, lireJeton } from '#src/domain/acces/compte/jeton.ts';
import { parametreSecurite, parametreSecuriteOu } from '#src/domain/acces/compte/parametres.ts';
import { lireProfils, mene } from '#src/domain/acces/compte/profils.ts';
import { pageDe, veutJson } from '#src/server/adresses.ts';
import { SessionExpiree } from '#src/server/refus.ts';
import { renouvelerSession, type Sessions } from '#src/server/session.ts';
import { decrireErreur } from '#src/server/trace.ts';

interface Dependances {
  readonly orm: MikroORM;
  readonly registre: Registre;
  readonly horloge: Horloge;
  readonly sessions: Sessions;
}

/** Applies the idle time in force, before the session is read or written. */
export function reglerSessions({ registre, horloge, sessions }: Dependances): RequestHandler {
  return (_req, _res, next) => {
    sessions.reglerInactivite(
      parametreSecurite(registre, 'sessionInactiviteMinutes', jourA(horloge, FUSEAU_NATIONAL).toString()),
    );
    next();
  };
}

/**
 * Reads again, at each request, who the session stands for and what he holds today: a role taken away, an
 * account
 * closed or a password changed counts at once.
 */
export function identifier({
  orm,
  registre,
  horloge,
  sessions,
  journal,
}: Dependances & { readonly journal: Logger }): RequestHandler {
  const jour = () => jourA(horloge, FUSEAU_NATIONAL).toString();
  const absolue = () => 60_000 * parametreSecurite(registre, 'sessionAbsolueMinutes', jour());
  const preuve = () =>
    60_000 * parametreSecuriteOu(registre, 'preuveMinutes', 'sessionInactiviteMinutes', jour());
  return async (req, res, next) => {
    attacherMessages(req, res, journal);
    const { compteId, validite, ouverteLe, profil, preuveLe = 0 } = req.session;
    if (compteId === undefined) {
      if (new RegExp(`(^|;\\s*)${sessions.nomDuCookie}=`).test(req.get('cookie') ?? ''))
        req.finDeSession = 'expiree';
      return next();
    }
    if (ouverteLe === undefined || horloge.maintenant().epochMilliseconds - ouverteLe >= absolue()) {
      await sessions.echoir(req);
      req.finDeSession = 'expiree';
      return next();
    }
    const compte = await lireProfils(orm.em.fork(), horloge, compteId);
    if (!compte || compte.sessionsValidesDepuis !== validite || !mene(compte)) {
      await renouvelerSession(req);
      req.finDeSession = compte && !mene(compte) ? 'close' : 'expiree';
      return next();
    }
    req.compte = compte;
    const choisi = compte.profils.find(({ cle }) => cle === profil);
    if (choisi) {
      req.acteur = {
        ...choisi.acteur,
        preuveRecente: horloge.maintenant().epochMilliseconds - preuveLe < preuve(),
      };
      req.identite = {
        ...choisi,
        acteur: req.acteur,
        compteId: compte.id,
        courriel: compte.courriel,
        autresProfils: compte.profils.length > 1,
      };
    }
    next();
  };
}

function attacherMessages(req: Request, res: Response, journal: Logger): void {
  const travaux: (() => Promise<void>)[] = [];
  req.avantDeRediriger = (travail) => {
    if (travaux.push(travail) === 1) retarderLaRedirection(res, travaux);
  };
  let gardee = false;
  req.annoncer = (message) => {
    req.session.messages = [...(req.session.messages ?? []), message];
    if (!gardee) req.avantDeRediriger(() => garderLaSession(req, journal));
    gardee = true;
  };
  req.messagesALire = () => {
    const messages = req.session.messages ?? [];
    if (messages.length > 0) delete req.session.messages;
    return messages;
  };
}

function retarderLaRedirection(res: Response, travaux: readonly (() => Promise<void>)[]): void {
  const rediriger = res.redirect.bind(res) as (statut: number, adresse: string) => void;
  res.redirect = (...cible: [number | string, (string | number)?]) => {
    const [statut, adresse] = typeof cible[0] === 'number' ? [cible[0], String(cible[1])] : [302, cible[0]];
    void travaux
      .reduce((avant, travail) => avant.then(travail), Promise.resolve())
      .then(() => rediriger(statut, adresse));
  };
}

/**
 * express-session saves while the answer leaves: a browser that follows a redirect at once could read the
 * session
 * before it is written, and miss the message. What the message tells is done: where it cannot be kept, it
 * alone is lost.
 */
export function garderLaSession(req: Request, journal: Logger): Promise<void> {
  return new Promise((fini) => {
    req.session.save((erreur: unknown) => {
      if (erreur)
        journal.error(
          { requeteId: req.requeteId, erreur: decrireErreur(erreur) },
          'message perdu : la session n’est pas enregistrée',
        );
      fini();
    });
  });
}

/**
 * Lets in the actors a space is for; sends the others to sign in, or refuses them. @param reserve who it is
 * for, after « réservé »
 */
export function reserverA(types: readonly Acteur['type'][], reserve: string): RequestHandler {
  return (req, res, next) => {
    if (req.acteur && types.includes(req.acteur.type)) return next();
    if (req.acteur)
      throw new ActionInterdite(
        `Cet espace est réservé ${reserve}. Déconnectez-vous pour utiliser un autre compte.`,
      );
    if (veutJson(req)) throw new SessionExpiree();
    const suite = pageDe(req);
    const parametres = new URLSearchParams(suite ? { suite } : {});
    if (req.compte) return res.redirect(303, `/profils?${parametres}`);
    const ecriture = req.method !== 'GET' && req.method !== 'HEAD';
    if (req.finDeSession === 'close') parametres.set('motif', 'clos');
    else if (req.finDeSession === 'expiree' || ecriture)
      parametres.set('motif', ecriture ? 'perdue' : 'session');
    res.redirect(303, `/connexion?${parametres}`);
  };
}

/** Turns the secret of an eligibility link into its actor, who may fill that form and nothing else. */
export function identifierInvite({ orm, horloge }: Pick<Dependances, 'orm' | 'horloge'>): RequestHandler {
  return async (req, _res, next) => {
    const secret = req.query['jeton'];
    const em = orm.em.fork();
    const jeton = await lireJeton(em, 'eligibilite', secret, dateDe(horloge));
    if (typeof secret !== 'string' || jeton?.etat !== 'valide' || jeton.sujetId === null)
      throw new LienPerime();
    const [formulaire] = await appeler(em, fonction('formulaire_invite', jeton.sujetId));
    if (!formulaire) throw new LienPerime();
    req.acteur = {
      type: 'invite',
      formulaireId: jeton.sujetId,
      cafId: formulaire.caf_id,
      fuseauHoraire: formulaire.fuseau,
      partenaireId: formulaire.partenaire_id,
    };
    req.identite = undefined;
    req.secretInvitation = secret;
    next();
  };
}
