import { Router, type Request } from 'express';
import { lireProfils, type CompteOuvert } from '#src/domain/acces/compte/profils.ts';
import {
  accepterRattachement,
  refuserRattachement,
} from '#src/domain/delegation/gerer-utilisateur/rattachement.ts';
import { ESPACES, accueilDe, espacesDe, suiteSure } from '#src/server/adresses.ts';
import { formulaireDe } from '#src/server/garde/controles.ts';
import { PageRattachements } from '#src/server/rattachements/page.tsx';
import { champ, commun, html, type Services } from '#src/server/services.ts';
import { choisirProfil } from '#src/server/session/session.ts';

const REPONSES = { accepter: accepterRattachement, refuser: refuserRattachement } as const;

/**
 * `/rattachements`: the owner of an account answers those who propose him an access. It needs his session,
 * not a space.
 */
export function routesRattachements(services: Services): Router {
  const routes = Router();

  routes.get('/rattachements', (req, res) => {
    if (!req.compte) return res.redirect(303, '/connexion');
    const suite = suiteSure(req.query['suite'], ESPACES) ?? undefined;
    res.send(
      html(
        <PageRattachements
          {...commun(services, req)}
          propositions={req.compte.propositions}
          suite={suite}
          plusTard={destination(req, req.compte, suite ?? null)}
        />,
      ),
    );
  });

  routes.post('/rattachements', ...formulaireDe('utilisateur', 'reponse', 'suite'), async (req, res) => {
    if (!req.compte) return res.redirect(303, '/connexion?motif=session');
    const proposition = req.compte.propositions.find(
      ({ acteur }) => acteur.utilisateurId === champ(req, 'utilisateur'),
    );
    const reponse = champ(req, 'reponse');
    // Answered in another tab, or withdrawn: the page says what is left.
    if (!proposition || (reponse !== 'accepter' && reponse !== 'refuser'))
      return res.redirect(303, '/rattachements');
    await services.executeur.executer(proposition.acteur, REPONSES[reponse], {}, req.requeteId);
    const { nom } = proposition.partenaire;
    req.annoncer(
      reponse === 'accepter'
        ? { ton: 'succes', texte: `Votre accès pour ${nom} est accepté.` }
        : { ton: 'information', texte: `Vous avez refusé l’accès proposé par ${nom}. Il en est informé.` },
    );
    const compte = await lireProfils(services.orm.em.fork(), services.horloge, req.compte.id);
    if (!compte) throw new Error('account vanished');
    const suite = suiteSure(champ(req, 'suite'), ESPACES);
    if (compte.propositions.length > 0)
      return res.redirect(303, `/rattachements${suite ? `?${new URLSearchParams({ suite })}` : ''}`);
    const seul = compte.profils.length === 1 ? compte.profils[0] : undefined;
    if (!req.acteur && seul) await choisirProfil(req, seul);
    res.redirect(303, destination(req, compte, suite) ?? '/connexion?motif=clos');
  });
  return routes;
}

/** Where the person goes on; undefined when his account opens no space. */
function destination(
  { acteur }: Request,
  { profils }: CompteOuvert,
  suite: string | null,
): string | undefined {
  const seul = acteur ?? (profils.length === 1 ? profils[0]?.acteur : undefined);
  if (seul) return suiteSure(suite, espacesDe(seul)) ?? accueilDe(seul);
  return profils.length > 0 ? `/profils${suite ? `?${new URLSearchParams({ suite })}` : ''}` : undefined;
}
