import { Router, type Request, type RequestHandler, type Response } from 'express';
import type { MikroORM } from '@mikro-orm/postgresql';
import { routeDesActifs } from '#admin/bundle/actifs.ts';
import { ecrirePage } from '#admin/bundle/page.ts';
import { trouverActifs } from '#admin/bundle/trouver.ts';
import { refuserPagesPerimees } from '#admin/bundle/version.ts';
import type { Outils } from '#admin/definition/demande.ts';
import type { Ressource, Source } from '#admin/definition/definition.ts';
import type { Ecran } from '#admin/definition/ecran.ts';
import { acteurDuServeur, demandeurDe, sessionDe } from '#admin/definition/demandeur.ts';
import { etatDeLaPage, titreDeLaPage } from '#admin/definition/etat-page.ts';
import { adresseExiste, planDe } from '#admin/definition/plan.ts';
import { routeDesCasChanges } from '#admin/ecrans/atelier/impact/serveur.ts';
import { routeDesCasRepris } from '#admin/ecrans/atelier/reprise/serveur.ts';
import { assemblerTableauDeBord } from '#admin/ecrans/accueil/serveur.ts';
import { routeDesDroits } from '#admin/ecrans/droits/serveur.ts';
import { ecranQuiPeutQuoi, type AdresseServie } from '#admin/ecrans/qui-peut-quoi/serveur.ts';
import { ECRANS } from '#admin/ecrans/index.ts';
import { RESSOURCES, SOURCES } from '#admin/ressources/index.ts';
import { poserAdmin } from '#admin/shell/acteur.ts';
import { monterAdminJS } from '#admin/shell/adminjs.ts';
import { lireCorps } from '#admin/shell/corps.ts';
import { corrigerReponse, refuserAdressesInconnues } from '#admin/shell/gardes.ts';
import { get, monter } from '#src/http/route.ts';
import type { Executeur } from '#src/kernel/commande.ts';
import { FUSEAU_NATIONAL, jourA, type Horloge } from '#src/kernel/horloge.ts';
import type { Registre } from '#src/kernel/registre.ts';
import { Introuvable } from '#src/kernel/refus.ts';

export interface DependancesGestion {
  readonly executeur: Executeur;
  readonly orm: MikroORM;
  readonly registre: Registre;
  readonly horloge: Horloge;
  /** Address the router is mounted at. */
  readonly racine?: string;
  readonly ressources?: readonly Ressource[];
  readonly ecrans?: readonly Ecran[];
  readonly sources?: readonly Source[];
  /** Every address of the application once it is assembled, for the page of who may do what. */
  readonly adresses?: () => readonly AdresseServie[];
}

/** Addresses of the screens, all drawn by one page. */
const PAGES = [
  '/',
  '/resources/:resourceId',
  '/resources/:resourceId/actions/:action',
  '/resources/:resourceId/records/:recordId/:action',
  '/pages/:pageName',
];

/**
 * The back-office, to be mounted at `/gestion` behind the server's sign-in.
 * No body parser may stand before it. Errors go to the server's error handler, as `Refus` when they are for
 * the person.
 */
export async function construireGestion(dependances: DependancesGestion): Promise<Router> {
  const {
    executeur,
    orm,
    registre,
    horloge,
    racine = '/gestion',
    ressources = RESSOURCES,
    ecrans: declares = ECRANS,
    sources = SOURCES,
    adresses = () => [],
  } = dependances;
  const ecrans = [...declares, ecranQuiPeutQuoi({ adresses, ressources, ecrans: declares })];
  const actifs = await trouverActifs();
  const plan = planDe(ressources, ecrans, sources);
  const outils: Outils = {
    executeur,
    racine,
    catalogue: plan.catalogue,
    sources: new Map(sources.map((source) => [source.nom, source])),
  };
  const connecter: RequestHandler = (requete, _reponse, next) => {
    acteurDuServeur(requete);
    next();
  };
  const routeur = Router();
  routeur.use(
    monter([await routeDesActifs(actifs)], { connectes: connecter }),
    refuserAdressesInconnues(plan),
  );
  routeur.use((requete, reponse, next) => {
    poserAdmin(requete as { session?: object }, acteurDuServeur(requete));
    const json = reponse.json.bind(reponse);
    reponse.json = (corps: unknown) => json(corrigerReponse(reponse, corps));
    next();
  });
  const montrer = (requete: Request, reponse: Response): void => {
    const qui = demandeurDe(requete);
    if (!adresseExiste(plan, requete.path)) reponse.status(404);
    const { empreinte: version } = actifs;
    const session = sessionDe(qui);
    const { acteur } = qui;
    const fuseau = 'fuseauHoraire' in acteur ? acteur.fuseauHoraire : FUSEAU_NATIONAL;
    const jour = { registre, aujourdhui: jourA(horloge, fuseau).toString() };
    const etat = etatDeLaPage({ acteur, session, racine, version, ressources, ecrans, jour });
    const nonce = String(reponse.locals['nonce'] ?? '');
    reponse.send(ecrirePage({ nonce, titre: titreDeLaPage(requete.path, plan), racine, actifs, etat }));
  };
  routeur.use(
    monter([
      ...PAGES.map((chemin) => get(chemin, 'internes', montrer)),
      routeDesCasChanges(executeur),
      routeDesCasRepris(executeur),
      routeDesDroits(executeur),
    ]),
  );
  routeur.use(refuserPagesPerimees(actifs.empreinte), lireCorps);
  monterAdminJS(routeur, { ressources, ecrans, sources, accueil: assemblerTableauDeBord }, orm, outils);
  routeur.use(() => {
    throw new Introuvable('Page');
  });
  return routeur;
}
