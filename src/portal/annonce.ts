import type { Request, Response } from 'express';
import type { ReactElement } from 'react';
import type { z } from 'zod';
import type { Commande } from '#src/kernel/commande.ts';
import { exigerAnnoncees } from '#src/domain/suivi/effets/annoncer.ts';
import { ANNONCE, APERCU, type Saisie } from '#src/portal/composants/index.ts';
import { acteurDe, champsDe, envoyerPage, type DependancesPortail } from '#src/portal/contexte-requete.ts';

/**
 * Does an act whose page tells its consequences, if they still are what was read.
 * @throws ConsequencesChangees, and what the command throws
 */
export async function faireCommeAnnonce<Schema extends z.ZodType, Resultat>(
  { executeur }: Pick<DependancesPortail, 'executeur'>,
  req: Request,
  commande: Commande<Schema, Resultat>,
  brut: Readonly<Record<string, unknown>>,
): Promise<Resultat> {
  const acteur = acteurDe(req);
  const { [ANNONCE]: lue, [APERCU]: _apercu, ...saisie } = brut;
  await exigerAnnoncees(executeur, acteur, commande, saisie, lue);
  return executeur.executer(acteur, commande, saisie, req.requeteId);
}

/**
 * The same page with the consequences of what is typed, where they were asked for. @returns whether they were
 */
export async function montrerApercu(
  req: Request,
  res: Response,
  page: (saisie: Saisie) => Promise<ReactElement>,
): Promise<boolean> {
  const valeurs = champsDe(req.body);
  if (valeurs[APERCU] !== 'oui') return false;
  envoyerPage(res, await page({ valeurs, erreurs: [] }));
  return true;
}
