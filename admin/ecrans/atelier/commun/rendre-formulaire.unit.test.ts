import { beforeAll, describe, expect, it } from 'vitest';
import { rendreFormulaire } from '#admin/ecrans/atelier/commun/rendre-formulaire.ts';
import type { FormulaireRendu } from '#admin/ecrans/atelier/commun/types.ts';
import type { DefinitionDeFormulaire } from '#src/domain/formulaire/definition.ts';
import { RuleFolder } from '#src/domain/politique/livraison/fichiers.ts';

let definition: DefinitionDeFormulaire;
let rendu: FormulaireRendu;

beforeAll(async () => {
  const dossier = new RuleFolder();
  const [reference] = await dossier.versions('formulaire', 'ram');
  definition = (await dossier.lire(reference ?? expect.fail('no form'))).lu.valeur as DefinitionDeFormulaire;
  rendu = rendreFormulaire(definition, {
    nommerType: () => 'Ram',
    dansLAnnee: () => ['previsionnelle', 'actualisee', 'reelle'],
  });
});

const champ = (section: string, id: string) =>
  rendu.sections
    .find((candidate) => candidate.id === section)
    ?.champs.find((candidate) => candidate.id === id) ?? expect.fail(`no field ${id}`);

describe('the shipped form in French', () => {
  it('loses no section, field, row field, step, question or source point', () => {
    const champsDe = (section: DefinitionDeFormulaire['sections'][number]) =>
      section.champs.flatMap((c) => [c.id, ...(c.type === 'groupe' ? c.champs.map(({ id }) => id) : [])]);
    expect(rendu.sections.map(({ id, champs }) => [id, champs.map((c) => c.id)])).toEqual(
      definition.sections.map((section) => [section.id, champsDe(section)]),
    );
    expect(rendu.etapes.map(({ jeu }) => jeu)).toEqual(definition.enchainement.map(({ jeu }) => jeu));
    expect(rendu.questions.map(({ id }) => id)).toEqual(Object.keys(definition.questions));
    expect(rendu.sources.flatMap(({ points }) => points)).toHaveLength(
      definition.sources.flatMap(({ points }) => Object.keys(points)).length,
    );
  });

  it('says what is typed, with unit, bounds and the columns of an actualised declaration', () => {
    expect(champ('ouverture', 'moisFermesConges').saisie).toBe('Nombre entier (mois), de 0 à 12');
    expect(champ('ouverture', 'fin').saisie).toBe(
      'Date, au plus tôt le même jour que « Premier jour d’ouverture »',
    );
    expect(champ('produits', 'c70').saisie).toBe(
      'Montant en euros, à partir de 0 ; par période puis en total (déclaration actualisée)',
    );
    expect(champ('fermetures', 'nature').options).toEqual([
      'Exceptionnelle ou inhabituelle',
      'Habituelle (congés…)',
    ]);
  });

  it('says which declaration asks for a field, and what makes it needed', () => {
    expect(champ('missions', 'actionsInformation').demande).toBe('Actualisée et Réelle');
    expect(champ('missions', 'missionInformation')).toMatchObject({
      demande: 'Toutes',
      besoin: 'Obligatoire',
    });
    expect(champ('animateurs', 'etpRemplacant').besoin.replaceAll('\u00a0', ' ')).toBe(
      'Obligatoire, si « Remplacement pendant l’absence » est « Autre animateur, profil validé », « Autre animateur, profil non validé » ou « Permanence administrative »',
    );
  });

  it('shows a support beside each line: its own where the file gives one, otherwise that of the section', () => {
    expect(champ('missions', 'missionInformation').appui).toBeNull();
    expect(champ('missions', 'actionsInformation').appui).toMatchObject({
      certitude: 'interpretation',
      question: 'Q2',
      sources: [{ reference: 'NOTE-1#b' }],
    });
    // A line that only adds a question keeps the sources of its section.
    expect(champ('fermetures', 'motif').appui?.sources.map(({ reference }) => reference)).toEqual([
      'NOTE-1#f',
    ]);
    for (const { appui } of rendu.sections)
      for (const { resume } of appui.sources) expect(resume).not.toBe('');
  });

  it('tells where the facts of a rule come from by the labels of the form', () => {
    const ouverture = rendu.etapes.find(({ id }) => id === 'ouverture');
    expect(ouverture).toMatchObject({
      fichier: 'Durée d’ouverture d’un Ram dans l’exercice',
      quand: 'Pendant la saisie et à la transmission',
      pour: 'Une fois',
    });
    expect(ouverture?.faits.find(({ nom }) => nom === 'fin')?.expression).toBe(
      'lendemain([Dernier jour d’ouverture])',
    );
    const fermeture = rendu.etapes.find(({ id }) => id === 'fermeture');
    expect(fermeture).toMatchObject({ pour: 'Pour chaque ligne « Fermeture »' });
    expect(fermeture?.faits[0]?.expression).toBe('[Nature de la fermeture]');
    expect(rendu.questions.find(({ id }) => id === 'Q2')?.concerne).toContain(
      'champ « Nombre d’actions d’information »',
    );
  });
});
