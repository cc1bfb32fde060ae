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
import { planterLeDecor, type Decor } from '../habilitation/decor.ts';
import { administrateur, libererLApprobateur, objetsA, personne, rolesDe, versionDe } from './personnes.ts';

let decor: Decor;
let ram: string;
beforeAll(async () => {
  decor = await planterLeDecor();
  await decor.sql("update caf set courriel = 'caf451@caf.fr' where id = '451'");
  ram = (await decor.equipement('Ram du canal')).id;
  await decor.equipement('Ram du pont');
});
afterAll(() => decor.fermer());

describe('an invitation sent to a wrong address', () => {
  it('is corrected while nobody has accepted it: the same user, his roles kept, another link, the former dead', async () => {
    const { id, courriel, version } = await personne(decor, ram, {
      accepte: false,
      roles: ['FOURNISSEUR_ACTIVITE'],
    });
    await decor.executeur.executer(administrateur(decor), corrigerInvitation, {
      id,
      version,
      courriel: 'juste@commune.fr',
      courrielConfirmation: 'juste@commune.fr',
    });
    const jetons = await decor.sql(
      "select c.courriel, j.utilise_le is null as vif from jeton j join compte c on c.id = j.compte_id where c.courriel in ($1, 'juste@commune.fr') order by vif",
      [courriel],
    );
    expect(jetons).toEqual([
      { courriel, vif: false },
      { courriel: 'juste@commune.fr', vif: true },
    ]);
    expect(await rolesDe(decor, id)).toEqual([{ role: 'FOURNISSEUR_ACTIVITE', etat: 'accordee', au: null }]);
    expect(await objetsA(decor, 'juste@commune.fr')).toEqual(['Activez votre accès à Mon Compte Partenaire']);
  });

  it('puts an approbateur the Caf had validated under the other address back before the Caf', async () => {
    const { id, version } = await personne(decor, ram, { accepte: false, roles: ['APPROBATEUR'] });
    await decor.executeur.executer(administrateur(decor), corrigerInvitation, {
      id,
      version,
      courriel: 'autre-approbateur@commune.fr',
      courrielConfirmation: 'autre-approbateur@commune.fr',
    });
    expect(await rolesDe(decor, id)).toEqual([{ role: 'APPROBATEUR', etat: 'en-attente-caf', au: null }]);
    expect(await objetsA(decor, 'caf451@caf.fr')).toContain(
      'Approbateur à valider de nouveau : MAIRIE DE BRIARE',
    );
    await libererLApprobateur(decor);
  });

  it('is refused once accepted, with an address already taken here, with the same one, or typed in two ways', async () => {
    const [accepte, attente] = [await personne(decor, ram), await personne(decor, ram, { accepte: false })];
    const corriger = (
      { id, version }: { id: string; version: number },
      courriel: string,
      confirmation = courriel,
    ) =>
      decor.executeur.executer(administrateur(decor), corrigerInvitation, {
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
    const { id, courriel, version } = await personne(decor, ram, { roles: ['CONSULTANT'] });
    await decor.executeur.executer(administrateur(decor), corrigerNom, {
      id,
      version,
      nom: 'Durand',
      prenom: 'Paule',
    });
    expect(await decor.sql('select nom, prenom, courriel from utilisateur where id = $1', [id])).toEqual([
      { nom: 'Durand', prenom: 'Paule', courriel },
    ]);
    expect(await objetsA(decor, courriel)).toContain('Votre nom a été corrigé dans Mon Compte Partenaire');
    expect(await rolesDe(decor, id)).toEqual([{ role: 'CONSULTANT', etat: 'accordee', au: null }]);
  });

  it('puts an approbateur back before the Caf when the name is another, not when only its spelling is', async () => {
    const { id, version } = await personne(decor, ram, { roles: ['APPROBATEUR'], prenom: 'Jean Luc' });
    await decor.executeur.executer(administrateur(decor), corrigerNom, {
      id,
      version,
      nom: 'MARTIN',
      prenom: 'Jean-Luc',
    });
    expect(await rolesDe(decor, id)).toMatchObject([{ etat: 'accordee' }]);
    const { aValider } = await decor.executeur.executer(administrateur(decor), corrigerNom, {
      id,
      version: await versionDe(decor, id),
      nom: 'Complice',
      prenom: 'Jean-Luc',
    });
    expect(aValider).toEqual(['Ram du canal']);
    expect(await rolesDe(decor, id)).toMatchObject([{ etat: 'en-attente-caf' }]);
    const [{ id: habilitation, version: lue } = { id: '', version: 0 }] = await decor.sql<{
      id: string;
      version: number;
    }>('select id, version from habilitation where utilisateur_id = $1', [id]);
    await decor.executeur.executer(agent(), validerHabilitation, {
      id: habilitation,
      version: lue,
      motif: '',
    });
    expect(await rolesDe(decor, id)).toMatchObject([{ etat: 'accordee' }]);
    await libererLApprobateur(decor);
  });

  it('waits for the person to accept: until then it is corrected on his record', async () => {
    const { id, version } = await personne(decor, ram, { accepte: false });
    await expect(
      decor.executeur.executer(administrateur(decor), corrigerNom, { id, version, nom: 'A', prenom: 'B' }),
    ).rejects.toBeInstanceOf(InvitationNonAcceptee);
  });
});

describe('an access proposed', () => {
  const acteurDe = async (id: string) => {
    const [{ compte_id: compteId } = { compte_id: '' }] = await decor.sql<{ compte_id: string }>(
      'select compte_id from utilisateur where id = $1',
      [id],
    );
    return { ...administrateur(decor), administrateur: false, compteId, utilisateurId: id };
  };

  it('is accepted once, by the person alone', async () => {
    const { id } = await personne(decor, ram, { accepte: false });
    await decor.executeur.executer(await acteurDe(id), accepterRattachement, {});
    expect(await decor.sql('select rattachement from utilisateur where id = $1', [id])).toEqual([
      { rattachement: 'accepte' },
    ]);
    await expect(
      decor.executeur.executer(await acteurDe(id), refuserRattachement, {}),
    ).rejects.toBeInstanceOf(RienAAccepter);
    await expect(
      decor.executeur.executer(administrateur(decor), accepterRattachement, {}),
    ).rejects.toBeInstanceOf(RienAAccepter);
  });

  it('is refused: the access closes with what was prepared, the administrators are told, and it may be proposed again once reopened', async () => {
    const { id } = await personne(decor, ram, { accepte: false, roles: ['CONSULTANT'] });
    await decor.executeur.executer(await acteurDe(id), refuserRattachement, {});
    expect(await rolesDe(decor, id)).toEqual([{ role: 'CONSULTANT', etat: 'accordee', au: '2026-03-02' }]);
    const [{ courriel } = { courriel: '' }] = await decor.sql<{ courriel: string }>(
      'select courriel from utilisateur where id = $1',
      [decor.administrateur.utilisateurId],
    );
    expect((await objetsA(decor, courriel)).some((objet) => objet.startsWith('Accès refusé par'))).toBe(true);
    await decor.sql('update utilisateur set clos_le = null where id = $1', [id]);
    await decor.executeur.executer(administrateur(decor), renvoyerInvitation, { id });
    expect(await decor.sql('select rattachement from utilisateur where id = $1', [id])).toEqual([
      { rattachement: 'en-attente' },
    ]);
  });
});
