import { afterAll, beforeAll, expect, it } from 'vitest';
import { remplirModele } from '#src/cli/demonstration/charger.ts';
import { COMPTES } from '#src/cli/demonstration/comptes.ts';
import { installerPartenaires } from '#src/cli/demonstration/contrats.ts';
import { BRIARE } from '#src/cli/demonstration/donnees.ts';
import { installerEquipe, validerApprobateurs } from '#src/cli/demonstration/equipes.ts';
import { Scene } from '#src/cli/demonstration/scene.ts';
import { creerAgent } from '#src/domain/acces/agent/commandes.ts';
import { creerCaf } from '#src/domain/territoire/caf/creer-caf.ts';
import { Habilitation } from '#src/domain/delegation/habilitation/habilitation.ts';
import { ROLES, ROLES_AFAS } from '#test/support/roles.ts';
import { chargerReferentiel } from '#src/domain/suivi/referentiels/charger.ts';
import { Utilisateur } from '#src/domain/delegation/utilisateur/utilisateur.ts';
import { systeme } from '#test/support/acteurs.ts';
import { applicationDeTest, type ApplicationDeTest } from '#test/support/application.ts';
import { registreDesFichiers } from '#test/support/registre-des-fichiers.ts';

let application: ApplicationDeTest;
beforeAll(async () => {
  application = await applicationDeTest(await registreDesFichiers());
});
afterAll(() => application.fermer());

it('the sign-in page of the demonstration says of each person the roles its commands gave him, all of them and no other', async () => {
  const { orm, executeur } = application;
  await executeur.executer(systeme, chargerReferentiel, {});
  await executeur.executer(systeme, creerCaf, {
    id: '451',
    nom: 'Caf du Loiret',
    fuseauHoraire: 'Europe/Paris',
    courriel: '',
    telephone: '',
  });
  const { compte } = await executeur.executer(systeme, creerAgent, {
    caf: '451',
    nom: 'Ferrand',
    prenom: 'Claire',
    courriel: 'claire@caf.fr',
    profil: 'gestionnaire',
    ouvertLe: '2025-01-01',
    demonstration: true,
    sansCourriel: true,
  });
  const scene = new Scene(orm, await registreDesFichiers(), 'http://127.0.0.1:3000', 'empreinte').le(
    '2026-01-05',
  );
  const agent = await scene.agent(compte.id);
  await remplirModele(scene, agent, { domaine: 'caf-loiret.example' }, '2026-01-05');
  const [partenaire] = await installerPartenaires(scene, agent, [BRIARE], '2026-01-05', '2025-01-01');
  const equipe = partenaire && (await installerEquipe(scene, partenaire, '2026-01-12'));
  await validerApprobateurs(scene, agent, equipe ? [equipe] : [], '2026-01-13');
  const { personnes, tenues } = await scene.lire(agent, async ({ em }) => ({
    personnes: await em.find(Utilisateur, {}),
    tenues: await em.find(Habilitation, { etat: 'accordee' }),
  }));
  const dits = COMPTES.filter(({ courriel }) => courriel.endsWith(`@${BRIARE.domaine}`));
  expect(dits.map(({ courriel }) => courriel).sort()).toEqual(
    personnes.map(({ courriel }) => courriel).sort(),
  );
  for (const { courriel, role: texte } of dits) {
    const personne = personnes.find((une) => une.courriel === courriel);
    for (const { code: role, libelle } of ROLES_AFAS.map((code) => ROLES.de(code))) {
      expect(texte.includes(libelle.toLowerCase().replace("'", '’')), `${courriel} ${role}`).toBe(
        tenues.some((tenue) => tenue.role === role && tenue.utilisateur.id === personne?.id),
      );
    }
    expect(texte.startsWith('Administrateur partenaire')).toBe(personne?.administrateur);
  }
  expect(dits[0]?.role).toBe(
    'Administrateur partenaire, fournisseur de données d’activité, fournisseur de données financières et approbateur (Mairie de Briare)',
  );
});
