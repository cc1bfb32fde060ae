import tseslint from 'typescript-eslint';

const NON_TYPESCRIPT = [
  { selector: 'TSEnumDeclaration', message: 'Write a union of string literals.' },
  { selector: 'Decorator', message: 'No decorators: entities are defined by schema.' },
];
const HORODATAGE = 'CallExpression[callee.property.name=/^(default|onCreate|onUpdate)$/]';
const HORLOGE = 'Use the clock given to the command.';

export default tseslint.config(
  { ignores: ['node_modules/', 'build/', 'dist/', 'coverage/', '.donnees/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.recommended],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      // MikroORM's way to name the type of an entity.
      '@typescript-eslint/no-empty-object-type': ['error', { allowInterfaces: 'with-single-extends' }],
      // The compiler reports them, with the same exemptions for `_names`.
      '@typescript-eslint/no-unused-vars': 'off',
      // What needs types: a promise nobody waits for is a write that may fail unseen.
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/no-unnecessary-type-assertion': 'error',
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/no-deprecated': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      eqeqeq: ['error', 'always'],
      'no-eval': 'error',
      'no-restricted-syntax': ['error', ...NON_TYPESCRIPT],
    },
  },
  {
    // "Today" comes from the clock given to the command: it depends on the Caf's time zone, and a replay must give the same answer.
    files: ['src/{engine,kernel,domain}/**/*.ts'],
    ignores: ['src/kernel/horloge.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        ...NON_TYPESCRIPT,
        // The database layer stamps rows (creation, change); nothing decides by those stamps.
        {
          selector: `NewExpression[callee.name='Date'][arguments.length=0]:not(${HORODATAGE} NewExpression)`,
          message: HORLOGE,
        },
        {
          selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
          message: HORLOGE,
        },
        { selector: "MemberExpression[object.property.name='Now']", message: HORLOGE },
        {
          selector: "MemberExpression[object.name='Math'][property.name='random']",
          message: 'Take the generator as a parameter.',
        },
      ],
    },
  },
  {
    files: ['src/**/*.{ts,tsx}', 'admin/**/*.{ts,tsx}'],
    ignores: ['src/cli/**'],
    rules: {
      'no-console': 'error',
      'no-restricted-properties': [
        'error',
        {
          object: 'process',
          property: 'env',
          message: 'Take it from the configuration, read once at start.',
        },
      ],
    },
  },
);
