import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { exampleFact } from '../../../../test/flows/example-fact';
import { freeze } from '../../../../test/flows/freeze';
import { type EmbeddedNode, startEmbeddedNode } from './embedded-node';
import { EventStoreDbStore } from './event-store-db-store';

const kills = [1, 2, 3];
const inFlight = 128;
const allOf = (outcome: string) => Array<string>(inFlight).fill(outcome);
/** More than the connection takes at once. */
const facts = Array.from({ length: inFlight }, (_, index) => exampleFact(String(index), 40_000));
const built = join(__dirname, '../../../../dist/libs/adapters/event-store/src');

describe('a process with 128 appends in flight on a node that is killed', () => {
  let dataDir: string;
  let node: EmbeddedNode;
  let ended: Promise<void>;
  let child: ChildProcess;
  let lines: AsyncIterator<string>;
  let complaint: Promise<string>;

  const start = async (place = {}) => {
    let onExit = () => undefined as void;
    ended = new Promise<void>((resolve) => (onExit = resolve));
    node = await startEmbeddedNode({ dataDir, ...place, onExit });
  };
  const told = async () => String((await lines.next()).value);
  const tell = (word: string) => child.stdin?.write(`${word}\n`);

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'event-store-test-'));
    await start();
    child = writer(node.url);
    lines = createInterface({ input: child.stdout as NodeJS.ReadableStream })[Symbol.asyncIterator]();
    complaint = text(child.stderr as NodeJS.ReadableStream);
    expect(await told()).toBe('ready');
  });
  afterEach(async () => {
    child.kill('SIGKILL');
    node.kill('SIGKILL');
    await ended;
    await rm(dataDir, { recursive: true, force: true });
  });

  it('lives, every append settles, and none is lost or written twice', async () => {
    for (const kill of kills) {
      // A node that hangs answers nothing, so all are in flight when it dies.
      if (kill > 1) await freeze(node.pid);
      tell(`append ${kill}`);
      expect(await told()).toBe('sent');
      node.kill('SIGKILL');
      await ended;
      const outcomes = JSON.parse(await told()) as string[];
      if (kill > 1) expect(outcomes).toEqual(allOf('unknown'));
      else expect(outcomes.map((each) => (each === 'written' ? 'unknown' : each))).toEqual(allOf('unknown'));
      await start({ inPlaceOf: node.url });
      tell(`again ${kill}`);
      expect(JSON.parse(await told())).toEqual(allOf('written'));
    }
    tell('end');
    expect(await once(child, 'exit')).toEqual([0, null]);
    expect(await complaint).toBe('');
    const store = EventStoreDbStore.connect(node.url);
    for (const kill of kills)
      for (const { id } of facts) {
        const { events } = await store.readStream(`flight-${id}.${kill}`);
        expect(events.map((event) => event.id)).toEqual([id]);
      }
    await store.close();
  });

  it('still ends by a rejection of anybody else', async () => {
    await freeze(node.pid);
    tell('append 1');
    expect(await told()).toBe('sent');
    tell('fail');
    expect(await once(child, 'exit')).toEqual([1, null]);
    expect(await complaint).toContain('of somebody else');
  });
});

/** Another process with a store of its own, which does what it is told, one word a line. */
function writer(url: string): ChildProcess {
  const { schema } = exampleFact('');
  const script = `
    const { EventStoreDbStore, StoreUnavailable } = require('${built}');
    const facts = ${JSON.stringify(facts.map(({ data: { filling: _, ...data }, ...fact }) => ({ ...fact, data })))};
    const schema = ${JSON.stringify(schema)};
    const store = EventStoreDbStore.connect('${url}');
    const tell = (what) => process.stdout.write((typeof what === 'string' ? what : JSON.stringify(what)) + '\\n');
    const append = ({ data, ...fact }, kill) => {
      const large = { ...fact, schema, data: { ...data, filling: 'x'.repeat(40_000) } };
      return store.append('flight-' + fact.id + '.' + kill, [large], 'absent');
    };
    const outcome = (error) => {
      if (error instanceof StoreUnavailable && error.mayHaveWritten) return 'unknown';
      return String(error);
    };
    const all = (kill) => Promise.all(facts.map((fact) => append(fact, kill).then(() => 'written', outcome)));
    const words = {
      append: (kill) => {
        const outcomes = all(kill);
        setImmediate(() => tell('sent'));
        return outcomes;
      },
      again: async (kill) => {
        for (;;) {
          const outcomes = await all(kill);
          if (!outcomes.includes('unknown')) return outcomes;
        }
      },
      fail: () => void Promise.reject(new Error('of somebody else')),
      end: () => store.close().then(() => process.exit(0)),
    };
    store.append('flight-first', [{ ...facts[0], schema }], 'absent').then(() => tell('ready'));
    require('node:readline').createInterface({ input: process.stdin }).on('line', async (line) => {
      const [word, kill] = line.split(' ');
      const done = await words[word](kill);
      if (done !== undefined) tell(done);
    });`;
  return spawn(process.execPath, ['-e', script], { stdio: ['pipe', 'pipe', 'pipe'] });
}
