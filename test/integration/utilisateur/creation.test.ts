import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ActionInterdite, DejaPris, SaisieInvalide } from '#src/kernel/refus.ts';
import { cloturerUtilisateur, creerUtilisateur } from '#src/domain/delegation/gerer-utilisateur/commandes.ts';
import { HomonymeAConfirmer } from '#src/domain/delegation/utilisateur/homonyme.ts';
import {
  ClotureAvantOuverture,
  ClotureDansLePasse,
  GroupeInconnu,
} from '#src/domain/delegation/utilisateur/refus.ts';
import { planterLeDecor, type Fixture } from '../habilitation/fixture.ts';
import { creer, refus, saisie } from './saisies.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await planterLeDecor();
});
afterAll(() => fixture.fermer());

describe('creating a user', () => {
  it('opens him today by default, numbers his identifier and mails an invitation', async () => {
    const premier = await creer(fixture);
    const second = await creer(fixture, { telephone: '01 23 45 67 89', telephoneConfirmation: '0123456789' });
    expect(premier).toMatchObject({
      ouvertLe: '2026-03-02',
      closLe: null,
      poste: 'sedentaire',
      administrateur: false,
    });
    expect(premier.identifiant).toMatch(/^COT077\d{3}$/);
    expect(Number(second.identifiant.slice(6))).toBe(Number(premier.identifiant.slice(6)) + 1);
    expect(second.telephone).toBe('0123456789');
    const [courriel] = await fixture.sql<{ corps: string }>(
      'select corps from courriel where destinataire = $1',
      [premier.courriel],
    );
    expect(courriel?.corps).toMatch(/\/invitation\?jeton=/);
  });

  it.each([
    ['a missing name', { nom: ' ' }, 'nom'],
    ['a malformed mail', { courriel: 'chantal', courrielConfirmation: 'chantal' }, 'courriel'],
    ['a different confirmation', { courrielConfirmation: 'autre@commune.fr' }, 'courrielConfirmation'],
    ['a phone not confirmed', { telephone: '0123456789' }, 'telephoneConfirmation'],
    ['30 February', { ouvertLe: '2026-02-30' }, 'ouvertLe'],
    ['an unknown workplace', { poste: 'lunaire' }, 'poste'],
  ])('refuses %s on its field and writes nothing', async (_cas, changements, champ) => {
    const avant = await fixture.sql('select count(*) from utilisateur');
    const refuse = await refus(creer(fixture, changements));
    expect(refuse).toBeInstanceOf(SaisieInvalide);
    expect(refuse?.champs).toHaveProperty(champ);
    expect(await fixture.sql('select count(*) from utilisateur')).toEqual(avant);
  });

  it('refuses an unknown group, a closing before the opening, a closing in the past', async () => {
    await expect(creer(fixture, { groupes: ['INCONNU'] })).rejects.toBeInstanceOf(GroupeInconnu);
    await expect(creer(fixture, { ouvertLe: '2026-05-01', closLe: '2026-04-01' })).rejects.toBeInstanceOf(
      ClotureAvantOuverture,
    );
    await expect(creer(fixture, { ouvertLe: '2026-01-01', closLe: '2026-02-01' })).rejects.toBeInstanceOf(
      ClotureDansLePasse,
    );
  });

  it('points out a name the partner already has, however it is written, and opens the second access only to somebody else', async () => {
    const { identifiant } = await creer(fixture, { nom: 'Le Goff', prenom: 'Hélène' });
    for (const homonyme of [
      { nom: 'LE GOFF', prenom: 'Helene' },
      { nom: 'Hélène', prenom: 'Le\u2011Goff' },
      { nom: 'Le Goff', prenom: 'He\u0301le\u0300ne', autrePersonne: '' },
    ]) {
      const refuse = await refus(creer(fixture, homonyme));
      expect(refuse).toBeInstanceOf(HomonymeAConfirmer);
      expect(refuse?.champs['autrePersonne']).toContain(
        `Hélène Le Goff a déjà un accès dans votre organisme (identifiant ${identifiant})`,
      );
    }
    await expect(
      creer(fixture, { nom: 'Le Goff', prenom: 'Hélène', autrePersonne: 'oui' }),
    ).resolves.toMatchObject({
      nom: 'Le Goff',
    });
    await expect(creer(fixture, { nom: 'Le Goff', prenom: 'Hélèna' })).resolves.toMatchObject({
      prenom: 'Hélèna',
    });
  });

  it('does not point out somebody whose access is closed', async () => {
    const { id, version } = await creer(fixture, { nom: 'Parti', prenom: 'Paul' });
    await fixture.executeur.executer(fixture.administrateur.acteur(), cloturerUtilisateur, {
      id,
      version,
      closLe: '2026-03-02',
    });
    await expect(creer(fixture, { nom: 'Parti', prenom: 'Paul' })).resolves.toMatchObject({ nom: 'Parti' });
  });

  it('takes one number written in two ways as confirmed, and keeps it in one form', async () => {
    await expect(
      creer(fixture, { telephone: '0692 00 00 00', telephoneConfirmation: '+262 (0)692 00 00 00' }),
    ).resolves.toMatchObject({ telephone: '0692000000' });
    await expect(
      creer(fixture, { telephone: '+33 2 38 00 00 00', telephoneConfirmation: '02.38.00.00.00' }),
    ).resolves.toMatchObject({ telephone: '0238000000' });
  });

  it('keeps the clean text of what was pasted', async () => {
    const courriel = 'propre@commune.fr';
    await expect(
      creer(fixture, {
        nom: 'Le\u0301na\u200b\u00ad',
        prenom: 'Jean\u2011Luc\u202e',
        courriel: `Léna <mailto:${courriel}>;`,
        courrielConfirmation: `${courriel}\u00a0,`,
      }),
    ).resolves.toMatchObject({ nom: 'Léna', prenom: 'Jean-Luc', courriel });
  });

  it.each([
    ['ouvertLe', '30/11/0026', 'l’année sur quatre chiffres'],
    ['ouvertLe', '1899-12-31', '01/01/1900'],
    ['closLe', '31/12/9999', 'laissez ce champ vide'],
    ['closLe', '2206-11-30', 'Indiquez une date du 01/01/2000 au 31/12/2099'],
    ['ouvertLe', '1999-12-31', 'Indiquez une date du 01/01/2000'],
  ])('refuses a day nobody meant: %s %s', async (champ, jour, raison) => {
    const refuse = await refus(creer(fixture, { [champ]: jour }));
    expect(refuse).toBeInstanceOf(SaisieInvalide);
    expect(refuse?.champs[champ]).toContain(raison);
  });

  it('refuses half a character wherever it lies, in a command that does not read the field too', async () => {
    for (const abime of [{ nom: 'Ren\ud83d' }, { groupes: ['\udc00'] }, { inconnu: { profond: ['\ud800'] } }])
      expect(await refus(creer(fixture, abime))).toBeInstanceOf(SaisieInvalide);
  });

  it('refuses a mail the partner already has, on its field', async () => {
    const { courriel } = await creer(fixture);
    const refuse = await refus(creer(fixture, { courriel, courrielConfirmation: courriel }));
    expect(refuse).toBeInstanceOf(DejaPris);
    expect(refuse?.champs).toHaveProperty('courriel');
  });

  it('is refused with a script in the name, which the error names', async () => {
    const refuse = await refus(creer(fixture, { nom: '<script>alert(1)</script>' }));
    expect(refuse?.champs).toEqual({
      nom: expect.stringContaining('ne sont pas admis dans un nom') as unknown,
    });
  });

  it('is refused to a plain user', async () => {
    await expect(
      fixture.executeur.executer((await fixture.personne('SIMPLE')).acteur(), creerUtilisateur, saisie()),
    ).rejects.toBeInstanceOf(ActionInterdite);
  });
});
