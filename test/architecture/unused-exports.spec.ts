import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { root } from './tree';

const limitMs = 60_000;

interface Found {
  readonly file: string;
  readonly exports: readonly { readonly name: string }[];
  readonly types: readonly { readonly name: string }[];
}

/** `<file>: <name>` of everything that is exported and that no other file reads. */
function unusedIn(folder: string): Promise<readonly string[]> {
  const knip = join(root, 'node_modules', 'knip', 'bin', 'knip.js');
  const config = join(root, 'test', 'architecture', 'knip.json');
  const args = [knip, '--config', config, '--reporter', 'json', '--no-progress', '--no-exit-code'];
  return new Promise((done, failed) => {
    execFile(process.execPath, args, { cwd: folder, maxBuffer: 1 << 24 }, (error, stdout, stderr) => {
      if (error !== null) return failed(new Error(`${error.message}\n${stderr}`));
      const { issues } = JSON.parse(stdout) as { issues: readonly Found[] };
      return done(
        issues.flatMap(({ file, exports, types }) =>
          [...exports, ...types].map(({ name }) => `${file}: ${name}`),
        ),
      );
    });
  });
}

it(
  'exports nothing that no other file reads: take `export` away, or delete it',
  async () => expect(await unusedIn(root)).toEqual([]),
  limitMs,
);

describe('a planted violation', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lienthong-exports-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it(
    'is found in a source and in the door of a lib, and what a spec or another file reads is none',
    async () => {
      cpSync(join(root, 'tsconfig.json'), join(folder, 'tsconfig.json'));
      const files = {
        'package.json': JSON.stringify({ name: 'planted', version: '1.0.0' }),
        'libs/domain/codes/src/index.ts': "export { used, unused } from './codes';\n",
        'libs/domain/codes/src/codes.ts': 'export const used = 1;\nexport const unused = 2;\n',
        'apps/a/src/main.ts':
          "import { used } from '@domain/codes';\nimport { read } from './a';\nvoid [used, read];\n",
        'apps/a/src/a.ts':
          'export const read = 1;\nexport const tested = 2;\nexport interface Unread { a: 1 }\n',
        'apps/a/src/a.spec.ts': "import { tested } from './a';\nvoid tested;\n",
      };
      for (const [path, text] of Object.entries(files)) {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), text);
      }
      expect([...(await unusedIn(folder))].sort()).toEqual([
        'apps/a/src/a.ts: Unread',
        'libs/domain/codes/src/codes.ts: unused',
        'libs/domain/codes/src/index.ts: unused',
      ]);
    },
    limitMs,
  );
});
