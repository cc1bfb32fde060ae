import type { Request, Response } from 'express';
import { z } from 'zod';
import { get, post, type Route } from '#src/http/route.ts';
import { dateFr } from '#src/kernel/francais.ts';
import { lireCourriel } from '#src/kernel/saisie/adresse-mail.ts';
import { lireProfils, mene, type CompteOuvert } from '#src/domain/acces/compte/profils.ts';
import { SAISIE_VIDE, type MessageFlash, type Saisie } from '#src/portal/composants/index.ts';
import { envoyerPage } from '#src/portal/contexte-requete.ts';
import { ESPACES, accueilDe, espacesDe, suiteSure } from '#src/server/adresses.ts';
import { compteDAdresse, tenter } from '#src/server/authentification/compte-vise.ts';
import { attendUnCode, entrer } from '#src/server/authentification/entree.ts';
import type { Tentative } from '#src/server/authentification/tentatives.ts';
import { ouBloquer } from '#src/server/connexion/blocage.tsx';
import { MOTIFS } from '#src/server/connexion/motifs.ts';
import { PageConnexion } from '#src/server/connexion/page.tsx';
import { formulaireDe } from '#src/server/garde/controles.ts';
import { champ, commun, type Services } from '#src/server/services.ts';
import { fermerSession } from '#src/server/session/ouverture.ts';

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

/** Sign-in and sign-out: one entry for agents, analysts and partners. */
export const routesConnexion = (services: Services): readonly Route[] => [
  get('/', 'tous', (req, res) => res.redirect(303, req.acteur ? accueilDe(req.acteur) : '/connexion')),
  get('/connexion', 'tous', (req, res) => {
    if (req.acteur)
      return res.redirect(303, suiteSure(req.query['suite'], espacesDe(req.acteur)) ?? accueilDe(req.acteur));
    const motif = req.query['motif'];
    const message = typeof motif === 'string' && Object.hasOwn(MOTIFS, motif) ? MOTIFS[motif] : undefined;
    montrer(services, req, res, {
      saisie: SAISIE_VIDE,
      suite: req.query['suite'],
      messages: message ? [message] : [],
    });
  }),
  post('/connexion', 'tous', (req, res) => seConnecter(services, req, res), {
    avant: formulaireDe('courriel', 'motDePasse', 'suite'),
  }),
  post('/deconnexion', 'tous', async (req, res) => {
    await fermerSession(req);
    res.redirect(303, '/connexion?motif=deconnexion');
  }),
];

async function seConnecter(services: Services, req: Request, res: Response): Promise<void> {
  const suite = champ(req, 'suite');
  const lue = Saisi.safeParse(req.body);
  if (!lue.success) {
    const erreurs = lue.error.issues.map(({ path, message }) => ({ champ: String(path[0] ?? ''), message }));
    const saisie = { valeurs: { courriel: champ(req, 'courriel') }, erreurs };
    return montrer(services, req, res, { saisie, suite }, 422);
  }
  const { courriel, motDePasse } = lue.data;
  const compte = await compteDAdresse(services, courriel);
  const tentative = await ouBloquer(services, req, res, tenter(services, req, courriel, compte));
  if (!tentative) return;
  const juste = await services.hacheur.verifier(compte?.empreinte ?? null, motDePasse);
  if (!juste || !compte) {
    services.log.warn({ requeteId: req.requeteId, evenement: 'connexion-refusee' }, 'connexion');
    return montrer(services, req, res, { saisie: refus(courriel, incorrect(tentative)), suite }, 401);
  }
  const ouvert = await lireProfils(services.orm.em.fork(), services, compte.id);
  if (ouvert && mene(ouvert)) return ouvrir(services, req, res, ouvert, tentative);
  await tentative.reussie();
  montrer(services, req, res, { saisie: refus(courriel, sansAcces(ouvert)), suite }, 403);
}

/** The password was right: the code of the second factor is asked for, or the session opened. */
async function ouvrir(
  services: Services,
  req: Request,
  res: Response,
  ouvert: CompteOuvert,
  tentative: Tentative,
): Promise<void> {
  const suite = suiteSure(champ(req, 'suite'), ESPACES);
  if (await attendUnCode(services, req, ouvert, suite)) {
    // The attempt is over without opening anything: the count goes on with the codes.
    await tentative.rendre();
    return res.redirect(303, '/connexion/code');
  }
  await tentative.reussie();
  await entrer(services, req, res, ouvert, suite);
}

function montrer(
  services: Services,
  req: Request,
  res: Response,
  vue: { readonly saisie: Saisie; readonly suite: unknown; readonly messages?: readonly MessageFlash[] },
  statut = 200,
): void {
  const page = commun(services, req);
  envoyerPage(
    res,
    <PageConnexion
      {...page}
      messages={[...(page.messages ?? []), ...(vue.messages ?? [])]}
      saisie={vue.saisie}
      suite={suiteSure(vue.suite, ESPACES) ?? undefined}
      comptes={services.comptesDemonstration()}
    />,
    statut,
  );
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
