import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MandatDeLActeur } from '#src/kernel/acteur.ts';
import { PreuveDemandee } from '#src/kernel/preuve.ts';
import { affecterRole } from '#src/domain/delegation/habilitation/affecter.ts';
import { suspendreHabilitation, validerHabilitation } from '#src/domain/delegation/habilitation/traiter.ts';
import { nommerResponsable } from '#src/domain/delegation/gerer-mandat/commandes.ts';
import {
  corrigerInvitation,
  corrigerNom,
  remplacerPersonne,
} from '#src/domain/delegation/gerer-utilisateur/changer-identite.ts';
import {
  cloturerUtilisateur,
  creerUtilisateur,
  deverrouillerUtilisateur,
  modifierUtilisateur,
  reinitialiserMotDePasse,
  renvoyerInvitation,
} from '#src/domain/delegation/gerer-utilisateur/commandes.ts';
import {
  accepterRattachement,
  refuserRattachement,
} from '#src/domain/delegation/gerer-utilisateur/rattachement.ts';
import {
  InvitationDejaAcceptee,
  InvitationNonAcceptee,
  MemeAdresse,
  PropreIdentite,
  RienAAccepter,
  TientHorsMandat,
} from '#src/domain/delegation/utilisateur/refus.ts';
import { agent } from '#test/support/acteurs.ts';
import { planterLeDecor, type Decor } from '../habilitation/decor.ts';

let decor: Decor;
let ram: string;
let autreRam: string;
beforeAll(async () => {
  decor = await planterLeDecor();
  await decor.sql("update caf set courriel = 'caf451@caf.fr' where id = '451'");
  [ram, autreRam] = [(await decor.equipement('Ram du canal')).id, (await decor.equipement('Ram du pont')).id];
});
afterAll(() => decor.fermer());

const administrateur = () => decor.administrateur.acteur();
let rang = 0;
/**
 * A user created as on the screen; whether he has accepted, and which roles he was given (an approbateur
 * validated by the Caf).
 */
async function personne({
  accepte = true,
  roles = [],
  sur = ram,
  prenom,
}: {
  accepte?: boolean;
  roles?: readonly string[];
  sur?: string;
  prenom?: string;
} = {}) {
  rang += 1;
  const courriel = `p${rang}@commune.fr`;
  const { id } = await decor.executeur.executer(administrateur(), creerUtilisateur, {
    nom: 'Martin',
    prenom: prenom ?? `Paul ${String.fromCharCode(64 + rang)}`,
    courriel,
    courrielConfirmation: courriel,
    telephone: '',
    telephoneConfirmation: '',
    poste: 'sedentaire',
    groupes: ['AFAS-DECLARER'],
  });
  if (accepte) await decor.sql("update utilisateur set rattachement = 'accepte' where id = $1", [id]);
  for (const role of roles) {
    const [creee] = await decor.executeur.executer(administrateur(), affecterRole, {
      utilisateur: id,
      role,
      du: '2026-03-02',
      portee: 'activite',
      equipements: [sur],
    });
    if (role === 'APPROBATEUR')
      await decor.executeur.executer(agent(), validerHabilitation, { id: creee?.id, version: 1, motif: '' });
  }
  return { id, courriel, version: await versionDe(id) };
}
const versionDe = async (id: string) =>
  (await decor.sql<{ version: number }>('select version from utilisateur where id = $1', [id]))[0]?.version ??
  0;
const rolesDe = (id: string) =>
  decor.sql(
    "select role, etat, to_char(au, 'YYYY-MM-DD') as au from habilitation where utilisateur_id = $1 order by role",
    [id],
  );
const libererLApprobateur = () => decor.sql("update habilitation set au = du where role = 'APPROBATEUR'");
const objetsA = async (courriel: string) =>
  (
    await decor.sql<{ objet: string }>(
      'select objet from courriel where destinataire = $1 order by cree_le, id',
      [courriel],
    )
  ).map(({ objet }) => objet);
const nouvelle = (courriel: string, reste: Readonly<Record<string, string>> = {}) => ({
  nom: 'Nouvelle',
  prenom: `Personne ${courriel.replace(/[^a-z]/g, '')}`,
  courriel,
  courrielConfirmation: courriel,
  ...reste,
});

describe('an invitation sent to a wrong address', () => {
  it('is corrected while nobody has accepted it: the same user, his roles kept, another link, the former dead', async () => {
    const { id, courriel, version } = await personne({ accepte: false, roles: ['FOURNISSEUR_ACTIVITE'] });
    await decor.executeur.executer(administrateur(), corrigerInvitation, {
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
    expect(await rolesDe(id)).toEqual([{ role: 'FOURNISSEUR_ACTIVITE', etat: 'accordee', au: null }]);
    expect(await objetsA('juste@commune.fr')).toEqual(['Activez votre accès à Mon Compte Partenaire']);
  });

  it('puts an approbateur the Caf had validated under the other address back before the Caf', async () => {
    const { id, version } = await personne({ accepte: false, roles: ['APPROBATEUR'] });
    await decor.executeur.executer(administrateur(), corrigerInvitation, {
      id,
      version,
      courriel: 'autre-approbateur@commune.fr',
      courrielConfirmation: 'autre-approbateur@commune.fr',
    });
    expect(await rolesDe(id)).toEqual([{ role: 'APPROBATEUR', etat: 'en-attente-caf', au: null }]);
    expect(await objetsA('caf451@caf.fr')).toContain('Approbateur à valider de nouveau : MAIRIE DE BRIARE');
    await libererLApprobateur();
  });

  it('is refused once accepted, with an address already taken here, with the same one, or typed in two ways', async () => {
    const [accepte, attente] = [await personne(), await personne({ accepte: false })];
    const corriger = (
      { id, version }: { id: string; version: number },
      courriel: string,
      confirmation = courriel,
    ) =>
      decor.executeur.executer(administrateur(), corrigerInvitation, {
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

describe('another mail given by somebody else (H3)', () => {
  it('is another person: the first loses access, roles and mandates, the second waits, as approbateur for the Caf too', async () => {
    const { id, courriel, version } = await personne({ roles: ['FOURNISSEUR_FINANCIER', 'APPROBATEUR'] });
    await decor.executeur.executer(administrateur(), nommerResponsable, {
      titulaire: id,
      roles: ['CONSULTANT'],
      equipements: [ram],
    });
    const { arrivant } = await decor.executeur.executer(administrateur(), remplacerPersonne, {
      id,
      version,
      ...nouvelle('complice@ailleurs.fr', { reprendreRoles: 'oui' }),
    });
    expect(arrivant.id).not.toBe(id);
    expect(
      await decor.sql(
        "select courriel, to_char(clos_le, 'YYYY-MM-DD') as clos, rattachement from utilisateur where id in ($1, $2) order by clos_le",
        [id, arrivant.id],
      ),
    ).toEqual([
      { courriel, clos: '2026-03-02', rattachement: 'accepte' },
      { courriel: 'complice@ailleurs.fr', clos: null, rattachement: 'en-attente' },
    ]);
    expect(await rolesDe(id)).toEqual([
      { role: 'APPROBATEUR', etat: 'accordee', au: '2026-03-02' },
      { role: 'FOURNISSEUR_FINANCIER', etat: 'accordee', au: '2026-03-02' },
    ]);
    expect(await rolesDe(arrivant.id)).toEqual([
      { role: 'APPROBATEUR', etat: 'en-attente-caf', au: null },
      { role: 'FOURNISSEUR_FINANCIER', etat: 'accordee', au: null },
    ]);
    expect(
      await decor.sql("select to_char(au, 'YYYY-MM-DD') as au from mandat where titulaire_id = $1", [id]),
    ).toEqual([{ au: '2026-03-02' }]);
    expect(await decor.sql('select 1 from mandat where titulaire_id = $1', [arrivant.id])).toEqual([]);
    await libererLApprobateur();
  });

  it('is told to both addresses and to the Caf', async () => {
    const { id, courriel, version } = await personne();
    await decor.executeur.executer(administrateur(), remplacerPersonne, {
      id,
      version,
      ...nouvelle('suivante@commune.fr'),
    });
    expect(await objetsA(courriel)).toContain('Votre accès à Mon Compte Partenaire a pris fin');
    expect(await objetsA('suivante@commune.fr')).toEqual(['Activez votre accès à Mon Compte Partenaire']);
    expect(await objetsA('caf451@caf.fr')).toContain('Changement de personne : MAIRIE DE BRIARE');
  });

  it('gives no role unless asked, and never one the Caf suspended', async () => {
    const sans = await personne({ roles: ['CONSULTANT'] });
    const { arrivant } = await decor.executeur.executer(administrateur(), remplacerPersonne, {
      id: sans.id,
      version: sans.version,
      ...nouvelle('sans@commune.fr'),
    });
    expect(await rolesDe(arrivant.id)).toEqual([]);
    const avec = await personne({ roles: ['CONSULTANT'] });
    const [{ id: habilitation, version: lue } = { id: '', version: 0 }] = await decor.sql<{
      id: string;
      version: number;
    }>('select id, version from habilitation where utilisateur_id = $1', [avec.id]);
    await decor.executeur.executer(agent(), suspendreHabilitation, {
      id: habilitation,
      version: lue,
      motif: 'doute',
    });
    const suite = await decor.executeur.executer(administrateur(), remplacerPersonne, {
      id: avec.id,
      version: avec.version,
      ...nouvelle('avec@commune.fr', { reprendreRoles: 'oui' }),
    });
    expect(await rolesDe(suite.arrivant.id)).toEqual([]);
  });

  it('does not make an administrateur partenaire', async () => {
    const { id } = await personne();
    await decor.sql('update utilisateur set administrateur = true where id = $1', [id]);
    const { arrivant } = await decor.executeur.executer(administrateur(), remplacerPersonne, {
      id,
      version: await versionDe(id),
      ...nouvelle('adm@commune.fr'),
    });
    expect(arrivant.administrateur).toBe(false);
  });

  it('asks for the password again, and is nobody’s own act', async () => {
    const { id, version } = await personne();
    const saisie = { id, version, ...nouvelle('preuve@commune.fr') };
    await expect(
      decor.executeur.executer({ ...administrateur(), preuveRecente: false }, remplacerPersonne, saisie),
    ).rejects.toBeInstanceOf(PreuveDemandee);
    const sienne = {
      id: decor.administrateur.utilisateurId,
      version: await versionDe(decor.administrateur.utilisateurId),
      ...nouvelle('moi@commune.fr'),
    };
    await expect(
      decor.executeur.executer(administrateur(), remplacerPersonne, sienne),
    ).rejects.toBeInstanceOf(PropreIdentite);
  });

  it('writes nothing when it is refused halfway: the one who leaves keeps everything', async () => {
    const { id, version } = await personne({ roles: ['FOURNISSEUR_ACTIVITE'] });
    const prise = await personne();
    await expect(
      decor.executeur.executer(administrateur(), remplacerPersonne, {
        id,
        version,
        ...nouvelle(prise.courriel, { reprendreRoles: 'oui' }),
      }),
    ).rejects.toMatchObject({ statut: 409 });
    expect(await rolesDe(id)).toEqual([{ role: 'FOURNISSEUR_ACTIVITE', etat: 'accordee', au: null }]);
    expect(await versionDe(id)).toBe(version);
  });
});

describe('a name corrected by somebody else', () => {
  it('is told to the person, whose account and roles stay', async () => {
    const { id, courriel, version } = await personne({ roles: ['CONSULTANT'] });
    await decor.executeur.executer(administrateur(), corrigerNom, {
      id,
      version,
      nom: 'Durand',
      prenom: 'Paule',
    });
    expect(await decor.sql('select nom, prenom, courriel from utilisateur where id = $1', [id])).toEqual([
      { nom: 'Durand', prenom: 'Paule', courriel },
    ]);
    expect(await objetsA(courriel)).toContain('Votre nom a été corrigé dans Mon Compte Partenaire');
    expect(await rolesDe(id)).toEqual([{ role: 'CONSULTANT', etat: 'accordee', au: null }]);
  });

  it('puts an approbateur back before the Caf when the name is another, not when only its spelling is', async () => {
    const { id, version } = await personne({ roles: ['APPROBATEUR'], prenom: 'Jean Luc' });
    await decor.executeur.executer(administrateur(), corrigerNom, {
      id,
      version,
      nom: 'MARTIN',
      prenom: 'Jean-Luc',
    });
    expect(await rolesDe(id)).toMatchObject([{ etat: 'accordee' }]);
    const { aValider } = await decor.executeur.executer(administrateur(), corrigerNom, {
      id,
      version: await versionDe(id),
      nom: 'Complice',
      prenom: 'Jean-Luc',
    });
    expect(aValider).toEqual(['Ram du canal']);
    expect(await rolesDe(id)).toMatchObject([{ etat: 'en-attente-caf' }]);
    const [{ id: habilitation, version: lue } = { id: '', version: 0 }] = await decor.sql<{
      id: string;
      version: number;
    }>('select id, version from habilitation where utilisateur_id = $1', [id]);
    await decor.executeur.executer(agent(), validerHabilitation, {
      id: habilitation,
      version: lue,
      motif: '',
    });
    expect(await rolesDe(id)).toMatchObject([{ etat: 'accordee' }]);
    await libererLApprobateur();
  });

  it('waits for the person to accept: until then it is corrected on his record', async () => {
    const { id, version } = await personne({ accepte: false });
    await expect(
      decor.executeur.executer(administrateur(), corrigerNom, { id, version, nom: 'A', prenom: 'B' }),
    ).rejects.toBeInstanceOf(InvitationNonAcceptee);
  });
});

describe('a responsable habilitations (H4)', () => {
  it('neither changes, closes, invites, resets nor unlocks whoever holds what is outside his mandate, and does so for the others', async () => {
    const mona = await personne();
    const mandat = await decor.executeur.executer(administrateur(), nommerResponsable, {
      titulaire: mona.id,
      roles: ['CONSULTANT'],
      equipements: [ram],
      peutCreerUtilisateurs: 'oui',
      peutDeleguer: 'oui',
    });
    const [{ compte_id: compteId } = { compte_id: '' }] = await decor.sql<{ compte_id: string }>(
      'select compte_id from utilisateur where id = $1',
      [mona.id],
    );
    const { id, roles, equipements, peutCreerUtilisateurs, peutDeleguer } = mandat;
    const sien: MandatDeLActeur = { id, roles, equipements, peutCreerUtilisateurs, peutDeleguer, au: null };
    const responsable = {
      ...administrateur(),
      administrateur: false,
      compteId,
      utilisateurId: mona.id,
      mandats: [sien],
    };
    const [role, ailleurs, suspendu, mandate, dedans] = [
      await personne({ roles: ['FOURNISSEUR_FINANCIER'], sur: autreRam }),
      await personne({ roles: ['CONSULTANT'], sur: autreRam }),
      await personne({ roles: ['FOURNISSEUR_ACTIVITE'], sur: autreRam }),
      await personne(),
      await personne({ roles: ['CONSULTANT'] }),
    ];
    await decor.sql("update habilitation set etat = 'suspendue' where utilisateur_id = $1", [suspendu.id]);
    await decor.executeur.executer(administrateur(), nommerResponsable, {
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
          decor.executeur.executer(responsable, commande as typeof corrigerNom, saisie),
          commande.nom,
        ).rejects.toBeInstanceOf(TientHorsMandat);
    }
    await decor.executeur.executer(responsable, reinitialiserMotDePasse, { id: dedans.id });
    await decor.executeur.executer(responsable, cloturerUtilisateur, {
      id: dedans.id,
      version: dedans.version,
      closLe: '2026-03-02',
    });
    // What has ended no longer counts.
    await decor.sql("update habilitation set au = '2026-03-02' where utilisateur_id = $1", [ailleurs.id]);
    await decor.executeur.executer(responsable, cloturerUtilisateur, {
      id: ailleurs.id,
      version: ailleurs.version,
      closLe: '2026-03-02',
    });
  });
});

describe('an access proposed', () => {
  const acteurDe = async (id: string) => {
    const [{ compte_id: compteId } = { compte_id: '' }] = await decor.sql<{ compte_id: string }>(
      'select compte_id from utilisateur where id = $1',
      [id],
    );
    return { ...administrateur(), administrateur: false, compteId, utilisateurId: id };
  };

  it('is accepted once, by the person alone', async () => {
    const { id } = await personne({ accepte: false });
    await decor.executeur.executer(await acteurDe(id), accepterRattachement, {});
    expect(await decor.sql('select rattachement from utilisateur where id = $1', [id])).toEqual([
      { rattachement: 'accepte' },
    ]);
    await expect(
      decor.executeur.executer(await acteurDe(id), refuserRattachement, {}),
    ).rejects.toBeInstanceOf(RienAAccepter);
    await expect(decor.executeur.executer(administrateur(), accepterRattachement, {})).rejects.toBeInstanceOf(
      RienAAccepter,
    );
  });

  it('is refused: the access closes with what was prepared, the administrators are told, and it may be proposed again once reopened', async () => {
    const { id } = await personne({ accepte: false, roles: ['CONSULTANT'] });
    await decor.executeur.executer(await acteurDe(id), refuserRattachement, {});
    expect(await rolesDe(id)).toEqual([{ role: 'CONSULTANT', etat: 'accordee', au: '2026-03-02' }]);
    const [{ courriel } = { courriel: '' }] = await decor.sql<{ courriel: string }>(
      'select courriel from utilisateur where id = $1',
      [decor.administrateur.utilisateurId],
    );
    expect((await objetsA(courriel)).some((objet) => objet.startsWith('Accès refusé par'))).toBe(true);
    await decor.sql('update utilisateur set clos_le = null where id = $1', [id]);
    await decor.executeur.executer(administrateur(), renvoyerInvitation, { id });
    expect(await decor.sql('select rattachement from utilisateur where id = $1', [id])).toEqual([
      { rattachement: 'en-attente' },
    ]);
  });
});
