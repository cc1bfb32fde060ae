import type { Request, Response } from 'express';
import { get, post, type Route } from '#src/http/route.ts';
import { lireProfils, type CompteOuvert } from '#src/domain/acces/compte/profils.ts';
import {
  accepterRattachement,
  refuserRattachement,
} from '#src/domain/delegation/gerer-utilisateur/rattachement.ts';
import { envoyerPage } from '#src/portal/contexte-requete.ts';
import { ESPACES, accueilDe, espacesDe, suiteSure } from '#src/server/adresses.ts';
import { formulaireDe } from '#src/server/garde/controles.ts';
import { PageRattachements } from '#src/server/rattachements/page.tsx';
import { champ, commun, type Services } from '#src/server/services.ts';
import { choisirProfil } from '#src/server/session/ouverture.ts';

const REPONSES = { accepter: accepterRattachement, refuser: refuserRattachement } as const;

/**
 * `/rattachements`: the owner of an account answers those who propose him an access. It needs his session,
 * not a space: an account may have one proposed and none open.
 */
export const routesRattachements = (services: Services): readonly Route[] => [
  get('/rattachements', 'tous', (req, res) => {
    if (!req.compte) return res.redirect(303, '/connexion');
    const suite = suiteSure(req.query['suite'], ESPACES) ?? undefined;
    envoyerPage(
      res,
      <PageRattachements
        {...commun(services, req)}
        propositions={req.compte.propositions}
        suite={suite}
        plusTard={destination(req, req.compte, suite ?? null)}
      />,
    );
  }),
  post('/rattachements', 'tous', (req, res) => repondre(services, req, res), {
    avant: formulaireDe('utilisateur', 'reponse', 'suite'),
    aussi: [accepterRattachement, refuserRattachement],
  }),
];

async function repondre(services: Services, req: Request, res: Response): Promise<void> {
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
  await allerPlusLoin(services, req, res, req.compte.id);
}

/** On to what else is proposed, then where the person works. */
async function allerPlusLoin(
  services: Services,
  req: Request,
  res: Response,
  compteId: string,
): Promise<void> {
  const compte = await lireProfils(services.orm.em.fork(), services, compteId);
  if (!compte) throw new Error('account vanished');
  const suite = suiteSure(champ(req, 'suite'), ESPACES);
  if (compte.propositions.length > 0)
    return res.redirect(303, `/rattachements${suite ? `?${new URLSearchParams({ suite })}` : ''}`);
  const seul = compte.profils.length === 1 ? compte.profils[0] : undefined;
  if (!req.acteur && seul) await choisirProfil(req, seul);
  res.redirect(303, destination(req, compte, suite) ?? '/connexion?motif=clos');
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
