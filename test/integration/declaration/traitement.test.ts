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
  type DeclarationFixture,
} from './fixture.ts';
import { decisionSur, ligne, LONGUE, REPONSE } from './fermetures.ts';

let fixture: DeclarationFixture;
beforeAll(async () => {
  fixture = await planterUneDeclaration();
});
afterAll(() => fixture.fermer());
beforeEach(() => vider(fixture));
const TROIS_MOIS = fermeture('2025-03-01', '2025-06-01');

describe('the Caf on a closure longer than three months', () => {
  it('records the proratisation with both amounts and the opening changed in « mode dégradé »', async () => {
    const declaration = await enTraitement(fixture, LONGUE);
    const decision = await decisionSur(fixture, declaration);
    await fixture.executeur.executer(agent('451', 1), demanderDecision, {
      declaration,
      decision,
      proposition: 'PRORATISATION',
      motif: 'Travaux imprévus',
    });
    await fixture.executeur.executer(agent('451', 2), trancherFermeture, {
      declaration,
      decision,
      ...REPONSE,
    });
    expect(
      await fixture.sql(
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
    expect(await ligne(fixture, declaration)).toEqual({
      etat: 'en-traitement',
      estimation: '14333.33',
      sous_reserve: false,
    });
    const jeux = await fixture.sql<{ jeu: string }>(
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
    const declaration = await enTraitement(fixture, LONGUE);
    const decision = await decisionSur(fixture, declaration);
    await fixture.executeur.executer(agent('451', 1), demanderDecision, {
      declaration,
      decision,
      motif: 'Travaux',
    });
    await fixture.executeur.executer(agent('451', 2), trancherFermeture, {
      declaration,
      decision,
      ...REPONSE,
      choix: 'SUSPENSION',
    });
    expect(
      await fixture.sql('select mois_ouverture_modifies, estimation_apres from decision_humaine'),
    ).toEqual([{ mois_ouverture_modifies: null, estimation_apres: '12040.00' }]);
  });

  it('needs a request, and another agent than the one who made it', async () => {
    const declaration = await enTraitement(fixture, LONGUE);
    const decision = await decisionSur(fixture, declaration);
    const trancher = (rang: number, saisie: object = {}) =>
      fixture.executeur.executer(agent('451', rang), trancherFermeture, {
        declaration,
        decision,
        ...REPONSE,
        ...saisie,
      });
    await expect(trancher(2)).rejects.toThrow(DemandeAbsente);
    await fixture.executeur.executer(agent('451', 1), demanderDecision, {
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
      fixture.executeur.executer(fixture.approbateur, trancherFermeture, {
        declaration,
        decision,
        ...REPONSE,
      }),
    ).rejects.toThrow(ActionInterdite);
    await trancher(2);
    await expect(trancher(3)).rejects.toThrow(DejaTranchee);
  });

  it('is refused to an agent whose account transmitted the declaration', async () => {
    const declaration = await remplir(fixture, LONGUE);
    await fixture.executeur.executer(fixture.approbateur, transmettre, { declaration });

    await expect(
      fixture.executeur.executer(
        { ...agent('451', 1), compteId: fixture.approbateur.compteId },
        prendreEnTraitement,
        { declaration },
      ),
    ).rejects.toThrow(QuatreYeux);
  });

  it('is held by the database too: the one who asked cannot be the one who decides', async () => {
    const declaration = await enTraitement(fixture, LONGUE);
    const decision = await decisionSur(fixture, declaration);
    await expect(
      fixture.sql(
        `insert into decision_humaine (id, caf_id, partenaire_id, declaration_id, regle_decision_id, jeu, choix, motif, demande_par, par, le)
      values (gen_random_uuid(), '451', $1, $2, $3, 'fermeture', 'SUSPENSION', 'x', $4, $4, now())`,
        [fixture.partenaireId, declaration, decision, agent().compteId],
      ),
    ).rejects.toThrow(/quatre_yeux/);
  });

  it('must be decided before the declaration is treated', async () => {
    const declaration = await enTraitement(fixture, LONGUE);
    await expect(
      fixture.executeur.executer(agent(), traiter, { declaration, observation: '' }),
    ).rejects.toThrow(DecisionsEnAttente);
  });
});

describe('the Caf on a case the source leaves open', () => {
  it('settles it with a reason, by one of the outcomes the definition offers', async () => {
    const declaration = await enTraitement(fixture, TROIS_MOIS);
    const decision = await decisionSur(fixture, declaration);
    await expect(
      fixture.executeur.executer(agent(), demanderDecision, { declaration, decision, motif: 'x' }),
    ).rejects.toThrow(DecisionSansObjet);
    await fixture.executeur.executer(agent(), reglerCasMuet, {
      declaration,
      decision,
      choix: 'PS_NON_VERSEE',
      motif: 'Instruction du siège',
    });
    // 18 060 × 9 / 12
    expect(await ligne(fixture, declaration)).toEqual({
      etat: 'en-traitement',
      estimation: '13545.00',
      sous_reserve: false,
    });
    await fixture.executeur.executer(agent(), traiter, { declaration, observation: 'Vu' });
    expect(await ligne(fixture, declaration)).toMatchObject({ etat: 'traitee' });
  });
});
