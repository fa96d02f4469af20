import type { LookupAddress } from 'node:dns';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { type Behaviour, behaviours, type Receiver, Receivers } from '../../../../../test/webhooks/receivers';
import { allowedPlaces } from './allowed-places';
import { type Resolve } from './checked-lookup';
import { Sender, type SenderParts } from './sender';

let receivers: Receivers;
const senders: Sender[] = [];

beforeAll(async () => {
  receivers = await Receivers.open();
});
afterEach(() => senders.splice(0).forEach((sender) => sender.close()));
afterAll(() => receivers.stop());

const at = (...addresses: readonly string[]): Resolve => {
  const found = addresses.map((address): LookupAddress => ({
    address,
    family: address.includes(':') ? 6 : 4,
  }));
  return () => Promise.resolve(found);
};

/** One whose receivers the operator allows. */
function sender(receiver: Pick<Receiver, 'origin'>, over: Partial<SenderParts> = {}): Sender {
  const allowed = allowedPlaces([receiver.origin], []);
  const made = new Sender({ allowed, ca: receivers.ca, limitMs: 5_000, resolve: at('127.0.0.1'), ...over });
  senders.push(made);
  return made;
}

const body = JSON.stringify({ id: 'a', type: 'b', data: {} });
const sent = (url: string) => ({ url, headers: { 'content-type': 'application/cloudevents+json' }, body });

/** Takes every connection and says who came. */
const guard = async () => {
  const came: Socket[] = [];
  const server: Server = createServer((socket) => void came.push(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const stop = () => new Promise((resolve) => server.close(resolve));
  return { origin: `https://localhost:${port}`, came, stop };
};

describe('what a receiver does', () => {
  const shortMs = 300;
  it.each<[keyof typeof behaviours, object]>([
    ['takes', { status: 200 }],
    ['fails', { status: 500 }],
    ['redirects', { status: 302 }],
    ['gone', { status: 410 }],
    ['busy', { status: 429, retryAfter: '2' }],
    ['hangs', { problem: 'too-late' }],
    ['takes slowly', { problem: 'too-late' }],
    ['resets', { problem: 'reset' }],
    ['resets in the middle', { problem: 'reset' }],
    ['hangs up', { problem: 'reset' }],
    ['switches protocols', { problem: 'reset' }],
    ['drips its head', { problem: 'too-late' }],
    ['drips its body', { problem: 'too-late' }],
    ['floods with heads', { problem: 'not-http' }],
    ['sends a huge head', { problem: 'not-http' }],
    ['answers in broken pieces', { problem: 'not-http' }],
    ['speaks another protocol', { problem: 'not-http' }],
    ['answers without end', { status: 200 }],
  ])('%s comes to %j', async (name, expected) => {
    const receiver = await receivers.start(behaviours[name]);
    const isSlow = 'problem' in expected && expected.problem === 'too-late';
    const outcome = await sender(receiver, isSlow ? { limitMs: shortMs } : {}).post(sent(receiver.url));
    expect(outcome).toMatchObject(expected);
    expect(receiver.received).toMatchObject([{ body }]);
    if (isSlow) expect(outcome.tookMs).toBeGreaterThanOrEqual(shortMs - 1);
  });

  it('reads 16 KiB of an answer and no more', async () => {
    const receiver = await receivers.start(behaviours['answers without end']);
    const outcome = await sender(receiver).post(sent(receiver.url));
    expect('text' in outcome && outcome.text.length).toBe(16 * 1024);
  });

  it.each([301, 302, 303, 307, 308])('%i leads nowhere', async (status) => {
    const elsewhere = await receivers.start();
    const receiver = await receivers.start((_, response) => {
      response.writeHead(status, { location: elsewhere.url }).end();
    });
    const made = sender(receiver, {
      allowed: allowedPlaces([receiver.origin, elsewhere.origin], []),
    });
    expect(await made.post(sent(receiver.url))).toMatchObject({ status });
    expect(elsewhere.received).toEqual([]);
  });

  it('one that takes the connection and says nothing, not even of TLS, is left in time', async () => {
    const { origin, came, stop } = await guard();
    const outcome = await sender({ origin }, { limitMs: shortMs }).post(sent(`${origin}/hook`));
    expect(outcome).toMatchObject({ problem: 'too-late' });
    for (const socket of came) socket.destroy();
    await stop();
  });

  it('that nobody is there is told', async () => {
    const receiver = await receivers.start();
    const { url } = receiver;
    const made = sender(receiver);
    await receiver.stop();
    expect(await made.post(sent(url))).toMatchObject({ problem: 'unreachable' });
  });

  it('that its certificate is of an authority nobody knows, or of another name, is told', async () => {
    const receiver = await receivers.start();
    const { ca: _, ...parts } = { allowed: allowedPlaces([receiver.origin], []), ca: '' };
    const stranger = new Sender({ ...parts, resolve: at('127.0.0.1') });
    senders.push(stranger);
    expect(await stranger.post(sent(receiver.url))).toMatchObject({ problem: 'certificate' });
    const named = { origin: `https://khac.example.vn:${receiver.port}` };
    const outcome = await sender(named).post(sent(`${named.origin}/hook`));
    expect(outcome).toMatchObject({ problem: 'certificate' });
    expect(receiver.received).toEqual([]);
  });

  it('uses a connection again, and another one when the receiver closed it meanwhile', async () => {
    const connections = new Set<unknown>();
    const take: Behaviour = (received, response) => {
      connections.add(response.socket);
      behaviours.takes(received, response);
    };
    const receiver = await receivers.start(take);
    const made = sender(receiver);
    await made.post(sent(receiver.url));
    await made.post(sent(receiver.url));
    expect(connections.size).toBe(1);
    receiver.closeIdle();
    expect(await made.post(sent(receiver.url))).toMatchObject({ status: 200 });
    expect(connections.size).toBe(2);
  });
});

describe('where nothing is sent', () => {
  const stranger = (resolve: Resolve) => {
    const made = new Sender({ allowed: allowedPlaces([], []), limitMs: 5_000, resolve });
    senders.push(made);
    return made;
  };

  it.each([
    ['a loopback address', ['127.0.0.1']],
    ['a private address', ['10.0.0.5']],
    ['what tells secrets in clouds', ['169.254.169.254']],
    ['an address of IPv6 that stands for one', ['::ffff:127.0.0.1']],
    ['the same in hex', ['::ffff:7f00:1']],
    ['loopback of IPv6', ['::1']],
    ['a unique local address', ['fd00:ec2::254']],
    ['a link-local one with a zone', ['fe80::1%eth0']],
    ['one that NAT64 leads to a private network', ['64:ff9b::10.0.0.5']],
    ['a public one of IPv4 and a private one of IPv6', ['113.160.1.1', 'fd00::1']],
    ['one of several that is private', ['113.160.1.1', '192.168.1.1']],
    ['what is no address', ['127.0.0.1%0']],
  ])('a name at %s', async (_, addresses) => {
    const outcome = await stranger(at(...addresses)).post(sent('https://qlvb.example.vn/hook'));
    expect(outcome).toMatchObject({ problem: 'address-not-allowed' });
  });

  it.each([
    'https://127.0.0.1/',
    'https://[::1]/',
    'http://qlvb.example.vn/',
    'https://qlvb.example.vn:8080/',
  ])('%s, whatever was subscribed before the operator took it back', async (url) => {
    const outcome = await stranger(at('113.160.1.1')).post(sent(url));
    expect(outcome).toMatchObject({ problem: 'address-not-allowed' });
  });

  it('a name that nobody knows', async () => {
    const unknown = () => Promise.reject(Object.assign(new Error('queryA ENOTFOUND'), { code: 'ENOTFOUND' }));
    expect(await stranger(unknown).post(sent('https://qlvb.example.vn/'))).toMatchObject({
      problem: 'unresolved',
    });
  });

  it('a name that is private the first time and public the next, and the other way round', async () => {
    const { came, stop } = await guard();
    const asked: string[] = [];
    const turning =
      (...answers: readonly string[]): Resolve =>
      (hostname) => {
        asked.push(hostname);
        return at(answers[(asked.length - 1) % answers.length] as string)(hostname);
      };
    const first = await stranger(turning('127.0.0.1', '113.160.1.1')).post(sent('https://a.example.vn/'));
    expect(first).toMatchObject({ problem: 'address-not-allowed' });
    expect(asked).toEqual(['a.example.vn']);
    asked.splice(0);
    // Allowed the first time, when nobody is there; a second look would lead to the guard.
    const limited = new Sender({
      ...{ allowed: allowedPlaces([], ['127.0.0.2']), limitMs: 5_000 },
      resolve: turning('127.0.0.2', '127.0.0.1'),
    });
    senders.push(limited);
    expect(await limited.post(sent('https://b.example.vn/'))).toMatchObject({ problem: 'unreachable' });
    expect(asked).toEqual(['b.example.vn']);
    expect(came).toEqual([]);
    await stop();
  });

  it('goes to the very address that was looked at, which the operator allows', async () => {
    const receiver = await receivers.start();
    const asked: string[] = [];
    const resolve: Resolve = (hostname) => {
      asked.push(hostname);
      return at(asked.length === 1 ? '127.0.0.1' : '127.0.0.2')(hostname);
    };
    expect(await sender(receiver, { resolve }).post(sent(receiver.url))).toMatchObject({ status: 200 });
    expect(asked).toEqual(['localhost']);
  });

  it('by no proxy that the environment names', async () => {
    const before = { ...process.env };
    Object.assign(process.env, { HTTPS_PROXY: 'http://127.0.0.1:9', NODE_USE_ENV_PROXY: '1' });
    const receiver = await receivers.start();
    expect(await sender(receiver).post(sent(receiver.url))).toMatchObject({ status: 200 });
    process.env = before;
  });
});
