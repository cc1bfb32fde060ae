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
import { planterLeDecor, type Decor, type PersonneDuDecor } from '../habilitation/decor.ts';

let decor: Decor;
let [ramA, ramB] = ['', ''];
beforeAll(async () => {
  decor = await planterLeDecor();
  ramA = (await decor.equipement('Ram A')).id;
  ramB = (await decor.equipement('Ram B')).id;
});
afterAll(() => decor.fermer());

/** An actor as the server builds him: with the mandates he holds in the database. */
async function acteurDe(personne: PersonneDuDecor) {
  const mandats = await decor.sql<MandatDeLActeur>(
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
  decor.executeur.executer(await acteurDe(par), nommerResponsable, {
    titulaire: titulaire.utilisateurId,
    roles: ['FOURNISSEUR_ACTIVITE', 'CONSULTANT'],
    equipements: [ramA],
    ...changements,
  });
const affecter = async (par: PersonneDuDecor, role: string, equipements: readonly string[]) =>
  decor.executeur.executer(await acteurDe(par), affecterRole, {
    utilisateur: (await decor.personne('CIBLE')).utilisateurId,
    role,
    du: '2026-03-02',
    portee: 'activite',
    equipements,
  });

describe('a responsable habilitations', () => {
  it('grants and ends what was entrusted to him, and nothing else', async () => {
    const responsable = await decor.personne('RESP');
    await nommer(decor.administrateur, responsable);
    const [creee] = await affecter(responsable, 'CONSULTANT', [ramA]);
    await expect(affecter(responsable, 'CONSULTANT', [ramA, ramB])).rejects.toBeInstanceOf(HorsMandat);
    await expect(affecter(responsable, 'APPROBATEUR', [ramA])).rejects.toBeInstanceOf(HorsMandat);
    await decor.executeur.executer(await acteurDe(responsable), terminerHabilitation, { id: creee?.id });
    const [autre] = await affecter(decor.administrateur, 'CONSULTANT', [ramB]);
    await expect(
      decor.executeur.executer(await acteurDe(responsable), terminerHabilitation, { id: autre?.id }),
    ).rejects.toBeInstanceOf(HorsMandat);
  });

  it('may not use two mandates together to do what neither allows', async () => {
    const responsable = await decor.personne('DEUX');
    await nommer(decor.administrateur, responsable, { roles: ['CONSULTANT'], equipements: [ramA] });
    await nommer(decor.administrateur, responsable, { roles: ['APPROBATEUR'], equipements: [ramB] });
    await expect(affecter(responsable, 'APPROBATEUR', [ramA])).rejects.toBeInstanceOf(HorsMandat);
  });

  it('creates users only if he was entrusted with it, and never touches the administrateur', async () => {
    const responsable = await decor.personne('SANS');
    await nommer(decor.administrateur, responsable);
    const saisie = {
      nom: 'A',
      prenom: 'B',
      courriel: 'a.b@commune.fr',
      courrielConfirmation: 'a.b@commune.fr',
      groupes: [],
    };
    await expect(
      decor.executeur.executer(await acteurDe(responsable), creerUtilisateur, saisie),
    ).rejects.toBeInstanceOf(HorsMandat);
    const avec = await decor.personne('AVEC');
    await nommer(decor.administrateur, avec, { peutCreerUtilisateurs: 'oui' });
    await expect(
      decor.executeur.executer(await acteurDe(avec), creerUtilisateur, saisie),
    ).resolves.toMatchObject({ nom: 'A' });
    await expect(
      decor.executeur.executer(await acteurDe(avec), modifierUtilisateur, {
        nom: 'A',
        prenom: 'B',
        groupes: [],
        id: decor.administrateur.utilisateurId,
        version: 1,
      }),
    ).rejects.toBeInstanceOf(AdministrateurProtege);
  });

  it('loses his power with his mandate, even if the request began before', async () => {
    const responsable = await decor.personne('PERDU');
    const { id } = await nommer(decor.administrateur, responsable);
    const acteurDAvant = await acteurDe(responsable);
    await decor.executeur.executer(decor.administrateur.acteur(), terminerMandat, { id });
    await expect(
      decor.executeur.executer(acteurDAvant, affecterRole, {
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
    const chef = await decor.personne('CHEF');
    const adjoint = await decor.personne('ADJOINT');
    await nommer(decor.administrateur, chef, { peutDeleguer: 'oui', au: '2026-12-31' });
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
      nommer(adjoint, await decor.personne('TIERS'), { au: '2026-12-31', roles: ['CONSULTANT'] }),
    ).rejects.toBeInstanceOf(AuDelaDeSonMandat);
  });

  it('ends whole: what comes from a mandate ends with it', async () => {
    const [chef, adjoint, second] = [
      await decor.personne('C1'),
      await decor.personne('C2'),
      await decor.personne('C3'),
    ];
    const { id } = await nommer(decor.administrateur, chef, { peutDeleguer: 'oui' });
    await nommer(chef, adjoint, { peutDeleguer: 'oui' });
    await nommer(adjoint, second);
    await expect(
      decor.executeur.executer(await acteurDe(second), terminerMandat, { id }),
    ).rejects.toBeInstanceOf(MandatDUnAutre);
    await decor.executeur.executer(decor.administrateur.acteur(), terminerMandat, {
      id,
      motif: 'Réorganisation',
    });
    for (const personne of [chef, adjoint, second]) {
      expect(
        await decor.sql("select to_char(au, 'YYYY-MM-DD') as au from mandat where titulaire_id = $1", [
          personne.utilisateurId,
        ]),
      ).toEqual([{ au: '2026-03-02' }]);
    }
  });

  it('is not planted anyhow', async () => {
    const personne = await decor.personne('QUI');
    await expect(nommer(decor.administrateur, decor.administrateur)).rejects.toBeInstanceOf(MandatASoiMeme);
    await expect(nommer(decor.administrateur, personne, { roles: [] })).rejects.toBeInstanceOf(
      MandatSansObjet,
    );
    await expect(nommer(decor.administrateur, personne, { au: '2026-01-01' })).rejects.toBeInstanceOf(
      FinAvantDebut,
    );
    const autreAdministrateur = await decor.personne('ADMIN2', { administrateur: true });
    await expect(nommer(decor.administrateur, autreAdministrateur)).rejects.toBeInstanceOf(
      TitulaireAdministrateur,
    );
  });
});
