import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ActionInterdite, DejaPris, Introuvable, SaisieInvalide, VersionPerimee } from '#src/kernel/refus.ts';
import { affecterRole } from '#src/domain/delegation/habilitation/affecter.ts';
import { nommerResponsable } from '#src/domain/delegation/gerer-mandat/commandes.ts';
import {
  cloturerUtilisateur,
  creerUtilisateur,
  deverrouillerUtilisateur,
  modifierMonProfil,
  modifierUtilisateur,
  reinitialiserMotDePasse,
  renvoyerInvitation,
} from '#src/domain/delegation/gerer-utilisateur/commandes.ts';
import { HomonymeAConfirmer } from '#src/domain/delegation/utilisateur/homonyme.ts';
import {
  listerUtilisateurs,
  type CriteresUtilisateurs,
} from '#src/domain/delegation/utilisateur/lectures.ts';
import {
  ClotureAvantOuverture,
  ClotureDansLePasse,
  GroupeInconnu,
  InvitationDejaAcceptee,
  InvitationNonAcceptee,
  NomAChangerAilleurs,
  PropreCloture,
  UtilisateurClos,
} from '#src/domain/delegation/utilisateur/refus.ts';
import { planterLeDecor, type Decor } from '../habilitation/decor.ts';

let decor: Decor;
beforeAll(async () => {
  decor = await planterLeDecor();
});
afterAll(() => decor.fermer());

let rang = 0;
const saisie = (changements: Readonly<Record<string, unknown>> = {}) => {
  rang += 1;
  const courriel = `personne${rang}@commune.fr`;
  return {
    nom: 'Baillet',
    prenom: `Chantal ${rang}`,
    courriel,
    courrielConfirmation: courriel,
    telephone: '',
    telephoneConfirmation: '',
    ouvertLe: '',
    closLe: '',
    poste: 'sedentaire',
    groupes: ['AFAS-DECLARER'],
    ...changements,
  };
};
const creer = (changements?: Readonly<Record<string, unknown>>) =>
  decor.executeur.executer(decor.administrateur.acteur(), creerUtilisateur, saisie(changements));
const refus = (promesse: Promise<unknown>) =>
  promesse.then(
    () => undefined,
    (erreur: unknown) => erreur as { champs: Record<string, string> },
  );

describe('creating a user', () => {
  it('opens him today by default, numbers his identifier and mails an invitation', async () => {
    const premier = await creer();
    const second = await creer({ telephone: '01 23 45 67 89', telephoneConfirmation: '0123456789' });
    expect(premier).toMatchObject({
      ouvertLe: '2026-03-02',
      closLe: null,
      poste: 'sedentaire',
      administrateur: false,
    });
    expect(premier.identifiant).toMatch(/^COT077\d{3}$/);
    expect(Number(second.identifiant.slice(6))).toBe(Number(premier.identifiant.slice(6)) + 1);
    expect(second.telephone).toBe('0123456789');
    const [courriel] = await decor.sql<{ corps: string }>(
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
    const avant = await decor.sql('select count(*) from utilisateur');
    const refuse = await refus(creer(changements));
    expect(refuse).toBeInstanceOf(SaisieInvalide);
    expect(refuse?.champs).toHaveProperty(champ);
    expect(await decor.sql('select count(*) from utilisateur')).toEqual(avant);
  });

  it('refuses an unknown group, a closing before the opening, a closing in the past', async () => {
    await expect(creer({ groupes: ['INCONNU'] })).rejects.toBeInstanceOf(GroupeInconnu);
    await expect(creer({ ouvertLe: '2026-05-01', closLe: '2026-04-01' })).rejects.toBeInstanceOf(
      ClotureAvantOuverture,
    );
    await expect(creer({ ouvertLe: '2026-01-01', closLe: '2026-02-01' })).rejects.toBeInstanceOf(
      ClotureDansLePasse,
    );
  });

  it('points out a name the partner already has, however it is written, and opens the second access only to somebody else', async () => {
    const { identifiant } = await creer({ nom: 'Le Goff', prenom: 'Hélène' });
    for (const homonyme of [
      { nom: 'LE GOFF', prenom: 'Helene' },
      { nom: 'Hélène', prenom: 'Le\u2011Goff' },
      { nom: 'Le Goff', prenom: 'He\u0301le\u0300ne', autrePersonne: '' },
    ]) {
      const refuse = await refus(creer(homonyme));
      expect(refuse).toBeInstanceOf(HomonymeAConfirmer);
      expect(refuse?.champs['autrePersonne']).toContain(
        `Hélène Le Goff a déjà un accès dans votre organisme (identifiant ${identifiant})`,
      );
    }
    await expect(creer({ nom: 'Le Goff', prenom: 'Hélène', autrePersonne: 'oui' })).resolves.toMatchObject({
      nom: 'Le Goff',
    });
    await expect(creer({ nom: 'Le Goff', prenom: 'Hélèna' })).resolves.toMatchObject({ prenom: 'Hélèna' });
  });

  it('does not point out somebody whose access is closed', async () => {
    const { id, version } = await creer({ nom: 'Parti', prenom: 'Paul' });
    await decor.executeur.executer(decor.administrateur.acteur(), cloturerUtilisateur, {
      id,
      version,
      closLe: '2026-03-02',
    });
    await expect(creer({ nom: 'Parti', prenom: 'Paul' })).resolves.toMatchObject({ nom: 'Parti' });
  });

  it('takes one number written in two ways as confirmed, and keeps it in one form', async () => {
    await expect(
      creer({ telephone: '0692 00 00 00', telephoneConfirmation: '+262 (0)692 00 00 00' }),
    ).resolves.toMatchObject({ telephone: '0692000000' });
    await expect(
      creer({ telephone: '+33 2 38 00 00 00', telephoneConfirmation: '02.38.00.00.00' }),
    ).resolves.toMatchObject({ telephone: '0238000000' });
  });

  it('keeps the clean text of what was pasted', async () => {
    const courriel = 'propre@commune.fr';
    await expect(
      creer({
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
    const refuse = await refus(creer({ [champ]: jour }));
    expect(refuse).toBeInstanceOf(SaisieInvalide);
    expect(refuse?.champs[champ]).toContain(raison);
  });

  it('refuses half a character wherever it lies, in a command that does not read the field too', async () => {
    for (const abime of [{ nom: 'Ren\ud83d' }, { groupes: ['\udc00'] }, { inconnu: { profond: ['\ud800'] } }])
      expect(await refus(creer(abime))).toBeInstanceOf(SaisieInvalide);
  });

  it('refuses a mail the partner already has, on its field', async () => {
    const { courriel } = await creer();
    const refuse = await refus(creer({ courriel, courrielConfirmation: courriel }));
    expect(refuse).toBeInstanceOf(DejaPris);
    expect(refuse?.champs).toHaveProperty('courriel');
  });

  it('is refused with a script in the name, which the error names', async () => {
    const refuse = await refus(creer({ nom: '<script>alert(1)</script>' }));
    expect(refuse?.champs).toEqual({
      nom: expect.stringContaining('ne sont pas admis dans un nom') as unknown,
    });
  });

  it('is refused to a plain user', async () => {
    await expect(
      decor.executeur.executer((await decor.personne('SIMPLE')).acteur(), creerUtilisateur, saisie()),
    ).rejects.toBeInstanceOf(ActionInterdite);
  });
});

describe('modifying a user', () => {
  const modification = (
    utilisateur: { id: string; version: number; courriel: string },
    changements: Readonly<Record<string, unknown>> = {},
  ) => {
    const { courriel: _courriel, courrielConfirmation: _confirmation, ...fiche } = saisie();
    return decor.executeur.executer(decor.administrateur.acteur(), modifierUtilisateur, {
      ...fiche,
      id: utilisateur.id,
      version: utilisateur.version,
      ...changements,
    });
  };

  it('refuses a stale form and gives the present values', async () => {
    const utilisateur = await creer();
    await modification(utilisateur, { nom: 'Premier' });
    const perimee = await modification(utilisateur, { nom: 'Second' }).catch((erreur: unknown) => erreur);
    expect(perimee).toBeInstanceOf(VersionPerimee);
    expect((perimee as VersionPerimee).actuel).toMatchObject({ nom: 'Premier' });
  });

  it('reads no address: who a user is has an act of its own', async () => {
    const utilisateur = await creer();
    const refuse = await refus(
      modification(utilisateur, {
        courriel: 'nouvelle@commune.fr',
        courrielConfirmation: 'nouvelle@commune.fr',
      }),
    );
    expect(refuse?.champs).toEqual({
      formulaire: 'Champ inconnu : courriel, courrielConfirmation. Rien n’a été enregistré.',
    });
    expect(
      await decor.sql(
        'select u.courriel, c.courriel as compte from utilisateur u join compte c on c.id = u.compte_id where u.id = $1',
        [utilisateur.id],
      ),
    ).toEqual([{ courriel: utilisateur.courriel, compte: utilisateur.courriel }]);
    expect(await decor.sql("select 1 from courriel where destinataire = 'nouvelle@commune.fr'")).toEqual([]);
  });

  it('corrects a name until the person has accepted, its spelling afterwards too, another name no more', async () => {
    const { id, version, courriel } = await creer({ nom: 'Legoff', prenom: 'Helene' });
    const corrige = await modification({ id, version, courriel }, { nom: 'Le Gall', prenom: 'Hélène' });
    await decor.sql("update utilisateur set rattachement = 'accepte' where id = $1", [id]);
    const accepte = await modification(
      { id, version: corrige.version, courriel },
      { nom: 'LE GALL', prenom: 'Helene' },
    );
    const refuse = await refus(
      modification({ id, version: accepte.version, courriel }, { nom: 'Complice', prenom: 'Helene' }),
    );
    expect(refuse).toBeInstanceOf(NomAChangerAilleurs);
    expect(refuse?.champs).toHaveProperty('nom');
  });

  it('does not reach the users of another partner', async () => {
    await expect(
      decor.executeur.executer(decor.administrateur.acteur(), modifierUtilisateur, {
        nom: 'Autre',
        prenom: 'Lou',
        groupes: [],
        id: decor.etranger.utilisateurId,
        version: 1,
      }),
    ).rejects.toBeInstanceOf(Introuvable);
  });
});

describe('closing a user', () => {
  it('ends what he holds and what he was entrusted with, and erases nothing', async () => {
    const ram = (await decor.equipement('Ram de la clôture')).id;
    const utilisateur = await creer();
    const acteur = decor.administrateur.acteur();
    await decor.executeur.executer(acteur, affecterRole, {
      utilisateur: utilisateur.id,
      role: 'FOURNISSEUR_ACTIVITE',
      du: '2026-03-02',
      portee: 'activite',
      equipements: [ram],
    });
    await decor.executeur.executer(acteur, affecterRole, {
      utilisateur: utilisateur.id,
      role: 'APPROBATEUR',
      du: '2026-03-02',
      portee: 'activite',
      equipements: [ram],
    });
    await decor.executeur.executer(acteur, nommerResponsable, {
      titulaire: utilisateur.id,
      roles: ['CONSULTANT'],
      equipements: [ram],
    });
    await decor.executeur.executer(acteur, cloturerUtilisateur, {
      id: utilisateur.id,
      version: 1,
      closLe: '2026-03-10',
    });
    const habilitations = await decor.sql(
      "select role, etat, to_char(au, 'YYYY-MM-DD') as au from habilitation where utilisateur_id = $1 order by role",
      [utilisateur.id],
    );
    expect(habilitations).toEqual([
      { role: 'APPROBATEUR', etat: 'retiree', au: '2026-03-10' },
      { role: 'FOURNISSEUR_ACTIVITE', etat: 'accordee', au: '2026-03-10' },
    ]);
    expect(
      await decor.sql("select to_char(au, 'YYYY-MM-DD') as au from mandat where titulaire_id = $1", [
        utilisateur.id,
      ]),
    ).toEqual([{ au: '2026-03-10' }]);
  });

  it('cannot be done to oneself', async () => {
    await expect(
      decor.executeur.executer(decor.administrateur.acteur(), cloturerUtilisateur, {
        id: decor.administrateur.utilisateurId,
        version: 1,
        closLe: '2026-03-10',
      }),
    ).rejects.toBeInstanceOf(PropreCloture);
  });
});

describe('other actions', () => {
  it('invites again as long as the person has not accepted, and sends a reset link afterwards', async () => {
    const acteur = decor.administrateur.acteur();
    const { id, courriel } = await creer();
    await decor.executeur.executer(acteur, renvoyerInvitation, { id });
    await expect(decor.executeur.executer(acteur, reinitialiserMotDePasse, { id })).rejects.toBeInstanceOf(
      InvitationNonAcceptee,
    );
    const jetons = await decor.sql<{ valides: string }>(
      'select count(*) filter (where utilise_le is null) as valides from jeton j join compte c on c.id = j.compte_id where c.courriel = $1',
      [courriel],
    );
    expect(jetons).toEqual([{ valides: '1' }]);
    await decor.sql("update compte set empreinte_mot_de_passe = 'x' where courriel = $1", [courriel]);
    await decor.sql("update utilisateur set rattachement = 'accepte' where id = $1", [id]);
    await expect(decor.executeur.executer(acteur, renvoyerInvitation, { id })).rejects.toBeInstanceOf(
      InvitationDejaAcceptee,
    );
    await decor.executeur.executer(acteur, reinitialiserMotDePasse, { id });
    expect(
      await decor.sql<{ corps: string }>(
        "select corps from courriel where destinataire = $1 and corps like '%/reinitialisation?jeton=%'",
        [courriel],
      ),
    ).toHaveLength(1);
  });

  it('unlocks an account', async () => {
    const { id } = await creer();
    const [compte] = await decor.sql<{ compte_id: string }>(
      "update utilisateur set rattachement = 'accepte' where id = $1 returning compte_id",
      [id],
    );
    await decor.sql('insert into sessions.tentative (key, points, expire) values ($1, 99, 9999999999999)', [
      `connexion-compte:${compte?.compte_id}`,
    ]);
    const verrouille = async () =>
      (await lister({ nom: '' })).find((ligne) => ligne.id === id)?.etatDuCompte.verrouille;
    expect(await verrouille()).toBe(true);
    await decor.executeur.executer(decor.administrateur.acteur(), deverrouillerUtilisateur, { id });
    expect(await verrouille()).toBe(false);
  });

  it('does nothing for a closed user', async () => {
    const acteur = decor.administrateur.acteur();
    const { id, version } = await creer();
    await decor.executeur.executer(acteur, cloturerUtilisateur, { id, version, closLe: '2026-03-02' });
    await expect(decor.executeur.executer(acteur, renvoyerInvitation, { id })).rejects.toBeInstanceOf(
      UtilisateurClos,
    );
  });

  it('lets a user change his own phone, nothing else', async () => {
    const personne = await decor.personne('MOI');
    const refuse = await refus(
      decor.executeur.executer(personne.acteur(), modifierMonProfil, {
        telephone: '02 38 00 00 00',
        nom: 'Autre',
        administrateur: 'oui',
      }),
    );
    expect(refuse?.champs).toEqual({
      formulaire: 'Champ inconnu : nom, administrateur. Rien n’a été enregistré.',
    });
    await decor.executeur.executer(personne.acteur(), modifierMonProfil, { telephone: '02 38 00 00 00' });
    expect(
      await decor.sql('select telephone, nom, administrateur from utilisateur where id = $1', [
        personne.utilisateurId,
      ]),
    ).toEqual([{ telephone: '0238000000', nom: 'MOI', administrateur: false }]);
  });
});

const lister = async (criteres: Partial<CriteresUtilisateurs>, cle: 'nom' | 'identifiant' = 'nom') =>
  (
    await decor.executeur.lire(decor.administrateur.acteur(), (unite) =>
      listerUtilisateurs(
        unite,
        { identifiant: '', nom: '', prenom: '', groupe: '', ...criteres },
        { cle, sens: 'asc' },
        { numero: 1, taille: 200 },
      ),
    )
  ).utilisateurs;

describe('the list of users', () => {
  it('searches whatever the accents and the case, and reads % and _ as letters', async () => {
    await creer({ nom: 'Élodie-Müller' });
    expect((await lister({ nom: 'elodie-mul' })).map(({ nom }) => nom)).toEqual(['Élodie-Müller']);
    expect(await lister({ nom: '%' })).toEqual([]);
    expect(await lister({ nom: '_' })).toEqual([]);
  });

  it('filters by group', async () => {
    await creer({ nom: 'Bailleur', groupes: ['LOGEMENTS-PRIVES'] });
    expect((await lister({ groupe: 'LOGEMENTS-PRIVES' })).map(({ nom }) => nom)).toEqual(['Bailleur']);
  });

  it('shows a partner his own users only', async () => {
    expect((await lister({})).some(({ id }) => id === decor.etranger.utilisateurId)).toBe(false);
  });

  it('gives one page and the total', async () => {
    const page = await decor.executeur.lire(decor.administrateur.acteur(), (unite) =>
      listerUtilisateurs(
        unite,
        { identifiant: '', nom: '', prenom: '', groupe: '' },
        { cle: 'identifiant', sens: 'desc' },
        { numero: 2, taille: 3 },
      ),
    );
    expect(page.utilisateurs).toHaveLength(3);
    expect(page.total).toBeGreaterThan(6);
  });
});
