/** Who comes in, or comes back, does so under a convention that still lets one. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ActeFermeParLaConvention } from '#src/domain/contractualisation/echeance/echeance.ts';
import {
  corrigerInvitation,
  corrigerNom,
  remplacerPersonne,
} from '#src/domain/delegation/gerer-utilisateur/changer-identite.ts';
import { modifierUtilisateur } from '#src/domain/delegation/gerer-utilisateur/commandes.ts';
import { registreDesFichiers } from '#test/support/registre-des-fichiers.ts';
import { planterLeDecor, type Fixture } from '../habilitation/fixture.ts';

let fixture: Fixture;
beforeAll(async () => (fixture = await planterLeDecor(await registreDesFichiers())));
afterAll(() => fixture.fermer());

const echoir = (au: string) =>
  fixture.sql('update convention set au = $1 where partenaire_id = $2', [au, fixture.partenaireId]);
const versionDe = async (id: string) =>
  (await fixture.sql<{ version: number }>('select version from utilisateur where id = $1', [id]))[0]?.version;

it('under an expired convention nobody comes in another’s place, is invited elsewhere or comes back; who is there is still named', async () => {
  const [presente, invitee, partie] = [
    await fixture.personne('PRESENTE'),
    await fixture.personne('INVITEE'),
    await fixture.personne('PARTIE', { closLe: '2026-02-01' }),
  ];
  await fixture.sql("update utilisateur set rattachement = 'en-attente' where id = $1", [
    invitee.utilisateurId,
  ]);
  const administrateur = fixture.administrateur.acteur();
  const courriel = (nom: string) => ({
    courriel: `${nom}@commune.fr`,
    courrielConfirmation: `${nom}@commune.fr`,
  });
  const actes = [
    async () =>
      fixture.executeur.executer(administrateur, remplacerPersonne, {
        id: presente.utilisateurId,
        version: await versionDe(presente.utilisateurId),
        nom: 'Autre',
        prenom: 'Lou',
        ...courriel('autre'),
      }),
    async () =>
      fixture.executeur.executer(administrateur, corrigerInvitation, {
        id: invitee.utilisateurId,
        version: await versionDe(invitee.utilisateurId),
        ...courriel('juste'),
      }),
    async () =>
      fixture.executeur.executer(administrateur, modifierUtilisateur, {
        id: partie.utilisateurId,
        version: await versionDe(partie.utilisateurId),
        nom: 'PARTIE',
        prenom: 'Chantal',
        poste: 'sedentaire',
        groupes: [],
        closLe: '',
      }),
  ];
  await echoir('2026-03-02');
  for (const acte of actes) await expect(acte()).rejects.toBeInstanceOf(ActeFermeParLaConvention);
  await expect(
    fixture.executeur.executer(administrateur, corrigerNom, {
      id: presente.utilisateurId,
      version: await versionDe(presente.utilisateurId),
      nom: 'Présente',
      prenom: 'Chantale',
    }),
  ).resolves.toBeDefined();
  await echoir('2027-01-01');
  for (const acte of actes) await expect(acte()).resolves.toBeDefined();
});
