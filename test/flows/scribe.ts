import { randomUUID } from 'node:crypto';
import {
  type EventStore,
  type StoredEvent,
  type StreamOf,
  transact,
  type Transacted,
} from '@adapters/event-store';
import type { Metadata } from '@contracts';
import { agency, type AgencyCommand, agencyStream } from '@domain/agency';
import { agencyToken, type ContentPart, type Urgency } from '@domain/codes';
import type { Fact } from '@domain/decider';
import { delivery, type DeliveryCommand, deliveryId, deliveryStream } from '@domain/delivery';
import { document, type DocumentCommand, documentStream } from '@domain/document';
import { dossier, type DossierCommand, dossierStream } from '@domain/dossier';
import { register, registerStream } from '@domain/register';

type Without<C, K extends string> = C extends unknown ? Omit<C, K> : never;

/** Of a command of its own. */
export const metaOf = (agencyCode: string): Metadata => ({
  v: 1,
  commandId: randomUUID(),
  commandHash: 'a'.repeat(64),
  $correlationId: randomUUID(),
  $causationId: randomUUID(),
  actor: { agency: agencyCode, officer: 'vt.01', role: 'Clerk' },
  source: 'http',
});

const anyPart: ContentPart = {
  sha256: 'ab'.repeat(32),
  size: 7,
  mediaType: 'application/pdf',
  name: 'báo cáo.pdf',
};

/** Where a scribe's commands are decided and their facts kept. */
export interface Book {
  commit<C extends { readonly at: string }, E extends Fact, S, R extends string>(
    kind: StreamOf<C, E, S, R>,
    stream: string,
    command: C,
    meta: Metadata,
  ): Promise<Transacted<E, S> | { readonly refused: string }>;
}

/** The store of record. */
export const inStore = (store: EventStore): Book => ({
  commit: (kind, stream, command, meta) => transact(store, kind, stream, command, meta),
});

/** Facts in memory, as a store would give them back: for specs of what only reads. */
export class Chronicle implements Book {
  readonly events: StoredEvent[] = [];
  private readonly states = new Map<string, { readonly state: unknown; readonly revision: bigint }>();

  async commit<C extends { readonly at: string }, E extends Fact, S, R extends string>(
    { decider, codec }: StreamOf<C, E, S, R>,
    stream: string,
    command: C,
    metadata: Metadata,
  ): Promise<Transacted<E, S> | { readonly refused: string }> {
    const before = this.states.get(stream) ?? { state: decider.initial, revision: -1n };
    const decision = decider.decide(command, before.state as S);
    if ('refused' in decision) return decision;
    let { revision } = before;
    let state = before.state as S;
    for (const event of decision.events) {
      revision += 1n;
      state = decider.evolve(state, event);
      const place = { stream, id: randomUUID(), metadata, revision, position: this.position + 7n };
      this.events.push({ ...place, ...codec.encode(event), recordedAt: event.data.at });
    }
    this.states.set(stream, { state, revision });
    return { events: decision.events, state, position: this.position, revision, replayed: false };
  }

  /** Of the last event. */
  get position(): bigint {
    return this.events.at(-1)?.position ?? 0n;
  }
}

/**
 * Writes facts as the services do, by their deciders, without the services: for those who only read. Each
 * command occurs a minute after the one before.
 */
export class Scribe {
  private minute = 0;

  constructor(
    private readonly book: Book,
    private readonly begin = Date.UTC(2026, 10, 22, 1),
  ) {}

  /** The instant of the next command. */
  get at(): string {
    return new Date(this.begin + this.minute * 60_000).toISOString();
  }

  async write<C extends { readonly at: string }, E extends Fact, S, R extends string>(
    kind: StreamOf<C, E, S, R>,
    stream: string,
    by: string,
    command: Without<C, 'at'>,
  ): Promise<Transacted<E, S>> {
    const dated = { ...command, at: this.at } as unknown as C;
    const done = await this.book.commit(kind, stream, dated, metaOf(by));
    if ('refused' in done) throw new Error(`${stream} refused ${JSON.stringify(command)}: ${done.refused}`);
    this.minute += 1;
    return done;
  }

  register(code: string) {
    const card = {
      name: `Cơ quan ${code}`,
      abbreviation: 'CQ',
      tier: 'province',
      parentRegistered: true,
    } as const;
    return this.write(agency, agencyStream(code), code, {
      type: 'RegisterAgency',
      code,
      scheme: 'qd20',
      ...card,
    });
  }

  appoint(code: string, officer: string) {
    const card = { agency: code, officer, displayName: `Cán bộ ${officer}`, roles: ['Clerk'] } as const;
    return this.write(agency, agencyStream(code), code, { type: 'AppointOfficer', ...card });
  }

  onAgency(command: Without<Exclude<AgencyCommand, { type: 'RegisterAgency' }>, 'at'>) {
    return this.write(agency, agencyStream(command.agency), command.agency, command);
  }

  onDocument(documentId: string, command: Without<DocumentCommand, 'at' | 'officer'>, officer = 'vt.01') {
    const done = { ...command, officer } as Without<DocumentCommand, 'at'>;
    return this.write(document, documentStream(documentId), command.agency, done);
  }

  onDelivery(documentId: string, to: string, command: Without<DeliveryCommand, 'at'>) {
    return this.write(delivery, deliveryStream({ documentId, to }), to, command);
  }

  onDossier(dossierId: string, by: string, command: Without<DossierCommand, 'at'>) {
    return this.write(dossier, dossierStream(dossierId), by, command);
  }

  async number(series: 'incoming' | 'outgoing', by: string, key: string): Promise<number> {
    const book = { agency: by, series, bookYear: 2026 };
    const allocation = { type: 'AllocateNumber', key, officer: 'vt.01', ...book } as const;
    const { state } = await this.write(register, registerStream(book), by, allocation);
    return state.last;
  }

  voided(series: 'incoming' | 'outgoing', by: string, key: string, reason = 'Hủy số') {
    const stream = registerStream({ agency: by, series, bookYear: 2026 });
    return this.write(register, stream, by, { type: 'VoidNumber', key, reason });
  }

  /** Drafted, signed, numbered and not yet issued. */
  async numbered(
    from: string,
    subject = 'Báo cáo tình hình thực hiện',
    part: Partial<ContentPart> = {},
    urgency: Urgency = 'normal',
  ) {
    const documentId = randomUUID();
    const contents = [{ ...anyPart, ...part }];
    const content = { documentType: 'BC', subject, urgency, contents } as const;
    await this.onDocument(documentId, { type: 'DraftDocument', documentId, agency: from, ...content });
    const signature = { authority: 'head', position: 'Giám đốc' } as const;
    await this.onDocument(documentId, { type: 'SignDocument', agency: from, ...signature }, 'ld.01');
    const number = await this.number('outgoing', from, documentId);
    const printed = { bookYear: 2026, series: 'outgoing', symbol: `${number}/BC-${agencyToken(from)}` };
    await this.onDocument(documentId, { type: 'NumberDocument', agency: from, number, ...printed });
    return documentId;
  }

  /** Sealed and entered in the outgoing register. */
  async registered(documentId: string, from: string) {
    await this.onDocument(documentId, { type: 'SealDocument', agency: from });
    const entry = { filedBy: 'Văn phòng', copies: 0 };
    return this.onDocument(documentId, { type: 'RegisterDocument', agency: from, ...entry });
  }

  /** Sealed, registered and issued, from where it has its number. */
  async issue(
    documentId: string,
    from: string,
    recipients: readonly string[],
    over: Partial<Pick<Extract<DocumentCommand, { type: 'IssueDocument' }>, 'forwarded'>> = {},
  ) {
    await this.registered(documentId, from);
    return this.onDocument(documentId, {
      type: 'IssueDocument',
      agency: from,
      recipients,
      unknownRecipients: [],
      directoryPosition: '',
      ...over,
    });
  }

  /** Issued and requested at every recipient, not yet arrived anywhere. */
  async issued(
    from: string,
    recipients: readonly string[],
    subject?: string,
    part?: Partial<ContentPart>,
    urgency?: Urgency,
  ) {
    const documentId = await this.numbered(from, subject, part, urgency);
    const { events } = await this.issue(documentId, from, recipients);
    for (const to of recipients) {
      for (const { type, data } of events) {
        if (type !== 'DocumentIssued') continue;
        const { symbol, documentType, subject: about, urgency: mark, contents } = data;
        const card = { symbol, documentType, subject: about, urgency: mark, contents };
        const request = { documentId, from, to, ...card };
        await this.onDelivery(documentId, to, { type: 'RequestDelivery', ...request });
      }
    }
    return documentId;
  }

  arrive(documentId: string, to: string) {
    return this.onDelivery(documentId, to, { type: 'RecordArrival' });
  }

  async accept(documentId: string, to: string) {
    const number = await this.number('incoming', to, deliveryId({ documentId, to }));
    const receipt = { by: to, officer: 'vt.02', number, bookYear: 2026 };
    return this.onDelivery(documentId, to, { type: 'AcceptReceipt', ...receipt });
  }

  refuse(documentId: string, to: string, reason = 'Gửi nhầm cơ quan') {
    const refusal = { by: to, officer: 'vt.02', reasonCode: 'mis-sent', reason } as const;
    return this.onDelivery(documentId, to, { type: 'RefuseReceipt', ...refusal });
  }

  /** Assigned, begun and completed. */
  async process(documentId: string, to: string, result = 'Đã trả lời') {
    const assignment = { by: to, officer: 'ld.02', assignee: 'cv.02', coordinating: [] };
    await this.onDelivery(documentId, to, { type: 'AssignProcessing', ...assignment });
    await this.onDelivery(documentId, to, { type: 'StartProcessing', by: to, officer: 'cv.02' });
    const completion = { by: to, officer: 'cv.02', result };
    return this.onDelivery(documentId, to, { type: 'CompleteProcessing', ...completion });
  }

  async opened(
    holder: string,
    dueAt?: string,
    codes: readonly { readonly scheme: string; readonly value: string }[] = [],
  ) {
    const dossierId = randomUUID();
    await this.onDossier(dossierId, holder, {
      type: 'OpenDossier',
      dossierId,
      agency: holder,
      officer: 'mc.01',
      procedure: '2.000635',
      channel: 'counter',
      applicantRef: randomUUID(),
      codes,
      startedAt: this.at,
      ...(dueAt === undefined ? {} : { dueAt }),
    });
    return dossierId;
  }

  async offer(dossierId: string, by: string, to: string, reason = 'Chuyển xử lý') {
    const handoffId = randomUUID();
    const offer = { handoffId, by, officer: 'mc.01', to, recipientKnown: true, reason };
    const { position } = await this.onDossier(dossierId, by, { type: 'OfferHandoff', ...offer });
    return { handoffId, position };
  }

  settle(
    dossierId: string,
    handoffId: string,
    by: string,
    type: 'AcceptHandoff' | 'ReturnHandoff' | 'RecallHandoff',
  ) {
    const settlement = { handoffId, by, officer: 'mc.02', reason: 'Không thuộc thẩm quyền' };
    return this.onDossier(dossierId, by, { type, ...settlement });
  }
}
