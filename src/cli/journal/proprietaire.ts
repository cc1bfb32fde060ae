import { avecOutil, type Outil } from '#src/cli/outil.ts';
import { UsageInvalide } from '#src/cli/regles/usage.ts';
import { creerExecuteur } from '#src/database/executeur.ts';
import { ouvrirOrmProprietaire } from '#src/cli/composition.ts';
import type { ActeurSysteme } from '#src/kernel/acteur.ts';
import type { Executeur } from '#src/kernel/commande.ts';

/** What the owner's acts are journaled as. */
export const systeme = (raison: string): ActeurSysteme => ({ type: 'systeme', raison });

/**
 * Runs acts that the application's role is not allowed: taking lines away, erasing values.
 * @throws UsageInvalide when the owner's connection was not given
 */
export function avecProprietaire<Resultat>(
  action: (outil: Outil, executeur: Executeur) => Promise<Resultat>,
): Promise<Resultat> {
  return avecOutil(async (outil) => {
    const { urlProprietaire, registre, horloge, urlPublique } = outil;
    if (urlProprietaire === undefined) {
      throw new UsageInvalide(
        'Cet acte demande le rôle propriétaire des tables : indiquez DATABASE_URL_PROPRIETAIRE pour cette seule commande. Le rôle de l’application ne peut ni effacer ni purger.',
      );
    }
    const orm = await ouvrirOrmProprietaire(urlProprietaire);
    try {
      return await action(outil, creerExecuteur({ orm, registre, horloge, urlPublique }));
    } finally {
      await orm.close(true);
    }
  });
}

/** The account named on the command line. */
export function compteDemande(positions: readonly string[], usage: string): string {
  const [compte, ...trop] = positions;
  if (compte === undefined || trop.length > 0)
    throw new UsageInvalide(
      `Indiquez un compte : son adresse mail de connexion ou son identifiant. Usage : ${usage}`,
    );
  return compte;
}
