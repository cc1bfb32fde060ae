import { Router, type Request, type Response } from 'express';
import type { Envoi } from '#src/kernel/commande.ts';
import { Refus } from '#src/kernel/refus.ts';
import { direOuverture } from '#src/domain/acces/compte/dire-ouverture.ts';
import { consequencesDe } from '#src/domain/suivi/effets/annoncer.ts';
import { exiger } from '#src/kernel/droits/droits.ts';
import { habilitationsDe } from '#src/domain/delegation/habilitation/lectures.ts';
import {
  cloturerUtilisateur,
  creerUtilisateur,
  deverrouillerUtilisateur,
  reinitialiserMotDePasse,
  renvoyerInvitation,
} from '#src/domain/delegation/gerer-utilisateur/commandes.ts';
import { historiqueDe } from '#src/domain/delegation/utilisateur/historique.ts';
import {
  lireUtilisateur,
  listerGroupes,
  listerUtilisateurs,
  TRIS_UTILISATEURS,
  type TriUtilisateurs,
} from '#src/domain/delegation/utilisateur/lectures.ts';
import { faireCommeAnnonce, montrerApercu } from '#src/portal/annonce.ts';
import { SAISIE_VIDE, type Saisie } from '#src/portal/composants/index.ts';
import {
  acteurDe,
  adresseAvec,
  avisDeNettoyage,
  champsDe,
  contextePage,
  envoyerPage,
  pageDemandee,
  reafficher,
  texteDeRequete,
  type DependancesPortail,
} from '#src/portal/contexte-requete.ts';
import {
  PageActionUtilisateur,
  PageHistoriqueUtilisateur,
  PageSuppressionUtilisateur,
  PageUtilisateur,
  type ActionConfirmee,
} from '#src/portal/utilisateurs/actions.tsx';
import { habilitationDeFiche } from '#src/portal/utilisateurs/fiche.tsx';
import { direQuiAChange } from '#src/portal/perime.ts';
import { PageFormulaireUtilisateur } from '#src/portal/utilisateurs/formulaire.tsx';
import { evenementsDe } from '#src/portal/utilisateurs/historique.ts';
import { routesIdentite } from '#src/portal/utilisateurs/identite-routes.tsx';
import { ACCES, CHEMIN_UTILISATEURS, PageUtilisateurs } from '#src/portal/utilisateurs/liste.tsx';
import { routesModification } from '#src/portal/utilisateurs/modifier.tsx';
import {
  acteDeCreation,
  choixDeGroupe,
  lignesDUtilisateurs,
  ligneUtilisateur,
  LIBELLES_POSTES,
} from '#src/portal/utilisateurs/vues.ts';

const TAILLE_DE_PAGE = 25;

/** What the person opened is told by mail, if he is. */
function avisDOuverture(envois: readonly Envoi[]): string {
  const dit = direOuverture(envois);
  return dit === null ? '' : ` ${dit}`;
}

const ACTIONS = {
  invitation: { commande: renvoyerInvitation, succes: "L'invitation a été renvoyée." },
  deverrouiller: { commande: deverrouillerUtilisateur, succes: 'Le compte a été déverrouillé.' },
  'mot-de-passe': {
    commande: reinitialiserMotDePasse,
    succes: 'Un lien pour choisir un nouveau mot de passe a été envoyé.',
  },
} as const;

/** « Mes utilisateurs » and everything done from it. */
export function routesUtilisateurs(dependances: DependancesPortail): Router {
  const { executeur } = dependances;
  const router = Router();

  router.get('/', async (req, res) => {
    const acteur = acteurDe(req);
    const filtres = {
      identifiant: texteDeRequete(req, 'identifiant'),
      nom: texteDeRequete(req, 'nom'),
      prenom: texteDeRequete(req, 'prenom'),
      groupe: texteDeRequete(req, 'groupe'),
      acces: texteDeRequete(req, 'acces'),
    };
    const tri = triDemande(req);
    const page = pageDemandee(req);
    const vue = await executeur.lire(acteur, async (unite) => {
      const { utilisateurs, total } = await listerUtilisateurs(
        unite,
        { ...filtres, acces: ACCES.find((un) => un === filtres.acces) },
        tri,
        { numero: page, taille: TAILLE_DE_PAGE },
      );
      const groupes = (await listerGroupes(unite)).map(({ id, libelle }) => ({ valeur: id, libelle }));
      return {
        groupes,
        total,
        creation: await acteDeCreation(unite),
        lignes: await lignesDUtilisateurs(unite, utilisateurs),
      };
    });
    envoyerPage(
      res,
      <PageUtilisateurs
        contexte={contextePage(req, dependances)}
        filtres={filtres}
        tri={tri}
        page={page}
        pages={Math.ceil(vue.total / TAILLE_DE_PAGE)}
        lien={(changement) =>
          adresseAvec(CHEMIN_UTILISATEURS, {
            ...filtres,
            tri: (changement.tri ?? tri).cle,
            sens: (changement.tri ?? tri).sens,
            page: changement.page,
          })
        }
        {...vue}
      />,
    );
  });

  router.get('/creer', async (req, res) => envoyerPage(res, await formulaireCreation(req, SAISIE_VIDE)));
  router.post('/creer', async (req, res) => {
    try {
      const {
        resultat: { id, prenom, nom, identifiant },
        envois,
      } = await executeur.executerEtDire(acteurDe(req), creerUtilisateur, req.body, req.requeteId);
      req.annoncer({
        ton: 'succes',
        texte: `L'utilisateur ${prenom} ${nom} a été créé sous l'identifiant ${identifiant}.${avisDOuverture(envois)}${avisDeNettoyage(req)}`,
      });
      res.redirect(303, `${CHEMIN_UTILISATEURS}/${id}`);
    } catch (erreur) {
      await reafficher(req, res, erreur, (saisie) => formulaireCreation(req, saisie));
    }
  });

  async function formulaireCreation(req: Request, saisie: Saisie) {
    const acteur = acteurDe(req);
    exiger(acteur, 'Utilisateur', 'creer');
    const { groupes, jour } = await executeur.lire(acteur, async (unite) => ({
      groupes: await listerGroupes(unite),
      jour: unite.aujourdhui.toString(),
    }));
    const depart = saisie === SAISIE_VIDE ? { valeurs: { ouvertLe: jour }, erreurs: [] } : saisie;
    return (
      <PageFormulaireUtilisateur
        contexte={contextePage(req, dependances)}
        saisie={depart}
        groupes={groupes.map(choixDeGroupe)}
      />
    );
  }

  router.get('/:id', async (req, res) => {
    const acteur = acteurDe(req);
    const vue = await executeur.lire(acteur, async (unite) => {
      const jour = unite.aujourdhui.toString();
      const utilisateur = await lireUtilisateur(unite, req.params.id);
      const groupes = (await listerGroupes(unite))
        .filter(({ id }) => utilisateur.groupes.includes(id))
        .map(({ libelle }) => libelle);
      const habilitations = (await habilitationsDe(unite, utilisateur.id)).map((habilitation) =>
        habilitationDeFiche(habilitation, jour),
      );
      return {
        utilisateur: await ligneUtilisateur(unite, utilisateur),
        poste: utilisateur.poste ? LIBELLES_POSTES[utilisateur.poste] : '',
        groupes,
        habilitations,
      };
    });
    envoyerPage(res, <PageUtilisateur contexte={contextePage(req, dependances)} {...vue} />);
  });

  router.use(routesModification(dependances), routesIdentite(dependances));

  router.get('/:id/supprimer', async (req, res) =>
    envoyerPage(res, await pageSuppression(req, req.params.id, null)),
  );
  router.post('/:id/supprimer', async (req, res) => {
    try {
      if (await montrerApercu(req, res, (saisie) => pageSuppression(req, req.params.id, saisie))) return;
      const { prenom, nom } = await faireCommeAnnonce(dependances, req, cloturerUtilisateur, {
        ...champsDe(req.body),
        id: req.params.id,
      });
      req.annoncer({
        ton: 'succes',
        texte: `L'accès de ${prenom} ${nom} est clôturé. Son historique est conservé.`,
      });
      res.redirect(303, CHEMIN_UTILISATEURS);
    } catch (erreur) {
      await reafficher(
        req,
        res,
        await direQuiAChange(dependances, req, erreur, { entite: 'Utilisateur', id: req.params.id }),
        (saisie) => pageSuppression(req, req.params.id, saisie),
      );
    }
  });

  async function pageSuppression(req: Request, id: string, saisie: Saisie | null) {
    const acteur = acteurDe(req);
    const vue = await executeur.lire(acteur, async (unite) => {
      const jour = unite.aujourdhui.toString();
      const utilisateur = await lireUtilisateur(unite, id);
      return { jour, utilisateur: await ligneUtilisateur(unite, utilisateur), version: utilisateur.version };
    });
    const montree = saisie ?? { valeurs: { closLe: vue.jour }, erreurs: [] };
    const consequences = await consequencesDe(executeur, acteur, cloturerUtilisateur, {
      ...montree.valeurs,
      id,
      version: vue.version,
    });
    return (
      <PageSuppressionUtilisateur
        contexte={contextePage(req, dependances)}
        saisie={montree}
        consequences={consequences}
        utilisateur={vue.utilisateur}
        version={vue.version}
      />
    );
  }

  router.get('/:id/historique', async (req, res) => {
    const acteur = acteurDe(req);
    const vue = await executeur.lire(acteur, async (unite) => {
      const utilisateur = await lireUtilisateur(unite, req.params.id);
      return {
        utilisateur: await ligneUtilisateur(unite, utilisateur),
        evenements: evenementsDe(await historiqueDe(unite, utilisateur.id), acteur.fuseauHoraire),
      };
    });
    envoyerPage(res, <PageHistoriqueUtilisateur contexte={contextePage(req, dependances)} {...vue} />);
  });

  for (const action of Object.keys(ACTIONS) as ActionConfirmee[]) {
    router.get(`/:id/${action}`, async (req: Request<{ id: string }>, res: Response) => {
      const acteur = acteurDe(req);
      const utilisateur = await executeur.lire(acteur, async (unite) =>
        ligneUtilisateur(unite, await lireUtilisateur(unite, req.params.id)),
      );
      envoyerPage(
        res,
        <PageActionUtilisateur
          contexte={contextePage(req, dependances)}
          utilisateur={utilisateur}
          action={action}
        />,
      );
    });
    router.post(`/:id/${action}`, async (req: Request<{ id: string }>, res: Response) => {
      try {
        await executeur.executer(
          acteurDe(req),
          ACTIONS[action].commande,
          { ...champsDe(req.body), id: req.params.id },
          req.requeteId,
        );
        req.annoncer({ ton: 'succes', texte: ACTIONS[action].succes });
      } catch (erreur) {
        if (!(erreur instanceof Refus) || ![409, 429].includes(erreur.statut)) throw erreur;
        req.annoncer({ ton: 'attention', texte: erreur.message });
      }
      res.redirect(303, CHEMIN_UTILISATEURS);
    });
  }
  return router;
}

function triDemande(req: Request): { cle: TriUtilisateurs; sens: 'asc' | 'desc' } {
  const cle = TRIS_UTILISATEURS.find((tri) => tri === texteDeRequete(req, 'tri')) ?? 'nom';
  return { cle, sens: texteDeRequete(req, 'sens') === 'desc' ? 'desc' : 'asc' };
}
