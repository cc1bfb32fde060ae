import { readdirSync, readFileSync } from 'node:fs';
import { posix, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const RACINE = resolve(import.meta.dirname, '../..');
const IGNORES: readonly string[] = ['node_modules', '.git'];

const entrees = readdirSync(RACINE, { withFileTypes: true }).filter(({ name }) => !IGNORES.includes(name));
const DOSSIERS = entrees.filter((entree) => entree.isDirectory()).map(({ name }) => name);
/** Every file and folder of the checkout, from its root. */
const CHEMINS: readonly string[] = [
  ...entrees.map(({ name }) => name),
  ...DOSSIERS.flatMap((dossier) =>
    readdirSync(resolve(RACINE, dossier), { recursive: true, encoding: 'utf8' }).map((fin) =>
      posix.join(dossier, fin),
    ),
  ),
];
const CONNUS: ReadonlySet<string> = new Set(CHEMINS);

/** `a/{b,c}` → `a/b`, `a/c`. */
function deplier(motif: string): string[] {
  const accolades = /\{([^{}]*)\}/.exec(motif);
  if (!accolades) return [motif];
  const [entier, choix = ''] = accolades;
  return choix
    .split(',')
    .flatMap((un) =>
      deplier(motif.slice(0, accolades.index) + un + motif.slice(accolades.index + entier.length)),
    );
}

/** `*` and `<name>` stand for any name, `**` for any depth. */
function existe(chemin: string): boolean {
  const net = chemin.replace(/\/$/, '');
  if (!/[*<]/.test(net)) return CONNUS.has(net);
  const modele = net
    .split(/(\*\*|\*|<[^>]*>)/)
    .map((partie, rang) =>
      rang % 2 === 0 ? partie.replace(/[.+?^$()|[\]\\]/g, '\\$&') : partie === '**' ? '.*' : '[^/]*',
    )
    .join('');
  return CHEMINS.some((candidat) => new RegExp(`^${modele}$`).test(candidat));
}

/**
 * What a document names. A path is a code span without space or ellipsis that begins with a folder of the root
 * (`src/…`, `docs/…`), braces expanded; and every link that is neither an address, nor an anchor, nor a page of the
 * application. Blocks of code are examples.
 */
function cheminsNommes(document: string, texte: string): string[] {
  const prose = texte.replace(/^```[\s\S]*?^```/gm, '');
  const code = [...prose.matchAll(/`([^`\n]+)`/g)]
    .map(([, mot = '']) => mot)
    .filter((mot) => !/[\s…]/.test(mot) && DOSSIERS.some((dossier) => mot.startsWith(`${dossier}/`)));
  const liens = [...prose.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, cible = '']) => cible.replace(/#.*$/, ''))
    .filter((cible) => cible !== '' && !/^([a-z]+:|\/)/.test(cible))
    .map((cible) => posix.join(posix.dirname(document), cible));
  return [...new Set([...code, ...liens].flatMap(deplier))];
}

const DOCUMENTS = CHEMINS.filter((chemin) => /^([A-Z]+|docs\/(decisions\/)?[\w-]+)\.md$/.test(chemin));

describe('the documents of the project', () => {
  it('are those a newcomer is sent to', () => {
    expect(DOCUMENTS).toEqual(
      expect.arrayContaining([
        'README.md',
        'CONTRIBUTING.md',
        'CHANGELOG.md',
        'docs/architecture.md',
        'docs/glossaire.md',
        'docs/decisions/0001-two-evaluators.md',
      ]),
    );
  });

  it('are read: the four walks alone name a hundred files', () => {
    const walks = readFileSync(resolve(RACINE, 'docs/architecture.md'), 'utf8');
    expect(cheminsNommes('docs/architecture.md', walks).length).toBeGreaterThan(100);
  });

  it.each(DOCUMENTS)('%s names only paths that exist', (document) => {
    const nommes = cheminsNommes(document, readFileSync(resolve(RACINE, document), 'utf8'));
    expect(nommes.filter((chemin) => !existe(chemin))).toEqual([]);
  });
});

describe('the example of CONTRIBUTING.md', () => {
  it('is the code, word for word', () => {
    const [, exemple = ''] =
      /```ts\n([\s\S]*?)```/.exec(readFileSync(resolve(RACINE, 'CONTRIBUTING.md'), 'utf8')) ?? [];
    const code = readFileSync(resolve(RACINE, 'src/domain/contractualisation/vie/terme.ts'), 'utf8');
    expect(exemple).toContain('resilierConvention');
    for (const morceau of exemple.trim().split('\n\n')) expect(code).toContain(morceau);
  });
});

describe('the check itself', () => {
  const faux = (texte: string) => cheminsNommes('docs/x.md', texte).filter((chemin) => !existe(chemin));

  it('finds a wrong path in a code span, in braces, behind a star and in a link', () => {
    expect(faux('`src/nulle-part.ts`')).toEqual(['src/nulle-part.ts']);
    expect(faux('`src/kernel/{port,nulle-part}.ts`')).toEqual(['src/kernel/nulle-part.ts']);
    expect(faux('`rules/*/0.0.0.json`')).toEqual(['rules/*/0.0.0.json']);
    expect(faux('[là](decisions/nulle-part.md#ici)')).toEqual(['docs/decisions/nulle-part.md']);
  });

  it('accepts folders, patterns that match, addresses, pages and examples', () => {
    const texte =
      '`src/kernel/`, `rules/<jeu>/1.0.0.json`, `test/**/docs.test.ts`, `src/…`, [x](https://exemple.fr/a), [y](/gestion), [z](#z)\n```\n`src/nulle-part.ts`\n```';
    expect(faux(texte)).toEqual([]);
  });
});
