import type { ActionContext, AdminPage, CurrentAdmin, PageContext, ResourceWithOptions } from 'adminjs';
import type { Response } from 'express';
import type { MikroORM } from '@mikro-orm/postgresql';
import { acteurDe } from '#admin/shell/acteur.ts';
import { traiterActionDeFiche } from '#admin/definition/fiche/acte-de-fiche.ts';
import { traiterActionDeListe } from '#admin/definition/acte-de-liste.ts';
import type { Demande, Outils } from '#admin/definition/demande.ts';
import { traiterFiche } from '#admin/definition/fiche/fiche.ts';
import { traiterListe, traiterRecherche } from '#admin/definition/liste.ts';
import { lireDemande, traitement, type RequeteAdmin } from '#admin/shell/demande.ts';
import type { Ressource, Source } from '#admin/definition/definition.ts';
import type { Ecran } from '#admin/definition/ecran.ts';
import { traiterEcran } from '#admin/definition/traiter-ecran.ts';
import { proposerDeLaSource } from '#admin/definition/source.ts';
import { aLeDroit } from '#admin/definition/etat-page.ts';
import { ScopedResource } from '#admin/shell/scoped-resource.ts';
import type { Droit } from '#src/kernel/commande.ts';
import { ActionInterdite } from '#src/kernel/refus.ts';

/**
 * Actions AdminJS adds to every resource by itself: each is ours or closed. `search` is open to all by
 * default.
 */
export const ACTIONS_STOCK = ['list', 'search', 'show', 'new', 'edit', 'delete', 'bulkDelete'] as const;

type Genre = 'resource' | 'record' | 'bulk';
const GENRES: Readonly<Record<(typeof ACTIONS_STOCK)[number], Genre>> = {
  list: 'resource',
  search: 'resource',
  new: 'resource',
  show: 'record',
  edit: 'record',
  delete: 'record',
  bulkDelete: 'bulk',
};

/** What AdminJS asks before an action. Only a boolean: it would take a promise for a yes. */
type Acces = (context: ActionContext) => boolean;

/**
 * Denies a record action reached without its record (AdminJS runs it through the resource's address), and
 * anybody without the right.
 */
function acces(genre: Genre, droit: Droit): Acces {
  return ({ currentAdmin, record }) => {
    if (genre === 'record' && !record) return false;
    return aLeDroit(acteurDe(currentAdmin), droit);
  };
}

/** The resource with every action secured: what is not declared is denied. */
export function ressourceAdmin(ressource: Ressource, orm: MikroORM, outils: Outils): ResourceWithOptions {
  const lecture: Droit = [ressource.droit, 'lire'] as never;
  const action = (genre: Genre, droit: Droit, traiter: (demande: Demande) => Promise<unknown>) => ({
    actionType: genre,
    isVisible: true,
    isAccessible: acces(genre, droit),
    handler: traitement(traiter),
  });
  const fermee = (genre: Genre) => ({
    actionType: genre,
    isVisible: false,
    isAccessible: false,
    handler: () => {
      throw new ActionInterdite('Cette action n’existe pas pour cette rubrique.');
    },
  });

  const actions: Record<string, object> = Object.fromEntries(
    ACTIONS_STOCK.map((nom) => [nom, fermee(GENRES[nom])]),
  );
  actions['list'] = action('resource', lecture, traiterListe(ressource, outils));
  actions['search'] = {
    ...action('resource', lecture, traiterRecherche(ressource, outils)),
    isVisible: false,
  };
  actions['show'] = action('record', lecture, traiterFiche(ressource, outils));
  for (const declaree of ressource.actionsDeListe)
    actions[declaree.nom] = action(
      'resource',
      declaree.commande.droit,
      traiterActionDeListe(ressource, declaree, outils),
    );
  for (const declaree of ressource.actionsDeFiche)
    actions[declaree.nom] = action(
      'record',
      declaree.commande.droit,
      traiterActionDeFiche(ressource, declaree, outils),
    );

  return {
    resource: new ScopedResource(ressource, orm),
    options: {
      id: ressource.id,
      actions,
    },
  };
}

type ContexteDePage = PageContext & { currentAdmin?: CurrentAdmin };

/** A screen that is not a resource. AdminJS checks nothing for pages: the right is asked here. */
export function pageAdmin(ecran: Ecran, outils: Outils): AdminPage {
  return {
    component: '',
    handler: (requete: RequeteAdmin, reponse: Response, contexte: ContexteDePage) =>
      traiterEcran(ecran, outils)(lireDemande(requete, reponse, contexte)),
  };
}

/** Propositions of a source, for a reference field. */
export function pageSource(source: Source): AdminPage {
  return {
    component: '',
    handler: async (requete: RequeteAdmin, reponse: Response, contexte: ContexteDePage) =>
      proposerDeLaSource(source, lireDemande(requete, reponse, contexte)),
  };
}
