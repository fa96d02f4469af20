import importSort from 'eslint-plugin-simple-import-sort';
import tseslint from 'typescript-eslint';
import { house } from './test/architecture/lint-rules.mjs';

/** `transact`, and the reactor runner with its own streams. */
const writers = ['transact', 'checkpoint', 'parked', 'held-back'].map(
  (part) => `libs/adapters/event-store/src/${part}.ts`,
);

/** What is imported for its effect, Node's own, packages, ours by their alias, then files; without empty lines. */
const importOrder = [
  [
    '^\\u0000',
    '^node:',
    '^@?\\w',
    '^@(adapters|client|contracts|domain|formats|proofs|runtime)(/|\\u0000|$)',
    '^\\.\\.',
    '^\\.',
  ],
];

const everywhere = {
  'import-sort/imports': ['error', { groups: importOrder }],
  'house/function-length': 'error',
  'house/no-hand-made-subjects': 'error',
  eqeqeq: 'error',
  'no-debugger': 'error',
  'no-else-return': 'error',
  'no-empty': 'error',
  'no-eval': 'error',
  'no-param-reassign': 'error',
  'no-unreachable': 'error',
  'no-useless-catch': 'error',
  'no-var': 'error',
  'object-shorthand': 'error',
  'prefer-const': 'error',
  '@typescript-eslint/no-unused-vars': [
    'error',
    { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'all', ignoreRestSiblings: true },
  ],
};

const typed = {
  '@typescript-eslint/ban-ts-comment': 'error',
  'house/no-in-process-events': 'error',
  '@typescript-eslint/await-thenable': 'error',
  '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
  '@typescript-eslint/no-explicit-any': 'error',
  '@typescript-eslint/no-floating-promises': 'error',
  '@typescript-eslint/no-for-in-array': 'error',
  '@typescript-eslint/no-misused-promises': 'error',
  '@typescript-eslint/no-unnecessary-type-assertion': 'error',
  '@typescript-eslint/only-throw-error': 'error',
  '@typescript-eslint/prefer-promise-reject-errors': 'error',
  '@typescript-eslint/restrict-plus-operands': 'error',
  '@typescript-eslint/return-await': ['error', 'in-try-catch'],
  '@typescript-eslint/switch-exhaustiveness-check': [
    'error',
    { considerDefaultExhaustiveForUnions: true, requireDefaultForNonUnion: false },
  ],
};

// The name begins with a dot because nothing else may stand at the top level: eslint is told of it by --config.
export default tseslint.config(
  { ignores: ['**/node_modules/', '**/dist/', '**/coverage/', '**/.lienthong/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.{ts,mjs,cjs}'],
    plugins: { house, 'import-sort': importSort, '@typescript-eslint': tseslint.plugin },
    languageOptions: { parser: tseslint.parser },
    rules: everywhere,
  },
  {
    files: ['**/*.ts'],
    languageOptions: { parserOptions: { project: 'tsconfig.json', tsconfigRootDir: process.cwd() } },
    rules: typed,
  },
  {
    // It must parse on every Node that knows modules at all, to tell an old one what is needed.
    files: ['apps/local/setup/node-version.mjs'],
    rules: { 'no-var': 'off', 'object-shorthand': 'off' },
  },
  { files: ['**/*.codec.ts'], rules: { '@typescript-eslint/no-explicit-any': 'off' } },
  {
    files: ['libs/{domain,formats,contracts}/**/*.ts'],
    rules: { 'house/no-clock-in-pure-code': 'error' },
  },
  {
    files: ['apps/**/*.ts', 'libs/**/*.ts'],
    ignores: ['libs/contracts/src/shape.ts', '**/*.spec.ts'],
    rules: { 'house/own-forms': 'error' },
  },
  {
    files: ['apps/**/*.ts', 'libs/**/*.ts'],
    ignores: ['apps/event-store/**', '**/*.spec.ts', ...writers],
    rules: { 'house/only-transact-appends': 'error' },
  },
  {
    files: ['apps/**/*.ts', 'libs/**/*.ts'],
    ignores: ['apps/bus/**', 'libs/adapters/messaging/**', '**/*.spec.ts'],
    rules: { 'house/only-bus-publishes': 'error' },
  },
  {
    files: ['apps/{audit,read-models,bus}/**/*.ts'],
    // The trail of looks belongs to audit alone, webhooks and notices to the bus: whoever follows facts may not write
    // otherwise.
    ignores: [
      '**/*.spec.ts',
      'apps/audit/src/record-looks/looks-trail.ts',
      'apps/bus/src/webhooks/**',
      'apps/bus/src/notices/**',
    ],
    rules: { 'house/readers-never-decide': 'error' },
  },
);
