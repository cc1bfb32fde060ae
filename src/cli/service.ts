/** The part of a server: both spaces over HTTP, and the background work unless others do it. */
import { secretDuServeur } from '#src/cli/configuration.ts';
import { mettreAuTravail, preparer, type Moyens } from '#src/cli/preparation.ts';
import type { Ouverture } from '#src/cli/programme.ts';
import { HORLOGE_SYSTEME } from '#src/kernel/horloge.ts';

/** Loads the demonstration where it belongs. @returns what it shows, where the base holds it */
async function preparerDemonstration(
  { configuration, progression }: Ouverture,
  { orm, registre, adresse }: Moyens,
) {
  const demonstration = await import('#src/cli/demonstration/charger.ts');
  if (configuration.base.mode === 'embarquee' && !(await demonstration.demonstrationPresente(orm))) {
    await demonstration.chargerDemonstration(
      { orm, registre, horloge: HORLOGE_SYSTEME, urlPublique: adresse },
      progression.etape,
    );
  }
  const presente = !configuration.production && (await demonstration.demonstrationPresente(orm));
  return presente ? demonstration : undefined;
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
    ...(demonstration ? { comptesDemonstration: demonstration.comptesPourLaConnexion } : {}),
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
  if (demonstration)
    for (const ligne of demonstration.comptesDeDemonstration()) process.stdout.write(`${ligne}\n`);
  process.stdout.write('Ctrl-C pour arrêter.\n');
}
