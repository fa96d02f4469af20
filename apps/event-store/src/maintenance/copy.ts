import { tombstoneRevision } from '../event';
import { decodeRecord } from '../record.codec';
import { describedStream } from '../stream-metadata';
import { calmly, type Command, counted, defaultFolder, parseWords, Refused, type Terminal } from './command';
import { type CopiedEvent, isOfSystem, tombstoneOnTheWire } from './copied-event';
import { type Login, withLogin } from './login';
import { RemoteStore } from './remote-store';
import { StoreReader } from './store-reader';
import { type Conflict, StreamCopier } from './stream-copier';
import { searchFolder } from './verify';

interface Source {
  events(): AsyncGenerator<CopiedEvent, void, undefined>;
  close(): Promise<void>;
}

export const copy: Command = {
  summary: 'copy every stream to another node; may be repeated and taken up again',
  help: [
    'copy [--data DIR | --from esdb://…] --to esdb://… [--except PREFIX]… [--streams]',
    '  Copies all events in the order of the log with their ids, types, bytes and metadata, the metadata of streams and',
    '  deleted streams. What the target has is not written again; a stream that holds other events there is named and',
    '  left alone. Created time and positions are those of the target: see Operations in the README.',
    `  --data DIR        folder to copy; ${defaultFolder} by default; it is looked at first, damage is not copied`,
    '  --from URL        node to copy instead of a folder',
    '  --to URL          node that takes the events',
    '  --to-user NAME    user of the target; the password stands in --to-password-file FILE or EVENT_STORE_TO_PASSWORD',
    '  --from-user NAME  user of the source, in the same way with --from-password-file or EVENT_STORE_FROM_PASSWORD',
    '  --except PREFIX   leave out streams that begin so; may be given several times',
    '  --streams         one line for each stream',
    '  Exit code 1 when a stream is in conflict.',
  ].join('\n'),

  async run(args, terminal) {
    const { values } = parseWords(args, [], {
      data: { type: 'string' },
      from: { type: 'string' },
      'from-user': { type: 'string' },
      'from-password-file': { type: 'string' },
      to: { type: 'string' },
      'to-user': { type: 'string' },
      'to-password-file': { type: 'string' },
      except: { type: 'string', multiple: true, default: [] },
      streams: { type: 'boolean', default: false },
    });
    const { data, from, to, except } = values;
    if (to === undefined) throw new Refused('--to URL is missing; --help shows the call');
    if (data !== undefined && from !== undefined) throw new Refused('Give either --data or --from');
    if (from === undefined && values['from-user'] !== undefined)
      throw new Refused('--from-user belongs to --from URL');
    const fromUrl = from === undefined ? undefined : withLogin(from, loginOf(values, 'from'));
    const target = RemoteStore.connect(withLogin(to, loginOf(values, 'to')));
    try {
      const source =
        fromUrl === undefined ? await soundFolder(data ?? defaultFolder, terminal) : nodeAt(fromUrl);
      if (source === undefined) return 1;
      const job = { source, target, except, isEachStreamTold: values.streams };
      return await run(job, terminal).finally(() => source.close());
    } finally {
      await target.close();
    }
  },
};

const loginOf = (values: Record<string, unknown>, side: 'from' | 'to'): Login => ({
  side,
  user: values[`${side}-user`] as string | undefined,
  passwordFile: values[`${side}-password-file`] as string | undefined,
});

interface LeftOut {
  system: number;
  excepted: number;
}

interface Job {
  readonly source: Source;
  readonly target: RemoteStore;
  readonly except: readonly string[];
  readonly isEachStreamTold: boolean;
}

async function run({ source, target, except, isEachStreamTold }: Job, terminal: Terminal): Promise<0 | 1> {
  const copier = new StreamCopier(target);
  const progress = calmly(terminal);
  let seen = 0;
  for await (const event of target.readAll()) {
    seen += 1;
    progress(() => `looked at ${counted(seen, 'event')} of the target`);
    if (!isOfSystem(event)) copier.learn(event);
  }
  const leftOut: LeftOut = { system: 0, excepted: 0 };
  seen = 0;
  for await (const event of source.events()) {
    seen += 1;
    progress(() => `came by ${counted(seen, 'event')} of the source, now at position ${event.place}`);
    const stream = describedStream(event.stream) ?? event.stream;
    if (isOfSystem(event)) leftOut.system += 1;
    else if (except.some((prefix) => stream.startsWith(prefix))) leftOut.excepted += 1;
    else await copier.take(event);
  }
  const conflicts = await copier.finish();
  if (isEachStreamTold) for (const line of streamLines(copier)) terminal.say(line);
  for (const conflict of conflicts) terminal.say(conflictLine(conflict));
  terminal.say(totals(copier, conflicts.length, leftOut));
  return conflicts.length === 0 ? 0 : 1;
}

/** A damaged store is not copied: undefined then. */
async function soundFolder(folder: string, terminal: Terminal): Promise<Source | undefined> {
  const { damages } = await searchFolder(folder, terminal);
  if (damages > 0) {
    terminal.say('the store is damaged, nothing was copied; restore it from a backup first');
    return undefined;
  }
  const reader = StoreReader.open(folder);
  return { events: () => eventsOf(reader), close: () => reader.close() };
}

const renewEvery = 1_000;

async function* eventsOf(reader: StoreReader): AsyncGenerator<CopiedEvent, void, undefined> {
  const last = reader.lastKey();
  for (let position = 1; position <= last; position += 1) {
    // The log only grows, and a moment held for long would make the file of a running node grow.
    if (position % renewEvery === 0) reader.renew();
    const record = reader.recordAt(position);
    const event = record && decodeRecord(record, position);
    if (event === undefined)
      throw new Error(`Position ${position} cannot be read; run verify on the folder.`);
    const revision = event.revision === tombstoneRevision ? tombstoneOnTheWire : BigInt(event.revision);
    yield { ...event, revision, place: String(position) };
  }
}

function nodeAt(url: string): Source {
  const store = RemoteStore.connect(url);
  return { events: () => store.readAll(), close: () => store.close() };
}

function* streamLines({ tallies }: StreamCopier): Generator<string> {
  for (const [stream, { copied, alreadyThere }] of tallies) {
    yield `${JSON.stringify(stream)}: ${copied} copied, ${alreadyThere} already there`;
  }
}

const conflictLine = ({ stream, revision, what }: Conflict): string =>
  `conflict: stream ${JSON.stringify(stream)}, revision ${revision}: ${what}`;

function totals({ tallies }: StreamCopier, conflicts: number, leftOut: LeftOut): string {
  let [copied, alreadyThere] = [0, 0];
  for (const tally of tallies.values()) {
    copied += tally.copied;
    alreadyThere += tally.alreadyThere;
  }
  const events = `${counted(copied, 'event')} copied, ${alreadyThere.toLocaleString('en')} already there`;
  const others = `left out ${leftOut.system} of the system and ${leftOut.excepted} by --except`;
  return `${events}, in ${counted(tallies.size, 'stream')}; ${others}; ${counted(conflicts, 'conflict')}`;
}
