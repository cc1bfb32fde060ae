import { modifierBulletin } from '#src/domain/contractualisation/bulletin/commandes.ts';
import { agent } from '#test/support/acteurs.ts';
import type { Decor } from '../habilitation/decor.ts';

/** The bulletin of the partner until a day excluded, as its screen shows it. */
export async function prolonger(
  decor: Decor,
  gestionnaire: ReturnType<typeof agent>,
  au: string,
  roles: readonly string[],
): Promise<void> {
  const [lu] = await decor.sql<{ id: string; version: number }>(
    "select id, version from bulletin_adhesion where caf_id = '451'",
  );
  await decor.executeur.executer(gestionnaire, modifierBulletin, {
    bulletin: lu?.id,
    version: lu?.version,
    portee: 'locale',
    roles,
    au,
  });
}
