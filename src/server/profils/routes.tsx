import type { Request, Response } from 'express';
import { get, post, type Route } from '#src/http/route.ts';
import type { CompteOuvert } from '#src/domain/acces/compte/profils.ts';
import { SAISIE_VIDE, type Saisie } from '#src/portal/composants/index.ts';
import { envoyerPage } from '#src/portal/contexte-requete.ts';
import { ESPACES, accueilDe, espacesDe, suiteSure } from '#src/server/adresses.ts';
import { formulaireDe } from '#src/server/garde/controles.ts';
import { PageChoixProfil } from '#src/server/profils/page.tsx';
import { champ, commun, type Services } from '#src/server/services.ts';
import { choisirProfil } from '#src/server/session/ouverture.ts';

const AUCUN_CHOISI: Saisie = {
  valeurs: {},
  erreurs: [{ champ: 'profil', message: 'Travailler en tant que : choisissez l’un de vos espaces.' }],
};

/** `/profils`: the space one works in, for an account that opens several. It needs a session, not a space. */
export function routesProfils(services: Services): readonly Route[] {
  const montrer = (
    req: Request,
    res: Response,
    { profils }: CompteOuvert,
    saisie: Saisie,
    suite: string | undefined,
    statut = 200,
  ): void =>
    envoyerPage(
      res,
      <PageChoixProfil
        {...commun(services, req)}
        profils={profils}
        courant={req.identite?.cle}
        suite={suite}
        saisie={saisie}
      />,
      statut,
    );
  return [
    get('/profils', 'tous', (req, res) => {
      if (!req.compte) return res.redirect(303, '/connexion');
      if (req.compte.profils.length === 0) return res.redirect(303, '/rattachements');
      montrer(req, res, req.compte, SAISIE_VIDE, suiteSure(req.query['suite'], ESPACES) ?? undefined);
    }),
    post(
      '/profils',
      'tous',
      async (req, res) => {
        if (!req.compte) return res.redirect(303, '/connexion?motif=session');
        const profil = req.compte.profils.find(({ cle }) => cle === champ(req, 'profil'));
        const suite = champ(req, 'suite');
        if (!profil) return montrer(req, res, req.compte, AUCUN_CHOISI, suite, 422);
        await choisirProfil(req, profil);
        res.redirect(303, suiteSure(suite, espacesDe(profil.acteur)) ?? accueilDe(profil.acteur));
      },
      { avant: formulaireDe('profil', 'suite') },
    ),
  ];
}
