/** A fact whose values are the codes of a referential follows the version of the day; the rule file stays what was published. */
import { describe, expect, it } from 'vitest';
import type { DeclarationDeFait, EntreeDeReferentiel, FichierDeReferentiel } from '#src/engine/format.ts';
import type { Schemas } from '#src/engine/index.ts';
import {
  compiler,
  decider,
  empreinte,
  FaitInvalide,
  FichierInvalide,
  referentielsCites,
  resoudre,
  reunis,
  verifierRegles,
  type FichierClos,
} from '#src/engine/index.ts';
import { RuleFolder } from '#src/domain/politique/livraison/fichiers.ts';
import { fichierAide } from '#test/support/fichier-aide.ts';

const ligne = (code: string, libelle: string): EntreeDeReferentiel => ({
  code,
  libelle,
  sources: ['SRC-1#a'],
  certitude: 'explicite',
});
const referentiel = (version: string, entrees: readonly EntreeDeReferentiel[]): FichierDeReferentiel => ({
  format: 'mcp.referentiel/1',
  id: 'couleurs',
  version,
  titre: 'Couleurs',
  resume: 'Essai.',
  applicable: { du: '2020-01-01', au: null, dateDeReference: 'demande' },
  sources: fichierAide().sources,
  entrees,
  questions: {},
});
const ANCIEN = referentiel('1.0.0', [ligne('ROUGE', 'Rouge'), ligne('VERT', 'Vert')]);
const NOUVEAU = referentiel('2.0.0', [ligne('ROUGE', 'Carmin'), ligne('BLEU', 'Bleu')]);

/** Red is refused, whatever the amount. */
function fichier(fait: Partial<DeclarationDeFait> = { referentiel: 'couleurs' }): FichierClos {
  const aide = fichierAide();
  return {
    ...aide,
    faits: {
      ...aide.faits,
      couleur: { libelle: 'Couleur', type: 'enum', origine: 'Demande', ...fait },
    },
    regles: aide.regles.map((regle) => ({
      ...regle,
      conditions: { all: [{ fact: 'couleur', operator: 'equal', value: 'ROUGE' }] },
    })),
    messages: { fr: { m: { quoi: 'Pas de {couleur}.', corriger: '' } } },
  };
}
const decision = (clos: FichierClos, publies: readonly FichierDeReferentiel[], couleur: string) =>
  decider(compiler(resoudre(clos, reunis(publies)).fichier, clos), {
    date: '2026-01-01',
    faits: { montant: '50', couleur },
  });

describe('a fact that names a referential', () => {
  it('takes the codes and the names of the version it is given', async () => {
    const ancienne = await decision(fichier(), [ANCIEN], 'ROUGE');
    expect(ancienne).toMatchObject({ issues: ['REFUS'], constats: [{ message: 'Pas de Rouge.' }] });
    const nouvelle = await decision(fichier(), [NOUVEAU], 'ROUGE');
    expect(nouvelle).toMatchObject({ issues: ['REFUS'], constats: [{ message: 'Pas de Carmin.' }] });
    expect((await decision(fichier(), [NOUVEAU], 'BLEU')).issues).toEqual(['ACCORD']);
  });

  it('refuses a code that version does not have, and says which it has', async () => {
    await expect(decision(fichier(), [ANCIEN], 'BLEU')).rejects.toThrow(/valeurs admises sont ROUGE, VERT/);
    await expect(decision(fichier(), [NOUVEAU], 'VERT')).rejects.toBeInstanceOf(FaitInvalide);
  });

  it('leaves the hash of the rule file alone: it is the file that was signed', async () => {
    const clos = fichier();
    for (const publie of [ANCIEN, NOUVEAU])
      expect((await decision(clos, [publie], 'ROUGE')).empreinte).toBe(empreinte(clos));
  });

  it('may take the lines of a list within the lines', async () => {
    const services = referentiel('1.0.0', [
      { ...ligne('S1', 'Un'), roles: [{ code: 'ROUGE', libelle: 'Rouge' }] },
      { ...ligne('S2', 'Deux'), roles: [{ code: 'VERT', libelle: 'Vert' }] },
      ligne('S3', 'Sans rôle'),
    ]);
    const clos = fichier({ referentiel: 'couleurs/roles' });
    expect(referentielsCites(clos)).toEqual(['couleurs']);
    expect((await decision(clos, [services], 'VERT')).issues).toEqual(['ACCORD']);
    await expect(decision(clos, [services], 'S1')).rejects.toThrow(/ROUGE, VERT/);
  });

  it('is refused with its place when the referential, or the list, does not exist', () => {
    for (const nom of ['inconnu', 'couleurs/roles'])
      expect(() => resoudre(fichier({ referentiel: nom }), reunis([ANCIEN]))).toThrow(FichierInvalide);
  });

  it('is judged at the gate on every code any version has, the names being the latest', async () => {
    const clos = fichier();
    const { fichier: resolu } = resoudre(clos, reunis([NOUVEAU, ANCIEN]));
    expect(resolu.faits['couleur']).toMatchObject({
      valeurs: ['ROUGE', 'VERT', 'BLEU'],
      libelles: { ROUGE: 'Carmin', VERT: 'Vert', BLEU: 'Bleu' },
    });
    const faux = {
      ...clos,
      regles: clos.regles.map((regle) => ({
        ...regle,
        conditions: { all: [{ fact: 'couleur', operator: 'equal' as const, value: 'JAUNE' }] },
      })),
    };
    const { anomalies } = await verifierRegles(faux, resoudre(faux, reunis([ANCIEN])).fichier, {}, faux);
    expect(anomalies.map(({ message }) => message).join('\n')).toContain(
      '« JAUNE » n’est pas une valeur de « couleur » (ROUGE, VERT)',
    );
  });

  it.each<[string, Partial<DeclarationDeFait>]>([
    ['values of its own besides', { referentiel: 'couleurs', valeurs: ['ROUGE'] }],
    ['names of its own besides', { referentiel: 'couleurs', libelles: { ROUGE: 'Rouge' } }],
    ['a type that is no choice', { referentiel: 'couleurs', type: 'texte' }],
    ['a path instead of a name', { referentiel: '../couleurs' }],
  ])('is refused by the schema with %s', async (_quoi, fait) => {
    const schemas: Schemas = await new RuleFolder().schemas();
    const surLeFait = ({ fonctions: _calcule, ...ecrit }: FichierClos) =>
      schemas.controler('regles.schema.json', ecrit).filter(({ chemin }) => chemin?.startsWith('/faits/'));
    expect(surLeFait(fichier(fait))).not.toEqual([]);
    expect(surLeFait(fichier())).toEqual([]);
  });
});
