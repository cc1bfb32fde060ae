import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { champDuJour } from '#admin/definition/definition.ts';
import { servicesLivres } from '#test/support/roles.ts';
import { direRoles, OBJETS } from '#admin/definition/journal/mots.ts';
import { Vocabulaire } from '#admin/definition/journal/vocabulaire.ts';
import { direValeur, type Reperes } from '#admin/definition/journal/valeurs.ts';
import { RESSOURCES } from '#admin/ressources/index.ts';
import { ENTITES } from '#src/cli/entites.ts';
import { ROLES } from '#src/kernel/acteur.ts';
import { ACTES, direActe } from '#src/kernel/journal/actes.ts';
import { estJournalisee } from '#src/kernel/journal/donnees-personnelles.ts';

const SRC = join(import.meta.dirname, '../../../../../src');
const sources = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((nom) => /\.tsx?$/.test(nom))
  .map((nom) => ts.createSourceFile(nom, readFileSync(join(SRC, nom), 'utf8'), ts.ScriptTarget.Latest, true));
const vocabulaire = new Vocabulaire(RESSOURCES);

function parcourir(noeud: ts.Node, voir: (noeud: ts.Node) => void): void {
  voir(noeud);
  noeud.forEachChild((enfant) => parcourir(enfant, voir));
}
const propriete = (objet: ts.ObjectLiteralExpression, nom: string): ts.Expression | undefined =>
  objet.properties.flatMap((une) =>
    ts.isPropertyAssignment(une) && une.name.getText() === nom ? [une.initializer] : [],
  )[0];

/**
 * Names of commands, as the code gives them: any text of the form `noun.verb` beside `definirCommande`, and
 * those kept in constants.
 */
function nomsDesCommandes(): string[] {
  const noms = new Set<string>();
  for (const source of sources.filter((une) => /definirCommande|COMMANDE_D/.test(une.text))) {
    parcourir(source, (noeud) => {
      if (!ts.isStringLiteral(noeud) || !/^[a-z]+\.[a-z][A-Za-z]+$/.test(noeud.text)) return;
      const parent = noeud.parent;
      const nomme = ts.isPropertyAssignment(parent) && parent.name.getText() === 'nom';
      const donne =
        ts.isCallExpression(parent) &&
        /^(enregistrer|completer|reprendre|changer|terminer)/.test(parent.expression.getText());
      const constante = ts.isVariableDeclaration(parent) && parent.name.getText().startsWith('COMMANDE_D');
      if (nomme || donne || constante) noms.add(noeud.text);
    });
  }
  return [...noms].sort();
}

/** Fields of the events that commands write themselves, by record. */
function champsDesEvenements(): (readonly [entite: string, champ: string])[] {
  const trouves: (readonly [string, string])[] = [];
  for (const source of sources) {
    parcourir(source, (noeud) => {
      if (!ts.isCallExpression(noeud) || !noeud.expression.getText().endsWith('.journaliser')) return;
      const [evenement] = noeud.arguments;
      if (!evenement || !ts.isObjectLiteralExpression(evenement)) return;
      const entites = [...(propriete(evenement, 'entite')?.getText() ?? '').matchAll(/'([A-Z]\w+)'/g)].map(
        ([, nom = '']) => nom,
      );
      const details = propriete(evenement, 'details');
      const champs =
        details && ts.isObjectLiteralExpression(details)
          ? details.properties.flatMap((une) => une.name?.getText() ?? [])
          : [];
      for (const entite of entites) trouves.push(...champs.map((champ) => [entite, champ] as const));
    });
  }
  return trouves;
}

describe('the journal in French', () => {
  it('has words for every command', () => {
    const noms = nomsDesCommandes();
    expect(noms.length).toBeGreaterThan(115);
    expect(noms.filter((nom) => !Object.hasOwn(ACTES, nom))).toEqual([]);
    expect(Object.keys(ACTES).filter((nom) => !noms.includes(nom))).toEqual([]);
  });

  it('has words for every record the journal keeps, and for each of its fields', () => {
    const entites = ENTITES.map(
      (entite) =>
        (
          entite as unknown as {
            meta: { className: string; properties: Readonly<Record<string, { readonly formula?: unknown }>> };
          }
        ).meta,
    ).filter(({ className }) => estJournalisee(className));
    expect(entites.length).toBeGreaterThan(30);
    expect(
      entites.filter(({ className }) => !Object.hasOwn(OBJETS, className)).map(({ className }) => className),
    ).toEqual([]);
    const muets = entites.flatMap(({ className, properties }) =>
      Object.entries(properties)
        // What is computed is never written.
        .filter(
          ([champ, { formula }]) =>
            champ !== 'version' &&
            formula === undefined &&
            vocabulaire.libelleDuChamp(className, champ) === undefined,
        )
        .map(([champ]) => `${className}.${champ}`),
    );
    expect(muets).toEqual([]);
  });

  it('has words for every event a command writes itself', () => {
    const evenements = champsDesEvenements();
    expect(evenements.length).toBeGreaterThan(15);
    expect(
      evenements.filter(
        ([entite, champ]) =>
          !Object.hasOwn(OBJETS, entite) || vocabulaire.libelleDuChamp(entite, champ) === undefined,
      ),
    ).toEqual([]);
  });

  it('has words for every role, and tells a line of a former release by its kind', () => {
    for (const role of ROLES) expect(direRoles(role)).not.toMatch(/^autre personne$|-/);
    expect(direRoles('gestionnaire responsable-caf')).toBe('gestionnaire Caf, responsable de la Caf');
    expect(direActe('fiche.ancienActe', 'suppression')).toBe('Fiche retirée');
  });

  it('speaks no code: no command, field or entity is its own word', () => {
    for (const [nom, mots] of Object.entries(ACTES)) expect(mots, nom).toMatch(/^[A-ZÀ-Ý][^.]*$/);
    for (const { libelle, champs = {} } of Object.values(OBJETS))
      for (const mots of [libelle, ...Object.values(champs)]) expect(mots).not.toMatch(/[a-z][A-Z]|_|'/);
  });
});

describe('a value of the journal', () => {
  const reperes: Reperes = {
    fuseau: 'Europe/Paris',
    compte: (id) => (id === 'a' ? 'Lou Martin' : undefined),
    titre: (ressource, id) => (`${ressource}/${id}` === 'equipements/b' ? 'Ram des Lilas' : undefined),
  };
  const UUID = '0e4b1f0a-1111-4111-8111-111111111111';
  it.each([
    [null, {}, 'vide'],
    ['', {}, 'vide'],
    [true, {}, 'Oui'],
    [false, {}, 'Non'],
    ['2026-03-31', {}, '31/03/2026'],
    ['2026-11-30T20:04:00.000Z', {}, '30/11/2026 à 21\u00a0h\u00a004'],
    [UUID, {}, 'un identifiant interne'],
    ['a'.repeat(64), {}, 'une empreinte'],
    ['a', { compte: true }, 'Lou Martin'],
    [UUID, { compte: true }, 'une autre personne'],
    ['b', { ressource: 'equipements' }, 'Ram des Lilas'],
    [UUID, { ressource: 'equipements' }, 'une fiche retirée, ou hors de votre portée'],
    [[], {}, 'aucun'],
    [{ a: 1, b: 2 }, {}, '2 valeur(s)'],
  ])('%j is told « %s »', (valeur, nature, mots) => {
    expect(direValeur(valeur, nature, reperes)).toBe(mots);
  });

  it('is told as the screens of its record do: labels of lists, last day included', () => {
    const champ = (entite: string, nom: string) => {
      const declare = vocabulaire.champ(entite, nom);
      return {
        champ:
          declare &&
          champDuJour(declare, { registre: { referentiel: servicesLivres }, aujourdhui: '2026-03-02' }),
      };
    };
    expect(direValeur('active', champ('Convention', 'etat'), reperes)).toBe('Active');
    expect(direValeur(['CONSULTANT', 'APPROBATEUR'], champ('Mandat', 'roles'), reperes)).toBe(
      'Consultant, Approbateur',
    );
    expect(direValeur('2027-01-01', champ('Convention', 'au'), reperes)).toBe('31/12/2026');
  });
});
