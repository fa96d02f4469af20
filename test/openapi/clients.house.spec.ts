import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { describedApi } from '../flows/described-api';
import { Edge } from '../flows/edge';
import { officerId, type Province, startProvince } from '../flows/province';
import { drivers } from './drivers';

jest.setTimeout(300_000);

const run = promisify(execFile);
const packages = resolve(__dirname, '..', '..', 'node_modules');
const inPackages = (path: string): string => join(packages, ...path.split('/'));

/** As strict as this repository is, for what runs in Node as it is. */
const compilerOptions = {
  strict: true,
  noUncheckedIndexedAccess: true,
  target: 'es2022',
  module: 'nodenext',
  moduleResolution: 'nodenext',
  esModuleInterop: true,
  skipLibCheck: true,
  lib: ['es2022', 'dom', 'dom.iterable'],
  types: ['node'],
  outDir: 'built',
};

let folder: string;
let province: Province;
let edge: Edge;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lienthong-clients-'));
  await symlink(packages, join(folder, 'node_modules'));
  await writeFile(join(folder, 'openapi.json'), JSON.stringify(await describedApi()));
  province = await startProvince({ services: ['directory'], settings: { LIENTHONG_PORT: '0' } });
  await province.found();
  edge = await Edge.start(province.context);
});
afterAll(async () => {
  await edge?.stop();
  await province?.stop();
  await rm(folder, { recursive: true, force: true });
});

it.each(drivers)(
  'a client of $name compiles and gets what the page says',
  async ({ name, generate, program }) => {
    const cwd = join(folder, name.replace('/', '-'));
    await mkdir(cwd);
    await writeFile(join(cwd, 'package.json'), '{"type":"commonjs"}');
    await writeFile(join(cwd, 'program.ts'), program);
    await writeFile(join(cwd, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['program.ts'] }));
    const [generator = '', ...told] = generate;
    await run(process.execPath, [inPackages(generator), ...told], { cwd });
    await run(process.execPath, [inPackages('typescript/bin/tsc'), '--project', '.'], { cwd }).catch(
      ({ stdout }: { readonly stdout: string }) => Promise.reject(new Error(stdout)),
    );
    const { token = '' } = await edge.as('H99', 'Operator');
    const { stdout } = await run(process.execPath, ['built/program.js', edge.address, token], { cwd });
    expect(JSON.parse(stdout)).toEqual({
      officer: officerId('Operator', 'H99'),
      name: 'Sở Tài chính',
      type: 'urn:lienthong:problem:agency:not-found',
      position: 'string',
      code: 'line',
      pointer: '#/displayName',
    });
  },
);
