import type { Request, Response } from 'express';
import type { SessionData } from 'express-session';
import { FUSEAU_NATIONAL, jourA } from '#src/kernel/horloge.ts';
import { parametreSecuriteOu } from '#src/domain/acces/compte/parametres.ts';
import type { CompteOuvert } from '#src/domain/acces/compte/profils.ts';
import { lireSecondFacteur } from '#src/domain/acces/compte/second-facteur.ts';
import { HELD_FORMS_PATH, accueilDe, espacesDe, suiteSure } from '#src/server/adresses.ts';
import { retenirLAppareil } from '#src/server/authentification/compte-vise.ts';
import type { Services } from '#src/server/services.ts';
import { attendreLeCode, ouvrirSession } from '#src/server/session/ouverture.ts';

/**
 * Opens the session of somebody who has given all that his account asks for, and leads him where he works.
 */
export async function entrer(
  services: Services,
  req: Request,
  res: Response,
  ouvert: CompteOuvert,
  suite: string | null,
): Promise<void> {
  const seul = ouvert.profils.length === 1 ? ouvert.profils[0] : undefined;
  const ancien = services.sessions.sidPresente(req);
  await ouvrirSession(req, ouvert, seul, services.horloge.maintenant().epochMilliseconds);
  await retenirLAppareil(services, req, res, ouvert);
  services.log.info({ requeteId: req.requeteId, evenement: 'connexion-reussie' }, 'connexion');
  if ((await gardes(services, req, ouvert, ancien)) > 0)
    suite = `${HELD_FORMS_PATH}${suite ? `?${new URLSearchParams({ suite })}` : ''}`;
  // Asked first, once: he may answer later.
  if (ouvert.propositions.length > 0)
    return res.redirect(303, `/rattachements${suite ? `?${new URLSearchParams({ suite })}` : ''}`);
  if (!seul) return res.redirect(303, `/profils${suite ? `?${new URLSearchParams({ suite })}` : ''}`);
  res.redirect(303, suiteSure(suite, espacesDe(seul.acteur)) ?? accueilDe(seul.acteur));
}

/** How many forms are held for this account since its former session, whose cookie this request brought. */
async function gardes(
  { heldForms }: Services,
  req: Request,
  { id }: CompteOuvert,
  ancien: string | undefined,
): Promise<number> {
  return ancien === undefined ? 0 : heldForms.suivre(ancien, req.sessionID, id);
}

/** Whether the account has a second factor; the session then awaits its code and opens nothing. */
export async function attendUnCode(
  services: Services,
  req: Request,
  ouvert: CompteOuvert,
  suite: string | null,
): Promise<boolean> {
  const { orm, horloge, sessions } = services;
  if (!(await lireSecondFacteur(orm.em.fork(), ouvert.id))?.actif) return false;
  const ancien = sessions.sidPresente(req);
  await attendreLeCode(req, {
    compteId: ouvert.id,
    validite: ouvert.sessionsValidesDepuis,
    depuis: horloge.maintenant().epochMilliseconds,
    suite: suite ?? '',
  });
  await gardes(services, req, ouvert, ancien);
  return true;
}

/** The sign-in that awaits its code; undefined when there is none, or when it has waited too long. */
export function attenteDe({ registre, horloge }: Services, req: Request): SessionData['attente'] | undefined {
  const { attente } = req.session;
  const delai =
    60_000 *
    parametreSecuriteOu(
      registre,
      'attenteDuCodeMinutes',
      'fenetreTentativesMinutes',
      jourA(horloge, FUSEAU_NATIONAL).toString(),
    );
  return attente && horloge.maintenant().epochMilliseconds - attente.depuis < delai ? attente : undefined;
}
