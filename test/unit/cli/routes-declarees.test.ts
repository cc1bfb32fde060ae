import express, { Router } from 'express';
import { describe, expect, it } from 'vitest';
import { ECRANS } from '#admin/ecrans/index.ts';
import { RESSOURCES } from '#admin/ressources/index.ts';
import { exigerRoutesDeclarees, RouteNonDeclaree } from '#src/cli/routes-declarees.ts';
import { get, monter, post, sous, type Route } from '#src/http/route.ts';
import type { Droit } from '#src/kernel/commande.ts';

const GESTION = { ressources: RESSOURCES, ecrans: ECRANS };
const PERSONNE = ['Partenaire', 'vider'] as unknown as Droit;
const rien: Route['traiter'] = (_req, res) => {
  res.end();
};

/** What keeps an application from starting, as its start names it. */
function fautes(application: express.Express, gestion = GESTION): readonly string[] {
  try {
    exigerRoutesDeclarees(application, gestion);
  } catch (erreur) {
    if (erreur instanceof RouteNonDeclaree) return erreur.fautes;
    throw erreur;
  }
  return [];
}

const servant = (...routes: readonly Route[]): express.Express => express().use(monter(routes));

describe('the application does not start', () => {
  it('with an address that was not mounted from a route, and says which', () => {
    const app = servant(get('/declaree', 'tous', rien));
    app.use('/partenaire', Router().post('/droits/tout', rien));
    expect(fautes(app)).toEqual(['POST /partenaire/droits/tout']);
    expect(() => {
      exigerRoutesDeclarees(app, GESTION);
    }).toThrow(/POST \/partenaire\/droits\/tout.*src\/http\/route\.ts/);
  });

  it('with a route, an act or a screen that asks a right nobody holds', () => {
    expect(
      fautes(
        servant(
          ...sous('/lieux', [
            get('/', PERSONNE, rien),
            post('/:id', { nom: 'lieu.vider', droit: PERSONNE }, rien),
          ]),
        ),
      ),
    ).toEqual(['GET /lieux (Partenaire.vider)', 'POST /lieux/:id (Partenaire.vider)']);
    const [partenaires] = RESSOURCES;
    const [action] = partenaires?.actionsDeListe ?? [];
    const [ecran] = ECRANS;
    if (!partenaires || !action || !ecran) throw new Error('no resource, action or screen');
    const vide = { ...action, nom: 'vider', commande: { ...action.commande, droit: PERSONNE } };
    expect(
      fautes(express(), {
        ressources: [{ ...partenaires, actionsDeListe: [vide] }],
        ecrans: [
          { ...ecran, droit: PERSONNE, commandes: { vider: { ...action.commande, droit: PERSONNE } } },
        ],
      }),
    ).toEqual([
      `action vider de ${partenaires.id} (Partenaire.vider)`,
      `écran ${ecran.nom} (Partenaire.vider)`,
      `commande vider de l’écran ${ecran.nom} (Partenaire.vider)`,
    ]);
  });

  it('starts when each address stands behind its route', () => {
    expect(fautes(servant(get('/utilisateurs/:id', ['Utilisateur', 'lire'], rien)))).toEqual([]);
  });
});
