import type { MikroORM } from '@mikro-orm/postgresql';
import { ouvrirBase } from '#src/cli/base.ts';
import { lireConfiguration, secretDuServeur } from '#src/cli/configuration.ts';
import { creerExecuteur } from '#src/database/executeur.ts';
import { ouvrirOrm } from '#src/cli/composition.ts';
import { HORLOGE_SYSTEME, type Horloge } from '#src/kernel/horloge.ts';
import type { Executeur } from '#src/kernel/commande.ts';
import { chargerRegistre } from '#src/domain/politique/registre/base.ts';
import type { RegistreVivant } from '#src/domain/politique/registre/registre.ts';

/** What a maintenance command works with. */
export interface Outil {
  readonly orm: MikroORM;
  readonly registre: RegistreVivant;
  readonly executeur: Executeur;
  readonly horloge: Horloge;
  readonly urlPublique: string;
  readonly urlApplication: string;
  /** That of the server: it opens the second factors. */
  readonly secret: string;
  /** Connection of the owner of the tables, when this process was given it. */
  readonly urlProprietaire?: string | undefined;
}

/**
 * Opens the database of the configuration (that of the running server, when there is one) for the time of an
 * action.
 */
export async function avecOutil<Resultat>(action: (outil: Outil) => Promise<Resultat>): Promise<Resultat> {
  const configuration = lireConfiguration(process.env);
  const base = await ouvrirBase(configuration, () => undefined);
  try {
    const orm = await ouvrirOrm(base.urlApplication, 4);
    try {
      const registre = await chargerRegistre(orm);
      const urlPublique =
        configuration.http.urlPublique ?? `http://${configuration.http.host}:${configuration.http.port}`;
      const executeur = creerExecuteur({ orm, registre, horloge: HORLOGE_SYSTEME, urlPublique });
      return await action({
        orm,
        registre,
        executeur,
        horloge: HORLOGE_SYSTEME,
        urlPublique,
        urlApplication: base.urlApplication,
        secret: secretDuServeur(configuration, base.urlApplication),
        urlProprietaire: base.urlProprietaire,
      });
    } finally {
      await orm.close(true);
    }
  } finally {
    await base.fermer();
  }
}
