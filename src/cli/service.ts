/** The part of a server: both spaces over HTTP, and the background work unless others do it. */
import { secretDuServeur } from '#src/cli/configuration.ts';
import { mettreAuTravail, preparer, type Moyens } from '#src/cli/preparation.ts';
import { comptesDeDemonstration } from '#src/cli/demonstration/comptes.ts';
import type { Ouverture } from '#src/cli/programme.ts';
import { HORLOGE_SYSTEME } from '#src/kernel/horloge.ts';

/** The demonstration of this base, begun where it belongs; production never shows one. */
async function preparerDemonstration(
  { configuration, progression }: Ouverture,
  { orm, registre, executeur, adresse }: Moyens,
) {
  if (configuration.production) return undefined;
  const { servirDemonstration } = await import('#src/cli/demonstration/servir.ts');
  return servirDemonstration(
    { orm, registre, executeur, horloge: HORLOGE_SYSTEME, urlPublique: adresse },
    progression,
    { aCharger: configuration.base.mode === 'embarquee' },
  );
}

/** Opens the application on a migrated database and serves it. */
export async function servir(ouverture: Ouverture): Promise<void> {
  const { configuration, urlApplication, progression, fermetures } = ouverture;
  // The heavy modules load while the database works.
  const modules = Promise.all([import('#src/cli/assemblage.ts'), import('#src/server/serveur.ts')]);
  modules.catch(() => undefined);

  const moyens = await preparer(ouverture);
  const demonstration = await preparerDemonstration(ouverture, moyens);

  const [{ assembler }, { demarrerServeur }] = await modules;
  const { executeur, orm, registre, log, poolSessions, alertes, metriques } = moyens;
  const application = await assembler({
    executeur,
    orm,
    registre,
    horloge: HORLOGE_SYSTEME,
    log,
    poolSessions,
    alertes,
    metriques: { metriques, jeton: configuration.jetonMetriques },
    configuration: {
      ...configuration,
      http: { ...configuration.http, urlPublique: moyens.adresse },
    },
    secretSession: secretDuServeur(configuration, urlApplication),
    ...(demonstration ? { comptesDemonstration: demonstration.pourLaConnexion } : {}),
  });
  progression.etape('Espaces de gestion et partenaire construits');
  if (configuration.travaux) await mettreAuTravail(ouverture, moyens);
  else progression.note('Travaux en arrière-plan : faits ailleurs (TRAVAUX=non).');
  const { host, port } = configuration.http;
  const serveur = await demarrerServeur({ application, host, port });
  fermetures.push(serveur.arreter);

  process.stdout.write(
    `\nMon Compte Partenaire est prêt en ${progression.total()}.\nAdresse : ${serveur.url}\n`,
  );
  if (demonstration) for (const ligne of comptesDeDemonstration()) process.stdout.write(`${ligne}\n`);
  process.stdout.write('Ctrl-C pour arrêter.\n');
  // Behind the served pages: who starts need not wait for it.
  if (demonstration) fermetures.push(demonstration.charger());
}
