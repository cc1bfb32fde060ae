import { Router } from 'express';
import { Refus } from '#src/kernel/refus.ts';
import { exigerPreuve } from '#src/kernel/preuve.ts';
import { exiger } from '#src/kernel/droits/droits.ts';
import { csvDesDroits, entetesDuFichier } from '#src/domain/delegation/passe/csv.ts';
import { droitsDuPartenaire } from '#src/domain/delegation/passe/lectures.ts';
import {
  acteurDe,
  contextePage,
  envoyerPage,
  texteDeRequete,
  type DependancesPortail,
} from '#src/portal/contexte-requete.ts';
import { PageDroits } from '#src/portal/passe/page.tsx';

/** « Droits à une date »: on screen and as a file. */
export function routesDroits(dependances: DependancesPortail): Router {
  const { executeur } = dependances;
  const router = Router();

  router.get('/', async (req, res) => {
    const acteur = acteurDe(req);
    exiger(acteur, 'Habilitation', 'consulterPasse');
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
      const droits = await executeur.lire(acteur, (unite) =>
        droitsDuPartenaire(unite, acteur.partenaireId, jour),
      );
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
  });

  router.get('/export', async (req, res) => {
    const acteur = acteurDe(req);
    exiger(acteur, 'Habilitation', 'consulterPasse');
    exigerPreuve(acteur, 'fichier');
    const droits = await executeur.lire(acteur, (unite) =>
      droitsDuPartenaire(unite, acteur.partenaireId, texteDeRequete(req, 'jour')),
    );
    res.set(entetesDuFichier(droits.jour)).send(csvDesDroits(droits));
  });
  return router;
}
