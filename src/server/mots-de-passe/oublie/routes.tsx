import type { Request, Response } from 'express';
import { get, post, type Route } from '#src/http/route.ts';
import { courriel as champCourriel } from '#src/kernel/saisie/saisie.ts';
import { demanderReinitialisation } from '#src/domain/acces/compte/commandes.ts';
import { parametreSecurite } from '#src/domain/acces/compte/parametres.ts';
import { SAISIE_VIDE } from '#src/portal/composants/index.ts';
import { envoyerPage } from '#src/portal/contexte-requete.ts';
import { formulaireDe } from '#src/server/garde/controles.ts';
import { PageLienEnvoye, PageMotDePasseOublie } from '#src/server/mots-de-passe/oublie/page.tsx';
import { reglagesDe } from '#src/server/mots-de-passe/reglages.ts';
import { SYSTEME_ACCES, champ, commun, type Services } from '#src/server/services.ts';

/** `/mot-de-passe-oublie`: a link is sent to the address, if it is that of an account. */
export const routesMotDePasseOublie = (services: Services): readonly Route[] => [
  get('/mot-de-passe-oublie', 'tous', (req, res) =>
    envoyerPage(res, <PageMotDePasseOublie {...commun(services, req)} saisie={SAISIE_VIDE} />),
  ),
  post('/mot-de-passe-oublie', 'tous', (req, res) => demander(services, req, res), {
    avant: formulaireDe('courriel'),
    aussi: [demanderReinitialisation],
  }),
];

async function demander(services: Services, req: Request, res: Response): Promise<void> {
  const lu = champCourriel('Adresse mail').safeParse(champ(req, 'courriel'));
  if (!lu.success) {
    const saisie = {
      valeurs: { courriel: champ(req, 'courriel') },
      erreurs: [{ champ: 'courriel', message: lu.error.issues[0]?.message ?? '' }],
    };
    return envoyerPage(res, <PageMotDePasseOublie {...commun(services, req)} saisie={saisie} />, 422);
  }
  const { registre, aujourdhui } = reglagesDe(services);
  const minutes = parametreSecurite(registre, 'reinitialisationMinutes', aujourdhui.toString());
  // The answer leaves before the account is looked for: neither its words nor its time tell whether there
  // is one.
  if (await services.tentatives.demander(req.ip ?? '', lu.data))
    services.taches.lancer(
      'reinitialisation',
      services.executeur.executer(
        SYSTEME_ACCES,
        demanderReinitialisation,
        { courriel: lu.data },
        req.requeteId,
      ),
    );
  const heures = Math.max(1, Math.round(minutes / 60));
  envoyerPage(res, <PageLienEnvoye {...commun(services, req)} heures={heures} />);
}
