import { beforeAll, describe, expect, it } from 'vitest';
import { RuleFolder } from '#src/domain/politique/livraison/fichiers.ts';
import { preparerLivraison } from '#src/domain/politique/livraison/livraison.ts';
import type { VersionAPublier } from '#src/domain/politique/livraison/publication.ts';
import { RegistreVivant } from '#src/domain/politique/registre/registre.ts';

const JOUR = '2026-01-01';
const FAITS = {
  typeEquipement: 'RAM',
  nombreAnimateurs: 1,
  bureauAnimateur: true,
  salleAttente: true,
  salleAnimation: true,
  projetFonctionnement: true,
  validationCa: true,
} as const;

let livrees: readonly VersionAPublier[];
let ancien: RegistreVivant;
let nouveau: RegistreVivant;
beforeAll(async () => {
  livrees = await preparerLivraison(new RuleFolder());
  nouveau = new RegistreVivant(livrees);
  ancien = new RegistreVivant(
    livrees.filter(
      ({ genre, jeu, numero }) => genre === 'regles' && jeu === 'conventionnement' && numero === '1.0.0',
    ),
  );
});

describe('a fact that came after the first version of its rule file', () => {
  it('reaches the version that declares it', async () => {
    const { decision, faits } = await nouveau.decider('conventionnement', JOUR, {
      ...FAITS,
      nombreProfilsValides: 0,
    });
    expect(decision.issues).toEqual(['PROFIL_NON_VALIDE']);
    expect(faits).toEqual({ ...FAITS, nombreProfilsValides: 0 });
  });

  it('is left out of a version that does not know it, and of what that decision keeps, so that it replays', async () => {
    const { decision, faits } = await ancien.decider('conventionnement', JOUR, {
      ...FAITS,
      nombreProfilsValides: 0,
    });
    expect(decision.issues).toEqual(['CONVENTIONNABLE']);
    expect(faits).toEqual(FAITS);
    expect((await ancien.redecider(decision.empreinte, JOUR, faits, null)).decision).toEqual(decision);
  });

  it('is an error when it is misspelt', async () => {
    await expect(
      ancien.decider('conventionnement', JOUR, { ...FAITS, nombreProfilValides: 0 }),
    ).rejects.toThrow('nombreProfilValides');
    await expect(
      nouveau.decider('conventionnement', JOUR, { ...FAITS, nombreProfilValides: 0 }),
    ).rejects.toThrow('nombreProfilValides');
  });

  it('is left out under any name when a gate has checked the names: a form, or a former version', async () => {
    const { decision, faits } = await ancien.decider(
      'conventionnement',
      JOUR,
      { ...FAITS, venuPlusTard: 0 },
      'publie',
    );
    expect([decision.issues, faits]).toEqual([['CONVENTIONNABLE'], FAITS]);
  });
});

describe('a rule file that is not published yet', () => {
  it('is not in force, and the program asks before it calls it', () => {
    expect([
      ancien.estEnVigueur('fenetres-campagne', JOUR),
      nouveau.estEnVigueur('fenetres-campagne', JOUR),
    ]).toEqual([false, true]);
    expect(nouveau.estEnVigueur('fenetres-campagne', '2014-12-31')).toBe(false);
  });
});
