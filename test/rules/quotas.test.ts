import { describe, expect, it } from 'vitest';
import { chargerAvec, combinaisons, evaluer, issues } from './appui.ts';

const demande = {
  typeEquipement: 'RAM',
  role: 'FOURNISSEUR_ACTIVITE',
  portee: 'activite',
  titulairesActifs: 0,
  titulairesEnAttente: 0,
};
const MAXIMUMS: Readonly<Record<string, number>> = {
  FOURNISSEUR_ACTIVITE: 2,
  FOURNISSEUR_FINANCIER: 2,
  APPROBATEUR: 1,
};

describe('quotas', () => {
  it('holds on every type, role, scope and number of holders', async () => {
    const cas = combinaisons({
      typeEquipement: ['RAM', 'EAJE', 'ALSH', 'LAEP'],
      role: [...Object.keys(MAXIMUMS), 'CONSULTANT'],
      portee: ['activite', 'lieu'],
      titulairesActifs: [0, 1, 2, 3, 40],
      titulairesEnAttente: [0, 1, 2],
    });
    for (const faits of cas) {
      const complet =
        Number(faits['titulairesActifs']) + Number(faits['titulairesEnAttente']) >=
        (MAXIMUMS[String(faits['role'])] ?? Infinity);
      let attendu = faits['role'] === 'APPROBATEUR' ? 'EN_ATTENTE_CAF' : 'ACCORDEE';
      if (complet) attendu = faits['portee'] === 'lieu' ? 'NON_SPECIFIE' : 'QUOTA_ATTEINT';
      if (faits['typeEquipement'] !== 'RAM') attendu = 'NON_SPECIFIE';
      expect([faits, await issues('quotas', faits)]).toEqual([faits, [attendu]]);
    }
    expect(cas).toHaveLength(480);
  });

  it.each([
    [{}, 'ACCORDEE', 'decide', 'information'],
    [{ role: 'APPROBATEUR' }, 'EN_ATTENTE_CAF', 'decision-humaine', 'information'],
    [{ titulairesActifs: 2 }, 'QUOTA_ATTEINT', 'decide', 'bloquant'],
    [{ titulairesActifs: 2, portee: 'lieu' }, 'NON_SPECIFIE', 'source-muette', 'avertissement'],
    [{ typeEquipement: 'EAJE' }, 'NON_SPECIFIE', 'source-muette', 'avertissement'],
  ])('%o: %s, %s', async (faits, issue, etat, gravite) => {
    expect(await evaluer('quotas', { ...demande, ...faits })).toMatchObject({
      etat,
      issues: [issue],
      constats: [{ gravite }],
    });
  });

  it('lets an approbateur be replaced: the person replaced is not counted, and what is recorded changes nothing', async () => {
    for (const remplacement of [true, false, null])
      expect(await issues('quotas', { ...demande, role: 'APPROBATEUR', remplacement })).toEqual([
        'EN_ATTENTE_CAF',
      ]);
    expect(
      await issues('quotas', { ...demande, role: 'APPROBATEUR', titulairesActifs: 1, remplacement: true }),
    ).toEqual(['QUOTA_ATTEINT']);
  });

  it('needs the five facts and no other', async () => {
    expect(await evaluer('quotas', {})).toMatchObject({
      etat: 'faits-manquants',
      manquants: ['portee', 'role', 'titulairesActifs', 'titulairesEnAttente', 'typeEquipement'],
    });
    await expect(evaluer('quotas', { ...demande, titulaires: 1 })).rejects.toThrow(/titulaires/);
    await expect(evaluer('quotas', { ...demande, titulairesActifs: -1 })).rejects.toThrow(/titulairesActifs/);
    await expect(evaluer('quotas', { ...demande, role: 'approbateur' })).rejects.toThrow(/role/);
  });

  it('follows other answers to its open questions', async () => {
    const enAttenteIgnorees = chargerAvec('quotas', { attenteCompte: false });
    expect(
      await issues(enAttenteIgnorees, { ...demande, titulairesActifs: 1, titulairesEnAttente: 5 }),
    ).toEqual(['ACCORDEE']);
    const lieuxPartages = chargerAvec('quotas', { quotaDesLieux: 'partage-avec-activite' });
    expect(await issues(lieuxPartages, { ...demande, titulairesActifs: 2, portee: 'lieu' })).toEqual([
      'QUOTA_ATTEINT',
    ]);
    const deuxApprobateurs = chargerAvec('quotas', { quotaApprobateur: 2 });
    expect(await issues(deuxApprobateurs, { ...demande, role: 'APPROBATEUR', titulairesActifs: 1 })).toEqual([
      'EN_ATTENTE_CAF',
    ]);
    expect(await issues(deuxApprobateurs, { ...demande, role: 'APPROBATEUR', titulairesActifs: 2 })).toEqual([
      'QUOTA_ATTEINT',
    ]);
  });
});
