import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { affecterRole } from '#src/domain/delegation/habilitation/affecter.ts';
import {
  AucuneActivite,
  DejaHabilite,
  PorteeInconnue,
  QuotaAtteint,
  RoleNonOuvert,
  UtilisateurNonOuvert,
} from '#src/domain/delegation/habilitation/refus.ts';
import { terminerHabilitation } from '#src/domain/delegation/habilitation/terminer.ts';
import { validerHabilitation } from '#src/domain/delegation/habilitation/traiter.ts';
import { agent } from '#test/support/acteurs.ts';
import { planterLeDecor, type Fixture, type PersonneDuDecor } from './fixture.ts';

let fixture: Fixture;
let ram: string;
let rang = 0;
beforeAll(async () => {
  fixture = await planterLeDecor();
});
afterAll(() => fixture.fermer());
beforeEach(async () => {
  rang += 1;
  ram = (await fixture.equipement(`CBA-RAM ${rang}`)).id;
});

const affecter = (
  personne: PersonneDuDecor,
  role: string,
  equipements: readonly string[] = [ram],
  autres: Readonly<Record<string, unknown>> = {},
) =>
  fixture.executeur.executer(fixture.administrateur.acteur(), affecterRole, {
    utilisateur: personne.utilisateurId,
    role,
    du: '2026-03-02',
    portee: 'activite',
    equipements,
    ...autres,
  });
const etats = async (equipement = ram) =>
  await fixture.sql<{ role: string; etat: string; au: string | null }>(
    "select role, etat, to_char(au, 'YYYY-MM-DD') as au from habilitation where equipement_id = $1 order by demande_le, role",
    [equipement],
  );

describe('granting a role', () => {
  it('accepts two fournisseurs of each kind and refuses the third, saying how many and where', async () => {
    for (const nom of ['UN', 'DEUX']) await affecter(await fixture.personne(nom), 'FOURNISSEUR_ACTIVITE');
    const refus = await affecter(await fixture.personne('TROIS'), 'FOURNISSEUR_ACTIVITE').catch(
      (erreur: unknown) => erreur,
    );
    expect(refus).toBeInstanceOf(QuotaAtteint);
    expect((refus as QuotaAtteint).champs['equipements']).toContain(`CBA-RAM ${rang}`);
    expect(await etats()).toHaveLength(2);
  });

  it('never exceeds the quota when several grants of the last place are under way at the same moment', async () => {
    await affecter(await fixture.personne('UN'), 'FOURNISSEUR_FINANCIER');
    const candidats = await Promise.all(['DEUX', 'TROIS', 'QUATRE'].map((nom) => fixture.personne(nom)));
    // The journal's head is the last lock a unit takes: held here, it stops each unit after it has decided,
    // or where it waits for its turn to decide.
    const issues = await fixture.pendantUnVerrou(
      "select 1 from journal_tete where chaine = '451' for update",
      candidats.length,
      () => Promise.allSettled(candidats.map((candidat) => affecter(candidat, 'FOURNISSEUR_FINANCIER'))),
    );
    expect(issues.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const issue of issues)
      if (issue.status === 'rejected') expect(issue.reason).toBeInstanceOf(QuotaAtteint);
    expect(await etats()).toHaveLength(2);
  });

  it('grants several activities at once, all or none', async () => {
    const autre = (await fixture.equipement(`CBA-RAM ${rang} bis`)).id;
    for (const nom of ['UN', 'DEUX'])
      await affecter(await fixture.personne(nom), 'FOURNISSEUR_ACTIVITE', [autre]);
    await expect(
      affecter(await fixture.personne('TROIS'), 'FOURNISSEUR_ACTIVITE', [ram, autre]),
    ).rejects.toBeInstanceOf(QuotaAtteint);
    expect(await etats(ram)).toEqual([]);
    const creees = await affecter(await fixture.personne('QUATRE'), 'FOURNISSEUR_FINANCIER', [ram, autre]);
    expect(creees.map(({ enAttente }) => enAttente)).toEqual([false, false]);
  });

  it('lets one person hold the three roles', async () => {
    const personne = await fixture.personne('BAILLET');
    for (const role of ['FOURNISSEUR_ACTIVITE', 'FOURNISSEUR_FINANCIER', 'APPROBATEUR'])
      await affecter(personne, role);
    expect((await etats()).map(({ role, etat }) => `${role} ${etat}`).sort()).toEqual([
      'APPROBATEUR en-attente-caf',
      'FOURNISSEUR_ACTIVITE accordee',
      'FOURNISSEUR_FINANCIER accordee',
    ]);
  });

  it('refuses the same role twice for one person, and grants it again once ended', async () => {
    const personne = await fixture.personne('BAILLET');
    const [creee] = await affecter(personne, 'FOURNISSEUR_ACTIVITE');
    await expect(affecter(personne, 'FOURNISSEUR_ACTIVITE')).rejects.toBeInstanceOf(DejaHabilite);
    await fixture.executeur.executer(fixture.administrateur.acteur(), terminerHabilitation, {
      id: creee?.id,
    });
    await expect(affecter(personne, 'FOURNISSEUR_ACTIVITE')).resolves.toHaveLength(1);
  });

  it('frees the place of a habilitation that has ended', async () => {
    const [creee] = await affecter(await fixture.personne('UN'), 'FOURNISSEUR_ACTIVITE');
    await affecter(await fixture.personne('DEUX'), 'FOURNISSEUR_ACTIVITE');
    await fixture.executeur.executer(fixture.administrateur.acteur(), terminerHabilitation, {
      id: creee?.id,
    });
    await expect(affecter(await fixture.personne('TROIS'), 'FOURNISSEUR_ACTIVITE')).resolves.toHaveLength(1);
  });

  it('counts a habilitation that is still to come: the place is taken for the period asked for', async () => {
    for (const nom of ['UN', 'DEUX'])
      await affecter(await fixture.personne(nom), 'FOURNISSEUR_ACTIVITE', [ram], { du: '2026-06-01' });
    await expect(affecter(await fixture.personne('TROIS'), 'FOURNISSEUR_ACTIVITE')).rejects.toBeInstanceOf(
      QuotaAtteint,
    );
    const partant = await fixture.personne('PARTANT', { closLe: '2026-06-01' });
    await expect(affecter(partant, 'FOURNISSEUR_ACTIVITE')).resolves.toHaveLength(1);
  });

  it('leaves to the Caf what the source does not settle: a lieu of a full activity, another type of equipment', async () => {
    const avecLieux = await fixture.equipement(`Ram à lieux ${rang}`, { lieux: ['Mairie', 'École'] });
    for (const nom of ['UN', 'DEUX'])
      await affecter(await fixture.personne(nom), 'FOURNISSEUR_ACTIVITE', [avecLieux.id]);
    const [surLieu] = await affecter(await fixture.personne('TROIS'), 'FOURNISSEUR_ACTIVITE', [], {
      portee: 'lieu',
      lieux: [avecLieux.lieux[1]],
    });
    expect(surLieu).toMatchObject({ enAttente: true, ou: `Ram à lieux ${rang} (École)` });
    const eaje = await fixture.equipement(`Crèche ${rang}`, { type: 'EAJE' });
    const [surCreche] = await affecter(await fixture.personne('QUATRE'), 'FOURNISSEUR_ACTIVITE', [eaje.id]);
    expect(surCreche).toMatchObject({ enAttente: true });
  });

  it('keeps the decision of record of each grant', async () => {
    const [creee] = await affecter(await fixture.personne('BAILLET'), 'APPROBATEUR');
    const [ligne] = await fixture.sql<{ issues: string[]; faits: Record<string, unknown> }>(
      'select d.issues, d.faits from habilitation h join decision d on d.id = h.decision_id where h.id = $1',
      [creee?.id],
    );
    expect(ligne?.issues).toEqual(['EN_ATTENTE_CAF']);
    expect(ligne?.faits).toMatchObject({ role: 'APPROBATEUR', titulairesActifs: 0, titulairesEnAttente: 0 });
  });
});

describe('what is refused before any quota', () => {
  it('no activity chosen, with the sentence of the source', async () => {
    const refus = await affecter(await fixture.personne('BAILLET'), 'FOURNISSEUR_ACTIVITE', []).catch(
      (erreur: unknown) => erreur,
    );
    expect(refus).toBeInstanceOf(AucuneActivite);
    expect((refus as Error).message).toBe('La sélection d’au moins une activité est obligatoire.');
  });

  it('an activity of another partner, or one that is no identifier', async () => {
    const personne = await fixture.personne('BAILLET');
    await expect(
      affecter(personne, 'FOURNISSEUR_ACTIVITE', [fixture.etranger.equipementId]),
    ).rejects.toBeInstanceOf(PorteeInconnue);
    await expect(
      affecter(personne, 'FOURNISSEUR_ACTIVITE', ["'; drop table equipement; --"]),
    ).rejects.toBeInstanceOf(PorteeInconnue);
  });

  it('a user who is not open on the day asked for', async () => {
    await expect(
      affecter(await fixture.personne('FUTUR', { ouvertLe: '2026-04-01' }), 'CONSULTANT'),
    ).rejects.toBeInstanceOf(UtilisateurNonOuvert);
    await expect(
      affecter(await fixture.personne('PARTI', { closLe: '2026-02-01' }), 'CONSULTANT'),
    ).rejects.toBeInstanceOf(UtilisateurNonOuvert);
  });

  it('a role no bulletin d’adhésion in force opens', async () => {
    await expect(
      affecter(await fixture.personne('BAILLET'), 'CONSULTANT', [ram], { du: '2027-02-01' }),
    ).rejects.toBeInstanceOf(RoleNonOuvert);
  });

  it('30 February', async () => {
    await expect(
      affecter(await fixture.personne('BAILLET'), 'CONSULTANT', [ram], { du: '2026-02-30' }),
    ).rejects.toMatchObject({
      statut: 422,
      champs: { du: expect.stringContaining('cette date n’existe pas') as string },
    });
  });
});

describe('an approbateur', () => {
  it('waits for the Caf, opens nothing meanwhile, and begins at the earliest on the day it is validated', async () => {
    const personne = await fixture.personne('BAILLET');
    const [creee] = await affecter(personne, 'APPROBATEUR');
    const droits = async () =>
      (
        await fixture.sql<{ profils: { utilisateurs: { habilitations: unknown[] }[] } }>(
          'select connexion_profils($1) as profils',
          [personne.compteId],
        )
      )[0]?.profils.utilisateurs[0]?.habilitations;
    expect(await droits()).toEqual([]);
    fixture.horloge.regler('2026-03-10');
    await fixture.executeur.executer(agent(), validerHabilitation, { id: creee?.id });
    expect(await droits()).toMatchObject([{ role: 'APPROBATEUR', du: '2026-03-10' }]);
    fixture.horloge.regler('2026-03-02');
  });

  it('cannot be doubled: a second request is refused while one waits, and while one is active', async () => {
    const [creee] = await affecter(await fixture.personne('UN'), 'APPROBATEUR');
    await expect(affecter(await fixture.personne('DEUX'), 'APPROBATEUR')).rejects.toBeInstanceOf(
      QuotaAtteint,
    );
    await fixture.executeur.executer(agent(), validerHabilitation, { id: creee?.id });
    await expect(affecter(await fixture.personne('TROIS'), 'APPROBATEUR')).rejects.toBeInstanceOf(
      QuotaAtteint,
    );
  });

  it('is replaced on request: the old one ends the day the new one is validated, never two active', async () => {
    const [ancien] = await affecter(await fixture.personne('ANCIEN'), 'APPROBATEUR');
    await fixture.executeur.executer(agent(), validerHabilitation, { id: ancien?.id });
    const [nouveau] = await affecter(await fixture.personne('NOUVEAU'), 'APPROBATEUR', [ram], {
      remplacer: 'oui',
    });
    expect(await etats()).toMatchObject([
      { etat: 'accordee', au: null },
      { etat: 'en-attente-caf', au: null },
    ]);
    fixture.horloge.regler('2026-03-20');
    await fixture.executeur.executer(agent(), validerHabilitation, { id: nouveau?.id });
    const lignes = await fixture.sql<{ id: string; etat: string; du: string; au: string | null }>(
      "select id, etat, to_char(du, 'YYYY-MM-DD') as du, to_char(au, 'YYYY-MM-DD') as au from habilitation where equipement_id = $1 order by du",
      [ram],
    );
    expect(lignes).toEqual([
      { id: ancien?.id, etat: 'accordee', du: '2026-03-02', au: '2026-03-20' },
      { id: nouveau?.id, etat: 'accordee', du: '2026-03-20', au: null },
    ]);
    fixture.horloge.regler('2026-03-02');
  });
});
