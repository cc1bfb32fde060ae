import { describe, expect, it } from 'vitest';
import type { Brut } from '#src/domain/formulaire/saisie/lire.ts';
import { ANIMATEUR, ANIMATRICE } from './donnees.ts';
import { juger, fermeture, issues } from './analyse.ts';

describe('analysis of a Ram declaration', () => {
  it('estimates 43 % of the expenses of a full-time animatrice below the cap, and names the fictitious cap', async () => {
    const analyse = await juger();
    expect(analyse.bloquants).toEqual([]);
    expect(analyse.manquants).toEqual([]);
    // 42 000 / 1 Etp = 42 000, below 50 000; 42 000 × 43 % = 18 060
    expect(analyse.estimation.montant).toBe('18060.00');
    expect(analyse.estimation.fictives).toHaveLength(1);
    expect(analyse.sousReserve).toEqual([]);
    expect(analyse.totaux['charges']?.['total']).toBe('42000');
  });

  it('limits the price to the cap of the months open', async () => {
    // Open 8 months: cap 50 000 × 8 / 12 = 33 333.33…; × 43 % = 14 333.33
    const analyse = await juger({ activite: { 'ouverture.debut': '2019-05-01' } });
    expect(analyse.estimation.montant).toBe('14333.33');
  });

  it('prorates an absence by the months begun and tells it', async () => {
    // Absent from 10 March to 20 May: March and May count, April is lost: 11/12 = 0.9167 Etp, which the
    // expenses paid and which is retained:
    // 42 000 / 0.9167 = 45 816.51…, below the cap; × 0.9167 × 43 % = 18 060
    const analyse = await juger({
      activite: {
        'absences.liste.0.animateur': ANIMATRICE,
        'absences.liste.0.motif': 'maladie',
        'absences.liste.0.debut': '2019-03-10',
        'absences.liste.0.fin': '2019-05-20',
      },
    });
    expect(analyse.estimation.montant).toBe('18060.00');
    expect(
      analyse.decisions.find(({ demande }) => demande.jeu === 'estimation-ps')?.demande.faits,
    ).toMatchObject({ etpReel: '0.9167', etpRetenu: '0.9167' });
    expect(issues(analyse)).toContain('ETP_PRORATISE');
  });

  it('adds the absences of one animateur up, each to the person it names', async () => {
    const absence = (rang: number, debut: string, fin: string): Brut => ({
      [`absences.liste.${rang}.animateur`]: ANIMATRICE,
      [`absences.liste.${rang}.motif`]: 'maladie',
      [`absences.liste.${rang}.debut`]: debut,
      [`absences.liste.${rang}.fin`]: fin,
    });
    const deux = await juger({
      activite: { ...absence(0, '2019-02-01', '2019-04-01'), ...absence(1, '2019-09-01', '2019-10-01') },
    });
    expect(deux.decisions.find(({ demande }) => demande.jeu === 'etp')?.demande.faits).toMatchObject({
      moisPresence: 9,
      moisOuverture: 12,
    });
  });

  it('counts a validated replacement only for the months the animatrice was away', async () => {
    const remplacee = {
      'absences.liste.0.animateur': ANIMATRICE,
      'absences.liste.0.motif': 'maternite',
      'absences.liste.0.debut': '2019-03-10',
      'absences.liste.0.fin': '2019-05-20',
      'animateurs.liste.0.remplacement': 'animateur',
      'animateurs.liste.0.remplacant': ANIMATEUR,
      'animateurs.liste.0.etpRemplacant': '0,5',
      'animateurs.liste.0.debutRemplacement': '2019-03-10',
      'animateurs.liste.0.finRemplacement': '2019-05-19',
    };
    const analyse = await juger({
      activite: remplacee,
      contexte: {
        animateursDuRam: [
          { id: ANIMATEUR, nom: 'B', etpContrat: '0.5', profilValide: true, du: '2018-01-01', au: null },
        ],
      },
    });
    // 11/12 + 0.5 × 1/12 = 0.9583
    expect(
      analyse.decisions.find(({ demande }) => demande.jeu === 'etp')?.decision?.calculs['etpRetenu'],
    ).toBe('0.9583');
  });

  it('does not retain an animateur whose profile the Caf has not validated', async () => {
    const analyse = await juger({
      contexte: {
        animateurs: [{ id: ANIMATRICE, nom: 'Mona Lenoir', etpContrat: '1', profilValide: false }],
      },
    });
    expect(analyse.estimation.montant).toBe('0.00');
    expect(issues(analyse)).toContain('ETP_DECLARE_SUPERIEUR_VALIDE');
  });

  it('gives each of two animateurs a share of the validated Etp and caps their total', async () => {
    const deux = {
      'animateurs.liste.1.animateur': ANIMATEUR,
      'animateurs.liste.1.etpContrat': '0,8',
      'animateurs.liste.1.etpDeclare': '0,8',
      'animateurs.liste.1.remplacement': 'aucun',
    };
    const analyse = await juger({
      activite: deux,
      contexte: {
        conventionnement: { etpValide: '1.5' },
        animateurs: [
          { id: ANIMATRICE, nom: 'A', etpContrat: '1', profilValide: true },
          { id: ANIMATEUR, nom: 'B', etpContrat: '0.8', profilValide: true },
        ],
      },
    });
    expect(analyse.bloquants).toEqual([]);
    // 1 + 0.8 = 1.8 > 1.5 validated; price 42 000 / 1.8 = 23 333.33…; × 43 % × 1.5 = 15 050
    expect(analyse.estimation.montant).toBe('15050.00');
    expect(issues(analyse)).toContain('ETP_DECLARE_SUPERIEUR_VALIDE');
  });

  it('takes the months of a closure shorter than three months off the estimate, without blocking', async () => {
    const analyse = await juger({ activite: fermeture('2019-03-01', '2019-05-01') });
    expect(analyse.bloquants).toEqual([]);
    expect(issues(analyse)).toEqual(expect.arrayContaining(['PS_NON_VERSEE', 'MOIS_NON_VERSES']));
    // 18 060 × 10 / 12
    expect(analyse.estimation.montant).toBe('15050.00');
    expect(analyse.sousReserve).toEqual([]);
  });

  it('leaves the estimate « sous réserve » while the Ca has not decided on a longer closure', async () => {
    const analyse = await juger({ activite: fermeture('2019-03-01', '2019-07-01') });
    expect(analyse.bloquants).toEqual([]);
    expect(analyse.estimation.montant).toBe('18060.00');
    expect(analyse.sousReserve).toHaveLength(1);
    expect(analyse.enAttente).toMatchObject([
      {
        etape: 'fermeture',
        nature: 'decision-humaine',
        choix: { SUSPENSION: expect.any(String), PRORATISATION: expect.any(String) },
      },
    ]);
  });

  it('applies the decision of the Ca to that very closure: suspension, or proratisation of the opening', async () => {
    const activiteFermee = fermeture('2019-03-01', '2019-07-01');
    const [attente] = (await juger({ activite: activiteFermee })).enAttente;
    const tranche = (choix: string) =>
      juger({
        activite: activiteFermee,
        choix: [{ jeu: attente?.jeu ?? '', faits: attente?.faits ?? {}, choix }],
      });
    const suspension = await tranche('SUSPENSION');
    const proratisation = await tranche('PRORATISATION');
    expect([suspension.enAttente, proratisation.enAttente]).toEqual([[], []]);
    // Suspension: 18 060 × 8 / 12. Proratisation: open 8 months, cap 33 333.33… × 43 %
    expect([suspension.estimation.montant, proratisation.estimation.montant]).toEqual([
      '12040.00',
      '14333.33',
    ]);
    const autre = await juger({
      activite: fermeture('2019-03-01', '2019-08-01'),
      choix: [{ jeu: 'fermeture', faits: attente?.faits ?? {}, choix: 'SUSPENSION' }],
    });
    expect(autre.enAttente).toHaveLength(1);
  });

  it('says that the source is silent on a closure of exactly three months, and what the Caf may choose', async () => {
    const analyse = await juger({ activite: fermeture('2019-03-01', '2019-06-01') });
    expect(analyse.enAttente).toMatchObject([
      {
        nature: 'source-muette',
        choix: {
          PS_NON_VERSEE: expect.any(String),
          SUSPENSION: expect.any(String),
          PRORATISATION: expect.any(String),
        },
      },
    ]);
  });

  it('leaves an ordinary closure out', async () => {
    const analyse = await juger({ activite: fermeture('2019-08-01', '2019-09-01', 'traditionnelle') });
    expect(analyse.estimation.montant).toBe('18060.00');
    expect(analyse.enAttente).toEqual([]);
  });

  it('points at the field of the row at fault', async () => {
    const analyse = await juger({ activite: { ...fermeture('2019-03-01', '2019-05-01') } });
    expect(analyse.controles.find(({ issue }) => issue === 'PS_NON_VERSEE')?.champs).toEqual([
      'fermetures.liste.0.debut',
      'fermetures.liste.0.fin',
    ]);
  });

  it('names what is not filled in, once, and makes no yes or no of it', async () => {
    const analyse = await juger({ activite: { 'ouverture.fin': '', 'missions.actionsInformation': '' } });
    expect(analyse.manquants.map(({ champ }) => champ).sort()).toEqual([
      'missions.actionsInformation',
      'ouverture.fin',
    ]);
    expect(analyse.estimation.montant).toBeNull();
  });

  it('tells a record the Caf lacks in words, not by a field', async () => {
    const analyse = await juger({ contexte: { conventionnement: { etpValide: null } } });
    expect(analyse.manquants).toMatchObject([
      { champ: null, message: expect.stringContaining('Contactez votre Caf') },
    ]);
  });

  it('blocks expenses that are nil and an activity without a commune', async () => {
    const analyse = await juger({
      finances: { 'charges.c60': '0', 'charges.c64': '' },
      activite: { 'territoires.communes.0.commune': undefined },
    });
    expect(analyse.bloquants.map(({ issue }) => issue).sort()).toEqual([
      'DEPENSES_NULLES',
      'TERRITOIRE_ABSENT',
    ]);
  });

  it('adds nine actual and three forecast months up', async () => {
    const analyse = await juger({
      perennite: 'actualisee',
      activite: {
        'missions.actionsInformation': undefined,
        'missions.actionsInformation.reel': '30',
        'missions.actionsInformation.prevu': '10',
        'missions.actionsEchanges': undefined,
        'missions.actionsEchanges.reel': '9',
        'missions.actionsEchanges.prevu': '3',
      },
      finances: {
        'charges.c60': undefined,
        'charges.c64': undefined,
        'produits.c70': undefined,
        'produits.c74': undefined,
        'charges.c64.reel': '30 000',
        'charges.c64.prevu': '10 000',
        'produits.c74.reel': '30 000',
        'produits.c74.prevu': '10 000',
      },
    });
    expect(analyse.totaux['charges']).toMatchObject({
      c64: '40000',
      reel: '30000',
      prevu: '10000',
      total: '40000',
    });
    expect(analyse.estimation.montant).toBe('17200.00');
  });

  it('contradicts a lieu unique with actions elsewhere', async () => {
    const analyse = await juger({
      activite: {
        'itinerance.actions.0.nature': 'animation',
        'itinerance.actions.0.commune': '45155',
        'itinerance.actions.0.nombre': '4',
      },
    });
    expect(issues(analyse)).toEqual(expect.arrayContaining(['LIEU_UNIQUE_CONTREDIT', 'ITINERANT']));
  });

  it('refuses transmission outside the campaign, unless the Caf has returned the declaration', async () => {
    const close = {
      campagne: { existe: true, ouvreLe: '2019-01-16', fermeLe: '2019-04-01', fermetureManuelle: false },
    };
    expect(
      (await juger({ moment: 'transmission', contexte: close })).bloquants.map(({ issue }) => issue),
    ).toEqual(['CAMPAGNE_CLOSE']);
    expect(
      (await juger({ moment: 'transmission', contexte: { ...close, dejaTransmise: true } })).bloquants,
    ).toEqual([]);
  });

  it('suspends transmission under an expired convention', async () => {
    const analyse = await juger({
      moment: 'transmission',
      contexte: { convention: { etat: 'echue', fin: '2020-01-01', bulletinActif: false } },
    });
    expect(analyse.bloquants.map(({ issue }) => issue)).toContain('TRANSMISSION_SUSPENDUE');
  });
});
