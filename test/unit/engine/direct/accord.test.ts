import { describe, expect, it } from 'vitest';
import type { JeuCompile } from '#src/engine/jeu-compile.ts';
import { decider, deciderAvecTrace } from '#src/engine/decider.ts';
import { evaluateurDirect } from '#src/engine/direct/index.ts';
import { DefautDeRegle, EvaluateursEnDesaccord, FormuleRefusee } from '#src/engine/erreurs.ts';
import { Nombre } from '#src/engine/nombre.ts';
import { DATE, derive, jeu } from '../appui.ts';
import { jeuDesaccorde } from './desaccorder.ts';

/** A rule set whose derived facts cel-js computes otherwise than the direct evaluator. */
function avecUnAutreCalcul(evaluer: JeuCompile['derives'][number]['formule']['evaluer']): JeuCompile {
  const juste = jeu({ faitsDerives: { deuxFois: derive('euro', 'montant * 2') } });
  return {
    ...juste,
    derives: juste.derives.map((compile) => ({ ...compile, formule: { ...compile.formule, evaluer } })),
  };
}
const essayer = (compile: JeuCompile, montant: string): Promise<unknown> =>
  decider(compile, { date: DATE, faits: { montant } });

describe('a decision stands only if both evaluators say the same', () => {
  it('names file, version and rule when they do not, and no value', async () => {
    const refus = await essayer(jeuDesaccorde(), '1500').catch((erreur: unknown) => erreur);
    expect(refus).toBeInstanceOf(EvaluateursEnDesaccord);
    expect(refus).toMatchObject({ jeu: 'essai', version: '1.0.0', regle: 'ESS-001' });
    expect((refus as Error).message).toBe(
      'Les deux évaluateurs ne sont pas d’accord sur le jeu de règles « essai », version 1.0.0, règle ESS-001 : l’évaluateur direct la déclenche, json-rules-engine non. Rien n’a été décidé ni enregistré ; l’équipe technique est alertée.',
    );
  });

  it('sees one comparison that differs, even where the rule comes to the same', async () => {
    const seuil = { fait: 'montant', operateur: 'greaterThan', operande: { parametre: 'seuil' } } as const;
    const compile = jeuDesaccorde({ groupe: 'any', conditions: [seuil, seuil] });
    await expect(essayer(compile, '1500')).rejects.toThrow('règle ESS-001 : la comparaison');
  });

  it('sees a derived fact that differs, in value or in printed decimals', async () => {
    const phrase = 'le fait dérivé « deuxFois » n’a pas la même valeur.';
    await expect(
      essayer(
        avecUnAutreCalcul(() => new Nombre(1n, 1n)),
        '2',
      ),
    ).rejects.toThrow(phrase);
    await expect(
      essayer(
        avecUnAutreCalcul(() => undefined),
        '2',
      ),
    ).rejects.toThrow(phrase);
    await expect(
      essayer(
        avecUnAutreCalcul(() => new Nombre(4n, 1n, 2)),
        '2',
      ),
    ).rejects.toThrow(phrase);
    await expect(
      essayer(
        avecUnAutreCalcul(() => new Nombre(4n, 1n)),
        '2',
      ),
    ).resolves.toMatchObject({ calculs: { deuxFois: '4' } });
  });

  it('sees that only one of them refuses the case', async () => {
    const compile = avecUnAutreCalcul(() => {
      throw new FormuleRefusee('panne.');
    });
    await expect(essayer(compile, '2')).rejects.toThrow(
      'json-rules-engine refuse le cas, l’évaluateur direct le décide.',
    );
  });

  it('refuses for its own reason a case both refuse', async () => {
    const compile = jeu({ faitsDerives: { inverse: derive('taux', 'euro(1) / montant') } });
    await expect(essayer(compile, '0')).rejects.toThrow(DefautDeRegle);
    expect(() => evaluateurDirect(compile).juger(DATE, { montant: '0' })).toThrow(DefautDeRegle);
  });
});

describe('the direct evaluator', () => {
  it('keeps what it computes for later to itself: a decision read late, or copied, is the same', async () => {
    const compile = jeu({ faitsDerives: { deuxFois: derive('euro', 'montant * 2') } });
    const direct = evaluateurDirect(compile);
    const demandes = ['1500', '0', '2000.50'].map((montant) => ({ date: DATE, faits: { montant } }));
    const tardives = demandes.map(({ date, faits }) => direct.juger(date, faits));
    for (const [rang, demande] of demandes.entries()) {
      const attendue = await deciderAvecTrace(compile, demande);
      expect(tardives[rang]).toEqual(attendue.decision);
      expect(JSON.parse(JSON.stringify(tardives[rang]))).toEqual(attendue.decision);
      expect(direct.evaluer(demande.date, demande.faits)).toEqual(attendue);
    }
  });
});
