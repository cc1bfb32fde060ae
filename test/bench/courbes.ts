/**
 * How what a decision, a study and the journal cost grows: with the rules of a file, the comparisons of a rule,
 * the cases judged, the lines written. Each curve is also drawn as SVG in `docs/images/`, which docs/performance.md shows.
 */
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { compiler, deciderAvecTrace, evaluateurDirect, type JeuCompile } from '#src/engine/index.ts';
import { AGREGATS_VIDES } from '#src/domain/politique/impact/agregats.ts';
import { Cumul, partiel } from '#src/domain/politique/impact/cumul.ts';
import { Mesure } from '#src/domain/politique/impact/mesure.ts';
import { Tirage } from '#src/domain/politique/impact/population.ts';
import { clos, regle } from '#test/unit/engine/appui.ts';
import { versions } from '#test/bench/impact.ts';
import { processeur, resumer, type Bench, type Ligne } from '#test/bench/table.ts';
import { mesurerJournal } from './courbes/journal.ts';
import { enSvg, type Courbe, type Point } from './courbes/svg.ts';

const IMAGES = resolve(import.meta.dirname, '../../docs/images');
const TOURS = 5;
const ECHAUFFEMENT = 5;
const DECISIONS = 400;
const DATE = '2019-12-31';
const TAILLES = [1, 2, 5, 10, 20, 50, 100];
const CAS = [1_000, 2_000, 5_000, 10_000, 20_000];

export const bench: Bench = {
  titre: 'how cost grows; drawn in docs/images',
  mesurer,
};

async function* mesurer(): AsyncGenerator<Ligne> {
  yield* courbe('courbe-regles', 'rules of a file', 'µs of processor a decision', [
    { nom: 'decision of record', points: await decisions((taille) => fichier(taille, 3), officiel) },
    { nom: 'compiled evaluator', points: await decisions((taille) => fichier(taille, 3), compile) },
  ]);
  yield* courbe('courbe-comparaisons', 'comparisons of one rule', 'µs of processor a decision', [
    { nom: 'decision of record', points: await decisions((taille) => fichier(1, taille), officiel) },
    { nom: 'compiled evaluator', points: await decisions((taille) => fichier(1, taille), compile) },
  ]);
  yield* courbe('courbe-cas', 'cases of a study', 'ms of processor', [
    { nom: 'judged by two versions, counted', points: await etudes() },
  ]);
  const { ecrire, lire, verifier } = await mesurerJournal();
  yield* courbe('courbe-journal', 'lines of the journal of a Caf', 'ms, database included', [
    { nom: 'all its lines read again and checked', points: verifier },
  ]);
  yield* courbe('courbe-journal-acte', 'lines of the journal of a Caf', 'ms, database included', [
    { nom: 'an act writes ten more', points: ecrire },
    { nom: 'its last twenty lines', points: lire },
  ]);
}

/** Each point as a line of the table, and the drawing. */
async function* courbe(
  fichierSvg: string,
  abscisse: string,
  ordonnee: string,
  courbes: readonly Courbe[],
): AsyncGenerator<Ligne> {
  await writeFile(join(IMAGES, `${fichierSvg}.svg`), enSvg({ abscisse, ordonnee, courbes }));
  for (const { nom, points } of courbes) {
    const [premier, dernier] = [points[0], points.at(-1)];
    if (!premier || !dernier) continue;
    yield {
      nom: `${nom}, ${abscisse} × ${dernier.x / premier.x}`,
      valeur: dernier.y / premier.y,
      unite: '×',
      tours: TOURS,
      note: points.map(({ x, y }) => `${x}: ${y.toPrecision(3)}`).join(', ') + ` ${ordonnee}`,
    };
  }
}

type Decider = (jeu: JeuCompile, montant: string) => unknown;
const officiel: Decider = (jeu, montant) => deciderAvecTrace(jeu, { date: DATE, faits: { montant } });
const compile: Decider = (jeu, montant) => evaluateurDirect(jeu).evaluer(DATE, { montant });

async function decisions(fichierDe: (taille: number) => JeuCompile, decider: Decider): Promise<Point[]> {
  const points: Point[] = [];
  for (const x of TAILLES) {
    const jeu = fichierDe(x);
    const ms = await mediane(async () => {
      for (let rang = 0; rang < DECISIONS; rang += 1) await decider(jeu, `${rang}.50`);
    });
    points.push({ x, y: (ms * 1_000) / DECISIONS });
  }
  return points;
}

/** A file of so many rules, each of so many comparisons of one fact with other amounts. */
function fichier(regles: number, comparaisons: number): JeuCompile {
  return compiler(
    clos({
      regles: Array.from({ length: regles }, (_, rang) =>
        regle(`ESS-${String(rang + 1).padStart(3, '0')}`, 'DEPASSE', {
          all: Array.from({ length: comparaisons }, (_, autre) => ({
            fact: 'montant',
            operator: 'greaterThan',
            value: String(rang + autre),
          })),
        }),
      ),
    }),
  );
}

async function etudes(): Promise<Point[]> {
  const [avant, apres] = await versions();
  const tirage = new Tirage(avant, apres);
  const cas = Array.from({ length: Math.max(...CAS) }, (_, rang) => {
    const { date, faits } = tirage.tirer('courbe', rang);
    return {
      id: `d${rang}`,
      cafId: String(rang % 100),
      sujetType: 'Declaration',
      sujetId: `s${rang}`,
      sujetDetail: null,
      equipementId: null,
      typeEquipement: null,
      dateReference: date,
      faits,
      derniere: true,
    };
  });
  const mesure = new Mesure(avant, apres);
  const points: Point[] = [];
  for (const x of CAS)
    points.push({
      x,
      y: await mediane(() =>
        new Cumul(avant, apres, AGREGATS_VIDES).joindre(
          partiel(mesure.mesurer(cas.slice(0, x)), mesure.relever()),
        ),
      ),
    });
  return points;
}

/** Milliseconds of processor; some more rounds come first and are thrown away. */
async function mediane(faire: () => unknown): Promise<number> {
  for (let tour = 0; tour < ECHAUFFEMENT; tour += 1) await faire();
  const mesures: number[] = [];
  for (let tour = 0; tour < TOURS; tour += 1) mesures.push(await processeur(faire));
  return resumer(mesures).valeur;
}
