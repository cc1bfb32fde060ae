/**
 * Seeded mutations of the text and of the tree of a rule file: what a careless or hostile hand may bring to
 * the gate.
 */
import type { Hasard } from '#test/unit/engine/direct/hasard.ts';

/** A mutated text. `refusSur`: whatever else the file says, the gate must refuse it. */
export interface Mutation {
  readonly texte: string;
  /** What was done, to see a failure again. */
  readonly gestes: readonly string[];
  readonly refusSur: boolean;
}

interface Noeud {
  readonly parent: Record<string, unknown>;
  readonly cle: string;
}
/** What a tree cannot say (`1e999`, a key twice, `__proto__`) is put in the text afterwards. */
interface Chantier {
  readonly hasard: Hasard;
  readonly racine: unknown;
  readonly noeuds: readonly Noeud[];
  readonly remplacements: (readonly [string, string])[];
  refusSur: boolean;
}
type Geste = (chantier: Chantier) => void;

const PROTOTYPES = ['constructor', 'toString', 'hasOwnProperty', 'prototype', 'valueOf'] as const;
const AUTRES_TYPES: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  1.5,
  1e308,
  Number.MAX_SAFE_INTEGER,
  '',
  ' ',
  'x',
  [],
  {},
  [[]],
  [null],
  { x: {} },
  'é'.repeat(4001),
];
const NOMBRES = [
  '9'.repeat(400),
  `0.${'0'.repeat(300)}1`,
  '-0',
  '-1',
  '1e9',
  '1E-9',
  '00012',
  '+5',
  '.5',
  '5.',
  'NaN',
  'Infinity',
  '0x10',
  '١٢',
  '999999999999.9999',
] as const;
const DATES = [
  '0000-00-00',
  '0000-01-01',
  '0001-01-01',
  '9999-12-31',
  '2019-02-29',
  '2019-02-30',
  '2019-13-01',
  '-000001-01-01',
  '+275760-09-14',
  '2019-1-1',
  '2019-01-01T00:00:00Z',
  '31/12/2019',
  '١٢٣٤-٠١-٠١',
] as const;
const FORMULES = [
  'inconnu',
  'this',
  'constructor',
  '__proto__',
  'constructor.constructor("return process")()',
  'process.exit()',
  'present(constructor)',
  'globalThis',
  '[1, 2, 3].all(i, i > 0)',
  '[[1], [2]].map(x, x)',
  '"aaaaaaaaaaaaaaaaaaaaaaaaaaaa!".matches("^(a+)+$")',
  '1 / 0',
  '1.5 + 2',
  '1u',
  'b"x"',
  'null',
  '{}',
  '{"a": 1}',
  'x.y.z',
  'x[0]',
  'true ? 1 : "a"',
  '(',
  ')',
  '""',
  '"',
  '/* */',
  'while (true) {}',
  'arrondi()',
  'arrondi(1, 2, 3, 4, 5, 6, 7, 8, 9)',
  '('.repeat(900),
  `${'('.repeat(60)}1${')'.repeat(60)}`,
  `${'!'.repeat(1900)}true`,
  `${'-'.repeat(1900)}1`,
  `1${' + 1'.repeat(480)}`,
  'true ? '.repeat(280),
  `[${'1,'.repeat(900)}1]`,
  `9${'9'.repeat(1900)}`,
  `${'99999999999999999 * '.repeat(90)}1`,
  `"${'x'.repeat(1900)}"`,
] as const;
const MESSAGES = [
  '<script>alert(1)</script>',
  '<b>{montant}</b>',
  '<img src=x onerror=alert(1)>',
  '&lt;b&gt;',
  '{',
  '}',
  '{}',
  '{inconnu}',
  '{inconnu|date}',
  '{constructor}',
  '{__proto__|texte}',
  '{montant, plural, other {#}}',
  '{montant, plural, one {#}}',
  '{x, select, a {b}}',
  `${'{n, plural, other {'.repeat(150)}${'}}'.repeat(150)}`,
  `${'<b>'.repeat(500)}${'</b>'.repeat(500)}`,
  '\u202e',
  '\u0000',
  '\ud800',
  "'{'",
  '{montant, number, ::currency/EUR}',
  '{montant|constructor}',
] as const;
const OPERATEURS = [
  'contains',
  'doesNotContain',
  'regex',
  '__proto__',
  'toString',
  'EQUAL',
  '==',
  '',
  'every:equal',
  'not:in',
] as const;
const CONDITIONS: readonly unknown[] = [
  [],
  {},
  { all: [] },
  { any: [] },
  { not: {} },
  { all: [], any: [] },
  { condition: 'autre' },
  { all: [{ condition: 'autre' }] },
  { all: [{ fact: 'constructor', operator: 'equal', value: 'x' }] },
  { all: [{ fact: 'x', path: '$.a', operator: 'equal', value: 1 }] },
];

const estUneBranche = (valeur: unknown): valeur is Record<string, unknown> =>
  typeof valeur === 'object' && valeur !== null;

function noeudsDe(racine: unknown): Noeud[] {
  const noeuds: Noeud[] = [];
  const visiter = (parent: unknown): void => {
    if (!estUneBranche(parent)) return;
    for (const cle of Object.keys(parent)) {
      noeuds.push({ parent, cle });
      visiter(parent[cle]);
    }
  };
  visiter(racine);
  return noeuds;
}

/** Replaces the value of a node that bears one of these keys, any node when there is none. */
const remplacer =
  (cles: readonly string[], valeurs: readonly unknown[]): Geste =>
  ({ hasard, noeuds }) => {
    const vises = noeuds.filter(({ cle }) => cles.includes(cle));
    const { parent, cle } = hasard.parmi(vises.length > 0 ? vises : noeuds);
    parent[cle] = structuredClone(hasard.parmi(valeurs));
  };

const branches = (noeuds: readonly Noeud[]): Record<string, unknown>[] =>
  noeuds.map(({ parent, cle }) => parent[cle]).filter(estUneBranche);
const marque = (chantier: Chantier): string => `§${chantier.remplacements.length}§`;

function retirer({ parent, cle }: Noeud): void {
  if (Array.isArray(parent)) parent.splice(Number(cle), 1);
  else Reflect.deleteProperty(parent, cle);
}

/** Changes of the tree, by name. */
const GESTES: Readonly<Record<string, Geste>> = {
  'clé ou élément retiré': ({ hasard, noeuds }) => retirer(hasard.parmi(noeuds)),
  'clé en double': (chantier) => {
    const { parent, cle } = chantier.hasard.parmi(
      chantier.noeuds.filter(
        (noeud) => !Array.isArray(noeud.parent) && Object.hasOwn(noeud.parent, noeud.cle),
      ),
    );
    const double = marque(chantier);
    parent[double] = parent[cle];
    chantier.remplacements.push([`"${double}"`, JSON.stringify(cle)]);
    chantier.refusSur = true;
  },
  'élément en double': ({ hasard, noeuds }) => {
    const liste = hasard.parmi(
      branches(noeuds).filter(
        (branche): branche is Record<string, unknown> & unknown[] =>
          Array.isArray(branche) && branche.length > 0,
      ),
    );
    liste.push(structuredClone(liste[0]));
  },
  'valeurs échangées': ({ hasard, noeuds }) => {
    const [a, b] = [hasard.parmi(noeuds), hasard.parmi(noeuds)];
    const [va, vb] = [structuredClone(a.parent[a.cle]), structuredClone(b.parent[b.cle])];
    a.parent[a.cle] = vb;
    b.parent[b.cle] = va;
  },
  'autre type': remplacer([], AUTRES_TYPES),
  'nombre énorme': (chantier) => {
    const { parent, cle } = chantier.hasard.parmi(chantier.noeuds);
    const enorme = marque(chantier);
    parent[cle] = enorme;
    chantier.remplacements.push([
      `"${enorme}"`,
      chantier.hasard.parmi(['1e999', '-1e999', `1${'0'.repeat(400)}`]),
    ]);
    chantier.refusSur = true;
  },
  'nombre absurde': remplacer(['valeur', 'value', 'min', 'max', 'attendu'], NOMBRES),
  'emboîtement au-delà de la limite': (chantier) => {
    const { parent, cle } = chantier.hasard.parmi(chantier.noeuds);
    const niveaux = chantier.hasard.parmi([33, 100, 5_000]);
    const profond = marque(chantier);
    parent[cle] = profond;
    chantier.remplacements.push([
      `"${profond}"`,
      chantier.hasard.chance(0.5)
        ? '['.repeat(niveaux) + ']'.repeat(niveaux)
        : `${'{"not":'.repeat(niveaux)}0${'}'.repeat(niveaux)}`,
    ]);
    chantier.refusSur = true;
  },
  'groupes emboîtés': ({ hasard, noeuds }) => {
    const { parent, cle } = hasard.parmi(
      noeuds.filter(
        (noeud) => noeud.cle === 'conditions' || noeud.cle === 'requisSi' || noeud.cle === 'valeur',
      ),
    );
    for (let niveau = hasard.entier(1, 12); niveau > 0; niveau--)
      parent[cle] = hasard.chance(0.5)
        ? { not: parent[cle] }
        : { [hasard.parmi(['all', 'any'])]: [parent[cle]] };
  },
  'nom du prototype': ({ hasard, noeuds }) => {
    const noeud = hasard.parmi(noeuds);
    const { parent, cle } = noeud;
    const nom = hasard.parmi(PROTOTYPES);
    const valeur = parent[cle];
    if (hasard.chance(0.3)) parent[cle] = nom;
    else if (!Array.isArray(parent)) {
      if (hasard.chance(0.5)) retirer(noeud);
      parent[nom] = valeur;
    }
  },
  'clé __proto__': (chantier) => {
    const { parent } = chantier.hasard.parmi(chantier.noeuds.filter((noeud) => !Array.isArray(noeud.parent)));
    const proto = marque(chantier);
    parent[proto] = chantier.hasard.parmi([{ admin: true }, null, 'x']);
    chantier.remplacements.push([`"${proto}"`, '"__proto__"']);
    chantier.refusSur = true;
  },
  formule: remplacer(['formule'], FORMULES),
  'formule qui se lit elle-même': ({ hasard, noeuds }) => {
    const formules = noeuds.filter(({ cle }) => cle === 'formule');
    if (formules.length === 0) return;
    const { parent, cle } = hasard.parmi(formules);
    const porteurs = noeuds.filter(
      (noeud) => estUneBranche(noeud.parent[noeud.cle]) && 'formule' in (noeud.parent[noeud.cle] as object),
    );
    parent[cle] = `${String(parent[cle])} + ${hasard.parmi(porteurs).cle}`;
  },
  message: remplacer(['quoi', 'corriger'], MESSAGES),
  libellé: remplacer(['libelle', 'titre', 'texte', 'message'], MESSAGES),
  opérateur: remplacer(['operator'], OPERATEURS),
  condition: remplacer(['conditions', 'requisSi', 'siPossible', 'all', 'any', 'not'], CONDITIONS),
  date: remplacer(['du', 'au', 'date', 'verifieLe', 'derniereVerification', 'dateDuTexte'], DATES),
};

/** Changes of the text. */
const COUPS: Readonly<Record<string, (texte: string, hasard: Hasard) => string>> = {
  'texte coupé': (texte, hasard) => texte.slice(0, hasard.entier(0, texte.length)),
  'morceau retiré': (texte, hasard) => {
    const debut = hasard.entier(0, texte.length);
    return texte.slice(0, debut) + texte.slice(debut + hasard.entier(1, 60));
  },
  'morceau répété': (texte, hasard) => {
    const debut = hasard.entier(0, texte.length);
    const fin = debut + hasard.entier(1, 200);
    return texte.slice(0, fin) + texte.slice(debut);
  },
  'caractères échangés': (texte, hasard) => {
    const caracteres = [...texte];
    const [i, j] = [hasard.entier(0, caracteres.length - 1), hasard.entier(0, caracteres.length - 1)];
    [caracteres[i], caracteres[j]] = [caracteres[j] ?? '', caracteres[i] ?? ''];
    return caracteres.join('');
  },
  'caractère posé': (texte, hasard) => {
    const lieu = hasard.entier(0, texte.length);
    return (
      texte.slice(0, lieu) +
      hasard.parmi([
        '\u0000',
        '\uFEFF',
        '\u2028',
        '\ud800',
        '"',
        '\\',
        '{',
        '[',
        ']',
        ',',
        '//',
        '\\u00',
        'NaN',
        '\t',
        '1e999',
        'é',
        '🧮',
      ]) +
      texte.slice(lieu + hasard.entier(0, 1))
    );
  },
};

/** Draws a mutation of a file: one in four of its text, the others of its tree, one to three at once. */
export function muter(source: unknown, hasard: Hasard): Mutation {
  const gestes: string[] = [];
  const combien = hasard.parmi([1, 1, 1, 2, 3]);
  if (hasard.chance(0.25)) {
    let texte = JSON.stringify(source);
    for (let rang = 0; rang < combien && texte.length > 0; rang++) {
      const nom = hasard.parmi(Object.keys(COUPS));
      gestes.push(nom);
      texte = COUPS[nom]?.(texte, hasard) ?? texte;
    }
    return { texte, gestes, refusSur: false };
  }
  const racine = structuredClone(source);
  const remplacements: Chantier['remplacements'] = [];
  let refusSur = false;
  for (let rang = 0; rang < combien; rang++) {
    const nom = hasard.parmi(Object.keys(GESTES));
    const noeuds = noeudsDe(racine);
    const vises =
      nom === 'groupes emboîtés' && !noeuds.some(({ cle }) => cle === 'conditions') ? 'autre type' : nom;
    gestes.push(vises);
    const chantier: Chantier = { hasard, racine, noeuds, remplacements, refusSur: false };
    GESTES[vises]?.(chantier);
    // A later change may take the place of an earlier one: only the last is sure to be still there.
    refusSur = chantier.refusSur;
  }
  let texte = JSON.stringify(racine);
  for (const [marque, brut] of remplacements) texte = texte.replace(marque, () => brut);
  return { texte, gestes, refusSur };
}
