import { beforeAll, describe, expect, it } from 'vitest';
import type { DefinitionDeFormulaire } from '#src/domain/formulaire/definition.ts';
import { brutDe } from '#src/domain/formulaire/saisie/lire.ts';
import { registreDesFichiers } from '#test/support/registre-des-fichiers.ts';
import { ANIMATRICE } from './donnees.ts';
import { lire } from './lecture.ts';

let definition: DefinitionDeFormulaire;
beforeAll(async () => {
  definition = (await registreDesFichiers()).formulaire('RAM', '2019-12-31')
    ?.definition as DefinitionDeFormulaire;
});

describe('a form as it is sent', () => {
  it('keeps a script as the text it is', () => {
    expect(
      lire(definition, { 'fermetures.liste.0.precisions': '<script>alert(1)</script>' }).donnees.valeurs[
        'fermetures'
      ]?.['liste'],
    ).toMatchObject([{ precisions: '<script>alert(1)</script>' }]);
  });
  it('takes out what cannot be seen, refuses what was lost on the way and texts too long', () => {
    expect(
      lire(definition, {
        'fermetures.liste.0.precisions': '\u200bl\u00ade\u0301te\u0301 \u202eà\u00a0Briare\u0007',
      }).donnees.valeurs['fermetures']?.['liste'],
    ).toMatchObject([{ precisions: 'lété à Briare' }]);
    for (const abime of ['Ren\ufffd', 'Ren\ud83d'])
      expect(lire(definition, { 'fermetures.liste.0.precisions': abime }).erreurs).toMatchObject([
        { message: expect.stringContaining('perdus en route') },
      ]);
    expect(lire(definition, { 'fermetures.liste.0.precisions': 'a'.repeat(201) }).erreurs).toHaveLength(1);
  });
  it('refuses a choice that is not offered, and a person the Caf does not know', () => {
    expect(lire(definition, { 'fermetures.liste.0.nature': 'autre' }).erreurs).toHaveLength(1);
    expect(
      lire(definition, { 'animateurs.liste.0.animateur': '5f0f3b0a-0000-4000-8000-000000000009' }).erreurs,
    ).toHaveLength(1);
    expect(lire(definition, { 'animateurs.liste.0.animateur': ANIMATRICE }).erreurs).toEqual([]);
  });
  it('refuses a field sent twice', () => {
    expect(lire(definition, { 'ouverture.debut': ['2019-01-01', '2019-02-01'] }).erreurs).toMatchObject([
      { champ: 'ouverture.debut' },
    ]);
  });
  it('names the fields it does not have, those of the other volet included, and reads none of them', () => {
    const { inconnus, donnees } = lire(definition, {
      'charges.c60': '1',
      'ouverture.autre': 'x',
      'missions.actionsInformation.reel': '3',
    });
    expect([...inconnus].sort()).toEqual([
      'charges.c60',
      'missions.actionsInformation.reel',
      'ouverture.autre',
    ]);
    expect(JSON.stringify(donnees)).not.toContain('charges');
  });
  it('counts rows anew when some are missing, and limits their number', () => {
    expect(
      lire(definition, {
        'fermetures.liste.2.precisions': 'seconde',
        'fermetures.liste.0.precisions': 'première',
      }).donnees.valeurs['fermetures']?.['liste'],
    ).toMatchObject([{ precisions: 'première' }, { precisions: 'seconde' }]);
    const trop = Object.fromEntries(
      Array.from({ length: 21 }, (_, rang) => [`fermetures.liste.${rang}.precisions`, 'x']),
    );
    expect(lire(definition, trop)).toMatchObject({
      erreurs: [{ champ: 'fermetures.liste', message: expect.stringContaining('20') }],
      inconnus: [],
    });
  });
  it('forgets what a hidden field holds, wrong or not', () => {
    const lue = lire(definition, {
      'animateurs.liste.0.remplacement': 'aucun',
      'animateurs.liste.0.etpRemplacant': 'beaucoup',
      'animateurs.liste.0.debutRemplacement': '2019-01-01',
    });
    expect(lue.erreurs).toEqual([]);
    expect(lue.donnees).toMatchObject({
      illisibles: {},
      valeurs: { animateurs: { liste: [{ etpRemplacant: null, debutRemplacement: null }] } },
    });
  });
  it('shown again, reads the same', () => {
    const lue = lire(definition, {
      'ouverture.debut': '31/04/2019',
      'ouverture.fin': '31/12/2019',
      'fermetures.liste.0.precisions': 'x',
      'territoires.communes.0.commune': 'Gien',
      'missions.missionInformation': 'non',
    });
    expect(lire(definition, brutDe(definition, 'activite', 'reelle', lue.donnees))).toEqual(lue);
  });
});
