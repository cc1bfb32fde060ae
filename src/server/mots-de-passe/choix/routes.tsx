import type { Request, Response } from 'express';
import { get, post, type Route } from '#src/http/route.ts';
import type { Acteur } from '#src/kernel/acteur.ts';
import { dateDe } from '#src/kernel/horloge.ts';
import { SaisieInvalide } from '#src/kernel/refus.ts';
import { accepterInvitation, reinitialiserMotDePasse } from '#src/domain/acces/compte/commandes.ts';
import { LienPerime, lireJeton } from '#src/domain/acces/compte/jeton.ts';
import { exigencesMotDePasse } from '#src/domain/acces/compte/mot-de-passe.ts';
import { lireProfils, mene, type CompteOuvert, type Profil } from '#src/domain/acces/compte/profils.ts';
import { accepterRattachement } from '#src/domain/delegation/gerer-utilisateur/rattachement.ts';
import { SAISIE_VIDE, type Saisie } from '#src/portal/composants/index.ts';
import { envoyerPage } from '#src/portal/contexte-requete.ts';
import { accueilDe } from '#src/server/adresses.ts';
import { retenirLAppareil } from '#src/server/authentification/compte-vise.ts';
import { attendUnCode } from '#src/server/authentification/entree.ts';
import { formulaireDe } from '#src/server/garde/controles.ts';
import { PageChoixMotDePasse, PageLienInvalide } from '#src/server/mots-de-passe/choix/page.tsx';
import { nouveauDe, reglagesDe } from '#src/server/mots-de-passe/reglages.ts';
import { SYSTEME_ACCES, commun, saisieRefusee, type Services } from '#src/server/services.ts';
import { ouvrirSession } from '#src/server/session/ouverture.ts';

type Motif = 'invitation' | 'reinitialisation';
const COMMANDES = { invitation: accepterInvitation, reinitialisation: reinitialiserMotDePasse } as const;

/** `/invitation`, `/reinitialisation`: a password is chosen behind a link; the secret of the link is the right. */
export const routesChoixDuMotDePasse = (services: Services): readonly Route[] =>
  (['invitation', 'reinitialisation'] as const).flatMap((motif) => [
    get(`/${motif}`, 'tous', (req, res) => montrer(services, motif, req, res, SAISIE_VIDE)),
    post(`/${motif}`, 'tous', (req, res) => choisir(services, motif, req, res), {
      avant: formulaireDe('motDePasse', 'confirmation'),
      aussi: [COMMANDES[motif], ...(motif === 'invitation' ? [accepterRattachement] : [])],
    }),
  ]);

async function choisir(services: Services, motif: Motif, req: Request, res: Response): Promise<void> {
  try {
    const lu = await lireJeton(services.orm.em.fork(), motif, jetonDe(req), dateDe(services.horloge));
    const compteId = await services.executeur.executer(
      SYSTEME_ACCES,
      COMMANDES[motif],
      { ...nouveauDe(req), jeton: jetonDe(req) },
      req.requeteId,
    );
    if (motif === 'invitation') await accepterLInvitation(services, req, compteId, lu?.sujetId);
    await connecter(services, req, res, compteId);
  } catch (erreur) {
    if (erreur instanceof LienPerime) return lienInvalide(services, motif, req, res);
    if (erreur instanceof SaisieInvalide)
      return montrer(services, motif, req, res, saisieRefusee(erreur), erreur.statut);
    throw erreur;
  }
}

const lire = (services: Services, compteId: string): Promise<CompteOuvert | null> =>
  lireProfils(services.orm.em.fork(), services, compteId);

/** Who opens his account by the link of an access accepts that one; any other he is asked about. */
async function accepterLInvitation(
  services: Services,
  req: Request,
  compteId: string,
  utilisateurId: string | null | undefined,
): Promise<void> {
  const ouvert = await lire(services, compteId);
  const proposition = ouvert?.propositions.find(({ acteur }) => acteur.utilisateurId === utilisateurId);
  if (proposition)
    await services.executeur.executer(proposition.acteur, accepterRattachement, {}, req.requeteId);
}

/** Whoever has just chosen his password is signed in, unless he has no space open yet. */
async function connecter(services: Services, req: Request, res: Response, compteId: string): Promise<void> {
  const ouvert = await lire(services, compteId);
  if (!ouvert || !mene(ouvert)) return res.redirect(303, '/connexion?motif=mot-de-passe');
  // A link received by mail replaces the password, never the telephone.
  if (await attendUnCode(services, req, ouvert, null)) return res.redirect(303, '/connexion/code');
  const seul = ouvert.profils.length === 1 ? ouvert.profils[0] : undefined;
  await ouvrirSession(req, ouvert, seul, services.horloge.maintenant().epochMilliseconds);
  await retenirLAppareil(services, req, res, ouvert);
  // The back-office does not show the queued messages.
  if (seul?.acteur.type !== 'agent' && seul?.acteur.type !== 'analyste')
    req.annoncer({ ton: 'succes', texte: 'Votre mot de passe est enregistré. Vous êtes connecté.' });
  if (ouvert.propositions.length > 0) return res.redirect(303, '/rattachements');
  res.redirect(303, seul ? accueilDe(seul.acteur) : '/profils');
}

async function montrer(
  services: Services,
  motif: Motif,
  req: Request,
  res: Response,
  saisie: Saisie,
  statut = 200,
): Promise<void> {
  const jeton = await lireJeton(services.orm.em.fork(), motif, jetonDe(req), dateDe(services.horloge));
  if (jeton?.etat !== 'valide' || jeton.courriel === null || jeton.compteId === null)
    return lienInvalide(services, motif, req, res);
  const compte = motif === 'invitation' ? await lire(services, jeton.compteId) : null;
  const profil = compte && profilInvite(compte, jeton.sujetId);
  envoyerPage(
    res,
    <PageChoixMotDePasse
      {...commun(services, req)}
      motif={motif}
      action={req.originalUrl}
      courriel={jeton.courriel}
      nomComplet={profil ? nomDeLActeur(profil.acteur) : undefined}
      organisme={profil?.partenaire?.nom}
      exigences={exigencesMotDePasse(reglagesDe(services))}
      saisie={saisie}
    />,
    statut,
  );
}

/** The access an invitation is about: the one proposed, else the only one open. */
const profilInvite = (
  { propositions, profils }: CompteOuvert,
  utilisateurId: string | null,
): Pick<Profil, 'acteur' | 'partenaire'> | undefined =>
  propositions.find(({ acteur }) => acteur.utilisateurId === utilisateurId) ??
  (profils.length === 1 ? profils[0] : undefined);

function lienInvalide(services: Services, motif: Motif, req: Request, res: Response): void {
  envoyerPage(res, <PageLienInvalide {...commun(services, req)} motif={motif} />, 410);
}

/** The link's secret stays in the address: the form posts to the page it is on. */
const jetonDe = (req: Request): string => (typeof req.query['jeton'] === 'string' ? req.query['jeton'] : '');

const nomDeLActeur = (acteur: Acteur): string | undefined =>
  'prenom' in acteur ? `${acteur.prenom} ${acteur.nom}` : undefined;
