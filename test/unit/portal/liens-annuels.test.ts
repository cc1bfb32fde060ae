import { beforeAll, describe, expect, it } from 'vitest';
import { liensAnnuels } from '#src/domain/echanges/lien/annuels.ts';
import { RuleFolder } from '#src/domain/politique/livraison/fichiers.ts';
import { preparerLivraison } from '#src/domain/politique/livraison/livraison.ts';
import { RegistreVivant } from '#src/domain/politique/registre/registre.ts';

let registre: RegistreVivant;
let sansEux: RegistreVivant;
beforeAll(async () => {
  const livrees = await preparerLivraison(new RuleFolder());
  registre = new RegistreVivant(livrees);
  sansEux = new RegistreVivant(livrees.filter(({ jeu }) => jeu !== 'liens-annuels'));
});

describe('yearly links of a declaration', () => {
  const liens = (perennite: string, exercice: number, decideur = registre, etat = 'brouillon') =>
    liensAnnuels(
      { registre: decideur },
      { exercice, perennite, etat, conventionnement: { au: '2028-01-01' } },
    );

  it('bilan with each year’s actual declaration, evaluation in the last year of the conventionnement only', async () => {
    expect(await liens('reelle', 2026)).toEqual(['bilan']);
    expect(await liens('reelle', 2027)).toEqual(['bilan', 'evaluation']);
    expect(await liens('actualisee', 2027)).toEqual(['evaluation']);
    expect(await liens('actualisee', 2026)).toEqual([]);
    expect(await liens('previsionnelle', 2026)).toEqual([]);
  });

  it('as before where the file is not published: both once it is treated', async () => {
    expect(await liens('reelle', 2026, sansEux)).toEqual([]);
    expect(await liens('actualisee', 2026, sansEux, 'traitee')).toEqual(['bilan', 'evaluation']);
  });
});
