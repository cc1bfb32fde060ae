import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { affecterRole } from '#src/domain/delegation/habilitation/affecter.ts';
import { terminerHabilitation } from '#src/domain/delegation/habilitation/terminer.ts';
import { nommerResponsable, terminerMandat } from '#src/domain/delegation/gerer-mandat/commandes.ts';
import { HorsMandat } from '#src/domain/delegation/mandat/pouvoir.ts';
import {
  AuDelaDeSonMandat,
  FinAvantDebut,
  MandatASoiMeme,
  MandatDUnAutre,
  MandatSansObjet,
  TitulaireAdministrateur,
} from '#src/domain/delegation/mandat/refus.ts';
import { creerUtilisateur, modifierUtilisateur } from '#src/domain/delegation/gerer-utilisateur/commandes.ts';
import { AdministrateurProtege } from '#src/domain/delegation/utilisateur/refus.ts';
import type { MandatDeLActeur } from '#src/kernel/acteur.ts';
import { planterLeDecor, type Fixture, type PersonneDuDecor } from '../habilitation/fixture.ts';

let fixture: Fixture;
let [ramA, ramB] = ['', ''];
beforeAll(async () => {
  fixture = await planterLeDecor();
  ramA = (await fixture.equipement('Ram A')).id;
  ramB = (await fixture.equipement('Ram B')).id;
});
afterAll(() => fixture.fermer());

/** An actor as the server builds him: with the mandates he holds in the database. */
async function acteurDe(personne: PersonneDuDecor) {
  const mandats = await fixture.sql<MandatDeLActeur>(
    `select id, roles, equipements, peut_creer_utilisateurs as "peutCreerUtilisateurs", peut_deleguer as "peutDeleguer", to_char(au, 'YYYY-MM-DD') as au
    from mandat where titulaire_id = $1 and (au is null or au > '2026-03-02')`,
    [personne.utilisateurId],
  );
  return personne.acteur(mandats);
}
const nommer = async (
  par: PersonneDuDecor,
  titulaire: PersonneDuDecor,
  changements: Readonly<Record<string, unknown>> = {},
) =>
  fixture.executeur.executer(await acteurDe(par), nommerResponsable, {
    titulaire: titulaire.utilisateurId,
    roles: ['FOURNISSEUR_ACTIVITE', 'CONSULTANT'],
    equipements: [ramA],
    ...changements,
  });
const affecter = async (par: PersonneDuDecor, role: string, equipements: readonly string[]) =>
  fixture.executeur.executer(await acteurDe(par), affecterRole, {
    utilisateur: (await fixture.personne('CIBLE')).utilisateurId,
    role,
    du: '2026-03-02',
    portee: 'activite',
    equipements,
  });

describe('a responsable habilitations', () => {
  it('grants and ends what was entrusted to him, and nothing else', async () => {
    const responsable = await fixture.personne('RESP');
    await nommer(fixture.administrateur, responsable);
    const [creee] = await affecter(responsable, 'CONSULTANT', [ramA]);
    await expect(affecter(responsable, 'CONSULTANT', [ramA, ramB])).rejects.toBeInstanceOf(HorsMandat);
    await expect(affecter(responsable, 'APPROBATEUR', [ramA])).rejects.toBeInstanceOf(HorsMandat);
    await fixture.executeur.executer(await acteurDe(responsable), terminerHabilitation, { id: creee?.id });
    const [autre] = await affecter(fixture.administrateur, 'CONSULTANT', [ramB]);
    await expect(
      fixture.executeur.executer(await acteurDe(responsable), terminerHabilitation, { id: autre?.id }),
    ).rejects.toBeInstanceOf(HorsMandat);
  });

  it('may not use two mandates together to do what neither allows', async () => {
    const responsable = await fixture.personne('DEUX');
    await nommer(fixture.administrateur, responsable, { roles: ['CONSULTANT'], equipements: [ramA] });
    await nommer(fixture.administrateur, responsable, { roles: ['APPROBATEUR'], equipements: [ramB] });
    await expect(affecter(responsable, 'APPROBATEUR', [ramA])).rejects.toBeInstanceOf(HorsMandat);
  });

  it('creates users only if he was entrusted with it, and never touches the administrateur', async () => {
    const responsable = await fixture.personne('SANS');
    await nommer(fixture.administrateur, responsable);
    const saisie = {
      nom: 'A',
      prenom: 'B',
      courriel: 'a.b@commune.fr',
      courrielConfirmation: 'a.b@commune.fr',
      groupes: [],
    };
    await expect(
      fixture.executeur.executer(await acteurDe(responsable), creerUtilisateur, saisie),
    ).rejects.toBeInstanceOf(HorsMandat);
    const avec = await fixture.personne('AVEC');
    await nommer(fixture.administrateur, avec, { peutCreerUtilisateurs: 'oui' });
    await expect(
      fixture.executeur.executer(await acteurDe(avec), creerUtilisateur, saisie),
    ).resolves.toMatchObject({ nom: 'A' });
    await expect(
      fixture.executeur.executer(await acteurDe(avec), modifierUtilisateur, {
        nom: 'A',
        prenom: 'B',
        groupes: [],
        id: fixture.administrateur.utilisateurId,
        version: 1,
      }),
    ).rejects.toBeInstanceOf(AdministrateurProtege);
  });

  it('loses his power with his mandate, even if the request began before', async () => {
    const responsable = await fixture.personne('PERDU');
    const { id } = await nommer(fixture.administrateur, responsable);
    const acteurDAvant = await acteurDe(responsable);
    await fixture.executeur.executer(fixture.administrateur.acteur(), terminerMandat, { id });
    await expect(
      fixture.executeur.executer(acteurDAvant, affecterRole, {
        utilisateur: responsable.utilisateurId,
        role: 'CONSULTANT',
        du: '2026-03-02',
        portee: 'activite',
        equipements: [ramA],
      }),
    ).rejects.toBeInstanceOf(HorsMandat);
  });
});

describe('the tree of mandates', () => {
  it('never grows downwards: roles, activities, powers and duration', async () => {
    const chef = await fixture.personne('CHEF');
    const adjoint = await fixture.personne('ADJOINT');
    await nommer(fixture.administrateur, chef, { peutDeleguer: 'oui', au: '2026-12-31' });
    for (const exces of [
      { roles: ['APPROBATEUR'] },
      { equipements: [ramB] },
      { peutCreerUtilisateurs: 'oui' },
      { au: '' },
      { au: '2027-06-01' },
    ]) {
      await expect(nommer(chef, adjoint, { au: '2026-12-31', ...exces })).rejects.toBeInstanceOf(
        AuDelaDeSonMandat,
      );
    }
    await expect(nommer(chef, adjoint, { au: '2026-12-31', roles: ['CONSULTANT'] })).resolves.toMatchObject({
      roles: ['CONSULTANT'],
    });
    await expect(
      nommer(adjoint, await fixture.personne('TIERS'), { au: '2026-12-31', roles: ['CONSULTANT'] }),
    ).rejects.toBeInstanceOf(AuDelaDeSonMandat);
  });

  it('ends whole: what comes from a mandate ends with it', async () => {
    const [chef, adjoint, second] = [
      await fixture.personne('C1'),
      await fixture.personne('C2'),
      await fixture.personne('C3'),
    ];
    const { id } = await nommer(fixture.administrateur, chef, { peutDeleguer: 'oui' });
    await nommer(chef, adjoint, { peutDeleguer: 'oui' });
    await nommer(adjoint, second);
    await expect(
      fixture.executeur.executer(await acteurDe(second), terminerMandat, { id }),
    ).rejects.toBeInstanceOf(MandatDUnAutre);
    await fixture.executeur.executer(fixture.administrateur.acteur(), terminerMandat, {
      id,
      motif: 'Réorganisation',
    });
    for (const personne of [chef, adjoint, second]) {
      expect(
        await fixture.sql("select to_char(au, 'YYYY-MM-DD') as au from mandat where titulaire_id = $1", [
          personne.utilisateurId,
        ]),
      ).toEqual([{ au: '2026-03-02' }]);
    }
  });

  it('is not planted anyhow', async () => {
    const personne = await fixture.personne('QUI');
    await expect(nommer(fixture.administrateur, fixture.administrateur)).rejects.toBeInstanceOf(
      MandatASoiMeme,
    );
    await expect(nommer(fixture.administrateur, personne, { roles: [] })).rejects.toBeInstanceOf(
      MandatSansObjet,
    );
    await expect(nommer(fixture.administrateur, personne, { au: '2026-01-01' })).rejects.toBeInstanceOf(
      FinAvantDebut,
    );
    const autreAdministrateur = await fixture.personne('ADMIN2', { administrateur: true });
    await expect(nommer(fixture.administrateur, autreAdministrateur)).rejects.toBeInstanceOf(
      TitulaireAdministrateur,
    );
  });
});
