import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ActionInterdite } from '#src/kernel/refus.ts';
import {
  demanderDecision,
  prendreEnTraitement,
  reglerCasMuet,
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
  QuatreYeux,
  SeanceFuture,
} from '#src/domain/declaration/refus.ts';
import { agent } from '#test/support/acteurs.ts';
import {
  enTraitement,
  fermeture,
  planterUneDeclaration,
  remplir,
  vider,
  type DecorDeDeclaration,
} from './decor.ts';
import { decisionSur, ligne, LONGUE, REPONSE } from './fermetures.ts';

let decor: DecorDeDeclaration;
beforeAll(async () => {
  decor = await planterUneDeclaration();
});
afterAll(() => decor.fermer());
beforeEach(() => vider(decor));
const TROIS_MOIS = fermeture('2025-03-01', '2025-06-01');

describe('the Caf on a closure longer than three months', () => {
  it('records the proratisation with both amounts and the opening changed in « mode dégradé »', async () => {
    const declaration = await enTraitement(decor, LONGUE);
    const decision = await decisionSur(decor, declaration);
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
    expect(await ligne(decor, declaration)).toEqual({
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
    const decision = await decisionSur(decor, declaration);
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
    const decision = await decisionSur(decor, declaration);
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
    const decision = await decisionSur(decor, declaration);
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
    const decision = await decisionSur(decor, declaration);
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
    expect(await ligne(decor, declaration)).toEqual({
      etat: 'en-traitement',
      estimation: '13545.00',
      sous_reserve: false,
    });
    await decor.executeur.executer(agent(), traiter, { declaration, observation: 'Vu' });
    expect(await ligne(decor, declaration)).toMatchObject({ etat: 'traitee' });
  });
});
