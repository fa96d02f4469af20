import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './tree';

const config = join(root, 'libs', 'domain', 'tsconfig.json');
const compile = (project: string): string => {
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  return spawnSync(process.execPath, [tsc, '--noEmit', '-p', project], { cwd: root, encoding: 'utf8' })
    .stdout;
};

it(
  'the domain compiles alone: no Node, no browser, no timers',
  () => expect(compile(config)).toBe(''),
  60_000,
);

describe('what the outside offers', () => {
  const outside = [
    'process',
    'crypto',
    'console',
    'fetch',
    'setTimeout',
    'performance',
    'Buffer',
    'require',
    'window',
  ];
  let complaints: string[];

  beforeAll(() => {
    const folder = mkdtempSync(join(tmpdir(), 'lienthong-domain-'));
    try {
      for (const name of outside)
        writeFileSync(join(folder, `${name}.ts`), `export const planted = ${name};\n`);
      const project = join(folder, 'tsconfig.json');
      writeFileSync(project, JSON.stringify({ extends: config, include: ['*.ts'], exclude: [] }));
      complaints = compile(project).split('\n');
    } finally {
      rmSync(folder, { recursive: true });
    }
  }, 60_000);

  it.each(outside)('does not exist there: %s', (name) =>
    expect(
      complaints.filter((line) => line.includes(`${name}.ts`) && line.includes(`'${name}'`)),
    ).toHaveLength(1),
  );
});
