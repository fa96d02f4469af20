import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { violationIn, violations } from './violations';

const written = (words: string, client = '"v2.29.3:nats.js:portal" - '): string =>
  `[4711] 2026/11/30 23:59:59.123456 [ERR] 127.0.0.1:52034 - cid:14 - ${client}${words}`;
const publish = (subject: string): string => `Publish Violation - Nkey "UA", Subject "${subject}"`;
const found = { connection: 14, atMs: new Date(2026, 10, 30, 23, 59, 59, 123).getTime() };

it.each([
  ['a message', written(publish('public.H1')), { how: 'publish', subject: 'public.H1' }],
  ['one of a client without a name', written(publish('a'), ''), { how: 'publish', subject: 'a' }],
  [
    'the reply of a message',
    written('Publish Violation - Nkey "UA", Reply "_INBOX.x"'),
    { how: 'publish', subject: '_INBOX.x' },
  ],
  [
    'a subscription',
    written('Subscription Violation - User "N/A", Subject ">", SID 1'),
    { how: 'subscribe', subject: '>' },
  ],
  [
    'one in a queue',
    written('Subscription Violation - Nkey "UA", Subject "a.>", Queue: "q", SID 2'),
    { how: 'subscribe', subject: 'a.>' },
  ],
  [
    'a subject with quotes',
    written(publish(String.raw`a\"b`)),
    { how: 'publish', subject: String.raw`a\"b` },
  ],
  [
    'the number before what a client says of itself',
    written(publish('a'), String.raw`"x - cid:9 - \"n\" - Publish Violation - User \"u\", Subject \"z\"" - `),
    { how: 'publish', subject: 'a' },
  ],
])('reads %s', (_, line, expected) => expect(violationIn(line)).toEqual({ ...found, ...expected }));

it.each([
  ['another complaint', written('Error reading from client: Publish Violation')],
  [
    'words of a client in a line about something else',
    written('Client Closed', '"a" - Publish Violation - "b" - '),
  ],
  ['another level', written(publish('a')).replace('[ERR]', '[DBG]')],
  ['a connection of servers', written(publish('a')).replace('cid:', 'rid:')],
  ['nothing', ''],
])('passes over %s', (_, line) => expect(violationIn(line)).toBeUndefined());

it('tells the runs of a server apart, for each counts its connections anew', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'lienthong-violations-'));
  const file = join(folder, 'nats-server.log');
  const over = new AbortController();
  const told: string[] = [];
  const start = '[4712] 2026/12/01 00:00:00.000001 [INF] Starting nats-server';
  const reading = await violations(file, { signal: over.signal, everyMs: 5 });
  await writeFile(file, [written(publish('a')), start, written(publish('b')), ''].join('\n'));
  for (let left = 2; left > 0; left--) {
    const { value } = (await reading.next()) as { value: { run: number; subject: string } };
    told.push(`${value.run} ${value.subject}`);
  }
  expect(told).toEqual(['0 a', '1 b']);
  over.abort();
  await reading.return(undefined);
  await rm(folder, { recursive: true });
});
