import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { validerHabilitation } from '#src/domain/delegation/habilitation/traiter.ts';
import {
  corrigerInvitation,
  corrigerNom,
} from '#src/domain/delegation/gerer-utilisateur/changer-identite.ts';
import { renvoyerInvitation } from '#src/domain/delegation/gerer-utilisateur/commandes.ts';
import {
  accepterRattachement,
  refuserRattachement,
} from '#src/domain/delegation/gerer-utilisateur/rattachement.ts';
import {
  InvitationDejaAcceptee,
  InvitationNonAcceptee,
  MemeAdresse,
  RienAAccepter,
} from '#src/domain/delegation/utilisateur/refus.ts';
import { agent } from '#test/support/acteurs.ts';
import { planterLeDecor, type Fixture } from '../habilitation/fixture.ts';
import { administrateur, libererLApprobateur, objetsA, personne, rolesDe, versionDe } from './personnes.ts';

let fixture: Fixture;
let ram: string;
beforeAll(async () => {
  fixture = await planterLeDecor();
  await fixture.sql("update caf set courriel = 'caf451@caf.fr' where id = '451'");
  ram = (await fixture.equipement('Ram du canal')).id;
  await fixture.equipement('Ram du pont');
});
afterAll(() => fixture.fermer());

describe('an invitation sent to a wrong address', () => {
  it('is corrected while nobody has accepted it: the same user, his roles kept, another link, the former dead', async () => {
    const { id, courriel, version } = await personne(fixture, ram, {
      accepte: false,
      roles: ['FOURNISSEUR_ACTIVITE'],
    });
    await fixture.executeur.executer(administrateur(fixture), corrigerInvitation, {
      id,
      version,
      courriel: 'juste@commune.fr',
      courrielConfirmation: 'juste@commune.fr',
    });
    const jetons = await fixture.sql(
      "select c.courriel, j.utilise_le is null as vif from jeton j join compte c on c.id = j.compte_id where c.courriel in ($1, 'juste@commune.fr') order by vif",
      [courriel],
    );
    expect(jetons).toEqual([
      { courriel, vif: false },
      { courriel: 'juste@commune.fr', vif: true },
    ]);
    expect(await rolesDe(fixture, id)).toEqual([
      { role: 'FOURNISSEUR_ACTIVITE', etat: 'accordee', au: null },
    ]);
    expect(await objetsA(fixture, 'juste@commune.fr')).toEqual([
      'Activez votre accès à Mon Compte Partenaire',
    ]);
  });

  it('puts an approbateur the Caf had validated under the other address back before the Caf', async () => {
    const { id, version } = await personne(fixture, ram, { accepte: false, roles: ['APPROBATEUR'] });
    await fixture.executeur.executer(administrateur(fixture), corrigerInvitation, {
      id,
      version,
      courriel: 'autre-approbateur@commune.fr',
      courrielConfirmation: 'autre-approbateur@commune.fr',
    });
    expect(await rolesDe(fixture, id)).toEqual([{ role: 'APPROBATEUR', etat: 'en-attente-caf', au: null }]);
    expect(await objetsA(fixture, 'caf451@caf.fr')).toContain(
      'Approbateur à valider de nouveau : MAIRIE DE BRIARE',
    );
    await libererLApprobateur(fixture);
  });

  it('is refused once accepted, with an address already taken here, with the same one, or typed in two ways', async () => {
    const [accepte, attente] = [
      await personne(fixture, ram),
      await personne(fixture, ram, { accepte: false }),
    ];
    const corriger = (
      { id, version }: { id: string; version: number },
      courriel: string,
      confirmation = courriel,
    ) =>
      fixture.executeur.executer(administrateur(fixture), corrigerInvitation, {
        id,
        version,
        courriel,
        courrielConfirmation: confirmation,
      });
    await expect(corriger(accepte, 'x@commune.fr')).rejects.toBeInstanceOf(InvitationDejaAcceptee);
    await expect(corriger(attente, accepte.courriel)).rejects.toMatchObject({
      statut: 409,
      champs: { courriel: expect.any(String) as unknown },
    });
    await expect(corriger(attente, attente.courriel)).rejects.toBeInstanceOf(MemeAdresse);
    await expect(corriger(attente, 'x@commune.fr', 'y@commune.fr')).rejects.toMatchObject({
      champs: { courrielConfirmation: expect.any(String) as unknown },
    });
  });
});

describe('a name corrected by somebody else', () => {
  it('is told to the person, whose account and roles stay', async () => {
    const { id, courriel, version } = await personne(fixture, ram, { roles: ['CONSULTANT'] });
    await fixture.executeur.executer(administrateur(fixture), corrigerNom, {
      id,
      version,
      nom: 'Durand',
      prenom: 'Paule',
    });
    expect(await fixture.sql('select nom, prenom, courriel from utilisateur where id = $1', [id])).toEqual([
      { nom: 'Durand', prenom: 'Paule', courriel },
    ]);
    expect(await objetsA(fixture, courriel)).toContain('Votre nom a été corrigé dans Mon Compte Partenaire');
    expect(await rolesDe(fixture, id)).toEqual([{ role: 'CONSULTANT', etat: 'accordee', au: null }]);
  });

  it('puts an approbateur back before the Caf when the name is another, not when only its spelling is', async () => {
    const { id, version } = await personne(fixture, ram, { roles: ['APPROBATEUR'], prenom: 'Jean Luc' });
    await fixture.executeur.executer(administrateur(fixture), corrigerNom, {
      id,
      version,
      nom: 'MARTIN',
      prenom: 'Jean-Luc',
    });
    expect(await rolesDe(fixture, id)).toMatchObject([{ etat: 'accordee' }]);
    const { aValider } = await fixture.executeur.executer(administrateur(fixture), corrigerNom, {
      id,
      version: await versionDe(fixture, id),
      nom: 'Complice',
      prenom: 'Jean-Luc',
    });
    expect(aValider).toEqual({ roles: 'd’approbateur', ou: ['Ram du canal'] });
    expect(await rolesDe(fixture, id)).toMatchObject([{ etat: 'en-attente-caf' }]);
    const [{ id: habilitation, version: lue } = { id: '', version: 0 }] = await fixture.sql<{
      id: string;
      version: number;
    }>('select id, version from habilitation where utilisateur_id = $1', [id]);
    await fixture.executeur.executer(agent(), validerHabilitation, {
      id: habilitation,
      version: lue,
      motif: '',
    });
    expect(await rolesDe(fixture, id)).toMatchObject([{ etat: 'accordee' }]);
    await libererLApprobateur(fixture);
  });

  it('waits for the person to accept: until then it is corrected on his record', async () => {
    const { id, version } = await personne(fixture, ram, { accepte: false });
    await expect(
      fixture.executeur.executer(administrateur(fixture), corrigerNom, {
        id,
        version,
        nom: 'A',
        prenom: 'B',
      }),
    ).rejects.toBeInstanceOf(InvitationNonAcceptee);
  });
});

describe('an access proposed', () => {
  const acteurDe = async (id: string) => {
    const [{ compte_id: compteId } = { compte_id: '' }] = await fixture.sql<{ compte_id: string }>(
      'select compte_id from utilisateur where id = $1',
      [id],
    );
    return { ...administrateur(fixture), administrateur: false, compteId, utilisateurId: id };
  };

  it('is accepted once, by the person alone', async () => {
    const { id } = await personne(fixture, ram, { accepte: false });
    await fixture.executeur.executer(await acteurDe(id), accepterRattachement, {});
    expect(await fixture.sql('select rattachement from utilisateur where id = $1', [id])).toEqual([
      { rattachement: 'accepte' },
    ]);
    await expect(
      fixture.executeur.executer(await acteurDe(id), refuserRattachement, {}),
    ).rejects.toBeInstanceOf(RienAAccepter);
    await expect(
      fixture.executeur.executer(administrateur(fixture), accepterRattachement, {}),
    ).rejects.toBeInstanceOf(RienAAccepter);
  });

  it('is refused: the access closes with what was prepared, the administrators are told, and it may be proposed again once reopened', async () => {
    const { id } = await personne(fixture, ram, { accepte: false, roles: ['CONSULTANT'] });
    await fixture.executeur.executer(await acteurDe(id), refuserRattachement, {});
    expect(await rolesDe(fixture, id)).toEqual([{ role: 'CONSULTANT', etat: 'accordee', au: '2026-03-02' }]);
    const [{ courriel } = { courriel: '' }] = await fixture.sql<{ courriel: string }>(
      'select courriel from utilisateur where id = $1',
      [fixture.administrateur.utilisateurId],
    );
    expect((await objetsA(fixture, courriel)).some((objet) => objet.startsWith('Accès refusé par'))).toBe(
      true,
    );
    await fixture.sql('update utilisateur set clos_le = null where id = $1', [id]);
    await fixture.executeur.executer(administrateur(fixture), renvoyerInvitation, { id });
    expect(await fixture.sql('select rattachement from utilisateur where id = $1', [id])).toEqual([
      { rattachement: 'en-attente' },
    ]);
  });
});
