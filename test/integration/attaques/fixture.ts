import {
  planterUneDeclaration,
  enTraitement,
  type DeclarationFixture,
} from '#test/integration/declaration/fixture.ts';
import { agent, analyste } from '#test/support/acteurs.ts';
import { ouvrirCible, type Cible } from '#test/support/fuzz/cible.ts';
import { registreDesFichiers } from '#test/support/registre-des-fichiers.ts';
import { creerLien } from '#src/domain/echanges/lien/commandes.ts';

export interface AttackFixture {
  readonly fixture: DeclarationFixture;
  readonly cible: Cible;
  fermer(): Promise<void>;
}

/**
 * The whole application over a partner with its people, its conventions and two declarations, and the
 * sessions of every role.
 */
export async function attackFixture(): Promise<AttackFixture> {
  const registre = await registreDesFichiers();
  const fixture = await planterUneDeclaration(registre);
  const { sql, executeur } = fixture;
  const compte = (id: string, courriel: string) =>
    sql(
      'insert into compte (id, courriel, ferme, sessions_valides_depuis, demonstration, cree_le) values ($1, $2, false, now(), false, now())',
      [id, courriel],
    );
  for (const [rang, profil] of [
    [1, 'gestionnaire'],
    [2, 'responsable'],
  ] as const) {
    const { compteId, agentId, nom, prenom, cafId } = agent('451', rang, profil);
    await compte(compteId, `${profil}@caf.fr`);
    await sql(
      "insert into agent_caf (id, caf_id, compte_id, nom, prenom, courriel, profil, ouvert_le) values ($1, $2, $3, $4, $5, $6, $7, '2020-01-01')",
      [agentId, cafId, compteId, nom, prenom, `${profil}@caf.fr`, profil],
    );
  }
  const { compteId, nom, prenom } = analyste();
  await compte(compteId, 'analyste@cnaf.fr');
  await sql(
    "insert into analyste (id, compte_id, nom, prenom, courriel, ouvert_le) values ($1, $1, $2, $3, 'analyste@cnaf.fr', '2020-01-01')",
    [compteId, nom, prenom],
  );
  await executeur.executer(agent(), creerLien, {
    libelle: 'Guide',
    contexte: 'accueil',
    url: 'https://exemple.fr/guide',
    ordre: '1',
    description: 'Le guide',
  });
  await enTraitement(fixture);
  const cible = await ouvrirCible({ ...fixture, registre });
  return {
    fixture,
    cible,
    async fermer() {
      await cible.fermer();
      await fixture.fermer();
    },
  };
}
