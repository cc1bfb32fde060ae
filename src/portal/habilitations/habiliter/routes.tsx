import type { Request, Response } from 'express';
import { get, post, type Route } from '#src/http/route.ts';
import { dateFr } from '#src/kernel/francais.ts';
import { rolesAu } from '#src/kernel/roles.ts';
import { affecterRole, type HabilitationCreee } from '#src/domain/delegation/habilitation/affecter.ts';
import { conseilsDeRole } from '#src/domain/delegation/habilitation/conseils.ts';
import { texteDe, type Saisie } from '#src/portal/composants/index.ts';
import {
  acteurDe,
  adresseAvec,
  champsDe,
  contextePage,
  envoyerPage,
  reafficher,
  texteDeRequete,
  type DependancesPortail,
} from '#src/portal/contexte-requete.ts';
import { CHEMIN_HABILITATIONS } from '#src/portal/habilitations/chemin.ts';
import {
  choixDeSelection,
  dansLeMandat,
  placesDites,
  preselection,
} from '#src/portal/habilitations/habiliter/choix.ts';
import { PageHabiliter } from '#src/portal/habilitations/habiliter/page.tsx';
import { optionsHabilitations } from '#src/portal/habilitations/options.ts';

/** « Habiliter un utilisateur ». */
export function routesHabiliter(dependances: DependancesPortail): readonly Route[] {
  const { executeur } = dependances;

  /** Without JavaScript, « Sélectionner toutes les activités » means all those the filters show. */
  async function avecToutes(req: Request): Promise<Record<string, unknown>> {
    const saisie: Record<string, unknown> = { ...champsDe(req.body) };
    if (saisie['toutes'] !== 'oui') return saisie;
    const lues: Saisie = { valeurs: champsDe(req.body), erreurs: [] };
    const acteur = acteurDe(req);
    const choix = await executeur.lire(acteur, (unite) => choixDeSelection(unite, acteur, lues));
    saisie[saisie['portee'] === 'lieu' ? 'lieux' : 'equipements'] = choix.map(({ valeur }) => valeur);
    return saisie;
  }

  /** The state in which what was just created shows. */
  async function etatApres(req: Request, du: unknown): Promise<string> {
    const jour = await executeur.lire(acteurDe(req), async (unite) => unite.aujourdhui.toString());
    return typeof du === 'string' && du > jour ? 'inactif' : 'actif';
  }

  async function pageHabiliter(req: Request, saisie: Saisie, afficher: boolean) {
    const acteur = acteurDe(req);
    const vue = await executeur.lire(acteur, async (unite) => {
      const jour = unite.aujourdhui.toString();
      const options = dansLeMandat(
        acteur,
        await optionsHabilitations(unite, req.identite?.partenaire ?? null, jour, true),
      );
      return {
        jour,
        options,
        definitions: rolesAu(unite.registre, jour).liste.filter(({ code }) =>
          options.roles.some(({ valeur }) => valeur === code),
        ),
        conseils: await conseilsDeRole(
          unite,
          options.types.map(({ valeur }) => valeur),
          options.roles.map(({ valeur }) => valeur),
        ),
        selection: afficher ? await choixDeSelection(unite, acteur, saisie) : null,
        places: await placesDites(unite, (nom) => texteDe(saisie, nom), options, jour),
      };
    });
    const saisieAffichee: Saisie = {
      ...saisie,
      valeurs: {
        portee: 'activite',
        partenaire: acteur.partenaireId,
        du: vue.jour,
        ...preselection(saisie, vue.selection),
        ...saisie.valeurs,
      },
    };
    return (
      <PageHabiliter
        contexte={contextePage(req, dependances)}
        saisie={saisieAffichee}
        options={vue.options}
        roles={vue.definitions}
        conseils={vue.conseils}
        places={vue.places}
        selection={vue.selection}
      />
    );
  }

  async function habiliter(req: Request, res: Response): Promise<void> {
    const acteur = acteurDe(req);
    try {
      const saisie = await avecToutes(req);
      const creees = await executeur.executer(acteur, affecterRole, sansRecherche(saisie), req.requeteId);
      annoncer(req, creees);
      res.redirect(
        303,
        adresseAvec(CHEMIN_HABILITATIONS, {
          etat: await etatApres(req, saisie['du']),
          lieux: saisie['portee'] === 'lieu' ? 'oui' : 'non',
        }),
      );
    } catch (erreur) {
      await reafficher(req, res, erreur, (saisie) => pageHabiliter(req, saisie, true));
    }
  }

  return [
    get('/habiliter', affecterRole.droit, async (req, res) =>
      envoyerPage(
        res,
        await pageHabiliter(
          req,
          { valeurs: champsDe(req.query), erreurs: [] },
          texteDeRequete(req, 'afficher') === 'oui' || texteDeRequete(req, 'activite') !== '',
        ),
      ),
    ),
    post('/habiliter', affecterRole, habiliter),
  ];
}

/** The fields of the page that look for activities, and say nothing of the role given. */
function sansRecherche({
  partenaire: _p,
  activite: _a,
  type: _t,
  nature: _n,
  recherche: _r,
  afficher: _f,
  toutes: _s,
  ...saisie
}: Record<string, unknown>): Record<string, unknown> {
  return saisie;
}

/** The source's messages, word for word. */
function annoncer(req: Request, creees: readonly HabilitationCreee[]): void {
  req.annoncer({ ton: 'succes', texte: 'Les habilitations ont été créées avec succès.' });
  for (const { ou, role, enAttente, au } of creees) {
    if (au !== null)
      req.annoncer({
        ton: 'information',
        texte: `L’habilitation sur ${ou} prend fin le ${dateFr(au)} (exclu) : elle ne dure pas plus longtemps que l’accès de l’utilisateur, ni que votre mandat.`,
      });
    if (enAttente)
      req.annoncer({
        ton: 'information',
        texte: `L’habilitation de cet utilisateur au rôle ${role} pour l’équipement/service ${ou}, est en cours de validation par la Caf.`,
      });
  }
}
