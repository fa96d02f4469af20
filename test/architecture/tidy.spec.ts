import { type TidyRule, tidyRules } from './tidy-rules';
import { type SourceFile, wholeTree } from './tree';

describe('the repository is in order', () => {
  const tree = wholeTree();
  it.each(Object.entries(tidyRules))('%s', (_, { broken, instead }) => {
    const places = broken(tree);
    if (places.length > 0) throw new Error(`${instead}\n  ${places.join('\n  ')}`);
  });
});

const file = (path: string, text = ''): SourceFile => ({ path, text });
const long = 'a'.repeat(121);
const later = `// ${'TO' + 'DO'}: later`;

/** Per rule: files that break it, and files that look as if they did. */
const planted: Readonly<Record<string, { broken: SourceFile[]; innocent: SourceFile[] }>> = {
  'top level': {
    broken: [file('docs/index.md'), file('jest.config.js')],
    innocent: [file('apps/a/src/main.ts'), file('.prettierignore'), file('README.md')],
  },
  'line length': {
    broken: [file('apps/a/src/a.ts', `${long}\n`), file('libs/b/src/b.sql', long)],
    innocent: [
      file('apps/a/src/sentence.ts', `  detail: 'a sentence of ${long}',`),
      file('apps/a/src/a.ts', 'a'.repeat(120)),
      file('README.md', long),
      file('libs/x/src/x.ts', 'đ'.repeat(120)),
    ],
  },
  'files loaded late': {
    broken: [file('apps/a/src/a.ts', "const { a } = await import('./b');")],
    innocent: [
      file('apps/a/src/a.ts', "const { a } = await import('a');"),
      file('apps/a/src/b.ts', "const { a } = require('./a') as typeof A;"),
    ],
  },
  'rummage names': {
    broken: [
      file('libs/shared/src/a.ts'),
      file('apps/a/src/utils.ts'),
      file('test/test-helpers/a.ts'),
      file('libs/common/a.ts'),
    ],
    innocent: [file('apps/a/src/commons-agency.ts'), file('apps/a/src/miscount.ts')],
  },
  stereotypes: {
    broken: [
      file('apps/a/src/a.repository.ts'),
      file('apps/a/src/OfferHandoff.ts'),
      file('apps/a/src/a.manager.spec.ts'),
    ],
    innocent: [
      file('apps/a/src/a.command-handler.ts'),
      file('apps/a/src/a.command-handler.spec.ts'),
      file('apps/a/src/a.house.spec.ts'),
      file('apps/a/src/a.int.spec.ts'),
      file('apps/a/src/plain-name.ts'),
      file('libs/b/src/a.anything.ts'),
    ],
  },
  barrels: {
    broken: [file('apps/a/src/index.ts'), file('libs/contracts/src/inner/index.ts')],
    innocent: [file('libs/contracts/src/index.ts')],
  },
  'dead files': {
    broken: [
      file('apps/a/src/dead.ts', 'export {};'),
      file('apps/a/src/only-tested.ts'),
      file('apps/a/setup/forgotten.mjs'),
      file('libs/b/src/view.sql'),
    ],
    innocent: [
      file('apps/a/src/only-tested.spec.ts', "import { a } from './only-tested';"),
      file('apps/a/src/main.ts', "import { a } from './used';\nvoid import('./used-later');"),
      file('apps/a/src/used.ts'),
      file('apps/a/src/used-later.ts'),
      file('apps/a/src/migrations/001-start.sql'),
      file('apps/a/setup/start.mjs'),
      file('package.json', '"start": "node apps/a/setup/start.mjs"'),
      file('libs/contracts/src/index.ts'),
    ],
  },
  'left to do': {
    broken: [file('apps/a/src/a.ts', later), file('test/a.ts', `/* ${'FIX' + 'ME'} */`)],
    innocent: [file('apps/a/src/a.ts', 'const todos = 1;'), file('README.md', later)],
  },
  'skipped specs': {
    broken: [
      file('apps/a/src/a.spec.ts', `it.${'skip'}('a', () => {});`),
      file('apps/a/src/b.spec.ts', `describe.${'only'}('a', () => {});`),
      file('apps/a/src/c.spec.ts', `  x${'it'}('a', () => {});`),
    ],
    innocent: [
      file('apps/a/src/a.spec.ts', "it('a', () => {});\nexit(1);\nbit.only();"),
      file('apps/a/src/a.ts', `it.${'skip'}`),
    ],
  },
  mocks: {
    broken: [
      file('apps/a/src/a.spec.ts', `jest.${'mock'}('./store');`),
      file('test/b.ts', `const f = jest.${'fn'}();`),
    ],
    innocent: [file('apps/a/src/a.spec.ts', 'jest.setTimeout(1);')],
  },
  sleeps: {
    broken: [
      file('apps/a/src/a.spec.ts', `await ${'sleep'}(100);`),
      file('apps/a/src/b.spec.ts', `await new ${'Promise'}((done) => setTimeout(done, 5));`),
    ],
    innocent: [
      file(
        'apps/a/src/a.spec.ts',
        `await store.waitFor(event);\nwhile (!(await isReady())) await ${'pause'}(50);`,
      ),
      file('apps/a/src/a.ts', `await ${'pause'}(5);`),
    ],
  },
  'machine paths': {
    broken: [file('apps/a/src/a.ts', `'/${'home'}/nguyen/a'`), file('README.md', `cd /${'Users'}/nguyen`)],
    innocent: [
      file('apps/a/src/a.ts', "'/health/live' + '/homes' + 'apps/home/page'"),
      file('README.md', '~/.cache/lienthong'),
    ],
  },
  registries: {
    broken: [
      file('package-lock.json', `"${'resolved'}": "https://${'registry'}.example.org/a.tgz"`),
      file('.npmrc', `registry=https://${'registry'}.example.org`),
    ],
    innocent: [file('package-lock.json', '"node_modules/a": { "version": "1.0.0" }')],
  },
  readmes: {
    broken: [
      file('apps/a/src/main.ts'),
      file('libs/adapters/b/README.md', '# b\n'),
      file('libs/runtime/src/index.ts'),
    ],
    innocent: [
      file('apps/c/src/main.ts'),
      file('apps/c/README.md', '# c\n\n## Decisions\n'),
      file('libs/domain/dossier/src/index.ts'),
      file('libs/domain/README.md', '## Decisions\n'),
    ],
  },
  'one screen': {
    broken: [file('apps/a/README.md', 'a\n'.repeat(71)), file('libs/adapters/b/README.md', 'b\n'.repeat(71))],
    innocent: [
      file('README.md', 'a\n'.repeat(400)),
      file('test/README.md', 'a\n'.repeat(70)),
      file('apps/a/docs/routes.md', 'a\n'.repeat(100)),
    ],
  },
  frozen: {
    broken: [file('libs/a/src/a.int.spec.ts', "server.kill('SIGSTOP');")],
    innocent: [
      file('test/flows/freeze.ts', "process.kill(pid, 'SIGSTOP');"),
      file('libs/a/src/a.int.spec.ts', "await freeze(server.pid);\nserver.kill('SIGCONT');"),
    ],
  },
  'one word a thing': {
    broken: [
      file('apps/a/src/a.ts', 'const legs = [];'),
      file('apps/b/src/a.ts', 'type DocumentLeg = object;'),
      file('apps/c/src/a.ts', '// Who gets a leg.'),
      file('apps/d/src/a.ts', 'sql`select * from leg`'),
      file('apps/read-models/src/a.ts', 'sql`update leg set a = ${leg.a}`; const legsOf = 1;'),
      file('libs/e/README.md', 'every leg'),
      file('libs/domain/procedures/a.ts', 'const legs = [];'),
      file('apps/directory/src/a.ts', 'const legs = [];'),
      file('apps/bus/src/a.ts', 'interface LegRow {}'),
    ],
    innocent: [
      file('apps/a/src/a.ts', 'const deliveries = [legalBasis, elegance];'),
      file(
        'apps/read-models/src/a.ts',
        "sql`update leg set a = 1 where leg.b = 1`; const tables = ['leg', 'leg_count'];",
      ),
      file('apps/read-models/src/migrations/001-a.sql', 'create table leg ();'),
      file('test/flows/a.ts', 'const leg = 1;'),
      file('libs/domain/procedure/src/a.ts', 'const { legs } = route;'),
      file('apps/dossiers/src/a.ts', '// Each leg is late by itself.'),
      file('apps/bus/src/a.ts', "import { legCodec } from '@domain/leg/events';"),
      file('libs/contracts/src/a.ts', "const refused = ['leg:not-found'];"),
    ],
  },
  decisions: {
    broken: [
      file('apps/a/docs/decisions/001-told-nowhere.md'),
      file('apps/a/docs/decisions/no-number.md'),
      file('apps/b/docs/decisions/002-gone.md'),
    ],
    innocent: [
      file('apps/a/README.md', '- [001 A](docs/decisions/001-a.md): a.\n- [No](docs/decisions/no-number.md)'),
      file('apps/a/docs/decisions/001-a.md'),
      file('libs/b/docs/operating.md'),
    ],
  },
};

describe('a planted disorder is found', () => {
  it('for every rule', () => expect(Object.keys(planted)).toEqual(Object.keys(tidyRules)));

  it.each(Object.entries(planted))('%s', (name, { broken, innocent }) => {
    const rule = tidyRules[name] as TidyRule;
    const places = rule.broken([...innocent, ...broken]).map((where) => where.replace(/:\d+$/, ''));
    expect(places.length).toBeGreaterThanOrEqual(broken.length);
    expect(
      broken.map(({ path }) => path).filter((path) => !places.some((place) => path.startsWith(place))),
    ).toEqual([]);
    expect(rule.broken(innocent)).toEqual([]);
  });

  it.each(Object.entries(tidyRules))('%s says what to do instead', (_, { instead }) =>
    expect(instead).toMatch(/^[A-Z].{20,}\.$/),
  );
});
