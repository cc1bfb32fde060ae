import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { affecterRole } from '#src/domain/delegation/habilitation/affecter.ts';
import {
  rechercherHabilitations,
  type CriteresHabilitations,
} from '#src/domain/delegation/habilitation/lectures.ts';
import {
  DemandeurNePeutTraiter,
  FinDansLePasse,
  HabilitationTerminee,
  PasEnAttente,
  PasSuspensible,
  QuotaAtteint,
} from '#src/domain/delegation/habilitation/refus.ts';
import { terminerHabilitation } from '#src/domain/delegation/habilitation/terminer.ts';
import { Habilitation } from '#src/domain/delegation/habilitation/habilitation.ts';
import {
  leverSuspension,
  refuserHabilitation,
  suspendreHabilitation,
  validerHabilitation,
} from '#src/domain/delegation/habilitation/traiter.ts';
import { ActionInterdite, Introuvable, SaisieInvalide } from '#src/kernel/refus.ts';
import { pourquoi } from '#src/domain/acces/pourquoi/pourquoi.ts';
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
  ram = (await fixture.equipement(`Ram ${rang}`)).id;
});

const affecter = async (
  personne: PersonneDuDecor,
  role: string,
  autres: Readonly<Record<string, unknown>> = {},
) => {
  const [creee] = await fixture.executeur.executer(fixture.administrateur.acteur(), affecterRole, {
    utilisateur: personne.utilisateurId,
    role,
    du: '2026-03-02',
    portee: 'activite',
    equipements: [ram],
    ...autres,
  });
  return creee?.id ?? '';
};
const lire = async (id: string) =>
  (
    await fixture.sql<{ etat: string; du: string; au: string | null; motif: string | null }>(
      "select etat, to_char(du, 'YYYY-MM-DD') as du, to_char(au, 'YYYY-MM-DD') as au, motif from habilitation where id = $1",
      [id],
    )
  )[0];
const TOUT: CriteresHabilitations = {
  utilisateur: '',
  role: '',
  activite: '',
  type: '',
  nature: '',
  etat: 'actif',
  lieux: false,
};
const chercher = async (etat: CriteresHabilitations['etat'], autres: Partial<CriteresHabilitations> = {}) => {
  const groupes = await fixture.executeur.lire(fixture.administrateur.acteur(), (unite) =>
    rechercherHabilitations(unite, { ...TOUT, activite: ram, etat, ...autres }),
  );
  return groupes.flatMap(({ lignes }) =>
    lignes.map(({ role, habilitation }) => `${role}: ${habilitation ? habilitation.etat : 'personne'}`),
  );
};

describe('an agent of the Caf', () => {
  it('validates a request once, and not one that is over', async () => {
    const id = await affecter(await fixture.personne('UN'), 'APPROBATEUR');
    await fixture.executeur.executer(agent(), validerHabilitation, { id });
    await expect(fixture.executeur.executer(agent(), validerHabilitation, { id })).rejects.toBeInstanceOf(
      PasEnAttente,
    );
  });

  it('cannot treat a request he made himself as a user of the partner', async () => {
    const id = await affecter(await fixture.personne('UN'), 'APPROBATEUR');
    const memePersonne = { ...agent(), compteId: fixture.administrateur.compteId };
    await expect(
      fixture.executeur.executer(memePersonne, validerHabilitation, { id }),
    ).rejects.toBeInstanceOf(DemandeurNePeutTraiter);
    await expect(
      fixture.executeur.executer(memePersonne, refuserHabilitation, { id, motif: 'non' }),
    ).rejects.toBeInstanceOf(DemandeurNePeutTraiter);
    expect((await lire(id))?.etat).toBe('en-attente-caf');
  });

  it('of another Caf finds no such request', async () => {
    const id = await affecter(await fixture.personne('UN'), 'APPROBATEUR');
    await expect(
      fixture.executeur.executer(agent('771'), validerHabilitation, { id }),
    ).rejects.toBeInstanceOf(Introuvable);
  });

  it('refuses with a reason, which the user receives; the approbateur in place stays', async () => {
    const ancien = await affecter(await fixture.personne('ANCIEN'), 'APPROBATEUR');
    await fixture.executeur.executer(agent(), validerHabilitation, { id: ancien });
    const nouveau = await affecter(await fixture.personne('NOUVEAU'), 'APPROBATEUR', { remplacer: 'oui' });
    await expect(
      fixture.executeur.executer(agent(), refuserHabilitation, { id: nouveau, motif: '  ' }),
    ).rejects.toBeInstanceOf(SaisieInvalide);
    await fixture.executeur.executer(agent(), refuserHabilitation, { id: nouveau, motif: 'Pièce manquante' });
    expect(await lire(nouveau)).toMatchObject({ etat: 'refusee', motif: 'Pièce manquante' });
    expect(await lire(ancien)).toMatchObject({ etat: 'accordee', au: null });
    expect(
      (
        await fixture.sql<{ corps: string }>(
          "select corps from courriel where objet like 'Habilitation refusée%'",
        )
      ).at(-1)?.corps,
    ).toContain('Pièce manquante');
  });

  it('does not make a second active approbateur, even if the first became one meanwhile by other means', async () => {
    const ancien = await affecter(await fixture.personne('ANCIEN'), 'APPROBATEUR');
    await fixture.executeur.executer(agent(), validerHabilitation, { id: ancien });
    const nouveau = await affecter(await fixture.personne('NOUVEAU'), 'APPROBATEUR', { remplacer: 'oui' });
    await fixture.sql('update habilitation set remplace_id = null where id = $1', [nouveau]);
    await expect(
      fixture.executeur.executer(agent(), validerHabilitation, { id: nouveau }),
    ).rejects.toBeInstanceOf(QuotaAtteint);
  });

  it('is told by the screen, before he validates, that the quota leaves no place', async () => {
    const ancien = await affecter(await fixture.personne('ANCIEN'), 'APPROBATEUR');
    await fixture.executeur.executer(agent(), validerHabilitation, { id: ancien });
    const nouveau = await affecter(await fixture.personne('NOUVEAU'), 'APPROBATEUR', { remplacer: 'oui' });
    const raison = () =>
      fixture.executeur.lire(agent(), async (unite) =>
        pourquoi(unite, validerHabilitation, await unite.em.findOneOrFail(Habilitation, { id: nouveau })),
      );
    expect(await raison(), 'he replaces the one in place').toBeNull();
    await fixture.sql('update habilitation set remplace_id = null where id = $1', [nouveau]);
    expect(JSON.stringify(await raison())).toContain('quotas');
  });

  it('suspends and restores; a suspended habilitation opens nothing and keeps its place', async () => {
    const personne = await fixture.personne('UN');
    const id = await affecter(personne, 'FOURNISSEUR_ACTIVITE');
    await fixture.executeur.executer(agent(), suspendreHabilitation, { id, motif: 'Précaution' });
    const [profils] = await fixture.sql<{ p: { utilisateurs: { habilitations: unknown[] }[] } }>(
      'select connexion_profils($1) as p',
      [personne.compteId],
    );
    expect(profils?.p.utilisateurs[0]?.habilitations).toEqual([]);
    await affecter(await fixture.personne('DEUX'), 'FOURNISSEUR_ACTIVITE');
    await expect(affecter(await fixture.personne('TROIS'), 'FOURNISSEUR_ACTIVITE')).rejects.toBeInstanceOf(
      QuotaAtteint,
    );
    await fixture.executeur.executer(agent(), leverSuspension, { id });
    expect((await lire(id))?.etat).toBe('accordee');
    const enAttente = await affecter(await fixture.personne('QUATRE'), 'APPROBATEUR');
    await expect(
      fixture.executeur.executer(agent(), suspendreHabilitation, { id: enAttente, motif: 'x' }),
    ).rejects.toBeInstanceOf(PasSuspensible);
  });

  it('is the only one who may: a partner is refused', async () => {
    const id = await affecter(await fixture.personne('UN'), 'APPROBATEUR');
    await expect(
      fixture.executeur.executer(fixture.administrateur.acteur(), validerHabilitation, { id }),
    ).rejects.toBeInstanceOf(ActionInterdite);
  });
});

describe('ending a habilitation', () => {
  it('takes effect today unless said otherwise, never before, and once', async () => {
    const id = await affecter(await fixture.personne('UN'), 'FOURNISSEUR_ACTIVITE', { du: '2026-02-01' });
    await expect(
      fixture.executeur.executer(fixture.administrateur.acteur(), terminerHabilitation, {
        id,
        au: '2026-02-15',
      }),
    ).rejects.toBeInstanceOf(FinDansLePasse);
    await fixture.executeur.executer(fixture.administrateur.acteur(), terminerHabilitation, { id });
    expect(await lire(id)).toMatchObject({ etat: 'accordee', au: '2026-03-02' });
    await expect(
      fixture.executeur.executer(fixture.administrateur.acteur(), terminerHabilitation, { id }),
    ).rejects.toBeInstanceOf(HabilitationTerminee);
  });

  it('withdraws a pending request, which leaves the queue of the Caf', async () => {
    const id = await affecter(await fixture.personne('UN'), 'APPROBATEUR');
    await fixture.executeur.executer(fixture.administrateur.acteur(), terminerHabilitation, { id });
    expect((await lire(id))?.etat).toBe('retiree');
    await expect(fixture.executeur.executer(agent(), validerHabilitation, { id })).rejects.toBeInstanceOf(
      PasEnAttente,
    );
    await expect(affecter(await fixture.personne('DEUX'), 'APPROBATEUR')).resolves.toBeTruthy();
  });

  it('is refused to a partner who does not own it', async () => {
    const id = await affecter(await fixture.personne('UN'), 'FOURNISSEUR_ACTIVITE');
    await expect(
      fixture.executeur.executer(fixture.etranger.acteur, terminerHabilitation, { id }),
    ).rejects.toBeInstanceOf(Introuvable);
  });
});

describe('the list of habilitations', () => {
  it('shows a row per role, empty ones included, and what waits for the Caf among the active', async () => {
    await affecter(await fixture.personne('BAILLET'), 'APPROBATEUR');
    await affecter(await fixture.personne('BAILLET'), 'FOURNISSEUR_ACTIVITE');
    expect(await chercher('actif')).toEqual([
      'APPROBATEUR: en-attente-caf',
      'FOURNISSEUR_ACTIVITE: accordee',
      'FOURNISSEUR_FINANCIER: personne',
    ]);
  });

  it('tells the four states apart', async () => {
    const terminee = await affecter(await fixture.personne('UN'), 'FOURNISSEUR_ACTIVITE');
    await fixture.executeur.executer(fixture.administrateur.acteur(), terminerHabilitation, { id: terminee });
    await affecter(await fixture.personne('DEUX'), 'FOURNISSEUR_ACTIVITE', { du: '2026-05-01' });
    await affecter(await fixture.personne('TROIS'), 'APPROBATEUR');
    expect(await chercher('historique')).toEqual(['FOURNISSEUR_ACTIVITE: accordee']);
    expect(await chercher('inactif')).toEqual([
      'APPROBATEUR: en-attente-caf',
      'FOURNISSEUR_ACTIVITE: accordee',
    ]);
    expect(await chercher('non-attribue')).toEqual(['FOURNISSEUR_FINANCIER: personne']);
  });

  it('searches by user and role without empty rows of others', async () => {
    const personne = await fixture.personne('UN');
    await affecter(personne, 'FOURNISSEUR_ACTIVITE');
    expect(await chercher('actif', { utilisateur: personne.utilisateurId })).toEqual([
      'FOURNISSEUR_ACTIVITE: accordee',
    ]);
    expect(await chercher('actif', { role: 'APPROBATEUR' })).toEqual(['APPROBATEUR: personne']);
  });

  it('shows lieux apart from activities', async () => {
    const avecLieux = await fixture.equipement(`Ram à lieux ${rang}`, { lieux: ['Mairie'] });
    await affecter(await fixture.personne('UN'), 'FOURNISSEUR_ACTIVITE', {
      portee: 'lieu',
      equipements: [],
      lieux: avecLieux.lieux,
    });
    expect(
      await chercher('actif', { activite: avecLieux.id, lieux: true, role: 'FOURNISSEUR_ACTIVITE' }),
    ).toEqual(['FOURNISSEUR_ACTIVITE: accordee']);
    expect(await chercher('actif', { activite: avecLieux.id, role: 'FOURNISSEUR_ACTIVITE' })).toEqual([
      'FOURNISSEUR_ACTIVITE: personne',
    ]);
  });

  it('shows a partner nothing of another', async () => {
    await affecter(await fixture.personne('UN'), 'FOURNISSEUR_ACTIVITE');
    const groupes = await fixture.executeur.lire(fixture.etranger.acteur, (unite) =>
      rechercherHabilitations(unite, TOUT),
    );
    expect(groupes.map(({ equipement }) => equipement.nom)).toEqual(['Ram de Nemours']);
  });
});
