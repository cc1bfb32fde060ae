import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { scenariosAuxBornes } from '#src/engine/analyse/index.ts';
import { abstraire, sontEgaux } from '#src/engine/analyse/abstrait.ts';
import { observer } from '#src/engine/analyse/observation.ts';
import { Recherche } from '#src/engine/analyse/recherche.ts';
import type { Scenario } from '#src/engine/format.ts';
import { convertir } from '#src/engine/faits.ts';
import { Schemas } from '#src/engine/schema.ts';
import { verifierRegles } from '#src/engine/index.ts';
import { IDS, charger, fichier as lireFichier } from '#test/rules/appui.ts';
import { clos, fichier, jeu } from '../appui.ts';

const montants = (scenarios: readonly Scenario[]): unknown[] =>
  scenarios.map(({ etantDonne, attendu }) => [etantDonne['montant'], attendu.regles.join()]);

describe('boundary scenarios', () => {
  it('try a threshold at its value and one cent on each side, skipping the cases the file already has', () => {
    const sans = scenariosAuxBornes(jeu({ scenarios: [] }));
    expect(montants(sans)).toEqual(
      expect.arrayContaining([
        ['999.99', ''],
        ['1000.00', ''],
        ['1000.01', 'ESS-001'],
      ]),
    );
    expect(sans.map(({ titre }) => titre)).toContain('ESS-001 : Montant juste au-dessus du seuil (1000,01)');
    expect(montants(scenariosAuxBornes(jeu()))).not.toContainEqual(['1000.01', 'ESS-001']);
  });

  it('show the eve and the day of a parameter change, and each fact missing', () => {
    const datee = {
      sources: ['SRC-1#a'],
      certitude: 'explicite',
      derniereVerification: '2019-01-01',
    } as const;
    const seuil = {
      libelle: 'Seuil',
      type: 'euro',
      valeurs: [
        { du: '2019-01-01', valeur: '1000', ...datee },
        { du: '2020-01-01', valeur: '2000', ...datee },
      ],
    } as const;
    const bornes = scenariosAuxBornes(jeu({ parametres: { seuil } }));
    expect(bornes.find(({ titre }) => titre.startsWith('Veille'))).toMatchObject({
      date: '2019-12-31',
      etantDonne: { montant: '1000.01' },
      attendu: { regles: ['ESS-001'] },
    });
    expect(bornes.find(({ titre }) => titre.startsWith('Jour'))).toMatchObject({
      date: '2020-01-01',
      attendu: { issues: ['CONFORME'], regles: [] },
    });
    expect(bornes.find(({ titre }) => titre.startsWith('Sans « Montant »'))).toMatchObject({
      attendu: { etat: 'faits-manquants', manquants: ['montant'] },
    });
  });

  it('may be added to the file as they are: every one passes, under ids of its own, always the same', async () => {
    const bornes = scenariosAuxBornes(jeu());
    const scenarios = [...fichier().scenarios, ...bornes];
    expect(new Set(scenarios.map(({ id }) => id)).size).toBe(scenarios.length);
    expect((await verifierRegles(fichier({ scenarios }), clos({ scenarios }))).anomalies).toEqual([]);
    expect(scenariosAuxBornes(jeu())).toEqual(bornes);
  });
});

describe('boundary scenarios of a shipped file', () => {
  it('conform to the schema of rule files', () => {
    const schemas = new Schemas([
      {
        nom: 'regles.schema.json',
        schema: JSON.parse(readFileSync('rules/schemas/regles.schema.json', 'utf8')) as object,
      },
    ]);
    expect(
      schemas.controler('regles.schema.json', {
        ...lireFichier('presence'),
        scenarios: scenariosAuxBornes(charger('presence')),
      }),
    ).toEqual([]);
  });
});

describe('reading a shipped file without a case', () => {
  it.each(IDS)('%s: each judged case lies on a way where the same rules hold', (id) => {
    const lu = charger(id);
    const tous = [...lu.fichier.scenarios, ...scenariosAuxBornes(lu)];
    const pas = Math.max(1, Math.min(4, Math.floor(tous.length / 12)));
    const cas = tous.filter((_, rang) => rang % pas === 0).slice(0, 12);
    let compares = 0;
    for (const { date, etantDonne } of cas) {
      const observation = observer(lu, date, etantDonne);
      if (observation.genre !== 'decide') continue;
      const chemins = new Recherche(lu, date).chemins(
        (lecteur) => {
          const memeCas = [...lu.faits].every(([nom, { type, informatif }]) => {
            if (informatif) return true;
            const valeur = lecteur.valeur(nom);
            const donnee = etantDonne[nom] ?? null;
            if (donnee === null || valeur === undefined) return donnee === null && valeur === undefined;
            const converti = convertir(type, donnee);
            return 'valeur' in converti && sontEgaux(lecteur.chemin, valeur, abstraire(converti.valeur));
          });
          return (
            memeCas &&
            lu.regles.every(
              ({ declaration, condition }) =>
                lecteur.tient(condition) === observation.regles.includes(declaration.id),
            )
          );
        },
        { chemins: 0, interrompu: false },
      );
      expect(chemins.next().done, JSON.stringify(etantDonne)).toBe(false);
      compares++;
    }
    expect(compares).toBeGreaterThan(3);
  });
});
