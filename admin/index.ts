import AdminJS, { ComponentLoader } from 'adminjs';
import { buildRouter } from '@adminjs/express';
import { Router, type NextFunction, type Request, type Response } from 'express';
import type { MikroORM } from '@mikro-orm/postgresql';
import { incarner } from '#admin/shell/acteur.ts';
import type { Outils } from '#admin/definition/actions.ts';
import type { Ecran, Ressource, Source } from '#admin/definition/definition.ts';
import { ecranJson, ressourceJson } from '#admin/definition/etat-page.ts';
import { pageAdmin, pageSource, ressourceAdmin } from '#admin/shell/options.ts';
import { COMPOSANTS } from '#admin/bundle/composants.ts';
import { construireActifs } from '#admin/bundle/construire.ts';
import { servirActifs } from '#admin/bundle/actifs.ts';
import { lireCorps } from '#admin/shell/corps.ts';
import { adresseExiste, corrigerReponse, refuserAdressesInconnues, type Plan } from '#admin/shell/gardes.ts';
import { habillerPage } from '#admin/bundle/page.ts';
import { fr } from '#admin/shell/fr.ts';
import { routeDesDroits } from '#admin/ecrans/droits/serveur.ts';
import { routeDesCasChanges } from '#admin/ecrans/atelier/impact/serveur.ts';
import { routeDesCasRepris } from '#admin/ecrans/atelier/reprise/serveur.ts';
import { ECRANS, RESSOURCES, SOURCES, tableauDeBord } from '#admin/ressources/index.ts';
import type { Acteur } from '#src/domain/commun/acteur.ts';
import type { Executeur } from '#src/domain/commun/commande.ts';
import { NonConnecte } from '#admin/shell/acteur.ts';
import { ActionInterdite } from '#src/domain/commun/refus.ts';

export const PRODUIT = 'Mon Compte Partenaire — Gestion';

/** Who asks, as the server established it for this request. */
export interface Demandeur {
  readonly acteur: Acteur;
  readonly cafNom: string | null;
  /** The account opens other spaces too, such as a partner's. */
  readonly autresProfils?: boolean;
  readonly requeteId: string;
}

export interface DependancesGestion {
  readonly executeur: Executeur;
  readonly orm: MikroORM;
  /** Reads the actor the server put on the request; null when nobody is signed in. */
  readonly demandeur?: (requete: Request) => Demandeur | null;
  /** Address the router is mounted at. */
  readonly racine?: string;
  readonly ressources?: readonly Ressource[];
  readonly ecrans?: readonly Ecran[];
  readonly sources?: readonly Source[];
}

function demandeurDuServeur({ acteur, identite, requeteId }: Request): Demandeur | null {
  return acteur
    ? {
        acteur,
        cafNom: identite?.caf?.nom ?? null,
        autresProfils: identite?.autresProfils ?? false,
        requeteId,
      }
    : null;
}

/**
 * The back-office, to be mounted at `/gestion` behind the server's sign-in. Builds its assets when their
 * sources changed.
 * No body parser may stand before it. Errors go to the server's error handler, as `Refus` when they are for
 * the person.
 */
export async function construireGestion(dependances: DependancesGestion): Promise<Router> {
  const {
    executeur,
    orm,
    racine = '/gestion',
    demandeur = demandeurDuServeur,
    ressources = RESSOURCES,
    ecrans = ECRANS,
    sources = SOURCES,
  } = dependances;
  const actifs = await construireActifs();
  const version = actifs.empreinte.slice(0, 16);
  const outils: Outils = {
    executeur,
    racine,
    catalogue: new Map(ressources.map((ressource) => [ressource.id, ressource])),
    sources: new Map(sources.map((source) => [source.nom, source])),
  };
  const plan: Plan = {
    catalogue: outils.catalogue,
    ecrans: new Set([...ecrans, ...sources].map(({ nom }) => nom)),
  };

  const chargeur = new ComponentLoader();
  chargeur.override('Application', COMPOSANTS['Application'] ?? '');
  for (const [nom, fichier] of Object.entries(COMPOSANTS))
    if (nom !== 'Application') chargeur.add(nom, fichier);
  const admin = new AdminJS({
    rootPath: racine,
    loginPath: '/connexion',
    logoutPath: '/deconnexion',
    componentLoader: chargeur,
    resources: ressources.map((ressource) => ressourceAdmin(ressource, orm, outils)),
    pages: {
      ...Object.fromEntries(ecrans.map((ecran) => [ecran.nom, pageAdmin(ecran, outils)])),
      ...Object.fromEntries(sources.map((source) => [source.nom, pageSource(source)])),
    },
    dashboard: {
      handler: (_requete: unknown, _reponse: unknown, contexte: Parameters<typeof tableauDeBord>[0]) =>
        tableauDeBord(contexte, outils),
    },
    branding: { companyName: PRODUIT, logo: false, withMadeWithLove: false },
    assets: { styles: [`${racine}/actifs/gestion.css?v=${version}`] },
    locale: { language: 'fr', lng: 'fr', availableLanguages: ['fr'], translations: { fr } },
  });
  // AdminJS would build the components itself at every start, without waiting nor catching: ours are ready.
  admin.initialize = () => Promise.resolve();
  // The page carries what the reader may see, put there by ourselves; AdminJS would print every field of
  // every resource.
  for (const ressource of admin.resources)
    Object.assign(ressource.decorate(), { toJSON: () => ({ id: ressource.id() }) });

  const avant = Router();
  avant.use(servirActifs(actifs));
  avant.use(refuserAdressesInconnues(plan));
  avant.use((requete: Request, reponse: Response, next: NextFunction) => {
    const qui = demandeur(requete);
    if (!qui) throw new NonConnecte();
    const { acteur } = qui;
    if (acteur.type !== 'agent' && acteur.type !== 'analyste')
      throw new ActionInterdite(
        'L’espace de gestion est réservé aux agents de la Caf et aux analystes réglementaires.',
      );
    const session = incarner(acteur, qui.cafNom, qui.autresProfils ?? false);
    poserAdmin(requete as { session?: object }, session);
    Object.assign(requete, { requeteId: qui.requeteId });
    const json = reponse.json.bind(reponse);
    reponse.json = (corps: unknown) => json(corrigerReponse(reponse, corps));
    const envoyer = reponse.send.bind(reponse);
    reponse.send = (corps: unknown) => {
      if (typeof corps !== 'string' || !/^\s*<!DOCTYPE html>/.test(corps)) return envoyer(corps);
      if (!adresseExiste(plan, requete.path)) reponse.status(404);
      return envoyer(
        habillerPage(corps, {
          nonce: String(reponse.locals['nonce'] ?? ''),
          titre: titreDe(requete.path, plan),
          version,
          racine,
          etat: (etat) => ({
            ...etat,
            resources: ressources.flatMap((ressource) => ressourceJson(ressource, acteur, racine) ?? []),
            session: {
              ...session,
              ecrans: ecrans.flatMap((ecran) => ecranJson(ecran, acteur, racine) ?? []),
            },
          }),
        }),
      );
    };
    next();
  });
  avant.use(routeDesCasChanges(executeur, (requete) => demandeur(requete)?.acteur));
  avant.use(routeDesCasRepris(executeur, (requete) => demandeur(requete)?.acteur));
  avant.use(routeDesDroits(executeur, (requete) => demandeur(requete)?.acteur));
  avant.use(lireCorps);
  return buildRouter(admin, avant as never);
}

/**
 * AdminJS reads `req.session.adminUser`; not enumerable, so that it is never written into the stored session.
 */
function poserAdmin(requete: { session?: object }, admin: object): void {
  requete.session ??= {};
  Object.defineProperty(requete.session, 'adminUser', {
    value: admin,
    enumerable: false,
    configurable: true,
  });
}

function titreDe(chemin: string, { catalogue }: Plan): string {
  const [genre, id = ''] = chemin.split('/').filter(Boolean);
  const libelle = genre === undefined ? 'Tableau de bord' : catalogue.get(id)?.libelle;
  return libelle ? `${libelle} – ${PRODUIT}` : PRODUIT;
}
