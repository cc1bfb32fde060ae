import { describe, expect, it } from 'vitest';
import { enDate, enJours } from '#test/rules/calendrier.ts';
import { ANIMATEUR, ANIMATRICE } from './donnees.ts';
import type { Cas } from './periodes.ts';
import { absences, animateur, fiche, juger, issues, faitsDe } from './periodes.ts';

describe('presence is the one measure of Etp', () => {
  const enTour = (fin: string, debut: string, etps: readonly [string, string] = ['1', '1']): Cas => ({
    activite: {
      ...animateur(0, ANIMATRICE, etps[0], { 'animateurs.liste.0.depart': fin }),
      ...animateur(1, ANIMATEUR, etps[1], { 'animateurs.liste.1.arrivee': debut }),
    },
    contexte: {
      animateurs: [
        fiche(ANIMATRICE, etps[0], { au: enDate(enJours(fin) + 1) }),
        fiche(ANIMATEUR, etps[1], { poste: ANIMATRICE, du: debut }),
      ],
    },
  });

  it('gives two people in turn on one post the amount of one person', async () => {
    const analyse = await juger(enTour('2019-05-31', '2019-06-01'));
    expect(faitsDe(analyse, 'etp')).toMatchObject([{ moisPresence: 5 }, { moisPresence: 7 }]);
    expect(faitsDe(analyse, 'estimation-ps')).toMatchObject([{ etpReel: 1, etpRetenu: '1' }]);
    expect(analyse.estimation.montant).toBe('18060.00');
    expect(faitsDe(analyse, 'etp-equipement')).toMatchObject([{ etpDeclareTotal: 1, etpContratTotal: 1 }]);
    expect(issues(analyse)).not.toContain('ETP_DECLARE_SUPERIEUR_VALIDE');
    expect(issues(analyse)).not.toContain('DATES_DIFFERENTES');
  });

  it('tells once of an arrival and a departure: with the animateur, where his Etp is reduced', async () => {
    const { controles, decisions } = await juger(enTour('2019-05-31', '2019-06-01'));
    expect(
      controles.filter(
        ({ etape, gravite }) =>
          ['periodes-absences', 'presence'].includes(etape) && gravite === 'information',
      ),
    ).toEqual([]);
    expect(
      decisions
        .filter(({ demande }) => demande.jeu === 'presence')
        .map(({ intitule }) => intitule.replace(/ \(.*/, '')),
    ).toEqual(
      expect.arrayContaining(['Animateur 1, Dernier jour au Ram', 'Animateur 2, Premier jour au Ram']),
    );
    expect(
      controles.filter(({ etape, message }) => etape === 'etp' && /est présent/.test(message)),
    ).toHaveLength(2);
  });

  it('counts the month of the change once, at the larger contract of those present', async () => {
    const analyse = await juger(enTour('2019-06-15', '2019-06-16', ['0.8', '1']));
    expect(faitsDe(analyse, 'etp')).toMatchObject([{ moisPresence: 5 }, { moisPresence: 7 }]);
    const inverse = await juger(enTour('2019-06-15', '2019-06-16', ['1', '0.8']));
    expect(faitsDe(inverse, 'etp')).toMatchObject([{ moisPresence: 6 }, { moisPresence: 6 }]);
  });

  it('counts two people on two posts each for himself', async () => {
    const cas = enTour('2019-06-15', '2019-06-16');
    const analyse = await juger({
      ...cas,
      contexte: {
        conventionnement: { etpValide: '2' },
        animateurs: [
          fiche(ANIMATRICE, '1', { au: '2019-06-16' }),
          fiche(ANIMATEUR, '1', { du: '2019-06-16' }),
        ],
      },
    });
    expect(faitsDe(analyse, 'etp')).toMatchObject([{ moisPresence: 6 }, { moisPresence: 7 }]);
  });

  it('compares « declared above validated » at one moment', async () => {
    const ensemble = await juger(enTour('2019-07-31', '2019-06-01'));
    // On one post, even with two months in common, one of the two.
    expect(issues(ensemble)).not.toContain('ETP_DECLARE_SUPERIEUR_VALIDE');
    const deuxPostes = await juger({
      ...enTour('2019-07-31', '2019-06-01'),
      contexte: {
        animateurs: [
          fiche(ANIMATRICE, '1', { au: '2019-08-01' }),
          fiche(ANIMATEUR, '1', { du: '2019-06-01' }),
        ],
      },
    });
    expect(issues(deuxPostes)).toContain('ETP_DECLARE_SUPERIEUR_VALIDE');
  });

  it('counts a replacement for the months the absence takes, and says which of its days are outside', async () => {
    const rempl = (debut: string, fin: string): Cas => ({
      activite: {
        ...absences([ANIMATRICE, '2019-03-10', '2019-05-20']),
        'animateurs.liste.0.remplacement': 'animateur',
        'animateurs.liste.0.remplacant': ANIMATEUR,
        'animateurs.liste.0.etpRemplacant': '1',
        'animateurs.liste.0.debutRemplacement': debut,
        'animateurs.liste.0.finRemplacement': fin,
      },
      contexte: {
        animateurs: [fiche(ANIMATRICE, '1')],
        animateursDuRam: [fiche(ANIMATRICE, '1'), fiche(ANIMATEUR, '1')],
      },
    });
    const dans = await juger(rempl('2019-03-10', '2019-05-19'));
    expect(faitsDe(dans, 'etp')).toMatchObject([
      {
        moisPresence: 11,
        moisRemplacement: 1,
        remplacement: 'animateur-valide',
        joursRemplacementHorsAbsence: 0,
      },
    ]);
    const dehors = await juger(rempl('2019-03-01', '2019-05-31'));
    expect(faitsDe(dehors, 'etp')).toMatchObject([{ moisRemplacement: 1, joursRemplacementHorsAbsence: 21 }]);
    expect(issues(dehors)).toContain('REMPLACEMENT_HORS_ABSENCE');
    const nonValide = await juger({
      ...rempl('2019-03-10', '2019-05-19'),
      contexte: { animateursDuRam: [fiche(ANIMATEUR, '1', { profilValide: false })] },
    });
    expect(issues(nonValide)).toContain('REMPLACANT_NON_VALIDE');
    const pasEncoreLa = await juger({
      ...rempl('2019-03-10', '2019-05-19'),
      contexte: { animateursDuRam: [fiche(ANIMATEUR, '1', { du: '2019-05-01' })] },
    });
    expect(faitsDe(pasEncoreLa, 'etp')).toMatchObject([{ moisRemplacement: 0 }]);
  });

  it('retains the contract the Caf recorded, and shows it a difference', async () => {
    const analyse = await juger({
      activite: animateur(0, ANIMATRICE, '1.5'),
      contexte: { conventionnement: { etpValide: '2' }, animateurs: [fiche(ANIMATRICE, '0.8')] },
    });
    expect(faitsDe(analyse, 'etp')).toMatchObject([
      { etpContrat: '0.8', etpContratDeclare: '1.5', etpValideCa: '0.8' },
    ]);
    expect(issues(analyse)).toContain('ETP_CONTRAT_DIFFERENT');
  });

  it('blocks a validated Etp above the contract, where the Caf records it per animateur', async () => {
    const analyse = await juger({ contexte: { animateurs: [fiche(ANIMATRICE, '0.8', { etpValide: '1' })] } });
    expect(analyse.bloquants.map(({ regle }) => regle)).toContain('ETP-001');
  });

  it('shows the Caf an arrival or a departure it has not recorded', async () => {
    expect(
      issues(
        await juger({
          activite: animateur(0, ANIMATRICE, '1', { 'animateurs.liste.0.depart': '2019-06-30' }),
          contexte: { animateurs: [fiche(ANIMATRICE, '1')] },
        }),
      ),
    ).toContain('DATES_DIFFERENTES');
  });
});
