import type { RequestHandler } from 'express';
import type { Logger } from 'pino';
import { FUSEAU_NATIONAL, jourA, type Horloge } from '#src/kernel/horloge.ts';
import type { Registre } from '#src/kernel/registre.ts';
import { parametreSecurite, parametreSecuriteOu } from '#src/domain/acces/compte/parametres.ts';
import { mene } from '#src/domain/acces/compte/profils.ts';
import { attacherMessages } from '#src/server/session/messages.ts';
import { renouvelerSession } from '#src/server/session/ouverture.ts';
import { type Sessions } from '#src/server/session/session.ts';

interface Dependances {
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
  registre,
  horloge,
  sessions,
  log,
}: Dependances & { readonly log: Logger }): RequestHandler {
  const jour = () => jourA(horloge, FUSEAU_NATIONAL).toString();
  const absolue = () => 60_000 * parametreSecurite(registre, 'sessionAbsolueMinutes', jour());
  const preuve = () =>
    60_000 * parametreSecuriteOu(registre, 'preuveMinutes', 'sessionInactiviteMinutes', jour());
  return async (req, res, next) => {
    attacherMessages(req, res, log);
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
    const compte = sessions.compteDe(req, { horloge, registre });
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
