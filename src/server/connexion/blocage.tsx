import type { Request, Response } from 'express';
import { Alerte, PagePublique, type PropsPagePubliqueCommune } from '#src/portal/composants/index.ts';
import { envoyerPage } from '#src/portal/contexte-requete.ts';
import type { Tentative } from '#src/server/authentification/tentatives.ts';
import { TropDeTentatives } from '#src/server/refus.ts';
import { commun, type Services } from '#src/server/services.ts';

/** The attempt under way; null when it is refused by the lockout, which the page then says. */
export async function ouBloquer(
  services: Services,
  req: Request,
  res: Response,
  tentative: Promise<Tentative>,
): Promise<Tentative | null> {
  try {
    return await tentative;
  } catch (erreur) {
    if (!(erreur instanceof TropDeTentatives)) throw erreur;
    const { statut, minutes } = erreur;
    services.log.warn({ requeteId: req.requeteId, evenement: 'connexion-bloquee' }, 'connexion');
    res.set('Retry-After', String(minutes * 60));
    envoyerPage(res, <PageConnexionBloquee {...commun(services, req)} minutes={minutes} />, statut);
    return null;
  }
}

/** Sign-in refused by the lockout: no form, until when, what to do. */
function PageConnexionBloquee({
  minutes,
  ...page
}: PropsPagePubliqueCommune & Readonly<{ minutes: number }>) {
  return (
    <PagePublique {...page} titre="Connexion momentanément bloquée" enErreur>
      <Alerte ton="erreur">
        Trop de tentatives de connexion ont échoué. Réessayez dans {minutes} minute{minutes >= 2 ? 's' : ''}.
      </Alerte>
      <p className="discret apres-alerte">
        Si vous avez oublié votre mot de passe, vous pouvez en choisir un autre. Votre administrateur
        partenaire peut aussi déverrouiller votre compte.
      </p>
      <p>
        <a className="lien-seul" href="/mot-de-passe-oublie">
          Mot de passe oublié
        </a>
      </p>
    </PagePublique>
  );
}
