import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { isUnfollowed } from '@adapters/event-store';
import { canonicalDump, PostgresReadStore } from '@adapters/read-store';
import type { ImportInNumbers } from '@contracts';
import { dossierStream } from '@domain/dossier';
import { replayLog } from '../../apps/local/src/replay-log/replay-log';
import { bodyOf, Edge, type Visitor } from './edge';
import { type Province, startProvince } from './province';
import { header, smallLog } from './small-log';

jest.setTimeout(180_000);

/** Nearly twice as many as are replayed at a time. */
const dossiers = 30;

let province: Province;
let edge: Edge;
let importer: Visitor;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'replay-log-'));
  const services = ['directory', 'dossiers', 'read-models'] as const;
  province = await startProvince({ services, settings: { LIENTHONG_PORT: '0' } });
  edge = await Edge.start(province.context);
  importer = await edge.as('H99', 'Importer');
});
afterAll(async () => {
  const errors = province.log.filter((line) => line.includes('"level":"error"'));
  await edge.stop();
  await province.stop();
  await rm(folder, { recursive: true });
  expect(errors).toEqual([]);
});

/** What a replay in this process prints, as it prints it. */
class Printed {
  text = '';
  constructor(private readonly onLine: (line: string) => void = () => undefined) {}
  write(text: string): void {
    this.text += text;
    this.onLine(text);
  }
}

const sha256Of = (text: string): string => createHash('sha256').update(text).digest('hex');

function replay(text: string, screen = new Printed(), skipBad = false): Promise<ImportInNumbers> {
  const access = { address: edge.address, token: importer.token as string };
  return replayLog({ fileName: 'nhật ký.csv', bytes: Buffer.from(text), ...access, skipBad, screen });
}

const imported = (text: string) => importer.get<ImportInNumbers>(`/imports/${sha256Of(text)}`);

const isActivity = ({ type }: { readonly type: string }): boolean => type === 'ActivityRecorded.v1';

/** How much the store holds. */
async function recorded(): Promise<{ facts: number; head: bigint }> {
  const events = (await province.store.readAll({ max: 100_000 })).filter(
    ({ stream }) => !isUnfollowed(stream),
  );
  return { facts: events.length, head: (await province.newestFact()).position };
}

/** The tool as it is run from a shell. */
function tool(...args: readonly string[]) {
  const main = resolve(__dirname, '..', '..', 'dist', 'apps', 'local', 'src', 'replay-log.main.js');
  const port = new URL(edge.address).port;
  const child = spawn(process.execPath, [main, ...args, '--port', port, '--token', importer.token as string]);
  const printed = { output: '', complaint: '' };
  child.stdout.on('data', (chunk: Buffer) => (printed.output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (printed.complaint += chunk.toString()));
  const ended = new Promise<number | null>((done) => child.once('close', (code) => done(code)));
  return { child, printed, ended };
}

describe('a log', () => {
  const { text, numbers } = smallLog(dossiers);

  it('that is killed half-way and replayed again is there once', async () => {
    const file = join(folder, 'log.csv');
    await writeFile(file, text);
    const { child, ended, printed } = tool(file);
    child.stdout.on('data', () => {
      // The tenth of twenty lines.
      if ([...printed.output.matchAll(/^\d.* commands\/s$/gm)].length === 10) child.kill('SIGKILL');
    });
    expect(await ended).toBeNull();
    const half = (await province.store.readAll({ max: 100_000 })).filter(isActivity).length;
    expect(half).toBeGreaterThan(0);
    expect(half).toBeLessThan(numbers.activities);

    const again = tool(file);
    expect([await again.ended, again.printed.complaint]).toEqual([0, '']);
    expect(bodyOf(await imported(text))).toEqual({ sha256: sha256Of(text), ...numbers });
    expect(again.printed.output).toMatch(/Hand-offs +120 +120\n/);
    expect(again.printed.output).toMatch(/\d commands in \d+\.\d s: \d+ commands\/s\n$/);
  });

  it('is not recorded a second time', async () => {
    const before = await recorded();
    expect(await replay(text)).toEqual({ sha256: sha256Of(text), ...numbers });
    expect(await recorded()).toEqual(before);
  });

  it('keeps every row, in the order of time, with its own instants', async () => {
    // Dossier 5 stands in the file from its last row to its first, and ended between its third and its fourth.
    const opened = (await province.store.readAll({ max: 100_000 })).find(
      ({ data }) => (data as { codes?: { value: string }[] }).codes?.[0]?.value === 'case-5',
    );
    const { dossierId } = opened?.data as { dossierId: string };
    const { events } = await province.store.readStream(dossierStream(dossierId));
    const told = events.map(({ type, data }) => {
      const { agency, to, giver, taker, officer, instance, at } = data as Record<string, string>;
      const who = taker ?? giver ?? officer;
      return [type.split('.')[0], to ?? agency, who, instance ?? '', at?.slice(11, 16)].join(' ').trim();
    });
    expect(told).toEqual([
      'DossierOpened H00.G01 Resource00  22:45',
      'ActivityRecorded H00.G01 Resource00 task-5-0 22:45',
      'HandoffOffered H00.EMPTY Resource00  22:55',
      'HandoffAccepted H00.EMPTY Resource01  22:55',
      'ActivityRecorded H00.EMPTY Resource01 task-5-1 22:55',
      'HandoffOffered H00.G15 Resource01  23:05',
      'HandoffAccepted H00.G15 Resource00  23:05',
      'ActivityRecorded H00.G15 Resource00 task-5-2 23:05',
      'HandoffOffered H00.G01 Resource00  23:15',
      'HandoffAccepted H00.G01 Resource01  23:15',
      'ActivityRecorded H00.G01 Resource01 task-5-3 23:15',
      'ActivityRecorded H00.G01 Resource00 task-5-4 23:25',
      'HandoffOffered H00.EMPTY Resource00  23:35',
      'HandoffAccepted H00.EMPTY Resource01  23:35',
      'ActivityRecorded H00.EMPTY Resource01 task-5-5 23:35',
      'DossierCompleted H00.EMPTY Resource01  23:35',
    ]);
    expect(events.at(-1)?.data).toMatchObject({ outcome: 'other', endedAt: '2011-03-26T23:10:00.000Z' });
    expect(events[0]?.metadata).toMatchObject({
      source: 'import',
      importedFrom: `log.csv#${sha256Of(text)}`,
      onBehalfOf: 'H99',
      actor: { agency: 'H00.G01', officer: 'Resource00', role: 'Importer' },
    });
  });

  it('waits for a service that is away', async () => {
    const { text: other, numbers: expected } = smallLog(12, 'away');
    let away: Promise<void> | undefined;
    const screen = new Printed((line) => {
      if (!line.includes('commands/s') || away !== undefined) return;
      away = province.stopService('dossiers').then(() => province.startService('dossiers'));
    });
    const { agencies: _, officers: __, ...ofDossiers } = expected;
    expect(await replay(other, screen)).toMatchObject(ofDossiers);
    await away;
  });
});

describe('a log with bad rows', () => {
  const { text: right } = smallLog(2, 'bad');
  const [, first = '', ...rest] = right.trimEnd().split('\n');
  const text = `${[
    header,
    first.replace('Group 1', 'Group 16').replace('Internet', 'Telex'),
    ...rest,
    rest[0]?.split(',').slice(1).join(','),
    first.replace(/[^,]*$/, '2011-02-30 10:00:00+01:00'),
  ].join('\n')}\n`;

  it('is refused as a whole, each bad row named by its line', async () => {
    const before = await recorded();
    const file = join(folder, 'bad.csv');
    await writeFile(file, text);
    const { ended, printed } = tool(file);
    expect(await ended).toBe(1);
    expect(printed.output.split('\n')).toEqual([
      expect.stringMatching(
        /^bad\.csv:2: case:channel "Telex" must be Internet, .*; org:group "Group 16" must be /,
      ),
      expect.stringMatching(/^bad\.csv:14: .*length is 15, got 14/),
      expect.stringMatching(/^bad\.csv:15: time:timestamp "2011-02-30 10:00:00\+01:00" must be an instant/),
      '',
    ]);
    expect(printed.complaint).toMatch(/^bad\.csv has bad rows \(3\); nothing was sent: .*--skip-bad\n$/);
    expect(await recorded()).toEqual(before);
    expect((await imported(text)).status).toBe(404);
  });

  it('is replayed without them when they are to be skipped', async () => {
    const screen = new Printed();
    const numbers = await replay(text, screen, true);
    expect(numbers).toMatchObject({ dossiers: 2, activities: 11, handoffs: 7 });
    expect(screen.text).toContain('Skipped: 3 bad rows\n');
  });
});

it.each<[string, () => string[], RegExp]>([
  ['no file', () => [], /^usage: /],
  ['a file that is not there', () => ['nowhere.csv'], /^nowhere\.csv cannot be read: ENOENT\n$/],
  ['an option it does not know', () => ['a.csv', '--fast'], /^--fast is not an option of this tool\n$/],
])('%s is refused in one line', async (_, args, complaint) => {
  const { ended, printed } = tool(...args());
  expect(await ended).toBe(1);
  expect(printed.complaint).toMatch(complaint);
});

it('stops at the first refusal, naming row and problem', async () => {
  const { text } = smallLog(1, 'case');
  const changed = text.replaceAll('T00 Kiểm tra', 'T00 Xem lại');
  await expect(replay(changed)).rejects.toThrow(
    /^Line 2 \(case-0, record at 2011-03-26T22:30:00.000Z\) was refused: 422 .*dossier:idempotency-key-reused/,
  );
});

describe('the read models', () => {
  const withoutRows = async () => {
    const reads = PostgresReadStore.open(province.context.configuration.databaseUrl);
    for (const text of ['drop schema public cascade', 'create schema public'])
      await reads.query({ text, values: [] });
    await reads.close();
  };
  const dump = async (): Promise<string> => {
    const reads = PostgresReadStore.open(province.context.configuration.databaseUrl);
    const lines: string[] = [];
    for await (const line of canonicalDump(reads, { except: ['checkpoint'] })) lines.push(line);
    await reads.close();
    return lines.join('');
  };

  it('are the same to the byte when they are deleted and built again', async () => {
    await province.stopService('read-models');
    const lived = await dump();
    await withoutRows();
    await province.startService('read-models');
    const { text, numbers } = smallLog(dossiers);
    const position = await province.newest();
    const rebuilt = await importer.get(`/imports/${sha256Of(text)}?after=${position}`);
    expect(bodyOf(rebuilt)).toMatchObject({ ...numbers });
    await province.stopService('read-models');
    expect(await dump()).toBe(lived);
    expect(lived.match(/^\{/gm)?.length).toBeGreaterThan(400);
  });
});
