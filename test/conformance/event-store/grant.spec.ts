import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { all, connect } from './node-under-test';
import {
  type Answer,
  closeLater,
  endAll,
  folder,
  nodeOn,
  run,
  runAsked,
  securedNode,
} from './operated-nodes';

afterEach(endAll);

const user = 'lienthong';
const both = [user, '$admins'];
const defaults = { $userStreamAcl: { $r: both, $w: both, $d: both, $mr: both, $mw: both } };

async function secured() {
  const node = await securedNode();
  const { name, password } = node.user;
  const hosts = `localhost:${node.port}?tlsCAFile=${encodeURIComponent(node.authorityFile)}`;
  const client = connect(`esdb://${name}:${encodeURIComponent(password)}@${hosts}`);
  closeLater(() => client.dispose());
  return { client, password, url: `esdb://${hosts}` };
}

/** The two facts, newest last, and nothing else that is in the store. */
const facts = async (client: EventStoreDBClient): Promise<unknown[]> =>
  (await all(client.readAll())).map(({ event }) => [event?.streamId, event?.data]);

const theTwo = [
  ['$$$all', { $acl: { $r: ['$admins', user] } }],
  ['$settings', defaults],
];

it('writes the two facts once, after it has shown them and somebody said yes', async () => {
  const { client, password, url } = await secured();
  const call = ['grant', '--to', url, '--user', user];
  const refusals: [Answer, RegExp][] = [
    [await runAsked([password, 'no'], ...call), /^nothing was written: the answer was not yes$/],
    [
      await run(...call),
      /^--to-user admin has no password: give --to-password-file FILE or set EVENT_STORE_TO_/,
    ],
    [await run('grant', '--to', url), /^--user NAME is missing/],
    [await run('grant', '--user', user), /^--to URL is missing/],
    [await run('grant', '--to', url, '--user', '$all'), /"\$all" is no name of a user/],
  ];
  for (const [{ code, told }, line] of refusals)
    expect([code, told]).toEqual([2, expect.stringMatching(line)]);
  const wrong = await runAsked(['wrong'], ...call);
  expect([wrong.code, wrong.told]).toEqual([
    1,
    expect.stringMatching(/password of the user are wrong; correct/),
  ]);
  const dry = await runAsked([password], ...call, '--dry-run');
  expect([dry.code, dry.said]).toEqual([0, expect.stringMatching(/nothing was written: --dry-run$/)]);
  expect(await facts(client)).toEqual([]);

  const granted = await runAsked([password, 'yes'], ...call);
  expect([granted.code, granted.said.split('\n')]).toEqual([
    0,
    [
      'who may read $all (metadata of $all)',
      '  now   nothing, so the rules of the server itself hold',
      '  then  {"$acl":{"$r":["$admins","lienthong"]}}',
      'who may use streams that have no ACL of their own ($settings)',
      '  now   nothing, so the rules of the server itself hold',
      `  then  ${JSON.stringify(defaults)}`,
      'note: the store does not know a user lienthong of its own; make one, or check the name',
      'written: lienthong may read $all, and has the streams without an ACL of their own',
    ],
  ]);
  expect(await facts(client)).toEqual(theTwo);
  const passwordFile = join(folder(), 'password');
  writeFileSync(passwordFile, `${password}\n`);
  const again = await run(...call, '--to-password-file', passwordFile);
  expect([again.code, again.said]).toEqual([
    0,
    expect.stringMatching(/^nothing to write: lienthong has both/m),
  ]);
  expect(await facts(client)).toEqual(theTwo);
});

it('changes no ACL that someone else set, unless it is told to, and then keeps what stands beside it', async () => {
  const { url } = await nodeOn(folder(), { insecure: true });
  const client = connect(url);
  closeLater(() => client.dispose());
  const ofOthers = { $systemStreamAcl: { $r: 'ops' }, $userStreamAcl: { $r: 'ops' } };
  await client.setStreamMetadata('$all', { maxAge: 86_400, acl: { readRoles: ['ops'] } });
  await client.appendToStream('$settings', jsonEvent({ type: '$settings', data: ofOthers }));
  const before = await facts(client);
  const call = ['grant', '--to', url, '--user', user, '--yes'];
  const refused = await run(...call);
  expect([refused.code, refused.told]).toEqual([
    2,
    expect.stringMatching(
      /^\$\$\$all and \$settings: someone else set another ACL there, so nothing .* --replace$/,
    ),
  ]);
  expect(refused.said).toMatch(/^ {2}now {3}\{"\$maxAge":86400,"\$acl":\{"\$r":/m);
  expect(refused.said).toContain('note: this node takes calls without TLS, and holds nobody to an ACL');
  expect(await facts(client)).toEqual(before);
  expect(await run(...call, '--replace')).toMatchObject({ code: 0 });
  expect((await facts(client)).slice(before.length)).toEqual([
    ['$$$all', { $maxAge: 86_400, $acl: { $r: ['ops', user] } }],
    ['$settings', { ...ofOthers, ...defaults }],
  ]);
});
