import type { Request, Response } from 'express';
import { get, post, type Route } from '#src/http/route.ts';
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
import type { ContextePage, Assets, Saisie } from '#src/portal/composants/index.ts';
import { champsDe, envoyerPage } from '#src/portal/contexte-requete.ts';
import { saisieRefusee } from '#src/server/services.ts';
import { formulaire } from '#src/server/garde/controles.ts';
import { PageEligible, PageFormulaireEligibilite } from '#src/server/eligibilite/page.tsx';

interface Dependances {
  readonly executeur: Executeur;
  readonly ressources: Assets;
  /** The ribbon « Démonstration ». */
  readonly demonstration: boolean;
}

/** `/eligibilite`: the form behind an invitation link; the guard has turned the link into its actor. */
export const routesEligibilite = (dependances: Dependances): readonly Route[] => [
  get('/eligibilite', 'invite', async (req, res) => {
    const aRemplir = await lire(dependances, inviteDe(req));
    if (aRemplir.formulaire.etat === 'eligible') return montrerEligible(dependances, req, res, aRemplir);
    montrerFormulaire(dependances, req, res, aRemplir, reponsesDe(aRemplir));
  }),
  post('/eligibilite', 'invite', (req, res) => envoyer(dependances, req, res), {
    avant: formulaire('200kb', 1000),
    aussi: [completerFormulaire, soumettreFormulaire],
  }),
];

const lire = ({ executeur }: Dependances, invite: ActeurInvite): Promise<FormulaireARemplir> =>
  executeur.lire(invite, (unite) => formulaireARemplir(unite, invite.formulaireId));

async function envoyer(dependances: Dependances, req: Request, res: Response): Promise<void> {
  const { executeur } = dependances;
  const invite = inviteDe(req);
  const { envoi, ...champs } = champsDe(req.body);
  const definitif = envoi !== 'brouillon';
  const saisie = { ...champs, formulaire: invite.formulaireId };
  try {
    const rempli = definitif
      ? await executeur.executer(
          invite,
          soumettreFormulaire,
          { ...saisie, jeton: req.secretInvitation },
          req.requeteId,
        )
      : await executeur.executer(invite, completerFormulaire, saisie, req.requeteId);
    // The link is dead from here on: what follows is shown now or never.
    if (rempli.etat === 'eligible')
      return montrerEligible(dependances, req, res, await lire(dependances, invite));
    if (!definitif)
      req.annoncer({
        ton: 'succes',
        texte: 'Votre brouillon est enregistré. Vous pouvez y revenir par le même lien.',
      });
    res.redirect(303, actionDe(req));
  } catch (erreur) {
    await reafficher(dependances, req, res, erreur, invite);
  }
}

async function reafficher(
  dependances: Dependances,
  req: Request,
  res: Response,
  erreur: unknown,
  invite: ActeurInvite,
): Promise<void> {
  if (!(erreur instanceof Refus) || ![409, 422].includes(erreur.statut)) throw erreur;
  const aRemplir = await lire(dependances, invite);
  if (aRemplir.formulaire.etat === 'eligible') throw erreur;
  const perimee = erreur instanceof VersionPerimee;
  const erreurs = perimee ? [{ champ: '', message: erreur.message }] : saisieRefusee(erreur).erreurs;
  const saisie = { valeurs: champsDe(req.body), erreurs };
  montrerFormulaire(dependances, req, res, aRemplir, saisie, { perimee, statut: erreur.statut });
}

const contexteDe = ({ ressources, demonstration }: Dependances, req: Request): ContextePage => ({
  ressources,
  demonstration,
  chemin: req.originalUrl,
  menus: [],
  messages: req.messagesALire(),
});

/** The secret of the link stays in the address. */
const actionDe = (req: Request): string =>
  `/eligibilite?jeton=${encodeURIComponent(req.secretInvitation ?? '')}`;

const montrerEligible = (
  dependances: Dependances,
  req: Request,
  res: Response,
  aRemplir: FormulaireARemplir,
): void => envoyerPage(res, <PageEligible contexte={contexteDe(dependances, req)} aRemplir={aRemplir} />);

const montrerFormulaire = (
  dependances: Dependances,
  req: Request,
  res: Response,
  aRemplir: FormulaireARemplir,
  saisie: Saisie,
  { perimee, statut = 200 }: { readonly perimee?: boolean; readonly statut?: number } = {},
): void =>
  envoyerPage(
    res,
    <PageFormulaireEligibilite
      contexte={contexteDe(dependances, req)}
      aRemplir={aRemplir}
      action={actionDe(req)}
      perimee={perimee}
      saisie={saisie}
    />,
    statut,
  );

/** @throws ActionInterdite when the server's guard is not in front */
function inviteDe(req: Request): ActeurInvite {
  if (req.acteur?.type !== 'invite')
    throw new ActionInterdite('Cette page s’ouvre par le lien reçu dans votre mail d’invitation.');
  return req.acteur;
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
