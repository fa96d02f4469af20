import { randomUUID } from 'node:crypto';
import {
  type AccessFact,
  defaultsOfStreams,
  metadataOfAll,
  readersOfAll,
  settingsStream,
  UnreadableFact,
} from './access-facts';
import { type Command, parseWords, Refused, type Terminal } from './command';
import { type CopiedEvent } from './copied-event';
import { askedLogin, namesUser } from './login';
import { RemoteStore } from './remote-store';

const options = () =>
  ({
    to: { type: 'string' },
    user: { type: 'string' },
    'to-user': { type: 'string' },
    'to-password-file': { type: 'string' },
    replace: { type: 'boolean', default: false },
    'dry-run': { type: 'boolean', default: false },
    yes: { type: 'boolean', default: false },
  }) as const;

export const grant: Command = {
  summary: 'give a user of a real node or cluster the rights that the services need, and no more',
  help: [
    'grant --to esdb://… --user NAME [--to-user ADMIN] [--replace] [--dry-run] [--yes]',
    '  Writes two facts, once, as an administrator: the user may read $all, and streams that have no ACL of their own',
    '  are for the user and administrators alone. Shows them first and waits for a yes. What stands there as wanted is',
    '  not written again; everything else that stands beside it is kept.',
    '  --to URL        node or cluster',
    '  --user NAME     who gets the rights; the user is made by other means, see docs/operating.md of apps/local',
    '  --to-user NAME  the administrator, admin by default; the password stands in --to-password-file FILE or in',
    '                  EVENT_STORE_TO_PASSWORD, or is asked for',
    '  --replace       change an ACL that someone else set: the readers of $all stay and the user joins them, the',
    '                  default for streams becomes the one shown',
    '  --dry-run       show what would be written, and write nothing',
    '  --yes           do not ask',
  ].join('\n'),

  async run(args, terminal) {
    const { values } = parseWords(args, [], options());
    const { to, user, replace, yes, 'dry-run': isDry } = values;
    if (to === undefined) throw new Refused('--to URL is missing; --help shows the call');
    if (user === undefined) throw new Refused('--user NAME is missing; --help shows the call');
    refuseRole(user);
    const store = RemoteStore.connect(await asAdministrator(to, values, terminal));
    try {
      const facts = await decided(store, user);
      for (const line of facts.flatMap(({ fact }) => shown(fact))) terminal.say(line);
      for (const line of await notes(store, to, user)) terminal.say(line);
      const wanted = facts.filter(({ fact }) => fact.wanted !== undefined);
      if (wanted.length === 0) terminal.say(`nothing to write: ${user} has both already`);
      else if (isDry) terminal.say('nothing was written: --dry-run');
      else {
        refuseChange(wanted, replace);
        if (!yes) await confirmed(terminal);
        for (const each of wanted) await write(store, each);
        terminal.say(`written: ${user} may read $all, and has the streams without an ACL of their own`);
      }
      return 0;
    } finally {
      await store.close();
    }
  },
};

/** What begins with `$` is a role of the server, and one of them is everybody. */
function refuseRole(user: string): void {
  if (/^[^$\s:][^\s:]*$/.test(user)) return;
  throw new Refused(
    `--user "${user}" is no name of a user: it has no blank and no colon, and no $ before it`,
  );
}

function asAdministrator(
  to: string,
  values: { 'to-user'?: string | undefined; 'to-password-file'?: string | undefined },
  terminal: Terminal,
): Promise<string> {
  const isNamed = namesUser(to) || isOpen(to);
  const user = values['to-user'] ?? (isNamed ? undefined : 'admin');
  return askedLogin(to, { side: 'to', user, passwordFile: values['to-password-file'] }, terminal);
}

/** Without TLS the client sends no credentials, and a node that takes calls so holds nobody to an ACL. */
const isOpen = (to: string): boolean => /[?&]tls=false(&|$)/i.test(to);

interface Decided {
  readonly fact: AccessFact;
  readonly after: bigint;
}

async function decided(store: RemoteStore, user: string): Promise<readonly Decided[]> {
  const rules = [
    [metadataOfAll, readersOfAll],
    [settingsStream, defaultsOfStreams],
  ] as const;
  try {
    const facts: Decided[] = [];
    for (const [stream, rule] of rules) {
      const last = await store.lastOf(stream);
      const present = last && Buffer.from(last.data).toString();
      facts.push({ fact: rule(present, user), after: last?.revision ?? -1n });
    }
    return facts;
  } catch (error) {
    if (error instanceof UnreadableFact) throw new Refused(error.message, { cause: error });
    throw error;
  }
}

function shown({ name, present, wanted }: AccessFact): string[] {
  const now = `  now   ${present ?? 'nothing, so the rules of the server itself hold'}`;
  return [name, now, wanted === undefined ? '  stays as it is' : `  then  ${wanted}`];
}

async function notes(store: RemoteStore, to: string, user: string): Promise<string[]> {
  const isKnown = (await store.lastOf(`$user-${user}`)) !== undefined;
  return [
    ...(isOpen(to) ? ['note: this node takes calls without TLS, and holds nobody to an ACL'] : []),
    ...(isKnown
      ? []
      : [`note: the store does not know a user ${user} of its own; make one, or check the name`]),
  ];
}

function refuseChange(wanted: readonly Decided[], isAllowed: boolean): void {
  const changed = wanted.filter(({ fact }) => fact.isChange).map(({ fact }) => fact.stream);
  if (isAllowed || changed.length === 0) return;
  throw new Refused(
    `${changed.join(' and ')}: someone else set another ACL there, so nothing was written; look at who needs it, ` +
      'then add --replace',
  );
}

async function confirmed({ ask }: Terminal): Promise<void> {
  if (ask === undefined) throw new Refused('nothing was written: nobody is there to say yes; add --yes');
  const answer = await ask('Write this? Type yes: ', 'shown');
  if (answer.trim().toLowerCase() !== 'yes') throw new Refused('nothing was written: the answer was not yes');
}

async function write(store: RemoteStore, { fact, after }: Decided): Promise<void> {
  const { stream, type, wanted = '' } = fact;
  const event: CopiedEvent = {
    id: randomUUID(),
    type,
    isJson: true,
    data: Buffer.from(wanted),
    metadata: new Uint8Array(),
    stream,
    revision: after + 1n,
    place: '',
    createdMs: Date.now(),
  };
  const [answer] = await store.append([{ stream, events: [event], after }]);
  if (answer !== 'recorded')
    throw new Error(`${stream} was changed by someone else meanwhile; run the command again`);
}
