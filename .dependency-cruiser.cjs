/** Directions a dependency may take. The direction is the architecture: rules and commands never know which screen asks. */
/** The contexts of src/domain in the one order they may know each other. */
const CONTEXTES = require('./src/domain/contextes.json');

module.exports = {
  forbidden: [
    {
      name: 'engine-pure',
      comment: 'The engine imports nothing of ours: it must be usable, and tested, alone.',
      severity: 'error',
      from: { path: '^src/engine/' },
      to: { path: '^(src/(?!engine/)|admin/|migrations/|test/)' },
    },
    {
      name: 'engine-no-io',
      comment: 'The engine reads no file, no clock, no network: facts come in, a decision goes out.',
      severity: 'error',
      from: { path: '^src/engine/' },
      to: {
        path: '^(node:)?(fs|net|http|https|child_process|dgram|worker_threads)(/|$)|node_modules/(express|pg|@mikro-orm|adminjs|pino)(/|$)',
      },
    },
    {
      name: 'domain-no-screen',
      comment: 'Commands and queries do not know who calls them.',
      severity: 'error',
      from: { path: '^src/domain/' },
      to: {
        path: '^(src/(database|server|portal|cli)/|admin/)|node_modules/(express|adminjs|@adminjs|react)(/|$)',
      },
    },
    {
      name: 'kernel-no-noun',
      comment:
        'Commands, refusals, roles as plain values, decision record and journal: no noun of the field.',
      severity: 'error',
      from: { path: '^src/kernel/' },
      to: { path: '^(src/(?!engine/|kernel/)|admin/)' },
    },
    {
      name: 'database-no-noun',
      comment: 'The unit of work and the journal are given the entities by the composition root (src/cli).',
      severity: 'error',
      from: { path: '^src/database/' },
      to: { path: '^(src/(domain|server|portal|cli)/|admin/)' },
    },
    ...CONTEXTES.map((contexte, rang) => ({
      name: `${contexte}-only-before`,
      comment: 'A context knows those before it; what it asks of a later one is a port (src/kernel/port.ts).',
      severity: 'error',
      from: { path: `^src/domain/${contexte}/` },
      to: { path: `^src/domain/(${CONTEXTES.slice(rang + 1).join('|') || '-'})/` },
    })),
    {
      name: 'http-below-screens',
      comment: 'What a route is, for all who declare some; it knows rights and commands, no screen.',
      severity: 'error',
      from: { path: '^src/http/' },
      to: { path: '^(src/(?!engine/|kernel/|http/)|admin/)' },
    },
    {
      name: 'portal-below-server',
      comment: 'The server mounts the portal, and shares its pages and components.',
      severity: 'error',
      from: { path: '^src/portal/' },
      to: { path: '^src/(server|database)/' },
    },
    {
      name: 'portal-not-admin',
      comment: 'The two spaces share the domain, never a screen: the back-office shell must be replaceable.',
      severity: 'error',
      from: { path: '^src/portal/' },
      to: { path: '^(admin/|src/cli/)|node_modules/(adminjs|@adminjs)(/|$)' },
    },
    {
      name: 'admin-not-portal',
      severity: 'error',
      from: { path: '^admin/', pathNot: '\\.test\\.tsx?$' },
      to: { path: '^src/(portal|cli)/' },
    },
    {
      name: 'no-tests-in-product',
      severity: 'error',
      from: { path: '^(src|admin|migrations)/', pathNot: '\\.test\\.tsx?$' },
      to: {
        path: '^(test|deploy)/|node_modules/(vitest|playwright-core|fast-check|@axe-core|@sparticuz)(/|$)',
      },
    },
    {
      name: 'esbuild-from-sources-only',
      comment:
        'What is built does not build: only the two builders of files for browsers import esbuild, asked for by name.',
      severity: 'error',
      from: { path: '^(src|admin)/', pathNot: '^(src/portal|admin/bundle)/construire\\.ts$' },
      to: { path: 'node_modules/esbuild/' },
    },
    {
      name: 'no-cycle',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'declared-packages',
      comment: 'A package not in package.json is there by accident of another one.',
      severity: 'error',
      from: { path: '^(src|admin|migrations)/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: 'specify',
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.json'],
    },
  },
};
