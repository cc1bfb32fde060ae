import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Introuvable, VersionPerimee } from '#src/kernel/refus.ts';
import { affecterRole } from '#src/domain/delegation/habilitation/affecter.ts';
import { nommerResponsable } from '#src/domain/delegation/gerer-mandat/commandes.ts';
import {
  cloturerUtilisateur,
  deverrouillerUtilisateur,
  modifierMonProfil,
  modifierUtilisateur,
  reinitialiserMotDePasse,
  renvoyerInvitation,
} from '#src/domain/delegation/gerer-utilisateur/commandes.ts';
import {
  listerUtilisateurs,
  type CriteresUtilisateurs,
} from '#src/domain/delegation/utilisateur/lectures.ts';
import {
  InvitationDejaAcceptee,
  InvitationNonAcceptee,
  NomAChangerAilleurs,
  PropreCloture,
  UtilisateurClos,
} from '#src/domain/delegation/utilisateur/refus.ts';
import { planterLeDecor, type Fixture } from '../habilitation/fixture.ts';
import { creer, refus, saisie } from './saisies.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await planterLeDecor();
});
afterAll(() => fixture.fermer());

describe('modifying a user', () => {
  const modification = (
    utilisateur: { id: string; version: number; courriel: string },
    changements: Readonly<Record<string, unknown>> = {},
  ) => {
    const { courriel: _courriel, courrielConfirmation: _confirmation, ...fiche } = saisie();
    return fixture.executeur.executer(fixture.administrateur.acteur(), modifierUtilisateur, {
      ...fiche,
      id: utilisateur.id,
      version: utilisateur.version,
      ...changements,
    });
  };

  it('refuses a stale form and gives the present values', async () => {
    const utilisateur = await creer(fixture);
    await modification(utilisateur, { nom: 'Premier' });
    const perimee = await modification(utilisateur, { nom: 'Second' }).catch((erreur: unknown) => erreur);
    expect(perimee).toBeInstanceOf(VersionPerimee);
    expect((perimee as VersionPerimee).actuel).toMatchObject({ nom: 'Premier' });
  });

  it('reads no address: who a user is has an act of its own', async () => {
    const utilisateur = await creer(fixture);
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
      await fixture.sql(
        'select u.courriel, c.courriel as compte from utilisateur u join compte c on c.id = u.compte_id where u.id = $1',
        [utilisateur.id],
      ),
    ).toEqual([{ courriel: utilisateur.courriel, compte: utilisateur.courriel }]);
    expect(await fixture.sql("select 1 from courriel where destinataire = 'nouvelle@commune.fr'")).toEqual(
      [],
    );
  });

  it('corrects a name until the person has accepted, its spelling afterwards too, another name no more', async () => {
    const { id, version, courriel } = await creer(fixture, { nom: 'Legoff', prenom: 'Helene' });
    const corrige = await modification({ id, version, courriel }, { nom: 'Le Gall', prenom: 'Hélène' });
    await fixture.sql("update utilisateur set rattachement = 'accepte' where id = $1", [id]);
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
      fixture.executeur.executer(fixture.administrateur.acteur(), modifierUtilisateur, {
        nom: 'Autre',
        prenom: 'Lou',
        groupes: [],
        id: fixture.etranger.utilisateurId,
        version: 1,
      }),
    ).rejects.toBeInstanceOf(Introuvable);
  });
});

describe('closing a user', () => {
  it('ends what he holds and what he was entrusted with, and erases nothing', async () => {
    const ram = (await fixture.equipement('Ram de la clôture')).id;
    const utilisateur = await creer(fixture);
    const acteur = fixture.administrateur.acteur();
    await fixture.executeur.executer(acteur, affecterRole, {
      utilisateur: utilisateur.id,
      role: 'FOURNISSEUR_ACTIVITE',
      du: '2026-03-02',
      portee: 'activite',
      equipements: [ram],
    });
    await fixture.executeur.executer(acteur, affecterRole, {
      utilisateur: utilisateur.id,
      role: 'APPROBATEUR',
      du: '2026-03-02',
      portee: 'activite',
      equipements: [ram],
    });
    await fixture.executeur.executer(acteur, nommerResponsable, {
      titulaire: utilisateur.id,
      roles: ['CONSULTANT'],
      equipements: [ram],
    });
    await fixture.executeur.executer(acteur, cloturerUtilisateur, {
      id: utilisateur.id,
      version: 1,
      closLe: '2026-03-10',
    });
    const habilitations = await fixture.sql(
      "select role, etat, to_char(au, 'YYYY-MM-DD') as au from habilitation where utilisateur_id = $1 order by role",
      [utilisateur.id],
    );
    expect(habilitations).toEqual([
      { role: 'APPROBATEUR', etat: 'retiree', au: '2026-03-10' },
      { role: 'FOURNISSEUR_ACTIVITE', etat: 'accordee', au: '2026-03-10' },
    ]);
    expect(
      await fixture.sql("select to_char(au, 'YYYY-MM-DD') as au from mandat where titulaire_id = $1", [
        utilisateur.id,
      ]),
    ).toEqual([{ au: '2026-03-10' }]);
  });

  it('cannot be done to oneself', async () => {
    await expect(
      fixture.executeur.executer(fixture.administrateur.acteur(), cloturerUtilisateur, {
        id: fixture.administrateur.utilisateurId,
        version: 1,
        closLe: '2026-03-10',
      }),
    ).rejects.toBeInstanceOf(PropreCloture);
  });
});

describe('other actions', () => {
  it('invites again as long as the person has not accepted, and sends a reset link afterwards', async () => {
    const acteur = fixture.administrateur.acteur();
    const { id, courriel } = await creer(fixture);
    await fixture.executeur.executer(acteur, renvoyerInvitation, { id });
    await expect(fixture.executeur.executer(acteur, reinitialiserMotDePasse, { id })).rejects.toBeInstanceOf(
      InvitationNonAcceptee,
    );
    const jetons = await fixture.sql<{ valides: string }>(
      'select count(*) filter (where utilise_le is null) as valides from jeton j join compte c on c.id = j.compte_id where c.courriel = $1',
      [courriel],
    );
    expect(jetons).toEqual([{ valides: '1' }]);
    await fixture.sql("update compte set empreinte_mot_de_passe = 'x' where courriel = $1", [courriel]);
    await fixture.sql("update utilisateur set rattachement = 'accepte' where id = $1", [id]);
    await expect(fixture.executeur.executer(acteur, renvoyerInvitation, { id })).rejects.toBeInstanceOf(
      InvitationDejaAcceptee,
    );
    await fixture.executeur.executer(acteur, reinitialiserMotDePasse, { id });
    expect(
      await fixture.sql<{ corps: string }>(
        "select corps from courriel where destinataire = $1 and corps like '%/reinitialisation?jeton=%'",
        [courriel],
      ),
    ).toHaveLength(1);
  });

  it('unlocks an account', async () => {
    const { id } = await creer(fixture);
    const [compte] = await fixture.sql<{ compte_id: string }>(
      "update utilisateur set rattachement = 'accepte' where id = $1 returning compte_id",
      [id],
    );
    await fixture.sql('insert into sessions.tentative (key, points, expire) values ($1, 99, 9999999999999)', [
      `connexion-compte:${compte?.compte_id}`,
    ]);
    const verrouille = async () =>
      (await lister({ nom: '' })).find((ligne) => ligne.id === id)?.etatDuCompte.verrouille;
    expect(await verrouille()).toBe(true);
    await fixture.executeur.executer(fixture.administrateur.acteur(), deverrouillerUtilisateur, { id });
    expect(await verrouille()).toBe(false);
  });

  it('does nothing for a closed user', async () => {
    const acteur = fixture.administrateur.acteur();
    const { id, version } = await creer(fixture);
    await fixture.executeur.executer(acteur, cloturerUtilisateur, { id, version, closLe: '2026-03-02' });
    await expect(fixture.executeur.executer(acteur, renvoyerInvitation, { id })).rejects.toBeInstanceOf(
      UtilisateurClos,
    );
  });

  it('lets a user change his own phone, nothing else', async () => {
    const personne = await fixture.personne('MOI');
    const refuse = await refus(
      fixture.executeur.executer(personne.acteur(), modifierMonProfil, {
        telephone: '02 38 00 00 00',
        nom: 'Autre',
        administrateur: 'oui',
      }),
    );
    expect(refuse?.champs).toEqual({
      formulaire: 'Champ inconnu : nom, administrateur. Rien n’a été enregistré.',
    });
    await fixture.executeur.executer(personne.acteur(), modifierMonProfil, { telephone: '02 38 00 00 00' });
    expect(
      await fixture.sql('select telephone, nom, administrateur from utilisateur where id = $1', [
        personne.utilisateurId,
      ]),
    ).toEqual([{ telephone: '0238000000', nom: 'MOI', administrateur: false }]);
  });
});

const lister = async (criteres: Partial<CriteresUtilisateurs>, cle: 'nom' | 'identifiant' = 'nom') =>
  (
    await fixture.executeur.lire(fixture.administrateur.acteur(), (unite) =>
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
    await creer(fixture, { nom: 'Élodie-Müller' });
    expect((await lister({ nom: 'elodie-mul' })).map(({ nom }) => nom)).toEqual(['Élodie-Müller']);
    expect(await lister({ nom: '%' })).toEqual([]);
    expect(await lister({ nom: '_' })).toEqual([]);
  });

  it('filters by group', async () => {
    await creer(fixture, { nom: 'Bailleur', groupes: ['LOGEMENTS-PRIVES'] });
    expect((await lister({ groupe: 'LOGEMENTS-PRIVES' })).map(({ nom }) => nom)).toEqual(['Bailleur']);
  });

  it('shows a partner his own users only', async () => {
    expect((await lister({})).some(({ id }) => id === fixture.etranger.utilisateurId)).toBe(false);
  });

  it('gives one page and the total', async () => {
    const page = await fixture.executeur.lire(fixture.administrateur.acteur(), (unite) =>
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
