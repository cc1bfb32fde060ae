/** A namesake is pointed out to the agent who validates; nothing is closed by it. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { affecterRole } from '#src/domain/delegation/habilitation/affecter.ts';
import { agent } from '#test/support/acteurs.ts';
import { planterLeDecor, type Fixture } from '#test/integration/habilitation/fixture.ts';
import { fiche, servirGestion, type Serveur } from '#test/integration/admin/fixture.ts';

let fixture: Fixture;
let gestion: Serveur;
beforeAll(async () => {
  fixture = await planterLeDecor();
  gestion = await servirGestion(fixture, agent());
});
afterAll(async () => {
  gestion.fermer();
  await fixture.fermer();
});

it('before he validates a role, an agent is told who else bears the name of whom it is for, and may validate it all the same', async () => {
  const personne = await fixture.personne('MARTIN');
  const { id: equipement } = await fixture.equipement('Ram des semblables');
  const [demandee] = await fixture.executeur.executer(fixture.administrateur.acteur(), affecterRole, {
    utilisateur: personne.utilisateurId,
    role: 'APPROBATEUR',
    du: '2026-03-02',
    portee: 'activite',
    equipements: [equipement],
  });
  const valider = fiche('habilitations', demandee?.id ?? '', 'valider');
  expect((await gestion.get(valider)).corps.formulaire?.intro).not.toContain('À vérifier');
  await fixture.sql(
    "insert into compte (id, courriel, sessions_valides_depuis, cree_le) values (gen_random_uuid(), 'martin@caf.fr', now(), now())",
  );
  await fixture.sql(
    "insert into agent_caf (id, caf_id, compte_id, nom, prenom, courriel, profil, ouvert_le) select gen_random_uuid(), '451', c.id, u.nom, u.prenom, 'martin@caf.fr', 'gestionnaire', '2020-01-01' from compte c, utilisateur u where c.courriel = 'martin@caf.fr' and u.id = $1",
    [personne.utilisateurId],
  );
  const { formulaire } = (await gestion.get(valider)).corps;
  expect(formulaire?.intro).toMatch(
    /À vérifier : .*MARTIN \(martin@caf\.fr\) a le même nom\. Si c’est la même personne, liez les deux comptes/,
  );
  expect((await gestion.post(valider, { version: formulaire?.valeurs['version'], motif: '' })).statut).toBe(
    200,
  );
});
