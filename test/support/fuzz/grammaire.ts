import fc from 'fast-check';
import type { RouteEnumeree } from '#src/server/routes.ts';

/** Who sends a request: one of the sessions of the target, or nobody. */
export type Role =
  | 'personne'
  | 'agent'
  | 'responsable'
  | 'analyste'
  | 'administrateur'
  | 'delegue'
  | 'utilisateur';
export const ROLES_DU_TIR: readonly Role[] = [
  'personne',
  'agent',
  'responsable',
  'analyste',
  'administrateur',
  'delegue',
  'utilisateur',
];

/**
 * A value of a field, a parameter or a query: a text, or the identifier of a record by its rank in the
 * database.
 */
export type Valeur = { readonly texte: string } | { readonly rang: number };

/** A request before its identifiers are those of a database: the same seed gives the same one. */
export interface Tir {
  readonly role: Role;
  readonly preuveRecente: boolean;
  readonly methode: string;
  readonly route: RouteEnumeree;
  readonly parametres: readonly Valeur[];
  readonly requete: readonly (readonly [nom: string, valeur: Valeur])[];
  readonly entetes: readonly (readonly [nom: string, valeur: string])[];
  readonly corps: Corps;
}

export type Corps =
  | { readonly genre: 'aucun' }
  /** The form of the page, as a person would send it, with some fields replaced. */
  | {
      readonly genre: 'formulaire';
      readonly encodage: 'urlencoded' | 'json' | 'multipart' | 'texte';
      readonly remplace: readonly (readonly [champ: number | string, valeur: Valeur | readonly Valeur[]])[];
    }
  | { readonly genre: 'brut'; readonly type: string; readonly texte: string };

/** What has broken programs before: escapes, injections, limits of types, of dates and of encodings. */
const MAUVAIS = [
  '',
  ' ',
  '0',
  '-1',
  '1e309',
  '9007199254740993',
  '99999999999999999999',
  '1,5',
  'NaN',
  'null',
  'true',
  '[]',
  '{}',
  '\u0000',
  'a\u0000b',
  '\r\nX-Injecte: 1',
  '\uD800',
  '\uFFFF',
  '\u202Ecaf',
  '’«»',
  '𝔘𝔫𝔦',
  'é'.normalize('NFD'),
  "' or 1=1 --",
  '"; select pg_sleep(0) --',
  '%',
  '_',
  '\\',
  '%%%',
  '*',
  '(',
  '[',
  '../../../etc/passwd',
  '..%2f..%2f',
  '%2e%2e/',
  '/etc/passwd',
  'C:\\Windows',
  '//ailleurs.example',
  'https://ailleurs.example/',
  'javascript:alert(1)',
  '"><svg/onload=fuzz()>',
  '</script><script>fuzz()</script>',
  '{{7*7}}',
  '${7*7}',
  '=1+1',
  '@SUM(1)',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '__proto__.x',
  '2019-02-30',
  '0000-00-00',
  '9999-12-31',
  '-000001-01-01',
  '99999-01-01',
  '2019-03-04',
  '2026-11-23',
  '45053',
  '732829320',
  'a@b.fr',
  'on',
  'oui',
  'x'.repeat(3000),
  '字'.repeat(700),
  '(((((((((((((((((((((((((((((',
] as const;

const texte: fc.Arbitrary<Valeur> = fc
  .oneof(
    { weight: 6, arbitrary: fc.constantFrom(...MAUVAIS) },
    { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 30 }) },
    { weight: 1, arbitrary: fc.string({ maxLength: 20 }) },
    { weight: 1, arbitrary: fc.uuid() },
  )
  .map((valeur) => ({ texte: valeur }));
const identifiant: fc.Arbitrary<Valeur> = fc.nat(1_000_000).map((rang) => ({ rang }));
const valeur = fc.oneof({ weight: 3, arbitrary: texte }, { weight: 1, arbitrary: identifiant });
const parametre = fc.oneof(
  { weight: 5, arbitrary: identifiant },
  { weight: 3, arbitrary: texte },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom('activite', 'finances', '1', 'list', 'show', 'quotas', 'RAM')
      .map((t) => ({ texte: t })),
  },
);

const NOMS = [
  'suite',
  'motif',
  'jeton',
  'page',
  'perPage',
  'sortBy',
  'direction',
  'filters',
  'filters.nom',
  'filters.partenaire',
  'filters.etat',
  'filters.du~~from',
  'searchProperty',
  'texte',
  'jeu',
  'avant',
  'apres',
  'etude',
  'brouillon',
  'id',
  'date',
  'version',
  'utilisateur',
  'role',
  'activite',
  'type',
  'nature',
  'etat',
  'lieux',
  'afficher',
  'onglet',
  'partenaire',
  'q',
  'tri',
  'sens',
  'v',
  'annee',
  'equipement',
  'decision',
  '__proto__',
  'constructor',
  'a[b]',
  'a[]',
  '',
];
const nom = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...NOMS) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 12 }) },
);

const ENTETES: readonly (readonly [string, readonly string[]])[] = [
  ['accept', ['application/json', 'text/html', '*/*', 'image/png', '', 'text/html;q=x', ',,,']],
  ['accept-language', ['en', 'x'.repeat(2000)]],
  ['accept-encoding', ['gzip', 'br;q=0, *', 'identity;q=0', 'zzz']],
  ['range', ['bytes=0-1', 'bytes=9-1', 'octets=x']],
  ['if-none-match', ['*', '"x"']],
  ['if-modified-since', ['jamais']],
  ['x-forwarded-for', ['1.2.3.4', "' or 1=1"]],
  ['x-forwarded-proto', ['https']],
  ['x-forwarded-host', ['ailleurs.example']],
  ['x-http-method-override', ['DELETE']],
  ['content-encoding', ['gzip', 'deflate', 'zzz']],
  ['expect', ['200-ok']],
  ['referer', ['https://ailleurs.example/', 'pas une adresse', '']],
  ['user-agent', ['', 'x'.repeat(3000)]],
  ['sec-fetch-site', ['same-origin', 'cross-site', 'x']],
  ['origin', ['null', 'https://ailleurs.example']],
  ['host', ['ailleurs.example', '[::1]']],
  ['cookie', ['mcp=', 'mcp=s%3Ax.y', 'mcp=%00', 'mcp=x; mcp=y', '; ; =']],
  ['x-requested-with', ['XMLHttpRequest']],
];
const entete = fc
  .constantFrom(...ENTETES)
  .chain(([cle, valeurs]) => fc.constantFrom(...valeurs).map((une) => [cle, une] as const));

const JSON_PROFOND = `${'{"a":'.repeat(300)}1${'}'.repeat(300)}`;
const corps: fc.Arbitrary<Corps> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      genre: fc.constant('formulaire' as const),
      encodage: fc.constantFrom(
        'urlencoded' as const,
        'urlencoded' as const,
        'json' as const,
        'multipart' as const,
        'texte' as const,
      ),
      remplace: fc.array(
        fc.tuple(
          fc.oneof({ weight: 6, arbitrary: fc.nat(30) }, { weight: 1, arbitrary: nom }),
          fc.oneof(
            { weight: 6, arbitrary: valeur },
            { weight: 1, arbitrary: fc.array(valeur, { maxLength: 4 }) },
          ),
        ),
        { maxLength: 4 },
      ),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ genre: 'aucun' as const }) },
  {
    weight: 2,
    arbitrary: fc.record({
      genre: fc.constant('brut' as const),
      type: fc.constantFrom(
        'application/json',
        'application/json; charset=utf-16',
        'application/x-www-form-urlencoded',
        'multipart/form-data',
        'multipart/form-data; boundary=x',
        'text/plain',
        'text/xml',
        'application/octet-stream',
        '',
      ),
      texte: fc.oneof(
        fc.constantFrom(
          '{',
          '[]',
          '"x"',
          'null',
          '{"__proto__":{"admin":true}}',
          '{"action":{"$ne":null}}',
          '{"a":1,"a":2}',
          JSON_PROFOND,
          '[['.repeat(2000),
          '--x\r\nContent-Disposition: form-data; name="a"; filename="../../a.js"\r\n\r\nx\r\n--x--\r\n',
          'a=%',
          '%',
          '&&&===',
          `a=${'x'.repeat(70_000)}`,
          '\u0000',
          '<?xml version="1.0"?>',
        ),
        fc.string({ unit: 'binary', maxLength: 200 }),
        fc.json(),
      ),
    }),
  },
);

/**
 * Requests over the routes given, the methods they have and those they have not.
 * @param existe whether an address leads somewhere; those that are closed are tried less
 */
export function tirs(
  routes: readonly RouteEnumeree[],
  existe: (route: RouteEnumeree) => boolean,
): fc.Arbitrary<Tir> {
  const autres = routes.filter(({ chemin }) => !chemin.startsWith('/gestion'));
  const declarees = routes.filter((une) => une.chemin.startsWith('/gestion') && existe(une));
  const fermees = routes.filter((une) => une.chemin.startsWith('/gestion') && !existe(une));
  const route = fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(...autres) },
    { weight: 6, arbitrary: fc.constantFrom(...declarees) },
    { weight: 1, arbitrary: fc.constantFrom(...fermees) },
  );
  return route.chain((choisie) =>
    fc.record({
      route: fc.constant(choisie),
      role: rolePour(choisie),
      preuveRecente: fc.integer({ min: 0, max: 9 }).map((n) => n > 0),
      methode: fc.oneof(
        { weight: 12, arbitrary: fc.constant(choisie.methode as string) },
        {
          weight: 1,
          arbitrary: fc.constantFrom(
            'GET',
            'POST',
            'HEAD',
            'PUT',
            'PATCH',
            'DELETE',
            'OPTIONS',
            'PROPFIND',
            'TRACE',
          ),
        },
      ),
      parametres: fc.array(parametre, {
        minLength: choisie.parametres.length,
        maxLength: choisie.parametres.length,
      }),
      requete: fc.oneof(
        { weight: 2, arbitrary: fc.constant([]) },
        { weight: 1, arbitrary: fc.array(fc.tuple(nom, valeur), { maxLength: 4 }) },
      ),
      entetes: fc.oneof(
        { weight: 3, arbitrary: fc.constant([]) },
        { weight: 1, arbitrary: fc.array(entete, { maxLength: 3 }) },
      ),
      corps:
        choisie.methode === 'POST'
          ? corps
          : fc.oneof(
              { weight: 9, arbitrary: fc.constant({ genre: 'aucun' as const }) },
              { weight: 1, arbitrary: corps },
            ),
    }),
  );
}

/** Mostly somebody the space is for: a request refused at the door tries little. */
function rolePour({ chemin }: RouteEnumeree): fc.Arbitrary<Role> {
  const chezLui: readonly Role[] = chemin.startsWith('/gestion')
    ? ['agent', 'responsable', 'analyste']
    : chemin.startsWith('/partenaire')
      ? ['administrateur', 'delegue', 'utilisateur']
      : ROLES_DU_TIR;
  return fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(...chezLui) },
    { weight: 1, arbitrary: fc.constantFrom(...ROLES_DU_TIR) },
  );
}
