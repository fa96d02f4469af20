import { join } from 'node:path';
import { type EmbeddedNode } from '@adapters/event-store/embedded-node';
import { type CopiedEvent } from '../../../apps/event-store/src/maintenance/copied-event';
import { RemoteStore } from '../../../apps/event-store/src/maintenance/remote-store';
import { Chance } from './chance';
import { all, connect, noted } from './node-under-test';
import {
  type Answer,
  clientOf,
  type Content,
  contentOf,
  endAll,
  flipBitIn,
  folder,
  freePort,
  nodeOn,
  run,
  runAsked,
  securedNode,
  start,
} from './operated-nodes';

jest.setTimeout(60_000);
afterEach(endAll);

/** Bytes that no parser gives back as they were. */
const oddBytes = (stream: string, revision: bigint): CopiedEvent => ({
  id: `0000000${revision}-0000-4000-8000-000000000000`,
  type: 'Odd',
  isJson: true,
  data: Buffer.from(`{ "amount": 12345678901234567890.10,  "n":${revision} }`),
  metadata: Buffer.from('not JSON'),
  stream,
  revision,
  place: '',
  createdMs: 0,
});

/** Every way in which streams end and come back. */
async function fill(node: EmbeddedNode): Promise<void> {
  const client = clientOf(node);
  const raw = RemoteStore.connect(node.url);
  await raw.append([{ stream: 'odd-1', events: [oddBytes('odd-1', 0n), oddBytes('odd-1', 1n)], after: -1n }]);
  await raw.close();
  for (const name of ['hidden', 'back', 'renewed', 'twice', 'gone', 'short', 'checkpoint-x']) {
    await client.appendToStream(name, [noted(1), noted(2)]);
  }
  await client.appendToStream('Đơn vị số 1', noted(3));
  await client.deleteStream('hidden');
  await client.deleteStream('back');
  await client.appendToStream('back', [noted(4), noted(5)]);
  await client.appendToStream('back', noted(6));
  await client.deleteStream('renewed');
  await client.setStreamMetadata('renewed', { maxCount: 5, custom: { kept: true } });
  await client.deleteStream('twice');
  await client.deleteStream('twice');
  await client.tombstoneStream('gone');
  await client.setStreamMetadata('short', { maxCount: 1 });
  await client.appendToStream('short', noted(7));
}

const withoutIds = (events: Content[]) => events.map(({ id: _, ...event }) => event);

/** Tombstones, second deletions, and the metadata with which a deleted stream comes back. */
const writtenByTheServer = [
  '$streamDeleted@gone',
  '$metadata@$$back',
  '$metadata@$$renewed',
  '$metadata@$$twice',
];

/** Resolves when a node holds so many events. */
async function holds(url: string, events: number): Promise<void> {
  const client = connect(url);
  const following = client.subscribeToAll();
  let seen = 0;
  // A node that is killed meanwhile ends the subscription with an error; the moment is another one then.
  await new Promise<void>((reached) => {
    following.on('data', () => ((seen += 1) >= events ? reached() : undefined));
    following.on('error', () => reached());
  });
  await client.dispose();
}

describe('copy', () => {
  it('moves every stream with its ids, bytes, order, metadata and end, and nothing twice', async () => {
    const [from, to] = [folder(), folder()];
    const [source, target] = [await nodeOn(from), await nodeOn(to)];
    await fill(source);
    const whole = await contentOf(source.url);
    const copied = await run('copy', '--data', from, '--to', target.url);
    expect([copied.code, copied.said]).toEqual([
      0,
      expect.stringContaining(`${whole.length} events copied, 0 already`),
    ]);
    const there = await contentOf(target.url);
    expect(withoutIds(there)).toEqual(withoutIds(whole));
    const renamed = whole
      .filter(({ id }, i) => there[i]?.id !== id)
      .map(({ type, stream }) => `${type}@${stream}`);
    expect(renamed.sort()).toEqual([...writtenByTheServer].sort());

    const again = await run('copy', '--from', source.url, '--to', target.url);
    expect([again.code, again.said]).toEqual([
      0,
      expect.stringContaining(`0 events copied, ${whole.length} already`),
    ]);
    await clientOf(source).appendToStream('short', [noted(8), noted(9)]);
    const more = await run('copy', '--from', source.url, '--to', target.url, '--streams');
    expect([more.code, more.said]).toEqual([
      0,
      expect.stringContaining('"short": 2 copied, 3 already there'),
    ]);
    expect(withoutIds(await contentOf(target.url))).toEqual(withoutIds(await contentOf(source.url)));
    expect(await run('verify', '--data', to)).toMatchObject({ code: 0 });
  });

  it('names streams that hold other events, and leaves them and what is excepted alone', async () => {
    const [source, target] = [await nodeOn(folder()), await nodeOn(folder())];
    const [ours, theirs] = [clientOf(source), clientOf(target)];
    for (const name of ['same', 'other', 'buried', 'hidden', 'checkpoint-x']) {
      await ours.appendToStream(name, [noted(1), noted(2)]);
    }
    for (const name of ['other', 'buried', 'hidden']) await theirs.appendToStream(name, noted(3));
    await theirs.tombstoneStream('buried');
    await theirs.deleteStream('hidden');
    const before = await contentOf(target.url);
    const { code, said } = await run(
      'copy',
      '--from',
      source.url,
      '--to',
      target.url,
      '--except',
      'checkpoint-',
    );
    expect(code).toBe(1);
    expect(said.split('\n')).toEqual([
      'conflict: stream "other", revision 0: the target has another event there',
      'conflict: stream "buried", revision 0: the target has another event there',
      'conflict: stream "hidden", revision 0: the target has another event there',
      expect.stringMatching(/^2 events copied, 0 already there, .* 2 by --except; 3 conflicts$/),
    ]);
    const added = (await contentOf(target.url)).slice(before.length);
    expect(added.map(({ stream, revision }) => `${revision}@${stream}`)).toEqual(['0@same', '1@same']);
  });

  it('names a stream that goes on with other events, and what differs beyond its ids', async () => {
    const [source, target] = [await nodeOn(folder()), await nodeOn(folder())];
    const [ours, theirs] = [clientOf(source), clientOf(target)];
    const same = [noted(1), noted(2)];
    for (const client of [ours, theirs]) await client.appendToStream('longer', same);
    await theirs.appendToStream('longer', noted(3));
    await ours.appendToStream('written anew', { ...noted(4), id: same[0]?.id ?? '' });
    await theirs.appendToStream('written anew', { ...noted(5), id: same[0]?.id ?? '' });
    const before = await contentOf(target.url);
    const { code, said } = await run('copy', '--from', source.url, '--to', target.url, '--verify');
    expect([code, ...said.split('\n')]).toEqual([
      1,
      'conflict: stream "longer", revision 2: the target goes on with events that the source has not',
      expect.stringMatching(/^0 events copied, 3 already there, .*; 1 conflict$/),
      'difference: stream "written anew", revision 0: the event is another one',
      '3 events in 1 stream compared with the target: 1 difference',
    ]);
    expect(await contentOf(target.url)).toEqual(before);
  });

  it('makes a folder of what a node holds, with the times at which it was recorded', async () => {
    const [source, to] = [await nodeOn(folder()), join(folder(), 'laptop')];
    await fill(source);
    const call = ['copy', '--from', source.url, '--data', to, '--except', 'checkpoint-', '--verify'];
    const first = await run(...call);
    expect([first.code, first.said]).toEqual([0, expect.stringMatching(/compared .*: 0 differences$/)]);
    const again = await run(...call);
    expect([again.code, again.said]).toEqual([0, expect.stringMatching(/^0 events copied/)]);
    expect(await run('verify', '--data', to)).toMatchObject({ code: 0 });
    const copied = await nodeOn(to);
    // Metadata that a node writes itself, when a deleted stream comes back, has the time of what it answers to.
    const isTaken = ({ stream }: { stream: string }) => stream !== 'checkpoint-x' && !stream.startsWith('$$');
    const timed = async (url: string) => {
      const store = RemoteStore.connect(url);
      const events = await all(store.readAll());
      await store.close();
      return events.filter(isTaken).map(({ place: _, id: __, ...event }) => event);
    };
    expect(await timed(copied.url)).toEqual(await timed(source.url));
    const held = await run(...call);
    expect([held.code, held.told]).toEqual([
      2,
      expect.stringContaining(`folder of a running node (process ${copied.pid})`),
    ]);
  });

  it('goes on after kill -9 of itself and of the target at drawn moments, with nothing lost or doubled', async () => {
    const chance = new Chance(18);
    const [from, to] = [folder(), folder()];
    const source = await nodeOn(from);
    await fill(source);
    const client = clientOf(source);
    const events = Array.from({ length: 800 }, (_, n) => noted(n));
    await Promise.all(events.map((event, n) => client.appendToStream(`note-${n % 7}`, event)));
    let target = await nodeOn(to);
    const killed = { command: 0, node: 0 };
    let command = start('copy', '--data', from, '--to', target.url);
    let isOver = false;
    const ended = async (): Promise<void> => {
      const { code, told } = await command.ended;
      isOver = true;
      expect([code, code === 0 ? '' : told]).toEqual([0, '']);
    };
    let over = ended();
    for (let moment = 0; !isOver;) {
      moment += 1 + chance.below(200);
      await Promise.race([holds(target.url, moment), over]);
      if (isOver) break;
      if (killed.command <= killed.node) {
        command.child.kill('SIGKILL');
        await over.catch(() => undefined);
        killed.command += 1;
        command = start('copy', '--data', from, '--to', target.url);
        isOver = false;
        over = ended();
      } else {
        target.kill('SIGKILL');
        killed.node += 1;
        target = await nodeOn(to, { inPlaceOf: target.url });
      }
    }
    await over;
    expect(killed.command).toBeGreaterThan(0);
    expect(killed.node).toBeGreaterThan(0);
    const again = await run('copy', '--data', from, '--to', target.url, '--verify');
    expect([again.code, again.said]).toEqual([
      0,
      expect.stringMatching(/^0 events copied[^]*compared .*: 0 differences$/),
    ]);
    expect(withoutIds(await contentOf(target.url))).toEqual(withoutIds(await contentOf(source.url)));
  });

  it('finds its target among several hosts, with TLS and a user whose password is asked for', async () => {
    const source = await nodeOn(folder());
    await fill(source);
    const secured = await securedNode();
    const away = `localhost:${await freePort()},localhost:${await freePort()}`;
    const hosts = (authority: string) =>
      `esdb://${away},localhost:${secured.port}?tlsCAFile=${encodeURIComponent(authority)}`;
    const call = (authority = secured.authorityFile) => [
      ...['copy', '--from', source.url, '--to', hosts(authority), '--to-user', secured.user.name, '--verify'],
    ];
    const refusals: [Answer, number, RegExp][] = [
      [await run(...call()), 2, /--to-user admin has no password: give --to-password-file FILE or set/],
      [
        await runAsked(['wrong'], ...call()),
        1,
        /^\S+ does not do it .*Name or password .* wrong; correct them/,
      ],
      [await runAsked(['x'], ...call('/none/ca.pem')), 1, /tlsCAFile of .* is not there: \/none\/ca.pem/],
    ];
    for (const [{ code, said, told }, wanted, line] of refusals) {
      expect([code, said, told]).toEqual([wanted, '', expect.stringMatching(line)]);
      expect(told).not.toContain('\n');
    }
    const copied = await runAsked([secured.user.password], ...call());
    expect([copied.code, copied.said]).toEqual([0, expect.stringMatching(/compared .*: 0 differences$/)]);
  });

  it('copies no damage, and says when a node is not there', async () => {
    const data = folder();
    const node = await nodeOn(data);
    await clientOf(node).appendToStream('note-1', [noted(1), noted(20_260_722)]);
    const { url } = node;
    await node.stop();
    const away = await run('copy', '--data', data, '--to', url);
    expect([away.code, away.told]).toEqual([
      1,
      expect.stringMatching(/does not do it .* run the command again\.$/),
    ]);
    flipBitIn(join(data, 'data.mdb'), '20260722');
    const target = await nodeOn(folder());
    const damaged = await run('copy', '--data', data, '--to', target.url);
    expect([damaged.code, damaged.said]).toEqual([
      1,
      expect.stringMatching(/^damage: .*position \d+\n.* nothing was copied/),
    ]);
    expect(await contentOf(target.url)).toEqual([]);
    expect(await run('copy', '--data', data)).toMatchObject({
      code: 2,
      told: expect.stringContaining('--to URL is missing') as string,
    });
  });
});
