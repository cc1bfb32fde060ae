import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { lireGuide } from '#admin/ecrans/atelier/guide/guide.ts';
import { compilerExpression } from '#src/engine/index.ts';

const texte = (contenu: string) => ({ genre: 'texte', texte: contenu });

describe('the guide as it is read', () => {
  it('takes its first heading as title and gives the others an anchor', () => {
    expect(lireGuide('# Guide\n\n## Lire l’état d’une version\n\n### 1. Créer')).toEqual({
      titre: 'Guide',
      blocs: [
        { genre: 'titre', niveau: 2, texte: 'Lire l’état d’une version', ancre: 'lire-létat-dune-version' },
        { genre: 'titre', niveau: 3, texte: '1. Créer', ancre: '1-créer' },
      ],
    });
  });

  it('joins the lines of a paragraph and marks bold and code', () => {
    expect(lireGuide('Une **règle**\ns’écrit `ici`.').blocs).toEqual([
      {
        genre: 'paragraphe',
        contenu: [
          texte('Une '),
          { genre: 'gras', texte: 'règle' },
          texte(' s’écrit '),
          { genre: 'code', texte: 'ici' },
          texte('.'),
        ],
      },
    ]);
  });

  it('keeps French punctuation with its word, and leaves code alone', () => {
    expect(lireGuide('« Oui » : `a ? b : c` !').blocs).toEqual([
      {
        genre: 'paragraphe',
        contenu: [
          texte('«\u00a0Oui\u00a0»\u00a0: '),
          { genre: 'code', texte: 'a ? b : c' },
          texte('\u00a0!'),
        ],
      },
    ]);
  });

  it('tells numbered lists from plain ones, and keeps the second line of an item with it', () => {
    expect(lireGuide('1. un\n   suite\n2. deux\n\n- trois').blocs).toEqual([
      { genre: 'liste', ordonnee: true, elements: [[texte('un suite')], [texte('deux')]] },
      { genre: 'liste', ordonnee: false, elements: [[texte('trois')]] },
    ]);
  });

  it('reads a table, its head apart', () => {
    expect(lireGuide('| a | b |\n| --- | --- |\n| 1 | `2` |').blocs).toEqual([
      {
        genre: 'table',
        entete: [[texte('a')], [texte('b')]],
        lignes: [[[texte('1')], [{ genre: 'code', texte: '2' }]]],
      },
    ]);
  });

  it('leaves fenced code as it is written, empty lines and marks included', () => {
    expect(lireGuide('```sh\n# un\n\n**deux**\n```').blocs).toEqual([
      { genre: 'code', texte: '# un\n\n**deux**' },
    ]);
  });

  it('keeps markup as text, and follows no link out of the back-office', () => {
    expect(
      lireGuide(
        '<img src=x onerror=alert(1)> [là](javascript:alert(1)) [ailleurs](https://ailleurs.example) [ici](/gestion/pages/regles)',
      ).blocs,
    ).toEqual([
      {
        genre: 'paragraphe',
        contenu: [
          texte('<img src=x onerror=alert(1)> '),
          texte('là'),
          texte(') '),
          texte('ailleurs'),
          texte(' '),
          { genre: 'lien', texte: 'ici', vers: '/gestion/pages/regles' },
        ],
      },
    ]);
  });
});

describe('the guide of the analysts', () => {
  const guide = readFileSync('docs/guide-analyste.md', 'utf8');
  const schema = JSON.parse(readFileSync('rules/schemas/formulaire.schema.json', 'utf8')) as {
    readonly properties: object;
  };

  it('explains every function a form may call', () => {
    const refus = (() => {
      try {
        return compilerExpression('inconnue()', { racines: [] }).texte;
      } catch (erreur) {
        return erreur instanceof Error ? erreur.message : '';
      }
    })();
    const fonctions = /fonctions connues : (.+?)\.?$/.exec(refus)?.[1]?.split(', ') ?? [];
    expect(fonctions).toContain('moisCouverts_1');
    expect(fonctions.filter((nom) => !guide.includes(`\`${nom}(`) && !guide.includes(`\`${nom}\``))).toEqual(
      [],
    );
  });

  it('explains every part of a form that is not in a rule file', () => {
    const enveloppe = [
      '$schema',
      'format',
      'id',
      'version',
      'titre',
      'resume',
      'typeEquipement',
      'applicable',
      'sources',
      'questions',
      'listes',
    ];
    expect(
      Object.keys(schema.properties).filter(
        (partie) => !enveloppe.includes(partie) && !guide.includes(`| \`${partie}\` |`),
      ),
    ).toEqual([]);
  });
});
