import express, { Router } from 'express';
import { describe, expect, it } from 'vitest';
import { ECRANS } from '#admin/ecrans/index.ts';
import { RESSOURCES, SOURCES } from '#admin/ressources/index.ts';
import { exigerPortesDeclarees, PorteNonDeclaree } from '#src/cli/portes.ts';

const GESTION = { ressources: RESSOURCES, ecrans: ECRANS, sources: SOURCES };

/** Doors an application lacks in the table, as its start names them. */
function refusees(
  application: express.Express,
  gestion: Parameters<typeof exigerPortesDeclarees>[1] = GESTION,
): readonly string[] {
  try {
    exigerPortesDeclarees(application, gestion);
  } catch (erreur) {
    if (erreur instanceof PorteNonDeclaree) return erreur.portes;
    throw erreur;
  }
  return [];
}

function application(methode: 'get' | 'post', chemin: string, sous = ''): express.Express {
  const app = express();
  const router = Router();
  router[methode](chemin, (_req, res) => res.end());
  app.use(sous === '' ? '/' : sous, router);
  return app;
}

describe('the application does not start', () => {
  it('with an address no table names, and says which', () => {
    expect(refusees(application('get', '/tout'))).toEqual(['GET /tout']);
    expect(refusees(application('get', '/droits/tout', '/partenaire'))).toEqual([
      'GET /partenaire/droits/tout',
    ]);
    expect(refusees(application('post', '/exports/droits', '/gestion'))).toEqual([
      'POST /gestion/exports/droits',
    ]);
    expect(() => {
      exigerPortesDeclarees(application('get', '/tout'), GESTION);
    }).toThrow(/GET \/tout.*src\/domain\/acces\/portes\.ts/);
  });

  it('with an action of the back-office no table names, or that asks another right', () => {
    const [partenaires, ...autres] = RESSOURCES;
    if (!partenaires) throw new Error('no resource');
    const [action] = partenaires.actionsDeListe;
    if (!action) throw new Error('no action');
    const avec = (actionsDeListe: typeof partenaires.actionsDeListe) => ({
      ...GESTION,
      ressources: [{ ...partenaires, actionsDeListe }, ...autres],
    });
    expect(refusees(express(), avec([{ ...action, nom: 'vider' }]))).toEqual([
      `action vider de la liste ${partenaires.id}`,
    ]);
    expect(
      refusees(
        express(),
        avec([{ ...action, commande: { ...action.commande, droit: ['Partenaire', 'lire'] } }]),
      ),
    ).toEqual([`action ${action.nom} de la liste ${partenaires.id}`]);
  });

  it('with a screen, a command or a question no table names', () => {
    const [ecran] = ECRANS;
    if (!ecran) throw new Error('no screen');
    const [commande] = Object.values(
      Object.assign({}, ...ECRANS.map(({ commandes }) => commandes)) as NonNullable<typeof ecran.commandes>,
    );
    if (!commande) throw new Error('no command');
    const avec = (change: Partial<typeof ecran>) => ({ ...GESTION, ecrans: [{ ...ecran, ...change }] });
    expect(refusees(express(), avec({ nom: 'nouveau', commandes: {}, questions: {} }))).toEqual([
      'écran nouveau',
    ]);
    expect(refusees(express(), avec({ commandes: { tout: commande } }))).toEqual([
      `commande tout de l’écran ${ecran.nom}`,
    ]);
    expect(refusees(express(), avec({ questions: { tout: () => Promise.resolve(null) } }))).toEqual([
      `question tout de l’écran ${ecran.nom}`,
    ]);
  });

  it('starts when every door has its line', () => {
    expect(refusees(application('get', '/utilisateurs/:id', '/partenaire'))).toEqual([]);
  });
});
