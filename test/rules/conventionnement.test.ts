import { describe, expect, it } from 'vitest';
import { chargerVersion, evaluer, fichier } from './appui.ts';

const profils = chargerVersion('conventionnement', '2.0.0');
const RAM = {
  typeEquipement: 'RAM',
  nombreAnimateurs: 3,
  bureauAnimateur: true,
  salleAttente: true,
  salleAnimation: true,
  projetFonctionnement: true,
  validationCa: true,
};

describe('conventionnement 2.0.0', () => {
  it.each(fichier('conventionnement').scenarios.map((scenario) => [scenario.titre, scenario] as const))(
    'answers as before while it is told nothing of the profiles: %s',
    async (_titre, { date, etantDonne }) => {
      const [avant, apres] = [
        await evaluer('conventionnement', etantDonne, date),
        await evaluer(profils, etantDonne, date),
      ];
      for (const partie of ['etat', 'issues', 'constats', 'calculs', 'manquants'] as const)
        expect(apres[partie]).toEqual(avant[partie]);
    },
  );

  it.each([
    [0, 'PROFIL_NON_VALIDE', 'bloquant'],
    [1, 'PROFILS_EN_PARTIE_VALIDES', 'avertissement'],
    [2, 'PROFILS_EN_PARTIE_VALIDES', 'avertissement'],
  ])('%i validated profiles of three animateurs: %s', async (nombreProfilsValides, issue, gravite) => {
    const { constats } = await evaluer(profils, { ...RAM, nombreProfilsValides });
    expect(constats).toMatchObject([{ issue, gravite, champs: ['nombreProfilsValides'] }]);
  });

  it('has nothing to say when every profile is validated', async () => {
    expect(await evaluer(profils, { ...RAM, nombreProfilsValides: 3 })).toMatchObject({
      etat: 'decide',
      issues: ['CONVENTIONNABLE'],
      constats: [],
    });
  });

  it('says how many profiles are missing, in the words of the source', async () => {
    const [un] = (await evaluer(profils, { ...RAM, nombreProfilsValides: 2 })).constats;
    expect(un?.message).toBe('Le profil d’un animateur n’est pas validé, sur les 3 que compte le Ram.');
    const [aucun] = (await evaluer(profils, { ...RAM, nombreAnimateurs: 1, nombreProfilsValides: 0 }))
      .constats;
    expect(aucun?.message).toContain(
      'Le profil de l’animateur du Ram n’est pas validé. Le conseil d’administration de la Caf (ou sa commission délégataire) valide ensemble',
    );
  });

  it('refuses more validated profiles than animateurs', async () => {
    await expect(evaluer(profils, { ...RAM, nombreProfilsValides: 4 })).rejects.toThrow(
      'plus nombreux que les animateurs',
    );
  });
});
