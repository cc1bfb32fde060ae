import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ActionInterdite, Introuvable } from '#src/kernel/refus.ts';
import {
  demanderDecision,
  prendreEnTraitement,
  reglerCasMuet,
  retourner,
  traiter,
  transmettre,
  trancherFermeture,
} from '#src/domain/declaration/commandes.ts';
import {
  ChoixInconnu,
  DecisionSansObjet,
  DecisionsEnAttente,
  DejaTranchee,
  DemandeAbsente,
  HorsTraitement,
  QuatreYeux,
  SeanceFuture,
} from '#src/domain/declaration/refus.ts';
import { dossierDeDeclaration } from '#src/domain/declaration/dossier-caf.ts';
import { agent } from '#test/support/acteurs.ts';
import {
  enTraitement,
  fermeture,
  planterUneDeclaration,
  remplir,
  saisirEtTerminer,
  vider,
  type DecorDeDeclaration,
} from './decor.ts';

let decor: DecorDeDeclaration;
beforeAll(async () => {
  decor = await planterUneDeclaration();
});
afterAll(() => decor.fermer());
beforeEach(() => vider(decor));

const LONGUE = fermeture('2025-03-01', '2025-07-01');
const TROIS_MOIS = fermeture('2025-03-01', '2025-06-01');
const REPONSE = {
  choix: 'PRORATISATION',
  instance: 'conseil-administration',
  seanceLe: '2026-02-20',
  motif: 'Séance du 20 février',
};
const decisionSur = async (declaration: string, detail = 'fermeture:1') =>
  (
    await decor.sql<{ id: string }>(
      'select id from decision where sujet_id = $1 and sujet_detail = $2 order by prise_le desc limit 1',
      [declaration, detail],
    )
  )[0]?.id ?? '';
const ligne = async (id: string) =>
  (await decor.sql('select etat, estimation, sous_reserve from declaration where id = $1', [id]))[0];

describe('the Caf on a closure longer than three months', () => {
  it('records the proratisation with both amounts and the opening changed in « mode dégradé »', async () => {
    const declaration = await enTraitement(decor, LONGUE);
    const decision = await decisionSur(declaration);
    await decor.executeur.executer(agent('451', 1), demanderDecision, {
      declaration,
      decision,
      proposition: 'PRORATISATION',
      motif: 'Travaux imprévus',
    });
    await decor.executeur.executer(agent('451', 2), trancherFermeture, { declaration, decision, ...REPONSE });
    expect(
      await decor.sql(
        'select choix, mois_ouverture_modifies, estimation_avant, estimation_apres, demande_par <> par as deux from decision_humaine',
      ),
    ).toEqual([
      {
        choix: 'PRORATISATION',
        mois_ouverture_modifies: 8,
        estimation_avant: '18060.00',
        estimation_apres: '14333.33',
        deux: true,
      },
    ]);
    expect(await ligne(declaration)).toEqual({
      etat: 'en-traitement',
      estimation: '14333.33',
      sous_reserve: false,
    });
    const jeux = await decor.sql<{ jeu: string }>(
      "select jeu from decision where sujet_id = $1 and sujet_detail in ('effet-fermeture:1', 'estimation') order by jeu",
      [declaration],
    );
    expect(jeux.map(({ jeu }) => jeu)).toEqual([
      'effet-fermeture',
      'effet-fermeture',
      'estimation-ps',
      'estimation-ps',
    ]);
  });

  it('suspends without changing the opening', async () => {
    const declaration = await enTraitement(decor, LONGUE);
    const decision = await decisionSur(declaration);
    await decor.executeur.executer(agent('451', 1), demanderDecision, {
      declaration,
      decision,
      motif: 'Travaux',
    });
    await decor.executeur.executer(agent('451', 2), trancherFermeture, {
      declaration,
      decision,
      ...REPONSE,
      choix: 'SUSPENSION',
    });
    expect(await decor.sql('select mois_ouverture_modifies, estimation_apres from decision_humaine')).toEqual(
      [{ mois_ouverture_modifies: null, estimation_apres: '12040.00' }],
    );
  });

  it('needs a request, and another agent than the one who made it', async () => {
    const declaration = await enTraitement(decor, LONGUE);
    const decision = await decisionSur(declaration);
    const trancher = (rang: number, saisie: object = {}) =>
      decor.executeur.executer(agent('451', rang), trancherFermeture, {
        declaration,
        decision,
        ...REPONSE,
        ...saisie,
      });
    await expect(trancher(2)).rejects.toThrow(DemandeAbsente);
    await decor.executeur.executer(agent('451', 1), demanderDecision, {
      declaration,
      decision,
      motif: 'Travaux',
    });
    await expect(trancher(1)).rejects.toThrow(QuatreYeux);
    await expect(trancher(2, { choix: 'OUBLI' })).rejects.toThrow(ChoixInconnu);
    await expect(trancher(2, { seanceLe: '2026-03-03' })).rejects.toThrow(SeanceFuture);
    await expect(trancher(2, { instance: 'le maire' })).rejects.toMatchObject({
      champs: { instance: expect.any(String) },
    });
    await expect(
      decor.executeur.executer(decor.approbateur, trancherFermeture, { declaration, decision, ...REPONSE }),
    ).rejects.toThrow(ActionInterdite);
    await trancher(2);
    await expect(trancher(3)).rejects.toThrow(DejaTranchee);
  });

  it('is refused to an agent whose account transmitted the declaration', async () => {
    const declaration = await remplir(decor, LONGUE);
    await decor.executeur.executer(decor.approbateur, transmettre, { declaration });

    await expect(
      decor.executeur.executer(
        { ...agent('451', 1), compteId: decor.approbateur.compteId },
        prendreEnTraitement,
        { declaration },
      ),
    ).rejects.toThrow(QuatreYeux);
  });

  it('is held by the database too: the one who asked cannot be the one who decides', async () => {
    const declaration = await enTraitement(decor, LONGUE);
    const decision = await decisionSur(declaration);
    await expect(
      decor.sql(
        `insert into decision_humaine (id, caf_id, partenaire_id, declaration_id, regle_decision_id, jeu, choix, motif, demande_par, par, le)
      values (gen_random_uuid(), '451', $1, $2, $3, 'fermeture', 'SUSPENSION', 'x', $4, $4, now())`,
        [decor.partenaireId, declaration, decision, agent().compteId],
      ),
    ).rejects.toThrow(/quatre_yeux/);
  });

  it('must be decided before the declaration is treated', async () => {
    const declaration = await enTraitement(decor, LONGUE);
    await expect(
      decor.executeur.executer(agent(), traiter, { declaration, observation: '' }),
    ).rejects.toThrow(DecisionsEnAttente);
  });
});

describe('the Caf on a case the source leaves open', () => {
  it('settles it with a reason, by one of the outcomes the definition offers', async () => {
    const declaration = await enTraitement(decor, TROIS_MOIS);
    const decision = await decisionSur(declaration);
    await expect(
      decor.executeur.executer(agent(), demanderDecision, { declaration, decision, motif: 'x' }),
    ).rejects.toThrow(DecisionSansObjet);
    await decor.executeur.executer(agent(), reglerCasMuet, {
      declaration,
      decision,
      choix: 'PS_NON_VERSEE',
      motif: 'Instruction du siège',
    });
    // 18 060 × 9 / 12
    expect(await ligne(declaration)).toEqual({
      etat: 'en-traitement',
      estimation: '13545.00',
      sous_reserve: false,
    });
    await decor.executeur.executer(agent(), traiter, { declaration, observation: 'Vu' });
    expect(await ligne(declaration)).toMatchObject({ etat: 'traitee' });
  });
});

describe('a declaration the Caf returns', () => {
  it('is corrected and transmitted again, after the campaign too, and keeps the decision taken on an unchanged closure', async () => {
    const declaration = await enTraitement(decor, LONGUE);
    const decision = await decisionSur(declaration);
    await decor.executeur.executer(agent('451', 1), demanderDecision, {
      declaration,
      decision,
      motif: 'Travaux',
    });
    await decor.executeur.executer(agent('451', 2), trancherFermeture, { declaration, decision, ...REPONSE });
    await decor.executeur.executer(agent('451', 2), retourner, {
      declaration,
      motif: 'Il manque le compte 60.',
    });
    expect(await ligne(declaration)).toMatchObject({ etat: 'retournee' });
    decor.horloge.regler('2026-05-04');
    await saisirEtTerminer(decor, declaration, LONGUE, { 'charges.c60': '3 000' });
    await decor.executeur.executer(decor.approbateur, transmettre, { declaration });
    expect(await decor.sql('select numero from transmission order by numero')).toEqual([
      { numero: 1 },
      { numero: 2 },
    ]);
    expect(await ligne(declaration)).toEqual({
      etat: 'transmise',
      estimation: '14333.33',
      sous_reserve: false,
    });
    const types = await decor.sql<{ type: string }>(
      'select type from evenement_declaration order by le, type',
    );
    expect(types.map(({ type }) => type)).toEqual(
      expect.arrayContaining([
        'commencee',
        'transmise',
        'prise-en-traitement',
        'decision-demandee',
        'decision-rendue',
        'retournee',
      ]),
    );
  });

  it('is not returned twice, nor treated while it is with the partner', async () => {
    const declaration = await enTraitement(decor);
    await decor.executeur.executer(agent(), retourner, { declaration, motif: 'À revoir' });
    await expect(
      decor.executeur.executer(agent(), retourner, { declaration, motif: 'À revoir' }),
    ).rejects.toThrow(HorsTraitement);
    await expect(
      decor.executeur.executer(agent(), traiter, { declaration, observation: '' }),
    ).rejects.toThrow(HorsTraitement);
  });
});

describe('the dossier the Caf reads', () => {
  const dossier = (id: string, rang = 1) =>
    decor.executeur.lire(agent('451', rang), (unite) => dossierDeDeclaration(unite, id));

  it('shows both amounts before the decision, what each agent may do and why not', async () => {
    const declaration = await enTraitement(decor, LONGUE);
    const avant = await dossier(declaration);
    expect(avant.enAttente).toMatchObject([
      {
        nature: 'decision-humaine',
        demande: null,
        trancher: { raison: expect.stringContaining('Demandez-la d’abord') },
        demander: null,
        choix: [
          { code: 'PRORATISATION', estimation: '14333.33', moisOuverture: 8 },
          { code: 'SUSPENSION', estimation: '12040.00', moisOuverture: 12 },
        ],
      },
    ]);
    expect(avant.traiter?.raison).toContain('Fermeture 1');
    const decision = avant.enAttente[0]?.decisionId ?? '';
    await decor.executeur.executer(agent('451', 1), demanderDecision, {
      declaration,
      decision,
      motif: 'Travaux',
    });
    expect((await dossier(declaration, 1)).enAttente[0]?.trancher).toMatchObject({
      raison: expect.stringContaining('un autre agent'),
    });
    expect((await dossier(declaration, 2)).enAttente[0]?.trancher).toBeNull();
    await decor.executeur.executer(agent('451', 2), trancherFermeture, { declaration, decision, ...REPONSE });
    const apres = await dossier(declaration);
    expect(apres.enAttente).toEqual([]);
    expect(apres.estimation.montant).toBe('14333.33');
    expect(apres.decisionsHumaines).toMatchObject([
      {
        choixLibelle: expect.stringContaining('Proratisation'),
        moisOuvertureModifies: 8,
        estimationAvant: '18060.00',
        estimationApres: '14333.33',
      },
    ]);
    expect(apres.traiter).toBeNull();
  });

  it('labels the data by the definition and explains the decisions with their facts and thresholds', async () => {
    const declaration = await enTraitement(decor);
    const lu = await dossier(declaration);
    expect(lu.sections.find(({ id }) => id === 'ouverture')?.lignes[0]).toEqual({
      chemin: 'ouverture.debut',
      libelle: 'Premier jour d’ouverture',
      valeur: '01/01/2025',
    });
    expect(lu.sections.find(({ id }) => id === 'animateurs')?.groupes[0]?.lignes[0]?.[0]).toBe('Mona LENOIR');
    expect(lu.sections.find(({ id }) => id === 'charges')?.tableau?.total?.at(-1)).toMatch(/^42\s000,00\s€$/);
    const estimation = lu.decisions.find(({ jeu }) => jeu === 'estimation-ps');
    expect(estimation?.seuils).toEqual(
      expect.arrayContaining([expect.objectContaining({ nom: 'prixPlafond', certitude: 'fictif' })]),
    );
    expect(lu.estimation.fictives).toHaveLength(1);
  });

  it('judges what was signed, whatever the Caf’s records become', async () => {
    const declaration = await enTraitement(decor);
    await decor.sql('update conventionnement set etp_valide = 0.5');
    expect((await dossier(declaration)).estimation.montant).toBe('18060.00');
    await decor.sql('update conventionnement set etp_valide = 1');
  });

  it('is not found by another Caf, nor by a colleague without a role', async () => {
    const declaration = await enTraitement(decor);
    await expect(
      decor.executeur.lire(agent('771'), (unite) => dossierDeDeclaration(unite, declaration)),
    ).rejects.toThrow(Introuvable);
    await expect(
      decor.executeur.lire(decor.collegue, (unite) => dossierDeDeclaration(unite, declaration)),
    ).rejects.toThrow(ActionInterdite);
  });
});
