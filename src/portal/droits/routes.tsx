import type { Request, Response } from 'express';
import { get, type Route } from '#src/http/route.ts';
import type { Droit } from '#src/kernel/commande.ts';
import { Refus } from '#src/kernel/refus.ts';
import { exigerPreuve } from '#src/kernel/preuve.ts';
import { csvDesDroits, entetesDuFichier } from '#src/domain/delegation/passe/csv.ts';
import { droitsDuPartenaire } from '#src/domain/delegation/passe/lectures.ts';
import {
  acteurDe,
  contextePage,
  envoyerPage,
  texteDeRequete,
  type DependancesPortail,
} from '#src/portal/contexte-requete.ts';
import { PageDroits } from '#src/portal/droits/page.tsx';

const CONSULTER: Droit = ['Habilitation', 'consulterPasse'];

/** « Droits à une date »: on screen and as a file. */
export function routesDroits(dependances: DependancesPortail): readonly Route[] {
  const { executeur } = dependances;

  const droitsLe = (req: Request, jour: string) => {
    const acteur = acteurDe(req);
    return executeur.lire(acteur, (unite) => droitsDuPartenaire(unite, acteur.partenaireId, jour));
  };

  async function montrer(req: Request, res: Response): Promise<void> {
    const contexte = contextePage(req, dependances);
    if (req.query['jour'] === undefined) {
      envoyerPage(
        res,
        <PageDroits contexte={contexte} saisie={{ valeurs: {}, erreurs: [] }} droits={null} />,
      );
      return;
    }
    const jour = texteDeRequete(req, 'jour');
    try {
      const droits = await droitsLe(req, jour);
      envoyerPage(
        res,
        <PageDroits contexte={contexte} saisie={{ valeurs: { jour }, erreurs: [] }} droits={droits} />,
      );
    } catch (erreur) {
      if (!(erreur instanceof Refus) || erreur.statut !== 422) throw erreur;
      envoyerPage(
        res,
        <PageDroits
          contexte={contexte}
          saisie={{ valeurs: { jour }, erreurs: [{ champ: 'jour', message: erreur.message }] }}
          droits={null}
        />,
        422,
      );
    }
  }

  return [
    get('/', CONSULTER, montrer),
    get('/export', CONSULTER, async (req, res) => {
      exigerPreuve(acteurDe(req), 'fichier');
      const droits = await droitsLe(req, texteDeRequete(req, 'jour'));
      res.set(entetesDuFichier(droits.jour)).send(csvDesDroits(droits));
    }),
  ];
}
