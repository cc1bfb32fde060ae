import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ActionInterdite } from '#src/kernel/refus.ts';
import { creerLien, modifierLien, retirerLien } from '#src/domain/echanges/lien/commandes.ts';
import { liensUtiles } from '#src/domain/echanges/lien/lectures.ts';
import { LienUtile } from '#src/domain/echanges/lien/lien-utile.ts';
import { agent, partenaire as acteurPartenaire } from '#test/support/acteurs.ts';
import { contratsDeTest, type Contrats } from '#test/support/contrats.ts';

let contrats: Contrats;
beforeAll(async () => {
  contrats = await contratsDeTest();
});
afterAll(() => contrats.fermer());

const LIEN = {
  contexte: 'assistance',
  libelle: 'Rendez-vous',
  description: '',
  url: 'https://www.caf.fr/loiret',
  ordre: '',
};
const libelles = async (acteur = contrats.gestionnaire) =>
  (await contrats.executeur.lire(acteur, (unite) => liensUtiles(unite, 'assistance'))).map(
    ({ libelle }) => libelle,
  );

describe('links to other systems', () => {
  it('a Caf’s own come after the national ones, and are its own', async () => {
    const cree = await contrats.faire(creerLien, LIEN);
    expect(cree).toMatchObject({ ordre: 0, description: null });
    expect(await libelles()).toEqual(['Vidéos tutorielles', 'VisioConnect', 'Rendez-vous']);
    expect(await libelles(agent('891', 2))).toEqual(['Vidéos tutorielles', 'VisioConnect']);
    expect(
      (await contrats.refus(retirerLien, { lien: cree.id, version: cree.version }, agent('891', 2))).name,
    ).toBe('Introuvable');
  });
  it('lead to https addresses only', async () => {
    for (const url of ['javascript:alert(1)', 'http://www.caf.fr/', 'ftp://x.fr']) {
      expect((await contrats.refus(creerLien, { ...LIEN, url })).name).toBe('AdresseInterdite');
    }
  });
  it('national ones do not change from a Caf', async () => {
    const national = await contrats.executeur.lire(contrats.gestionnaire, ({ em }) =>
      em.findOneOrFail(LienUtile, { libelle: 'VisioConnect' }),
    );
    expect(
      (await contrats.refus(modifierLien, { lien: national.id, version: national.version, ...LIEN })).name,
    ).toBe('LienNational');
    expect((await contrats.refus(retirerLien, { lien: national.id, version: national.version })).name).toBe(
      'LienNational',
    );
  });
  it('change and go, and a partner only reads them', async () => {
    const lien = await contrats.executeur.lire(contrats.gestionnaire, ({ em }) =>
      em.findOneOrFail(LienUtile, { libelle: 'Rendez-vous' }),
    );
    const administrateur = acteurPartenaire('00000000-0000-4000-8000-000000000000');
    expect(await contrats.refus(creerLien, LIEN, administrateur)).toBeInstanceOf(ActionInterdite);
    const modifie = await contrats.faire(modifierLien, {
      lien: lien.id,
      version: lien.version,
      ...LIEN,
      libelle: 'Prendre rendez-vous',
      ordre: '3',
    });
    expect(modifie.ordre).toBe(3);
    await contrats.faire(retirerLien, { lien: lien.id, version: modifie.version });
    expect(await libelles()).not.toContain('Prendre rendez-vous');
  });
});
