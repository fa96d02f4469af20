import { describedStream } from '../stream-metadata';
import { calmly, type Command, counted, defaultFolder, parseWords, Refused, type Terminal } from './command';
import { type CopiedEvent, isOfSystem } from './copied-event';
import { CopyCheck, differencesMax } from './copy-check';
import { type CopyTarget } from './copy-target';
import { eventsIn } from './folder-events';
import { FolderStore } from './folder-store';
import { askedLogin, type Login } from './login';
import { RemoteStore } from './remote-store';
import { StoreReader } from './store-reader';
import { type Conflict, StreamCopier } from './stream-copier';
import { searchFolder } from './verify';

interface Source {
  events(): Iterable<CopiedEvent> | AsyncIterable<CopiedEvent>;
  close(): Promise<void>;
}

const options = () =>
  ({
    data: { type: 'string' },
    from: { type: 'string' },
    'from-user': { type: 'string' },
    'from-password-file': { type: 'string' },
    to: { type: 'string' },
    'to-user': { type: 'string' },
    'to-password-file': { type: 'string' },
    except: { type: 'string', multiple: true, default: [] as string[] },
    streams: { type: 'boolean', default: false },
    verify: { type: 'boolean', default: false },
  }) as const;

export const copy: Command = {
  summary: 'copy every stream to another node or folder; may be repeated and taken up again',
  help: [
    'copy [--data DIR | --from esdb://…] --to esdb://… [--except PREFIX]… [--streams] [--verify]',
    'copy --from esdb://… --data DIR [--except PREFIX]… [--streams] [--verify]',
    '  Copies all events in the order of the log with their ids, types, bytes and metadata, the metadata of streams and',
    '  deleted streams. What the target has is not written again; a stream that holds other events there is named and',
    '  left alone. Positions are those of the target, and the created time of a node: see docs/operations.md.',
    `  --data DIR        folder to copy; ${defaultFolder} by default; it is looked at first, damage is not copied.`,
    '                    With --from and without --to the folder that takes the events; no node may run on it',
    '  --from URL        node to copy instead of a folder',
    '  --to URL          node that takes the events',
    '  --to-user NAME    user of the target; the password stands in --to-password-file FILE or EVENT_STORE_TO_PASSWORD,',
    '                    or is asked for',
    '  --from-user NAME  user of the source, in the same way with --from-password-file or EVENT_STORE_FROM_PASSWORD',
    '  --except PREFIX   leave out streams that begin so; may be given several times',
    '  --streams         one line for each stream',
    '  --verify          read all that the target answers then, and compare it with the source event by event',
    '  A node that goes away is waited for, a minute; a command that was stopped is called again as it was.',
    '  Exit code 1 when a stream is in conflict or differs.',
  ].join('\n'),

  async run(args, terminal) {
    const { values } = parseWords(args, [], options());
    const { data, from, to, except, streams, verify } = values;
    if (to === undefined && (from === undefined || data === undefined))
      throw new Refused('--to URL is missing, or --from URL with the --data DIR that takes it; see --help');
    if (to !== undefined && data !== undefined && from !== undefined)
      throw new Refused('Give either --data or --from');
    for (const side of ['from', 'to'] as const)
      if (values[side] === undefined && values[`${side}-user`] !== undefined)
        throw new Refused(`--${side}-user belongs to --${side} URL`);
    const fromUrl = from && (await askedLogin(from, loginOf(values, 'from'), terminal));
    const toUrl = to && (await askedLogin(to, loginOf(values, 'to'), terminal));
    const target = toUrl === undefined ? FolderStore.take(data ?? '') : RemoteStore.connect(toUrl);
    try {
      const source =
        fromUrl === undefined ? await soundFolder(data ?? defaultFolder, terminal) : nodeAt(fromUrl);
      if (source === undefined) return 1;
      const job = { source, target, except, isEachStreamTold: streams, isVerified: verify };
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
  readonly target: CopyTarget;
  readonly except: readonly string[];
  readonly isEachStreamTold: boolean;
  readonly isVerified: boolean;
}

async function run(job: Job, terminal: Terminal): Promise<0 | 1> {
  const { source, target, except } = job;
  const copier = new StreamCopier(target);
  const check = job.isVerified ? new CopyCheck() : undefined;
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
    else {
      check?.expect(event);
      await copier.take(event);
    }
  }
  const conflicts = await copier.finish();
  if (job.isEachStreamTold) for (const line of streamLines(copier)) terminal.say(line);
  for (const conflict of conflicts) terminal.say(lineOf('conflict', conflict));
  terminal.say(totals(copier, conflicts.length, leftOut));
  const differences = check === undefined ? 0 : await compared(check, target, conflicts, terminal);
  return conflicts.length === 0 && differences === 0 ? 0 : 1;
}

async function compared(
  check: CopyCheck,
  target: CopyTarget,
  conflicts: readonly Conflict[],
  terminal: Terminal,
): Promise<number> {
  const leftOut = new Set(conflicts.map(({ stream }) => stream));
  const differences = await check.compare(target, leftOut, calmly(terminal));
  for (const difference of differences) terminal.say(lineOf('difference', difference));
  const { events, streams } = check.counts();
  const number = counted(differences.length, 'difference');
  const found = differences.length < differencesMax ? number : `${number} and maybe more`;
  terminal.say(
    `${counted(events, 'event')} in ${counted(streams, 'stream')} compared with the target: ${found}`,
  );
  return differences.length;
}

/** A damaged store is not copied: undefined then. */
async function soundFolder(folder: string, terminal: Terminal): Promise<Source | undefined> {
  const { damages } = await searchFolder(folder, terminal);
  if (damages > 0) {
    terminal.say('the store is damaged, nothing was copied; restore it from a backup first');
    return undefined;
  }
  const reader = StoreReader.open(folder);
  return { events: () => eventsIn(reader), close: () => reader.close() };
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

const lineOf = (kind: string, { stream, revision, what }: Conflict): string =>
  `${kind}: stream ${JSON.stringify(stream)}, revision ${revision}: ${what}`;

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
