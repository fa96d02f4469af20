import { chmod, mkdir, mkdtemp, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BusKeys, BusKeysUnusable, isOpenToOthers, makeBusKeys, readBusKeys } from './bus-keys';

const hex = (digit: string): string => digit.repeat(64);
const line = (id: string, digit: string): string => `${id} ${hex(digit)}\n`;

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lienthong-bus-keys-'));
  file = join(folder, 'identity', 'bus-keys');
  await mkdir(join(folder, 'identity'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const write = (text: string, mode = 0o600): Promise<void> => writeFile(file, text, { mode });
/** Whole at once, as an editor does it. */
const exchange = async (text: string): Promise<void> => {
  await writeFile(`${file}.next`, text, { mode: 0o600 });
  await rename(`${file}.next`, file);
};
const idsIn = async (): Promise<string[]> => (await readBusKeys(file)).current.map(({ id }) => id);

it.each([
  ['one', line('k1', 'a'), ['k1']],
  ['two, the first one signs', line('k-2', 'A') + line('k_1', 'b'), ['k-2', 'k_1']],
  ['one without an end of its line', `k1 ${hex('0')}`, ['k1']],
  ['lines as other systems end them', `k1 ${hex('1')}\r\nk2 ${hex('2')}\r\n`, ['k1', 'k2']],
])('reads keys: %s', async (_, text, ids) => {
  await write(text);
  expect(await idsIn()).toEqual(ids);
});

it.each([
  ['nothing', '', /holds nothing; write one line/],
  ['lines without words', '\n \n', /holds nothing/],
  ['a short key', `k1 ${hex('a').slice(1)}\n`, /line 1 is no key; write one line .*openssl rand -hex 32/],
  ['a long key', `k1 ${hex('a')}a\n`, /line 1 is no key/],
  ['a key without a name', `${hex('a')}\n`, /line 1 is no key/],
  ['a name with a dot', line('k.1', 'a'), /line 1 is no key/],
  ['a long name', line('k'.repeat(33), 'a'), /line 1 is no key/],
  ['letters that are no digits', `k1 ${hex('g')}\n`, /line 1 is no key/],
  ['a second line that is none', `${line('k1', 'a')}k2\n`, /line 2 is no key/],
  ['a line between', `${line('k1', 'a')}\n${line('k2', 'b')}`, /more than 2 lines/],
  ['three keys', line('k1', 'a') + line('k2', 'b') + line('k3', 'c'), /more than 2 lines; keep/],
  ['one name twice', line('k1', 'a') + line('k1', 'b'), /both keys have one name/],
  ['one key twice', line('k1', 'a') + line('k2', 'A'), /both lines hold one key/],
  ['much more', line('k1', 'a').repeat(10), /too long/],
])('refuses %s and says what to do, not what it holds', async (_, text, said) => {
  await write(text);
  const refused = readBusKeys(file);
  await expect(refused).rejects.toMatchObject({ constructor: BusKeysUnusable, path: file });
  await expect(refused).rejects.toThrow(said);
  await expect(refused).rejects.not.toThrow(/a{8}|b{8}/);
});

it.each(['640', '604', '660', '602', '610'])('refuses a file of mode %s', async (mode) => {
  await write(line('k1', 'a'));
  await chmod(file, Number.parseInt(mode, 8));
  await expect(readBusKeys(file)).rejects.toThrow(`(mode ${mode}); chmod 600 ${file}`);
});

it.each(['0400', '0600'])('takes one of mode %s', async (mode) => {
  await write(line('k1', 'a'), Number.parseInt(mode, 8));
  expect(await idsIn()).toEqual(['k1']);
});

describe('a file that is mounted, root its owner', () => {
  const service = { uid: 1000, groups: [1000, 2000] };
  it.each([
    ['may be read by a group of the process', 0o440, 0, 2000, service, false],
    ['may be read by its first group', 0o640, 0, 1000, service, false],
    ['may not be read by a group of others', 0o440, 0, 3000, service, true],
    ['may not be written by that group', 0o460, 0, 2000, service, true],
    ['may not be run by it', 0o450, 0, 2000, service, true],
    ['may not be read by everybody', 0o444, 0, 2000, service, true],
    ['may not be read by a group where another owns it', 0o440, 1001, 2000, service, true],
    ['may not be read by a group where the process does', 0o440, 1000, 2000, service, true],
    ['may not be read by a group of root itself', 0o440, 0, 0, { uid: 0, groups: [0] }, true],
  ])('%s', (_, mode, uid, gid, reader, isOpen) =>
    expect(isOpenToOthers({ mode, uid, gid }, reader)).toBe(isOpen),
  );
});

it('refuses what is not there, and what is no file', async () => {
  await expect(readBusKeys(file)).rejects.toThrow(
    /is not there; `npm start` makes one .*LIENTHONG_BUS_KEYS_FILE/,
  );
  await expect(readBusKeys(join(folder, 'identity'))).rejects.toThrow(/is no file; name one/);
});

it('is made once, for its owner alone, whoever starts first', async () => {
  await rm(join(folder, 'identity'), { recursive: true });
  await Promise.all([makeBusKeys(file), makeBusKeys(file)]);
  const [key] = (await readBusKeys(file)).current;
  await makeBusKeys(file);
  expect((await readBusKeys(file)).current[0]?.secret.equals(key?.secret as never)).toBe(true);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});

describe('while a process runs', () => {
  /** Resolves with what is told next. */
  const watched = async () => {
    const told: (readonly string[] | string)[] = [];
    let onTold = (): void => undefined;
    const say = (what: readonly string[] | string): void => {
      told.push(what);
      onTold();
    };
    const keys = await BusKeys.open(file, {
      everyMs: 5,
      onRead: say,
      onUnusable: ({ problem }) => say(problem),
    });
    const next = async (): Promise<readonly string[] | string> => {
      if (told.length === 0) await new Promise<void>((resolve) => (onTold = resolve));
      return told.shift() ?? '';
    };
    return { keys, next };
  };

  it('is read again when it was changed, written over or exchanged', async () => {
    await write(line('k1', 'a'));
    const { keys, next } = await watched();
    await writeFile(file, line('k1', 'a') + line('k2', 'b'), { flag: 'r+' });
    expect(await next()).toEqual(['k1', 'k2']);
    await exchange(line('k2', 'b') + line('k1', 'a'));
    expect(await next()).toEqual(['k2', 'k1']);
    expect(keys.current.map(({ id }) => id)).toEqual(['k2', 'k1']);
    await keys.close();
  });

  it('keeps the keys of before while it gives none, says so once, and takes those that come', async () => {
    await write(line('k1', 'a'));
    const { keys, next } = await watched();
    await chmod(file, 0o640);
    expect(await next()).toMatch(/chmod 600/);
    await rm(file);
    expect(await next()).toMatch(/is not there/);
    expect(keys.current.map(({ id }) => id)).toEqual(['k1']);
    await exchange(line('k3', 'c'));
    expect(await next()).toEqual(['k3']);
    await keys.close();
  });
});
