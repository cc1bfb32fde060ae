import { modifierBulletin } from '#src/domain/contractualisation/bulletin/commandes.ts';
import type { agent } from '#test/support/acteurs.ts';
import type { Fixture } from '../habilitation/fixture.ts';

/** The bulletin of the partner until a day excluded, as its screen shows it. */
export async function prolonger(
  fixture: Fixture,
  gestionnaire: ReturnType<typeof agent>,
  au: string,
  roles: readonly string[],
): Promise<void> {
  const [lu] = await fixture.sql<{ id: string; version: number }>(
    "select id, version from bulletin_adhesion where caf_id = '451'",
  );
  await fixture.executeur.executer(gestionnaire, modifierBulletin, {
    bulletin: lu?.id,
    version: lu?.version,
    portee: 'locale',
    roles,
    au,
  });
}
