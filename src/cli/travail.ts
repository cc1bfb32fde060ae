/** The part of a worker: the background work alone, and its health over HTTP. */
import express from 'express';
import { mettreAuTravail, preparer } from '#src/cli/preparation.ts';
import type { Ouverture } from '#src/cli/programme.ts';
import { HORLOGE_SYSTEME } from '#src/kernel/horloge.ts';
import { demarrerServeur } from '#src/server/serveur.ts';
import { surveillance } from '#src/server/supervision/surveillance.ts';
import { decrireErreur } from '#src/server/supervision/trace.ts';

/** Takes jobs until it is stopped; answers at `/sante`, `/pret` and `/metriques`, and nowhere else. */
export async function travailler(ouverture: Ouverture): Promise<void> {
  const { configuration, progression, fermetures } = ouverture;
  const moyens = await preparer(ouverture);
  const { alertes, log, poolSessions } = moyens;
  alertes.ecrireDans(log);
  // Without a listener, a database that goes away would take the process with it.
  poolSessions.on('error', (erreur) => log.error({ erreur: decrireErreur(erreur) }, 'connexion perdue'));
  const app = express()
    .disable('x-powered-by')
    .use(
      ...surveillance({ ...moyens, horloge: HORLOGE_SYSTEME, jeton: configuration.jetonMetriques }),
      (_req, res) => void res.status(404).end(),
    );
  await mettreAuTravail(ouverture, moyens);
  const { host, port } = configuration.http;
  const serveur = await demarrerServeur({
    application: { express: app, terminer: () => Promise.resolve() },
    host,
    port,
  });
  fermetures.push(serveur.arreter);
  process.stdout.write(
    `\nTravaux en arrière-plan pris en charge au bout de ${progression.total()}.\nSanté : ${serveur.url}/pret\nCtrl-C pour arrêter.\n`,
  );
}
