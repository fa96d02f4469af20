import { randomUUID } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createInbox, headers } from 'nats';
import { readBusKeys, Signing } from '@adapters/messaging';
import {
  askersOf,
  type Caller,
  callerHeader,
  type Doubt,
  doubts,
  healthSubject,
  metricsSubject,
  type Refused,
  services,
  signedHeader,
  signers,
  subjects,
  unproven,
} from '@contracts';
import { Edge, problemIn } from './edge';
import { fittingSigner } from './fitting-signer';
import { type Province, startProvince } from './province';

/** Every subject that any service answers: what the services hear is held against these in `wiring.spec.ts`. */
const everySubject = [
  ...Object.values<string>(subjects),
  ...services.flatMap((service) => [healthSubject(service), metricsSubject(service)]),
];

const caller: Caller = {
  actor: { agency: 'H99', officer: 'operator.H99', role: 'Operator' },
  correlationId: randomUUID(),
  causationId: randomUUID(),
  source: 'http',
  idempotencyKey: 'forged',
};
const said = JSON.stringify(caller);
const payload = new TextEncoder().encode(JSON.stringify({ data: { target: {}, body: {} } }));

let province: Province;
/** With the key of the house. */
let signing: Signing;
let late: Signing;
let early: Signing;
/** With another key of the same name, and with one of another name. */
let stranger: Signing;
let unknown: Signing;

const ahead = (ms: number) => ({ now: () => new Date(Date.now() + ms).toISOString() });
const keysFile = (): string => join(province.context.configuration.dataDir, 'identity', 'bus-keys');

beforeAll(async () => {
  province = await startProvince({ services, settings: { LIENTHONG_PORT: '0' } });
  const keys = await readBusKeys(keysFile());
  signing = new Signing(keys, ahead(0));
  late = new Signing(keys, ahead(-11_000));
  early = new Signing(keys, ahead(20_000));
  const other = join(province.context.configuration.dataDir, 'other-keys');
  await writeFile(other, `k1 ${'5'.repeat(64)}\n`, { mode: 0o600 });
  stranger = new Signing(await readBusKeys(other), ahead(0));
  await writeFile(other, `k9 ${'5'.repeat(64)}\n`);
  unknown = new Signing(await readBusKeys(other), ahead(0));
}, 120_000);
afterAll(() => province?.stop());

interface Wire {
  readonly subject: string;
  readonly caller: string;
  readonly payload: Uint8Array;
  readonly reply: string;
}

/** What is answered on a subject to this message, signed in whatever way. */
async function answered(
  subject: string,
  signedBy: (message: Wire) => string | undefined,
  over: Partial<Wire> = {},
): Promise<{ readonly ok: boolean } | Refused> {
  const { connection } = province.context;
  const message = { subject, caller: said, payload, reply: createInbox(), ...over };
  const answers = connection.subscribe(message.reply, { max: 1 });
  const written = headers();
  if (message.caller !== '') written.set(callerHeader, message.caller);
  const signed = signedBy(message);
  if (signed !== undefined) written.set(signedHeader, signed);
  connection.publish(subject, message.payload, { reply: message.reply, headers: written });
  for await (const answer of answers) {
    if (answer.data.length === 0) throw new Error(`nobody listens on ${subject}`);
    return answer.json<{ response: Refused }>().response;
  }
  throw new Error(`${subject} was not answered`);
}

const by = (keys: Signing) => (message: Wire) => fittingSigner(keys).sign(message);
/** Signed by who may, over something else than is sent. */
const signedAs = (over: Partial<Wire>) => (message: Wire) => {
  const [asker = 'tools'] = askersOf(message.subject);
  return signing.as(asker).sign({ ...message, ...over });
};

type Attack = readonly [what: string, doubt: Doubt, signedBy: (message: Wire) => string | undefined];
/** As a function, for the keys are those of a house that starts later. */
const attacks = (subject: string): readonly Attack[] => {
  const other = subject === subjects.getInbox ? subjects.getOutbox : subjects.getInbox;
  const mayNot = signers.find((signer) => !askersOf(subject).includes(signer)) ?? 'tools';
  return [
    ['only a caller', 'unsigned', () => undefined],
    ['words', 'wrong-signature', () => 'v1.k1.gateway.0.signed'],
    ['of another subject', 'wrong-signature', signedAs({ subject: other })],
    ['of other bytes', 'wrong-signature', signedAs({ payload: new Uint8Array([1]) })],
    ['of another reply', 'wrong-signature', signedAs({ reply: createInbox() })],
    ['of a caller that was changed', 'wrong-signature', signedAs({ caller: said.replace('H99', 'H99.1') })],
    ['of another key', 'wrong-signature', by(stranger)],
    ['of an unknown key', 'unknown-key', by(unknown)],
    ['of before', 'expired', by(late)],
    ['of later', 'from-the-future', by(early)],
    ['of one who may not', 'signer-may-not', (message) => signing.as(mayNot).sign(message)],
  ];
};

async function counted(subject: string): Promise<Record<string, number>> {
  const { values } = await province.context.metrics.doubtedMessages.get();
  const own = values.filter(({ labels }) => labels.operation === subject);
  return Object.fromEntries(own.map(({ labels, value }) => [String(labels.reason), value]));
}

const facts = async (): Promise<number> =>
  (await province.store.readAll({ max: 100_000 })).filter(({ stream }) => !stream.startsWith('checkpoint-'))
    .length;

it('there is no subject that nobody may ask on, and none twice', () => {
  expect(everySubject.filter((subject) => askersOf(subject).length === 0)).toEqual([]);
  expect(new Set(everySubject).size).toBe(everySubject.length);
});

it.each(everySubject)(
  '%s believes nobody who cannot prove who sends what, and stores nothing',
  async (subject) => {
    const before = await facts();
    const wanted: Partial<Record<Doubt, number>> = {};
    for (const [what, doubt, signedBy] of attacks(subject)) {
      expect([what, await answered(subject, signedBy)]).toEqual([what, unproven(doubt)]);
      wanted[doubt] = (wanted[doubt] ?? 0) + 1;
    }
    expect(Object.keys(wanted).sort()).toEqual([...doubts].sort());
    expect(await counted(subject)).toEqual(wanted);
    expect(await facts()).toBe(before);
    // The same message, signed as it stands and without a caller, comes to its handler: no command begins with it.
    const taken = await answered(subject, by(signing), { caller: '' });
    expect(taken).not.toMatchObject({ refused: 'caller-unproven' });
    expect(await facts()).toBe(before);
  },
);

it('is told in the log a few times, without a word of what was sent', () => {
  const told = province.log.filter((line) => line.includes('was refused'));
  for (const doubt of doubts) {
    const own = told.filter((line) => line.includes(`"reason":"${doubt}"`));
    expect(own.length).toBeGreaterThan(0);
    expect(own.length).toBeLessThanOrEqual(5 * services.length);
  }
  expect(told.join('\n')).not.toMatch(/forged|operator\.H99|v1\.k/);
});

it('is told to whoever asks a gateway with another key, and may be asked again', async () => {
  const edge = await Edge.start({ ...province.context, signing: stranger });
  try {
    const answer = await edge.withToken(undefined).get('/public/dossiers/000.00.15.H26-261120-0007');
    expect(answer.headers.get('retry-after')).not.toBeNull();
    expect(problemIn(answer)).toMatchObject({
      ...{ status: 503, retry: 'later', type: 'urn:lienthong:problem:service:caller-unproven' },
      about: { reason: 'wrong-signature' },
    });
    const visitor = await edge.as('H99', 'Operator');
    expect(problemIn(await visitor.get('/agencies')).type).toBe('urn:lienthong:problem:service:unavailable');
  } finally {
    await edge.stop();
  }
});

it('takes another key in three steps, and nobody is refused on the way', async () => {
  const own = by(province.context.signing);
  const [before, next] = [(await readFile(keysFile(), 'utf8')).trim(), `k2 ${'7'.repeat(64)}`];
  for (const [lines, signs] of [
    [[before, next], 'k1'],
    [[next, before], 'k2'],
    [[next], 'k2'],
  ] as const) {
    const read = timesRead();
    await writeFile(`${keysFile()}.next`, lines.join('\n'), { mode: 0o600 });
    await rename(`${keysFile()}.next`, keysFile());
    while (timesRead() === read) await pause(20);
    const message = { subject: subjects.getInbox, caller: '', payload, reply: '' };
    expect(own(message)).toMatch(`v1.${signs}.gateway.`);
    expect(await answered(subjects.getInbox, own, { caller: '' })).toMatchObject({ refused: 'malformed' });
  }
  expect(await answered(subjects.getInbox, by(signing))).toEqual(unproven('unknown-key'));
}, 30_000);

/** How often the house said that it read its keys again. */
const timesRead = (): number => province.log.filter((line) => line.includes('were read again')).length;
