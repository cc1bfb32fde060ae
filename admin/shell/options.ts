import type {
  ActionContext,
  ActionRequest,
  AdminPage,
  CurrentAdmin,
  PageContext,
  ResourceWithOptions,
} from 'adminjs';
import type { Response } from 'express';
import type { MikroORM } from '@mikro-orm/postgresql';
import { acteurDe } from '#admin/shell/acteur.ts';
import {
  traiterActionDeFiche,
  traiterActionDeListe,
  traiterFiche,
  traiterListe,
  traiterRecherche,
  type Demande,
  type Outils,
} from '#admin/definition/actions.ts';
import { type Ressource, type Source } from '#admin/definition/definition.ts';
import { Suite, type Ecran } from '#admin/definition/ecran.ts';
import { aLeDroit } from '#admin/definition/etat-page.ts';
import { ScopedResource } from '#admin/shell/scoped-resource.ts';
import type { Droit } from '#src/domain/commun/commande.ts';
import { ActionInterdite, Introuvable } from '#src/domain/commun/refus.ts';

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
  const action = (genre: Genre, droit: Droit, handler: unknown) => ({
    actionType: genre,
    isVisible: true,
    isAccessible: acces(genre, droit),
    handler,
    showInDrawer: false,
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
    resource: new ScopedResource(ressource, orm, outils.executeur),
    options: {
      id: ressource.id,
      actions,
    },
  };
}

/** A screen that is not a resource. AdminJS checks nothing for pages: the right is asked here. */
export function pageAdmin(ecran: Ecran, outils: Outils): AdminPage {
  return {
    component: '',
    handler: async (
      request: ActionRequest,
      response: Response,
      context: PageContext & { currentAdmin?: CurrentAdmin },
    ) => {
      const acteur = acteurDe(context.currentAdmin);
      if (!aLeDroit(acteur, ecran.droit))
        throw new ActionInterdite('Vous n’êtes pas habilité à consulter cet écran.');
      const demande = request as Demande;
      if (request.method === 'post') {
        const { action, ...saisie } = demande.corpsLu ?? {};
        const question =
          typeof action === 'string' && ecran.questions && Object.hasOwn(ecran.questions, action)
            ? ecran.questions[action]
            : undefined;
        if (question) {
          const lu = await outils.executeur.lire(acteur, (unite) => question(unite, saisie));
          return { resultat: (lu instanceof Suite ? await lu.calculer() : lu) ?? null };
        }
        const commande =
          typeof action === 'string' && ecran.commandes && Object.hasOwn(ecran.commandes, action)
            ? ecran.commandes[action]
            : undefined;
        if (!commande) throw new Introuvable('Action');
        return {
          resultat: (await outils.executeur.executer(acteur, commande, saisie, demande.requeteId)) ?? null,
        };
      }
      const parametres = Object.fromEntries(
        Object.entries(request.query ?? {}).filter(
          (paire): paire is [string, string] => typeof paire[1] === 'string',
        ),
      );
      void response;
      return outils.executeur.lire(acteur, (unite) => ecran.donnees(unite, parametres));
    },
  };
}

/** Propositions of a source, for a reference field. */
export function pageSource(source: Source): AdminPage {
  return {
    component: '',
    handler: async (
      request: ActionRequest,
      _response: Response,
      context: PageContext & { currentAdmin?: CurrentAdmin },
    ) => {
      acteurDe(context.currentAdmin);
      const texte: unknown = request.query?.['texte'];
      if (request.method !== 'get') throw new Introuvable('Action');
      const propositions = source.proposer(typeof texte === 'string' ? texte.slice(0, 100) : '');
      return { records: propositions.map(({ id, libelle, comprise }) => ({ id, title: libelle, comprise })) };
    },
  };
}
