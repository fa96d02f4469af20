import { randomUUID } from 'node:crypto';
import { Test, type TestingModule } from '@nestjs/testing';
import { type Reactor, type StoredEvent, type StreamOf, transact } from '@adapters/event-store';
import { subjects } from '@contracts';
import { localYear } from '@domain/codes';
import { delivery, type DeliveryCommand, deliveryId, deliveryStream } from '@domain/delivery';
import { document, type DocumentCommand, documentStream } from '@domain/document';
import { register, registerStream } from '@domain/register';
import { commandMeta } from '@runtime';
import { Reactions } from '@runtime';
import { deliveryReactors } from '../../apps/exchange/src/delivery/delivery.module';
import { DeliveryRequestReactor } from '../../apps/exchange/src/delivery/delivery-request/delivery-request.reactor';
import { documentReactors } from '../../apps/exchange/src/document/document.module';
import { ExchangeModule } from '../../apps/exchange/src/exchange.module';
import { RegisterCompletionReactor } from '../../apps/exchange/src/register-completion/register-completion.reactor';
import { officerId, type Province, startProvince } from './province';

let province: Province;
let exchange: TestingModule;
let reactors: readonly Reactor[];

beforeAll(async () => {
  province = await startProvince({ services: ['directory'] });
  // The reactors do not run by themselves here: the test gives them their events, in an order of its own.
  exchange = await Test.createTestingModule({ imports: [ExchangeModule.forRoot(province.context)] })
    .overrideProvider(Reactions)
    .useValue({})
    .compile();
  await exchange.init();
  reactors = [...documentReactors, ...deliveryReactors, RegisterCompletionReactor].map((reactor): Reactor =>
    exchange.get(reactor),
  );
});
afterAll(async () => {
  await exchange.close();
  await province.stop();
});

/** Facts as commands record them, with no reaction to any of them yet. */
class World {
  private readonly streams: string[] = [];
  private recalled = '';
  private updated = '';
  private readonly bookYear = localYear(new Date().toISOString());

  constructor(private readonly sender: string) {}

  get recipients(): readonly string[] {
    return [`${this.sender}.1`, `${this.sender}.2`];
  }

  async build(): Promise<void> {
    const [first, second] = await this.found();
    await this.issued([first, second]);
    // Crashed after the number: of the document, of a delivery that waits for it, of a delivery that was refused
    // meanwhile.
    await this.allocated(this.sender, 'outgoing', await this.signed());
    await this.allocated(first, 'incoming', deliveryId(await this.arrivedAt(first)));
    const refused = await this.arrivedAt(second);
    const refusal = { reasonCode: 'mis-sent', reason: 'Gửi nhầm', officer: 'vt.01', by: second } as const;
    await this.onDelivery(refused, { type: 'RefuseReceipt', ...refusal, at: now() });
    await this.allocated(second, 'incoming', deliveryId(refused));
  }

  /** Numbers voided, documents recalled, updated, replaced and corrected; nothing has followed from it yet. */
  async buildAfterIssue(): Promise<void> {
    const [first, second] = await this.found();
    const who = { agency: this.sender, officer: officerId('Leader', this.sender) };
    const voided = await this.numbered();
    const voiding = { type: 'VoidDocumentNumber', approvedBy: 'ld.01', reason: 'Sai thể thức' } as const;
    await this.onDocument(voided, { ...voiding, ...who, at: now() });

    const recall = { type: 'OrderRecall', reason: 'Sai thẩm quyền', ...who } as const;
    this.recalled = await this.arrived(first, second);
    const refusal = { reasonCode: 'mis-sent', reason: 'Gửi nhầm', officer: 'vt.01', by: second } as const;
    await this.onDelivery(
      { documentId: this.recalled, to: second },
      { type: 'RefuseReceipt', ...refusal, at: now() },
    );
    await this.onDocument(this.recalled, { ...recall, at: now() });
    const withdrawn = await this.arrived(first);
    await this.onDocument(withdrawn, { ...recall, at: now() });
    const withdrawal = { type: 'WithdrawRecallOrder', reason: 'Đã xác minh', ...who } as const;
    await this.onDocument(withdrawn, { ...withdrawal, at: now() });

    this.updated = await this.arrived(first);
    const recipients = { addedRecipients: [second], removedRecipients: [], unknownRecipients: [] };
    const update = { type: 'UpdateDocument', ...who, directoryPosition: 'x', reason: 'Bổ sung' } as const;
    await this.onDocument(this.updated, {
      ...update,
      ...recipients,
      changes: { urgency: 'urgent' },
      at: now(),
    });
    this.streams.push(deliveryStream({ documentId: this.updated, to: second }));
    const more = { ...recipients, addedRecipients: [], changes: { dueDate: '2030-01-31' } };
    await this.onDocument(this.updated, { ...update, ...more, at: now() });

    const corrected = { documentId: await this.arrived(first), agency: this.sender, symbol: '01/STN' };
    await this.issued([first], { corrects: corrected });
    const replaced = { documentId: await this.arrived(first), agency: this.sender, symbol: '02/STN' };
    await this.issued([first], { replaces: replaced });
  }

  /** The recipient agrees to what it was asked. */
  async answer(): Promise<void> {
    const [by] = this.recipients as [string];
    const who = { by, officer: officerId('Clerk', by) };
    await this.onDelivery(
      { documentId: this.recalled, to: by },
      { type: 'AgreeToRecall', ...who, at: now() },
    );
    await this.onDelivery({ documentId: this.updated, to: by }, { type: 'AgreeToUpdate', ...who, at: now() });
  }

  private async found(): Promise<[string, string]> {
    const [first, second] = this.recipients as [string, string];
    await province.found(
      [this.sender, first, second].map((code) => ({
        code,
        name: `Sở ${code}`,
        abbreviation: 'STN',
        tier: 'province',
      })),
    );
    return [first, second];
  }

  /** Every event of this world so far. */
  async events(): Promise<StoredEvent[]> {
    const reads = this.streams.map((stream) => province.store.readStream(stream));
    return (await Promise.all(reads)).flatMap(({ events }) => [...events]);
  }

  /** What happened, without ids and instants: equal for worlds that came to the same end. */
  async told(): Promise<string[]> {
    const ids: string[] = [];
    const label = (id: string) => {
      if (!ids.includes(id)) ids.push(id);
      return `document ${ids.indexOf(id)}`;
    };
    return (await this.events()).map(({ type, stream, data }) => {
      const text = `${stream} ${type} ${JSON.stringify({ ...(data as object), at: undefined })}`;
      return text
        .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, label)
        .replaceAll(this.sender, 'sender')
        .replace(/[0-9a-f]{64}/g, 'hash');
    });
  }

  private async signed(links: Links = {}): Promise<string> {
    const documentId = randomUUID();
    const officer = officerId('Clerk', this.sender);
    const who = { agency: this.sender, officer };
    const contents = [await province.upload(this.sender)];
    const about = {
      documentType: 'CV',
      subject: 'Trích yếu',
      urgency: 'normal',
      contents,
      ...links,
    } as const;
    await this.onDocument(documentId, { type: 'DraftDocument', documentId, ...who, ...about, at: now() });
    const signature = { authority: 'head', position: 'Giám đốc' } as const;
    await this.onDocument(documentId, { type: 'SignDocument', ...who, ...signature, at: now() });
    return documentId;
  }

  private async numbered(links?: Links): Promise<string> {
    const documentId = await this.signed(links);
    const { sender: agency, bookYear } = this;
    const who = { agency, officer: officerId('Clerk', agency) };
    const number = await this.allocated(agency, 'outgoing', documentId);
    const numbering = { number, bookYear, series: 'outgoing', symbol: `0${number}/STN` };
    await this.onDocument(documentId, { type: 'NumberDocument', ...who, ...numbering, at: now() });
    return documentId;
  }

  private async issued(recipients: readonly string[], links?: Links): Promise<string> {
    const documentId = await this.numbered(links);
    const who = { agency: this.sender, officer: officerId('Clerk', this.sender) };
    await this.onDocument(documentId, { type: 'SealDocument', ...who, at: now() });
    const entry = { filedBy: 'Văn phòng', copies: 0 };
    await this.onDocument(documentId, { type: 'RegisterDocument', ...who, ...entry, at: now() });
    const looked = { unknownRecipients: [], directoryPosition: 'position' };
    await this.onDocument(documentId, { type: 'IssueDocument', ...who, recipients, ...looked, at: now() });
    for (const to of recipients) this.streams.push(deliveryStream({ documentId, to }));
    return documentId;
  }

  /** A delivery at its recipient, its arrival recorded. */
  private async arrivedAt(to: string) {
    return { documentId: await this.arrived(to), to };
  }

  /** Issued, and its arrival recorded at every recipient. */
  private async arrived(...recipients: string[]): Promise<string> {
    const documentId = await this.issued(recipients);
    const { events } = await province.store.readStream(documentStream(documentId));
    const issue = events.find(({ type }) => type === 'DocumentIssued.v1') as StoredEvent;
    await exchange.get(DeliveryRequestReactor).react(issue);
    for (const to of recipients)
      await this.onDelivery({ documentId, to }, { type: 'RecordArrival', at: now() });
    return documentId;
  }

  private async allocated(agency: string, series: string, key: string): Promise<number> {
    const book = { agency, series, bookYear: this.bookYear };
    const officer = officerId('Clerk', agency);
    const allocate = { type: 'AllocateNumber', ...book, key, officer, at: now() } as const;
    const { last } = await this.record(register, registerStream(book), allocate, agency);
    return last;
  }

  private onDocument(documentId: string, command: DocumentCommand) {
    return this.record(document, documentStream(documentId), command, this.sender);
  }

  private onDelivery(key: { documentId: string; to: string }, command: DeliveryCommand) {
    return this.record(delivery, deliveryStream(key), command, key.to);
  }

  private async record<
    C extends { readonly at: string },
    E extends { type: string; data: { at: string } },
    S,
  >(kind: StreamOf<C, E, S, string>, stream: string, command: C, agency: string): Promise<S> {
    const caller = province.officer(agency, 'Clerk').caller(randomUUID());
    const message = { target: { stream }, body: {} };
    const { meta } = commandMeta(caller, subjects.draftDocument, message, province.context.clock);
    const recorded = await transact(province.store, kind, stream, command, meta);
    if ('refused' in recorded) throw new Error(`${stream}: ${recorded.refused}`);
    if (!this.streams.includes(stream)) this.streams.push(stream);
    return recorded.state;
  }
}

type Links = Pick<Extract<DocumentCommand, { type: 'DraftDocument' }>, 'replaces' | 'corrects'>;

const now = () => new Date().toISOString();

/** Numbers between 0 and 1, the same for the same seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * Gives events to the reactors until none is new; `next` takes one out of those that wait. A failed one comes
 * again.
 */
async function react(
  world: World,
  times: number,
  next: (waiting: StoredEvent[]) => StoredEvent,
): Promise<void> {
  const given = new Set<string>();
  const waiting: StoredEvent[] = [];
  for (;;) {
    const news = waiting.length < fewWaiting ? await world.events() : [];
    for (const event of news) {
      if (given.has(event.id)) continue;
      given.add(event.id);
      for (let time = 0; time < times; time++) waiting.push(event);
    }
    if (waiting.length === 0) return;
    const event = next(waiting);
    const meant = reactors.filter(({ streamPrefixes }) =>
      streamPrefixes.some((each) => event.stream.startsWith(each)),
    );
    const outcomes = await Promise.allSettled(meant.map((reactor) => reactor.react(event)));
    if (outcomes.some(({ status }) => status === 'rejected')) waiting.push(event);
  }
}

/** The streams are read again when so few events wait: often enough to mix new ones with old ones. */
const fewWaiting = 20;

const inOrder = (waiting: StoredEvent[]) => waiting.shift() as StoredEvent;
const shuffled = (seed: number) => {
  const random = randomFrom(seed);
  return (waiting: StoredEvent[]) =>
    waiting.splice(Math.floor(random() * waiting.length), 1)[0] as StoredEvent;
};

let end: string[];

it('come to their end in the order of the store', async () => {
  const world = new World('H90');
  await world.build();
  await react(world, 1, inOrder);
  end = await world.told();
  const kinds = end.map((line) => line.split(' ').find((word) => word.endsWith('.v1')));
  const count = (kind: string) => kinds.filter((each) => each === kind).length;
  expect(count('DeliveryRequested.v1')).toBe(4);
  expect(count('DocumentArrived.v1')).toBe(4);
  expect(count('DocumentNumbered.v1')).toBe(4);
  expect(count('ReceiptAccepted.v1')).toBe(1);
  expect(end.filter((line) => line.includes('NumberVoided'))).toEqual([
    expect.stringContaining('"reason":"receipt-refused"'),
  ]);
});

it.each([1, 2, 3, 4])(
  'come to the same end when their events come doubled and shuffled (seed %i)',
  async (seed) => {
    const world = new World(`H8${seed}`);
    await world.build();
    await react(world, 2, shuffled(seed));
    expect(await world.told()).toEqual(end);
  },
);

describe('what follows from a void, a recall, an update, a replacement and a correction', () => {
  let settled: string[];

  it('comes to its end in the order of the store', async () => {
    const world = new World('H70');
    await world.buildAfterIssue();
    await react(world, 1, inOrder);
    await world.answer();
    await react(world, 1, inOrder);
    settled = await world.told();
    const facts = ['NumberVoided', 'RecallSettled', 'ReplacementIssued', 'CorrectionIssued'];
    const asked = ['RecallRequested', 'UpdateRequested', 'DocumentCancelledAtRecipient'];
    const count = (fact: string) => settled.filter((line) => line.includes(` ${fact}.v1 `)).length;
    expect([...facts, ...asked].map((fact) => [fact, count(fact)])).toEqual([
      ['NumberVoided', 1],
      ['RecallSettled', 1],
      ['ReplacementIssued', 1],
      ['CorrectionIssued', 1],
      ['RecallRequested', 1],
      ['UpdateRequested', 3],
      ['DocumentCancelledAtRecipient', 1],
    ]);
  });

  it.each([1, 2])('comes to the same end doubled and shuffled (seed %i)', async (seed) => {
    const world = new World(`H6${seed}`);
    await world.buildAfterIssue();
    await react(world, 2, shuffled(seed));
    await world.answer();
    await react(world, 2, shuffled(seed));
    expect(await world.told()).toEqual(settled);
  });
});
