import { Router, type Request, type Response } from 'express';
import type { Acteur } from '#src/kernel/acteur.ts';
import { FUSEAU_NATIONAL, dateDe, jourA } from '#src/kernel/horloge.ts';
import { Refus, SaisieInvalide } from '#src/kernel/refus.ts';
import {
  MotDePasseActuelFaux,
  accepterInvitation,
  changerMotDePasse,
  demanderReinitialisation,
  reinitialiserMotDePasse,
} from '#src/domain/acces/compte/commandes.ts';
import { LienPerime, lireJeton } from '#src/domain/acces/compte/jeton.ts';
import { exigencesMotDePasse } from '#src/domain/acces/compte/mot-de-passe.ts';
import { parametreSecurite } from '#src/domain/acces/compte/parametres.ts';
import { lireProfils, mene } from '#src/domain/acces/compte/profils.ts';
import { accepterRattachement } from '#src/domain/delegation/gerer-utilisateur/rattachement.ts';
import { courriel as champCourriel } from '#src/kernel/saisie/saisie.ts';
import { SAISIE_VIDE, type Saisie } from '#src/portal/composants/index.ts';
import {
  PageChoixMotDePasse,
  PageLienEnvoye,
  PageLienInvalide,
  PageMotDePasseOublie,
} from '#src/server/mots-de-passe/choix/page.tsx';
import { accueilDe } from '#src/server/adresses.ts';
import { attendUnCode } from '#src/server/authentification/entree.ts';
import { retenirLAppareil, tenterPour } from '#src/server/authentification/compte-vise.ts';
import { formulaireDe } from '#src/server/garde/controles.ts';
import { PageMotDePasse } from '#src/server/mots-de-passe/changement/page.tsx';
import { reserverA } from '#src/server/session/identite.ts';
import { SYSTEME_ACCES, champ, commun, html, saisieRefusee, type Services } from '#src/server/services.ts';
import { ouvrirSession } from '#src/server/session/session.ts';

type Motif = 'invitation' | 'reinitialisation';
const COMMANDES = { invitation: accepterInvitation, reinitialisation: reinitialiserMotDePasse } as const;

/** Passwords: forgotten, chosen behind a link, changed by oneself. */
export function routesMotsDePasse(services: Services): Router {
  const routes = Router();
  const lireReglages = () => ({
    registre: services.registre,
    aujourdhui: jourA(services.horloge, FUSEAU_NATIONAL),
  });

  routes.get('/mot-de-passe-oublie', (req, res) => {
    res.send(html(<PageMotDePasseOublie {...commun(services, req)} saisie={SAISIE_VIDE} />));
  });

  routes.post('/mot-de-passe-oublie', ...formulaireDe('courriel'), async (req, res) => {
    const lu = champCourriel('Adresse mail').safeParse(champ(req, 'courriel'));
    if (!lu.success) {
      const message = lu.error.issues[0]?.message ?? '';
      return res.status(422).send(
        html(
          <PageMotDePasseOublie
            {...commun(services, req)}
            saisie={{
              valeurs: { courriel: champ(req, 'courriel') },
              erreurs: [{ champ: 'courriel', message }],
            }}
          />,
        ),
      );
    }
    const { registre, aujourdhui } = lireReglages();
    const minutes = parametreSecurite(registre, 'reinitialisationMinutes', aujourdhui.toString());
    // The answer leaves before the account is looked for: neither its words nor its time tell whether there
    // is one.
    if (await services.tentatives.demander(req.ip ?? '', lu.data)) {
      services.taches.lancer(
        'reinitialisation',
        services.executeur.executer(
          SYSTEME_ACCES,
          demanderReinitialisation,
          { courriel: lu.data },
          req.requeteId,
        ),
      );
    }
    res.send(
      html(<PageLienEnvoye {...commun(services, req)} heures={Math.max(1, Math.round(minutes / 60))} />),
    );
  });

  for (const motif of ['invitation', 'reinitialisation'] as const) {
    routes.get(`/${motif}`, (req, res) => choisir(motif, req, res, SAISIE_VIDE));
    routes.post(`/${motif}`, ...formulaireDe('motDePasse', 'confirmation'), async (req, res) => {
      try {
        const lu = await lireJeton(services.orm.em.fork(), motif, jetonDe(req), dateDe(services.horloge));
        const compteId = await services.executeur.executer(
          SYSTEME_ACCES,
          COMMANDES[motif],
          { ...nouveauDe(req), jeton: jetonDe(req) },
          req.requeteId,
        );
        await accepterLInvitation(req, compteId, motif === 'invitation' ? lu?.sujetId : null);
        await connecter(req, res, compteId);
      } catch (erreur) {
        if (erreur instanceof LienPerime) return lienInvalide(motif, req, res);
        if (erreur instanceof SaisieInvalide)
          return choisir(motif, req, res.status(erreur.statut), saisieRefusee(erreur));
        throw erreur;
      }
    });
  }

  const connecte = reserverA(['agent', 'partenaire', 'analyste'], 'aux personnes connectées');
  routes.get('/mot-de-passe', connecte, (req, res) => changer(req, res, SAISIE_VIDE));
  routes.post(
    '/mot-de-passe',
    ...formulaireDe('actuel', 'motDePasse', 'confirmation'),
    connecte,
    async (req, res) => {
      const { acteur, identite, compte } = req;
      if (!acteur || !identite || !compte) throw new Error('guarded route without an actor');
      // Guessing the present password counts like a failed sign-in.
      const tentative = await tenterPour(services, req, compte);
      try {
        await services.executeur.executer(
          acteur,
          changerMotDePasse,
          { ...nouveauDe(req), actuel: champ(req, 'actuel'), courriel: identite.courriel },
          req.requeteId,
        );
        await tentative.reussie();
      } catch (erreur) {
        if (!(erreur instanceof MotDePasseActuelFaux)) await tentative.reussie();
        if (erreur instanceof Refus && erreur.statut === 422)
          return changer(req, res.status(422), saisieRefusee(erreur));
        throw erreur;
      }
      // The other sessions end with the former password; this one goes on under a new identifier.
      const ouvert = await lireProfils(services.orm.em.fork(), services.horloge, compte.id);
      if (!ouvert) throw new Error('account vanished');
      await ouvrirSession(
        req,
        ouvert,
        ouvert.profils.find(({ cle }) => cle === identite.cle),
        services.horloge.maintenant().epochMilliseconds,
      );
      await retenirLAppareil(services, req, res, ouvert);
      req.annoncer({
        ton: 'succes',
        texte: 'Votre mot de passe est modifié. Vos autres sessions sont closes.',
      });
      res.redirect(303, acteur.type === 'partenaire' ? accueilDe(acteur) : '/mot-de-passe');
    },
  );

  /** Who opens his account by the link of an access accepts that one; any other he is asked about. */
  async function accepterLInvitation(
    req: Request,
    compteId: string,
    utilisateurId: string | null | undefined,
  ): Promise<void> {
    const ouvert = await lireProfils(services.orm.em.fork(), services.horloge, compteId);
    const proposition = ouvert?.propositions.find(({ acteur }) => acteur.utilisateurId === utilisateurId);
    if (proposition)
      await services.executeur.executer(proposition.acteur, accepterRattachement, {}, req.requeteId);
  }

  /** Whoever has just chosen his password is signed in, unless he has no space open yet. */
  async function connecter(req: Request, res: Response, compteId: string): Promise<void> {
    const ouvert = await lireProfils(services.orm.em.fork(), services.horloge, compteId);
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

  async function choisir(motif: Motif, req: Request, res: Response, saisie: Saisie): Promise<void> {
    const jeton = await lireJeton(services.orm.em.fork(), motif, jetonDe(req), dateDe(services.horloge));
    if (jeton?.etat !== 'valide' || jeton.courriel === null || jeton.compteId === null)
      return lienInvalide(motif, req, res);
    const compte =
      motif === 'invitation'
        ? await lireProfils(services.orm.em.fork(), services.horloge, jeton.compteId)
        : null;
    const profil =
      compte?.propositions.find(({ acteur }) => acteur.utilisateurId === jeton.sujetId) ??
      (compte?.profils.length === 1 ? compte.profils[0] : undefined);
    const nomComplet = profil && nomDeLActeur(profil.acteur);
    res.send(
      html(
        <PageChoixMotDePasse
          {...commun(services, req)}
          motif={motif}
          action={req.originalUrl}
          courriel={jeton.courriel}
          nomComplet={nomComplet}
          organisme={profil?.partenaire?.nom}
          exigences={exigencesMotDePasse(lireReglages())}
          saisie={saisie}
        />,
      ),
    );
  }

  function lienInvalide(motif: Motif, req: Request, res: Response): void {
    res.status(410).send(html(<PageLienInvalide {...commun(services, req)} motif={motif} />));
  }

  function changer(req: Request, res: Response, saisie: Saisie): void {
    if (!req.acteur || !req.identite) throw new Error('guarded route without an actor');
    res.send(
      html(
        <PageMotDePasse
          {...commun(services, req)}
          courriel={req.identite.courriel}
          exigences={exigencesMotDePasse(lireReglages())}
          retour={accueilDe(req.acteur)}
          saisie={saisie}
        />,
      ),
    );
  }
  return routes;
}

const nouveauDe = (req: Request) => ({
  motDePasse: champ(req, 'motDePasse'),
  confirmation: champ(req, 'confirmation'),
});
/** The link's secret stays in the address: the form posts to the page it is on. */
const jetonDe = (req: Request): string => (typeof req.query['jeton'] === 'string' ? req.query['jeton'] : '');
const nomDeLActeur = (acteur: Acteur): string | undefined =>
  'prenom' in acteur ? `${acteur.prenom} ${acteur.nom}` : undefined;
