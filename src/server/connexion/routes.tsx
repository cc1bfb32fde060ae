import { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import { dateFr } from '#src/kernel/francais.ts';
import { SAISIE_VIDE, type MessageFlash, type Saisie } from '#src/portal/composants/index.ts';
import { PageConnexion, PageConnexionBloquee } from '#src/server/connexion/page.tsx';
import { lireCourriel } from '#src/kernel/saisie/adresse-mail.ts';
import { lireProfils, mene, type CompteOuvert } from '#src/domain/acces/compte/profils.ts';
import { CodeFaux } from '#src/domain/acces/compte/second-facteur.ts';
import { ESPACES, accueilDe, espacesDe, suiteSure } from '#src/server/adresses.ts';
import { formulaireDe } from '#src/server/garde/controles.ts';
import { PageCode } from '#src/server/code/page.tsx';
import { PageChoixProfil } from '#src/server/profils/page.tsx';
import { TropDeTentatives } from '#src/server/refus.ts';
import { codeAccepte } from '#src/server/authentification/second-facteur.ts';
import { champ, commun, html, saisieRefusee, type Services } from '#src/server/services.ts';
import { compteDAdresse, tenterPour } from '#src/server/authentification/compte-vise.ts';
import { attenteDe, attendUnCode, entrer } from '#src/server/authentification/entree.ts';
import { choisirProfil, fermerSession } from '#src/server/session/session.ts';
import type { Tentative } from '#src/server/authentification/tentatives.ts';

/** Why one is on the sign-in page, by the `motif` of its address. */
const MOTIFS: Readonly<Record<string, MessageFlash>> = {
  session: {
    ton: 'information',
    texte: 'Votre session a pris fin. Reconnectez-vous : vous reviendrez à la page où vous étiez.',
  },
  perdue: {
    ton: 'attention',
    texte:
      'Votre session avait pris fin : votre dernier envoi n’a été ni enregistré ni gardé. Reconnectez-vous : vous reviendrez à la page où vous étiez, pour le refaire.',
  },
  gardee: {
    ton: 'attention',
    texte:
      'Votre session avait pris fin : votre dernier envoi n’est pas enregistré, mais il est gardé une heure. Reconnectez-vous ici avec le même compte : vous pourrez le relire et l’enregistrer.',
  },
  navigateur: {
    ton: 'attention',
    texte:
      'Votre session avait pris fin : votre dernier envoi n’est pas enregistré, mais votre saisie est gardée dans ce navigateur. Reconnectez-vous avec le même compte : vous la retrouverez à la page où vous étiez.',
  },
  clos: {
    ton: 'attention',
    texte: 'Votre accès est clos. Adressez-vous à votre administrateur partenaire ou à votre Caf.',
  },
  deconnexion: { ton: 'succes', texte: 'Vous êtes déconnecté.' },
  'mot-de-passe': { ton: 'succes', texte: 'Votre mot de passe est enregistré. Connectez-vous avec lui.' },
};

/** Before the database sees it; far above what a page lets type. */
const Saisi = z.object({
  courriel: z
    .string({ error: 'Adresse mail : ce champ est obligatoire.' })
    .transform(lireCourriel)
    .pipe(
      z
        .string()
        .min(1, { error: 'Adresse mail : ce champ est obligatoire.' })
        .max(254, { error: 'Adresse mail : 254 caractères au plus.' }),
    ),
  motDePasse: z
    .string({ error: 'Mot de passe : ce champ est obligatoire.' })
    .min(1, { error: 'Mot de passe : ce champ est obligatoire.' })
    .max(1000, { error: 'Mot de passe : trop long.' }),
});

/** Sign-in, sign-out, choice of the space: one entry for agents, analysts and partners. */
export function routesConnexion(services: Services): Router {
  const routes = Router();

  routes.get('/', (req, res) => res.redirect(303, req.acteur ? accueilDe(req.acteur) : '/connexion'));

  routes.get('/connexion', (req, res) => {
    if (req.acteur)
      return res.redirect(303, suiteSure(req.query['suite'], espacesDe(req.acteur)) ?? accueilDe(req.acteur));
    const motif = req.query['motif'];
    const message = typeof motif === 'string' && Object.hasOwn(MOTIFS, motif) ? MOTIFS[motif] : undefined;
    montrer(req, res, { saisie: SAISIE_VIDE, suite: req.query['suite'], messages: message ? [message] : [] });
  });

  routes.post('/connexion', ...formulaireDe('courriel', 'motDePasse', 'suite'), async (req, res) => {
    const lue = Saisi.safeParse(req.body);
    if (!lue.success) {
      const erreurs = lue.error.issues.map(({ path, message }) => ({
        champ: String(path[0] ?? ''),
        message,
      }));
      return montrer(req, res.status(422), {
        saisie: { valeurs: { courriel: champ(req, 'courriel') }, erreurs },
        suite: champ(req, 'suite'),
      });
    }
    const { courriel, motDePasse } = lue.data;
    const compte = await compteDAdresse(services, courriel);
    let tentative: Tentative;
    try {
      tentative = await services.tentatives.commencer(
        req.ip ?? '',
        compte?.id,
        courriel,
        compte ? services.appareils.reconnaitre(req, compte) : null,
      );
    } catch (erreur) {
      if (!(erreur instanceof TropDeTentatives)) throw erreur;
      return bloquer(req, res, erreur);
    }
    const juste = await services.hacheur.verifier(compte?.empreinte ?? null, motDePasse);
    if (!juste || !compte) {
      services.journal.warn({ requeteId: req.requeteId, evenement: 'connexion-refusee' }, 'connexion');
      return montrer(req, res.status(401), {
        saisie: refus(courriel, incorrect(tentative)),
        suite: champ(req, 'suite'),
      });
    }
    const ouvert = await lireProfils(services.orm.em.fork(), services.horloge, compte.id);
    const suite = suiteSure(champ(req, 'suite'), ESPACES);
    if (ouvert && mene(ouvert) && (await attendUnCode(services, req, ouvert, suite))) {
      // The attempt is over without opening anything: the count goes on with the codes.
      await tentative.rendre();
      return res.redirect(303, '/connexion/code');
    }
    await tentative.reussie();
    if (!ouvert || !mene(ouvert)) {
      return montrer(req, res.status(403), {
        saisie: refus(courriel, sansAcces(ouvert)),
        suite: champ(req, 'suite'),
      });
    }
    await entrer(services, req, res, ouvert, suite);
  });

  routes.get('/connexion/code', (req, res) => {
    if (!attenteDe(services, req))
      return res.redirect(303, req.acteur ? accueilDe(req.acteur) : '/connexion?motif=session');
    res.send(html(<PageCode {...commun(services, req)} saisie={SAISIE_VIDE} />));
  });

  routes.post('/connexion/code', ...formulaireDe('code'), async (req, res) => {
    const attente = attenteDe(services, req);
    const ouvert = attente && (await lireProfils(services.orm.em.fork(), services.horloge, attente.compteId));
    if (!ouvert || ouvert.sessionsValidesDepuis !== attente.validite || !mene(ouvert))
      return res.redirect(303, '/connexion?motif=session');
    let tentative: Tentative;
    try {
      tentative = await tenterPour(services, req, ouvert);
    } catch (erreur) {
      if (!(erreur instanceof TropDeTentatives)) throw erreur;
      return bloquer(req, res, erreur);
    }
    if (!(await codeAccepte(services, ouvert, champ(req, 'code'), req.requeteId))) {
      services.journal.warn({ requeteId: req.requeteId, evenement: 'code-refuse' }, 'connexion');
      return void res
        .status(422)
        .send(html(<PageCode {...commun(services, req)} saisie={saisieRefusee(new CodeFaux())} />));
    }
    await tentative.reussie();
    await entrer(services, req, res, ouvert, suiteSure(attente.suite, ESPACES));
  });

  routes.get('/profils', (req, res) => {
    if (!req.compte) return res.redirect(303, '/connexion');
    if (req.compte.profils.length === 0) return res.redirect(303, '/rattachements');
    const suite = suiteSure(req.query['suite'], ESPACES) ?? undefined;
    res.send(
      html(
        <PageChoixProfil
          {...commun(services, req)}
          profils={req.compte.profils}
          courant={req.identite?.cle}
          suite={suite}
          saisie={SAISIE_VIDE}
        />,
      ),
    );
  });

  routes.post('/profils', ...formulaireDe('profil', 'suite'), async (req, res) => {
    if (!req.compte) return res.redirect(303, '/connexion?motif=session');
    const profil = req.compte.profils.find(({ cle }) => cle === champ(req, 'profil'));
    const suite = champ(req, 'suite');
    if (!profil) {
      const saisie = {
        valeurs: {},
        erreurs: [{ champ: 'profil', message: 'Travailler en tant que : choisissez l’un de vos espaces.' }],
      };
      return res
        .status(422)
        .send(
          html(
            <PageChoixProfil
              {...commun(services, req)}
              profils={req.compte.profils}
              courant={req.identite?.cle}
              suite={suite}
              saisie={saisie}
            />,
          ),
        );
    }
    await choisirProfil(req, profil);
    res.redirect(303, suiteSure(suite, espacesDe(profil.acteur)) ?? accueilDe(profil.acteur));
  });

  routes.post('/deconnexion', async (req, res) => {
    await fermerSession(req);
    res.redirect(303, '/connexion?motif=deconnexion');
  });

  function bloquer(req: Request, res: Response, { statut, minutes }: TropDeTentatives): void {
    services.journal.warn({ requeteId: req.requeteId, evenement: 'connexion-bloquee' }, 'connexion');
    res.status(statut).set('Retry-After', String(minutes * 60));
    res.send(html(<PageConnexionBloquee {...commun(services, req)} minutes={minutes} />));
  }

  function montrer(
    req: Request,
    res: Response,
    vue: { saisie: Saisie; suite: unknown; messages?: readonly MessageFlash[] },
  ): void {
    const page = commun(services, req);
    res.send(
      html(
        <PageConnexion
          {...page}
          messages={[...(page.messages ?? []), ...(vue.messages ?? [])]}
          saisie={vue.saisie}
          suite={suiteSure(vue.suite, ESPACES) ?? undefined}
          comptes={services.comptesDemonstration()}
        />,
      ),
    );
  }
  return routes;
}

const refus = (courriel: string, message: string): Saisie => ({
  valeurs: { courriel },
  erreurs: [{ champ: 'motDePasse', message }],
});

function incorrect({ restantes, blocageMinutes }: Tentative): string {
  const message =
    'Adresse mail ou mot de passe incorrect. Vérifiez-les, ou utilisez « Mot de passe oublié ».';
  if (restantes > 2) return message;
  return restantes === 0
    ? `${message} C’était la dernière tentative : la connexion est bloquée pendant ${blocageMinutes} minutes.`
    : `${message} Encore ${restantes} tentative${restantes >= 2 ? 's' : ''} avant un blocage de ${blocageMinutes} minutes.`;
}

/** Told only to whoever knows the password. */
function sansAcces(compte: CompteOuvert | null): string {
  const ouverture = compte?.ouvertures[0];
  return ouverture
    ? `Votre accès s’ouvrira le ${dateFr(ouverture)}. Revenez à partir de cette date.`
    : 'Votre compte n’a plus d’accès ouvert. Adressez-vous à votre administrateur partenaire ou à votre Caf.';
}
