import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../architecture/tree';

const tool = join(__dirname, 'catalogue.mjs');
const check = (...folder: string[]) => {
  const { status, stderr } = spawnSync(process.execPath, [tool, '--check', ...folder], { encoding: 'utf8' });
  return { status, complaints: stderr.split('\n').filter((line) => line !== '') };
};

it('agrees with the golden files, none of which changed since it was released', () =>
  expect(check()).toEqual({ status: 0, complaints: [] }));

describe('a catalogue that does not agree', () => {
  let folder: string;
  const file = (name: string) => join(folder, 'events', `${name}.json`);
  const edit = (path: string, from: string, to: string) =>
    writeFileSync(path, readFileSync(path, 'utf8').replace(from, to));

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'lienthong-catalogue-'));
    cpSync(join(__dirname, 'events'), join(folder, 'events'), { recursive: true });
    cpSync(join(__dirname, 'released.json'), join(folder, 'released.json'));
    cpSync(join(root, 'libs', 'domain', 'EVENTS.md'), join(folder, 'EVENTS.md'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is told when a released event changed, and writing does not cure it', () => {
    edit(file('DossierOpened.v1'), 'H26.1', 'H26.2');
    const complaint = expect.stringContaining('DossierOpened.v1.json was released and has changed');
    expect(check(folder).complaints).toContainEqual(complaint);
    expect(() => execFileSync(process.execPath, [tool, folder], { stdio: 'pipe' })).toThrow();
    expect(check(folder)).toEqual({ status: 1, complaints: [complaint] });
  });

  it('is told when a released event is gone', () => {
    rmSync(file('DossierOpened.v1'));
    expect(check(folder).complaints).toContainEqual(
      expect.stringContaining('DossierOpened.v1 was released and its file'),
    );
  });

  it('is told when the page is stale', () => {
    edit(join(folder, 'EVENTS.md'), 'Every fact', 'Some facts');
    expect(check(folder)).toEqual({ status: 1, complaints: [expect.stringContaining('npm run catalogue')] });
  });

  it('is told of an event that is not listed, and writing cures it', () => {
    cpSync(file('DossierOpened.v1'), file('DossierOpened.v2'));
    edit(file('DossierOpened.v2'), 'DossierOpened.v1', 'DossierOpened.v2');
    expect(check(folder).complaints).toContainEqual(
      expect.stringContaining('DossierOpened.v2.json is not in released'),
    );
    execFileSync(process.execPath, [tool, folder]);
    expect(check(folder)).toEqual({ status: 0, complaints: [] });
  });
});
