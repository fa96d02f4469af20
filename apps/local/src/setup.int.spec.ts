import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

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
