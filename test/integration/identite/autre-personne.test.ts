import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MandatDeLActeur } from '#src/kernel/acteur.ts';
import { PreuveDemandee } from '#src/kernel/preuve.ts';
import { suspendreHabilitation } from '#src/domain/delegation/habilitation/traiter.ts';
import { nommerResponsable } from '#src/domain/delegation/gerer-mandat/commandes.ts';
import {
  corrigerInvitation,
  corrigerNom,
  remplacerPersonne,
} from '#src/domain/delegation/gerer-utilisateur/changer-identite.ts';
import {
  cloturerUtilisateur,
  deverrouillerUtilisateur,
  modifierUtilisateur,
  reinitialiserMotDePasse,
  renvoyerInvitation,
} from '#src/domain/delegation/gerer-utilisateur/commandes.ts';
import { PropreIdentite, TientHorsMandat } from '#src/domain/delegation/utilisateur/refus.ts';
import { agent } from '#test/support/acteurs.ts';
import { planterLeDecor, type Fixture } from '../habilitation/fixture.ts';
import { administrateur, libererLApprobateur, objetsA, personne, rolesDe, versionDe } from './personnes.ts';

let fixture: Fixture;
let ram: string;
let autreRam: string;
beforeAll(async () => {
  fixture = await planterLeDecor();
  await fixture.sql("update caf set courriel = 'caf451@caf.fr' where id = '451'");
  [ram, autreRam] = [
    (await fixture.equipement('Ram du canal')).id,
    (await fixture.equipement('Ram du pont')).id,
  ];
});
afterAll(() => fixture.fermer());
const nouvelle = (courriel: string, reste: Readonly<Record<string, string>> = {}) => ({
  nom: 'Nouvelle',
  prenom: `Personne ${courriel.replace(/[^a-z]/g, '')}`,
  courriel,
  courrielConfirmation: courriel,
  ...reste,
});

describe('another mail given by somebody else (H3)', () => {
  it('is another person: the first loses access, roles and mandates, the second waits, as approbateur for the Caf too', async () => {
    const { id, courriel, version } = await personne(fixture, ram, {
      roles: ['FOURNISSEUR_FINANCIER', 'APPROBATEUR'],
    });
    await fixture.executeur.executer(administrateur(fixture), nommerResponsable, {
      titulaire: id,
      roles: ['CONSULTANT'],
      equipements: [ram],
    });
    const { arrivant } = await fixture.executeur.executer(administrateur(fixture), remplacerPersonne, {
      id,
      version,
      ...nouvelle('complice@ailleurs.fr', { reprendreRoles: 'oui' }),
    });
    expect(arrivant.id).not.toBe(id);
    expect(
      await fixture.sql(
        "select courriel, to_char(clos_le, 'YYYY-MM-DD') as clos, rattachement from utilisateur where id in ($1, $2) order by clos_le",
        [id, arrivant.id],
      ),
    ).toEqual([
      { courriel, clos: '2026-03-02', rattachement: 'accepte' },
      { courriel: 'complice@ailleurs.fr', clos: null, rattachement: 'en-attente' },
    ]);
    expect(await rolesDe(fixture, id)).toEqual([
      { role: 'APPROBATEUR', etat: 'accordee', au: '2026-03-02' },
      { role: 'FOURNISSEUR_FINANCIER', etat: 'accordee', au: '2026-03-02' },
    ]);
    expect(await rolesDe(fixture, arrivant.id)).toEqual([
      { role: 'APPROBATEUR', etat: 'en-attente-caf', au: null },
      { role: 'FOURNISSEUR_FINANCIER', etat: 'accordee', au: null },
    ]);
    expect(
      await fixture.sql("select to_char(au, 'YYYY-MM-DD') as au from mandat where titulaire_id = $1", [id]),
    ).toEqual([{ au: '2026-03-02' }]);
    expect(await fixture.sql('select 1 from mandat where titulaire_id = $1', [arrivant.id])).toEqual([]);
    await libererLApprobateur(fixture);
  });

  it('is told to both addresses and to the Caf', async () => {
    const { id, courriel, version } = await personne(fixture, ram);
    await fixture.executeur.executer(administrateur(fixture), remplacerPersonne, {
      id,
      version,
      ...nouvelle('suivante@commune.fr'),
    });
    expect(await objetsA(fixture, courriel)).toContain('Votre accès à Mon Compte Partenaire a pris fin');
    expect(await objetsA(fixture, 'suivante@commune.fr')).toEqual([
      'Activez votre accès à Mon Compte Partenaire',
    ]);
    expect(await objetsA(fixture, 'caf451@caf.fr')).toContain('Changement de personne : MAIRIE DE BRIARE');
  });

  it('gives no role unless asked, and never one the Caf suspended', async () => {
    const sans = await personne(fixture, ram, { roles: ['CONSULTANT'] });
    const { arrivant } = await fixture.executeur.executer(administrateur(fixture), remplacerPersonne, {
      id: sans.id,
      version: sans.version,
      ...nouvelle('sans@commune.fr'),
    });
    expect(await rolesDe(fixture, arrivant.id)).toEqual([]);
    const avec = await personne(fixture, ram, { roles: ['CONSULTANT'] });
    const [{ id: habilitation, version: lue } = { id: '', version: 0 }] = await fixture.sql<{
      id: string;
      version: number;
    }>('select id, version from habilitation where utilisateur_id = $1', [avec.id]);
    await fixture.executeur.executer(agent(), suspendreHabilitation, {
      id: habilitation,
      version: lue,
      motif: 'doute',
    });
    const suite = await fixture.executeur.executer(administrateur(fixture), remplacerPersonne, {
      id: avec.id,
      version: avec.version,
      ...nouvelle('avec@commune.fr', { reprendreRoles: 'oui' }),
    });
    expect(await rolesDe(fixture, suite.arrivant.id)).toEqual([]);
  });

  it('does not make an administrateur partenaire', async () => {
    const { id } = await personne(fixture, ram);
    await fixture.sql('update utilisateur set administrateur = true where id = $1', [id]);
    const { arrivant } = await fixture.executeur.executer(administrateur(fixture), remplacerPersonne, {
      id,
      version: await versionDe(fixture, id),
      ...nouvelle('adm@commune.fr'),
    });
    expect(arrivant.administrateur).toBe(false);
  });

  it('asks for the password again, and is nobody’s own act', async () => {
    const { id, version } = await personne(fixture, ram);
    const saisie = { id, version, ...nouvelle('preuve@commune.fr') };
    await expect(
      fixture.executeur.executer(
        { ...administrateur(fixture), preuveRecente: false },
        remplacerPersonne,
        saisie,
      ),
    ).rejects.toBeInstanceOf(PreuveDemandee);
    const sienne = {
      id: fixture.administrateur.utilisateurId,
      version: await versionDe(fixture, fixture.administrateur.utilisateurId),
      ...nouvelle('moi@commune.fr'),
    };
    await expect(
      fixture.executeur.executer(administrateur(fixture), remplacerPersonne, sienne),
    ).rejects.toBeInstanceOf(PropreIdentite);
  });

  it('writes nothing when it is refused halfway: the one who leaves keeps everything', async () => {
    const { id, version } = await personne(fixture, ram, { roles: ['FOURNISSEUR_ACTIVITE'] });
    const prise = await personne(fixture, ram);
    await expect(
      fixture.executeur.executer(administrateur(fixture), remplacerPersonne, {
        id,
        version,
        ...nouvelle(prise.courriel, { reprendreRoles: 'oui' }),
      }),
    ).rejects.toMatchObject({ statut: 409 });
    expect(await rolesDe(fixture, id)).toEqual([
      { role: 'FOURNISSEUR_ACTIVITE', etat: 'accordee', au: null },
    ]);
    expect(await versionDe(fixture, id)).toBe(version);
  });
});

describe('a responsable habilitations (H4)', () => {
  it('neither changes, closes, invites, resets nor unlocks whoever holds what is outside his mandate, and does so for the others', async () => {
    const mona = await personne(fixture, ram);
    const mandat = await fixture.executeur.executer(administrateur(fixture), nommerResponsable, {
      titulaire: mona.id,
      roles: ['CONSULTANT'],
      equipements: [ram],
      peutCreerUtilisateurs: 'oui',
      peutDeleguer: 'oui',
    });
    const [{ compte_id: compteId } = { compte_id: '' }] = await fixture.sql<{ compte_id: string }>(
      'select compte_id from utilisateur where id = $1',
      [mona.id],
    );
    const { id, roles, equipements, peutCreerUtilisateurs, peutDeleguer } = mandat;
    const sien: MandatDeLActeur = { id, roles, equipements, peutCreerUtilisateurs, peutDeleguer, au: null };
    const responsable = {
      ...administrateur(fixture),
      administrateur: false,
      compteId,
      utilisateurId: mona.id,
      mandats: [sien],
    };
    const [role, ailleurs, suspendu, mandate, dedans] = [
      await personne(fixture, ram, { roles: ['FOURNISSEUR_FINANCIER'], sur: autreRam }),
      await personne(fixture, ram, { roles: ['CONSULTANT'], sur: autreRam }),
      await personne(fixture, ram, { roles: ['FOURNISSEUR_ACTIVITE'], sur: autreRam }),
      await personne(fixture, ram),
      await personne(fixture, ram, { roles: ['CONSULTANT'] }),
    ];
    await fixture.sql("update habilitation set etat = 'suspendue' where utilisateur_id = $1", [suspendu.id]);
    await fixture.executeur.executer(administrateur(fixture), nommerResponsable, {
      titulaire: mandate.id,
      roles: ['CONSULTANT'],
      equipements: [ram],
    });
    const actes = ({
      id: utilisateur,
      version,
      courriel,
    }: {
      id: string;
      version: number;
      courriel: string;
    }) =>
      [
        [remplacerPersonne, { id: utilisateur, version, ...nouvelle('mona.bis@ailleurs.fr') }],
        [corrigerNom, { id: utilisateur, version, nom: 'X', prenom: 'Y' }],
        [
          corrigerInvitation,
          { id: utilisateur, version, courriel: 'z@ailleurs.fr', courrielConfirmation: 'z@ailleurs.fr' },
        ],
        [
          modifierUtilisateur,
          {
            id: utilisateur,
            version,
            nom: 'Martin',
            prenom: courriel,
            telephone: '',
            telephoneConfirmation: '',
          },
        ],
        [cloturerUtilisateur, { id: utilisateur, version, closLe: '2026-03-02' }],
        [renvoyerInvitation, { id: utilisateur }],
        [reinitialiserMotDePasse, { id: utilisateur }],
        [deverrouillerUtilisateur, { id: utilisateur }],
      ] as const;
    for (const vise of [role, ailleurs, suspendu, mandate]) {
      for (const [commande, saisie] of actes(vise))
        await expect(
          fixture.executeur.executer(responsable, commande as typeof corrigerNom, saisie),
          commande.nom,
        ).rejects.toBeInstanceOf(TientHorsMandat);
    }
    await fixture.executeur.executer(responsable, reinitialiserMotDePasse, { id: dedans.id });
    await fixture.executeur.executer(responsable, cloturerUtilisateur, {
      id: dedans.id,
      version: dedans.version,
      closLe: '2026-03-02',
    });
    // What has ended no longer counts.
    await fixture.sql("update habilitation set au = '2026-03-02' where utilisateur_id = $1", [ailleurs.id]);
    await fixture.executeur.executer(responsable, cloturerUtilisateur, {
      id: ailleurs.id,
      version: ailleurs.version,
      closLe: '2026-03-02',
    });
  });
});
