import { Router, type Request, type Response } from 'express';
import type { ActeurInvite } from '#src/kernel/acteur.ts';
import type { Executeur } from '#src/kernel/commande.ts';
import { ActionInterdite, Refus, VersionPerimee } from '#src/kernel/refus.ts';
import {
  completerFormulaire,
  soumettreFormulaire,
} from '#src/domain/contractualisation/eligibilite/commandes.ts';
import {
  formulaireARemplir,
  type FormulaireARemplir,
} from '#src/domain/contractualisation/eligibilite/lectures.ts';
import { CHAMPS_DU_FORMULAIRE } from '#src/domain/contractualisation/eligibilite/saisie.ts';
import type { ContextePage, Ressources, Saisie } from '#src/portal/composants/index.ts';
import { champsDe, envoyerPage } from '#src/portal/contexte-requete.ts';
import { PageEligible, PageFormulaireEligibilite } from '#src/server/eligibilite/page.tsx';

interface Dependances {
  readonly executeur: Executeur;
  readonly ressources: Ressources;
  /** The ribbon « Démonstration ». */
  readonly demonstration: boolean;
}

/** The form behind an invitation link; the server has already turned the link into its actor. */
export function construireEligibilite({ executeur, ressources, demonstration }: Dependances): Router {
  const routes = Router();
  const lire = (invite: ActeurInvite) =>
    executeur.lire(invite, (unite) => formulaireARemplir(unite, invite.formulaireId));
  const contexte = (req: Request): ContextePage => ({
    ressources,
    demonstration,
    chemin: req.originalUrl,
    menus: [],
    messages: req.messagesALire(),
  });
  const action = (req: Request) => `/eligibilite?jeton=${encodeURIComponent(req.secretInvitation ?? '')}`;

  routes.get('/', async (req, res) => {
    const aRemplir = await lire(inviteDe(req));
    if (aRemplir.formulaire.etat === 'eligible')
      return envoyerPage(res, <PageEligible contexte={contexte(req)} aRemplir={aRemplir} />);
    envoyerPage(
      res,
      <PageFormulaireEligibilite
        contexte={contexte(req)}
        aRemplir={aRemplir}
        action={action(req)}
        saisie={reponsesDe(aRemplir)}
      />,
    );
  });

  routes.post('/', async (req, res) => {
    const invite = inviteDe(req);
    const { envoi, ...champs } = champsDe(req.body);
    const definitif = envoi !== 'brouillon';
    const saisie = { ...champs, formulaire: invite.formulaireId };
    try {
      const formulaire = definitif
        ? await executeur.executer(
            invite,
            soumettreFormulaire,
            { ...saisie, jeton: req.secretInvitation },
            req.requeteId,
          )
        : await executeur.executer(invite, completerFormulaire, saisie, req.requeteId);
      // The link is dead from here on: what follows is shown now or never.
      if (formulaire.etat === 'eligible')
        return envoyerPage(res, <PageEligible contexte={contexte(req)} aRemplir={await lire(invite)} />);
      if (!definitif)
        req.annoncer({
          ton: 'succes',
          texte: 'Votre brouillon est enregistré. Vous pouvez y revenir par le même lien.',
        });
      res.redirect(303, action(req));
    } catch (erreur) {
      await reafficher(req, res, erreur, invite);
    }
  });

  async function reafficher(
    req: Request,
    res: Response,
    erreur: unknown,
    invite: ActeurInvite,
  ): Promise<void> {
    if (!(erreur instanceof Refus) || ![409, 422].includes(erreur.statut)) throw erreur;
    const aRemplir = await lire(invite);
    if (aRemplir.formulaire.etat === 'eligible') throw erreur;
    const perimee = erreur instanceof VersionPerimee;
    envoyerPage(
      res,
      <PageFormulaireEligibilite
        contexte={contexte(req)}
        aRemplir={aRemplir}
        action={action(req)}
        perimee={perimee}
        saisie={{
          valeurs: champsDe(req.body),
          erreurs: perimee ? [{ champ: '', message: erreur.message }] : erreursDe(erreur),
        }}
      />,
      erreur.statut,
    );
  }
  return routes;
}

/** @throws ActionInterdite when the server's guard is not in front */
function inviteDe(req: Request): ActeurInvite {
  if (req.acteur?.type !== 'invite')
    throw new ActionInterdite('Cette page s’ouvre par le lien reçu dans votre mail d’invitation.');
  return req.acteur;
}

function erreursDe(refus: Refus): Saisie['erreurs'] {
  const champs = Object.entries(refus.champs);
  return champs.length > 0
    ? champs.map(([champ, message]) => ({ champ, message }))
    : [{ champ: '', message: refus.message }];
}

/** The answers recorded, as the fields of the form hold them. */
function reponsesDe({ formulaire }: FormulaireARemplir): Saisie {
  const reponses = Object.keys(CHAMPS_DU_FORMULAIRE) as (keyof typeof CHAMPS_DU_FORMULAIRE)[];
  return {
    erreurs: [],
    valeurs: Object.fromEntries(reponses.map((champ) => [champ, enTexte(formulaire[champ])])),
  };
}

function enTexte(
  valeur: string | boolean | readonly string[] | null | undefined,
): string | readonly string[] {
  if (typeof valeur === 'boolean') return valeur ? 'oui' : '';
  return valeur ?? '';
}
