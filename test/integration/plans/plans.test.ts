import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { RESSOURCES } from '#admin/ressources/index.ts';
import { estOuverte, type Person } from '#test/integration/droits/oracle.ts';
import { preparerLeParcours, type Parcours } from '#test/integration/droits/parcours.ts';
import { lireLot, type Curseur } from '#src/domain/politique/impact/lecture.ts';
import { systeme } from '#test/support/acteurs.ts';
import { ecouter, type Instruction } from './ecoute.ts';
import { grossir } from './grossir.ts';
import { ouvrirLeQuart, type Quart } from './quart.ts';

let parcours: Parcours;
/** Rows of each large table. */
let grandes: ReadonlyMap<string, number>;
let application: Client;

/** The long trial asks the same of a quarter of the country. */
let quart: Quart | undefined;

beforeAll(async () => {
  const surLeQuart = process.env['PLANS_SUR_LE_QUART'] === '1';
  parcours = await preparerLeParcours(async (url) => {
    if (surLeQuart) quart = await ouvrirLeQuart(inject('essais'), url);
    return quart?.base.urlApplication ?? url;
  });
  grandes = quart?.grandes ?? (await grossir(parcours.base));
  application = new Client({ connectionString: quart?.base.urlApplication ?? parcours.base.urlApplication });
  await application.connect();
}, 900_000);
afterAll(async () => {
  await application.end();
  await parcours.fermer();
  await quart?.fermer();
});

/** One node of a plan, and those below it. */
interface Noeud {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Plan Rows': number;
  readonly 'Total Cost': number;
  readonly Plans?: readonly Noeud[];
}

const noeuds = (noeud: Noeud): readonly Noeud[] => [noeud, ...(noeud.Plans ?? []).flatMap(noeuds)];

/** The plan of a statement with its own values, under its own actor; always undone. */
async function expliquer({ texte, valeurs, acteur }: Instruction): Promise<readonly Noeud[]> {
  await application.query('begin');
  try {
    if (acteur !== null) await application.query(acteur);
    const { rows } = await application.query<{ 'QUERY PLAN': [{ Plan: Noeud }] }>(
      `explain (format json) ${texte}`,
      [...valeurs],
    );
    const plan = rows[0]?.['QUERY PLAN'][0].Plan;
    return plan ? noeuds(plan) : [];
  } finally {
    await application.query('rollback');
  }
}

/** Large tables a plan reads from end to end. Rows shown or counted as they come, up to a limit, are not more than that. */
function luesEnEntier(plan: readonly Noeud[]): string[] {
  const montrees = new Set(
    plan
      .filter(({ 'Node Type': genre }) => genre === 'Limit')
      .flatMap((limite) => (limite.Plans ?? []).map((lue) => ({ limite, lue })))
      .filter(
        ({ limite, lue: { 'Relation Name': table = '', 'Plan Rows': lignes, 'Total Cost': cout } }) =>
          lignes > (grandes.get(table) ?? 0) / 4 || limite['Total Cost'] < cout / 4,
      )
      .map(({ lue }) => lue),
  );
  return plan.flatMap((noeud) => {
    const { 'Node Type': genre, 'Relation Name': table = '' } = noeud;
    return genre === 'Seq Scan' && grandes.has(table) && !montrees.has(noeud) ? [table] : [];
  });
}

/** Asked of the whole country by analysts alone, seldom: what is not worth an index written to at each decision. */
const PAYS_ENTIER = [
  // Orders and words of a national list that nobody reads by them.
  /\/decisions\/actions\/list\?(sortBy=(etat|jeu|versionRegle|sujetType)|filters\.(versionRegle|reference))/,
  // A reference of some 20,000 lines, the same for all.
  /\/organismes\/actions\/(list\?q=|search)/,
];

/** The same statement about other records. */
const forme = ({ texte }: Instruction): string =>
  texte
    .replace(/'(?:[^']|'')*'/g, '?')
    .replace(/\b\d+\b/g, '?')
    .replace(/\?(, \?)+/g, '?');

/** What a person asks for, by the very tables of the rights: a new screen, list or export is here without being told. */
function questions(person: Person) {
  return parcours.demandes.filter(
    ({ methode, chemin, porte, exigence, objet, essentielle, variante }) =>
      methode === 'GET' &&
      porte !== 'GET /deconnexion' &&
      // One direction of each order: the other is read from the same rows.
      (essentielle || (variante === true && !chemin.includes('direction=asc'))) &&
      estOuverte(person, exigence, objet),
  );
}

/** Statements of a person's questions, one of each form, with what asked for it. */
async function entendues(person: Person): Promise<readonly (readonly [Instruction, demande: string])[]> {
  const uniques = new Map<string, readonly [Instruction, string]>();
  for (const demande of questions(person)) {
    const cesser = ecouter((instruction) => {
      const cle = forme(instruction);
      if (!uniques.has(cle)) uniques.set(cle, [instruction, demande.chemin]);
    });
    try {
      await parcours.demander(person, demande);
    } finally {
      cesser();
    }
  }
  return [...uniques.values()];
}

const personne = (nom: string): Person => {
  const trouvee = parcours.people.find((person) => person.nom === nom);
  if (!trouvee) throw new Error(`nobody is « ${nom} »`);
  return trouvee;
};

describe('what a page reads of a country', () => {
  it.each(['responsable Caf', 'administrateur partenaire', 'analyste'])(
    'never is a large table from end to end (%s)',
    async (nom) => {
      const person = personne(nom);
      const instructions = await entendues(person);
      expect(instructions.length).toBeGreaterThan(30);
      const entieres: string[] = [];
      for (const [instruction, demande] of instructions) {
        if (PAYS_ENTIER.some((exception) => exception.test(demande))) continue;
        for (const table of luesEnEntier(await expliquer(instruction)))
          entieres.push(`${table} : ${demande}\n${instruction.texte.slice(0, 1_500)}`);
      }
      process.stdout.write(`plans : ${instructions.length} formes d’instructions pour ${nom}\n`);
      expect(entieres).toEqual([]);
    },
    300_000,
  );

  /** A Caf's few rows are rightly sorted, rather than read one by one in the order of an index. */
  const PEU = 1_000;
  /** Ordered by what another record says, or by ranks of two chains: the rows of the Caf are sorted. */
  const TRIEES = ['contrats-service', 'journal'];

  it('is the first page of each list in the order of an index', async () => {
    const triees: string[] = [];
    for (const { id, entite } of RESSOURCES) {
      const lues: Instruction[] = [];
      const cesser = ecouter((instruction) => lues.push(instruction));
      await parcours.demander(personne('responsable Caf'), {
        methode: 'GET',
        chemin: `/gestion/api/resources/${id}/actions/list`,
      });
      cesser();
      const table = parcours.base.orm.getMetadata().get(entite as never).tableName;
      const liste = lues.find(
        ({ texte }) => / order by /.test(texte) && texte.includes(`from "${table}" as `),
      );
      if (!liste || !grandes.has(table)) continue;
      const tri = (await expliquer(liste)).find(({ 'Node Type': genre }) => genre === 'Sort');
      if (tri && tri['Plan Rows'] > (quart ? PEU : 0)) triees.push(id);
    }
    expect(triees.sort()).toEqual(TRIEES);
  });
});

describe('what a study reads of a country', () => {
  const LOT = 100;

  it('is a batch of decisions in the order of their index, the first and the following alike', async () => {
    const { executeur, superviseur } = parcours.base;
    const [plusPris] = await superviseur(
      'select jeu from decision group by jeu order by count(*) desc, jeu limit 1',
    );
    const population = { jeu: String(plusPris?.['jeu']), du: null, au: null, prisesAvant: new Date() };
    const lues: Instruction[] = [];
    const cesser = ecouter((instruction) => lues.push(instruction));
    const lire = (apres: Curseur | null) =>
      executeur.lire(systeme, (unite) => lireLot(unite, population, apres, LOT));
    try {
      const premier = await lire(null);
      expect(premier.nombre).toBe(LOT);
      await lire(premier.curseur);
    } finally {
      cesser();
    }
    expect(lues).toHaveLength(2);
    for (const lue of lues) {
      const plan = await expliquer(lue);
      expect(
        plan.flatMap(({ 'Index Name': index, 'Relation Name': table }) =>
          table === 'decision' ? [index] : [],
        ),
      ).toEqual(['decision_par_sujet_index']);
      // Those of the batch alone are put in order again.
      const tries = plan.filter(({ 'Node Type': genre }) => genre.endsWith('Sort'));
      for (const tri of tries) expect(tri['Plan Rows']).toBeLessThanOrEqual(LOT);
    }
  });
});
