import { randomUUID } from 'node:crypto';
import type { EventStore, NewEvent } from '@adapters/event-store';
import type { Metadata } from '@contracts';
import { agencyCodec, agencyStream } from '@domain/agency/events';
import type { ContentPart } from '@domain/codes';
import type { Codec, Fact } from '@domain/decider';
import { deliveryCodec, type DeliveryEvent, deliveryStream } from '@domain/delivery/events';
import { documentCodec, type DocumentEvent, documentStream } from '@domain/document/events';
import { dossierCodec, type DossierEvent, dossierStream } from '@domain/dossier/events';
import { type Book, registerCodec, type RegisterEvent, registerStream } from '@domain/register/events';
import { atMost } from '@runtime';

const appendsAtOnce = 64;
const eventsPerAppend = 200;
const at = '2026-11-22T01:00:00.000Z';
const subject = 'Báo cáo tiến độ giải ngân';

export const metaOf = (agency: string): Metadata => ({
  v: 1,
  commandId: randomUUID(),
  commandHash: 'a'.repeat(64),
  $correlationId: randomUUID(),
  $causationId: randomUUID(),
  actor: { agency, officer: `clerk.${agency}`, role: 'Clerk' },
  source: 'http',
});

const newEvents = <E extends Fact>(codec: Codec<E>, agency: string, events: readonly E[]): NewEvent[] => {
  const metadata = metaOf(agency);
  return events.map((event) => ({ id: randomUUID(), ...codec.encode(event), metadata }));
};

/** Every document bears a number of its own: two alike would be taken for one that came twice. */
let numbersGiven = 0;

/** Facts as the services would have recorded them, written straight into the store; each kind answers its ids. */
export class Seeds {
  constructor(private readonly store: EventStore) {}

  /** Dossiers the agency holds. */
  async dossiers(count: number, activities = 0, agency = 'H98'): Promise<string[]> {
    return this.dossiersOf(count, (id) => dossierFacts(id, agency, activities), agency);
  }

  /** Dossiers with the facts that are made for each, as if the agency had recorded them. */
  async dossiersOf(
    count: number,
    factsOf: (dossierId: string) => readonly DossierEvent[],
    agency = 'H98',
  ): Promise<string[]> {
    const ids = Array.from({ length: count }, () => randomUUID());
    await atMost(appendsAtOnce, ids, (id) =>
      this.write(dossierStream(id), newEvents(dossierCodec, agency, factsOf(id))),
    );
    return ids;
  }

  /** Documents of the first agency, ready to be issued; or to be numbered, when they are only signed. */
  async documents(count: number, part: ContentPart, isOnlySigned = false): Promise<string[]> {
    const ids = Array.from({ length: count }, () => randomUUID());
    await atMost(appendsAtOnce, ids, (id) => {
      const facts = documentFacts(id, 'H98', part).slice(0, isOnlySigned ? 2 : undefined);
      return this.write(documentStream(id), newEvents(documentCodec, 'H98', facts));
    });
    return ids;
  }

  /** Documents of the first agency that have arrived at each of these recipients. */
  async issued(count: number, recipients: readonly string[], part: ContentPart): Promise<void> {
    for (let issued = 0; issued < count; issued++) {
      const documentId = randomUUID();
      const facts = documentFacts(documentId, 'H98', part);
      const card = { documentType: 'CV', subject, urgency: 'normal', contents: [part] } as const;
      const about = { ...card, symbol: `${numbersGiven}/CQ` };
      const whose = { documentId, agency: 'H98', officer: 'clerk.H98', at };
      const issue = { ...whose, ...about, recipients, directoryPosition: '' };
      const whole: DocumentEvent[] = [...facts, { type: 'DocumentIssued', data: issue }];
      await this.write(documentStream(documentId), newEvents(documentCodec, 'H98', whole));
      await atMost(appendsAtOnce, recipients, (to) => {
        const ends = { documentId, from: 'H98', to, at };
        const arrival: DeliveryEvent[] = [
          { type: 'DeliveryRequested', data: { ...ends, ...about } },
          { type: 'DocumentArrived', data: ends },
        ];
        return this.write(deliveryStream({ documentId, to }), newEvents(deliveryCodec, 'H98', arrival));
      });
    }
  }

  /** Agencies that nobody works for. */
  async agencies(codes: readonly string[]): Promise<void> {
    await atMost(appendsAtOnce, codes, (code) => {
      const card = { name: `Cơ quan ${code}`, abbreviation: 'CQ', scheme: 'qd20', tier: 'province' } as const;
      const data = { code, ...card, ...(code === 'H98' ? {} : { parent: 'H98' }), at };
      return this.write(
        agencyStream(code),
        newEvents(agencyCodec, code, [{ type: 'AgencyRegistered', data }]),
      );
    });
  }

  /** A register with so many numbers. */
  async register(book: Book, length: number): Promise<void> {
    const { agency } = book;
    const facts = Array.from({ length }, (_, index): RegisterEvent => {
      const allocation = { number: index + 1, key: randomUUID(), officer: `clerk.${agency}`, at };
      return { type: 'NumberAllocated', data: { ...book, ...allocation } };
    });
    await this.write(registerStream(book), newEvents(registerCodec, agency, facts));
  }

  private async write(stream: string, events: readonly NewEvent[]): Promise<void> {
    for (let from = 0; from < events.length; from += eventsPerAppend) {
      const batch = events.slice(from, from + eventsPerAppend);
      await this.store.append(stream, batch, from === 0 ? 'absent' : BigInt(from - 1));
    }
  }
}

function dossierFacts(dossierId: string, agency: string, activities: number): DossierEvent[] {
  const opened: DossierEvent = {
    type: 'DossierOpened',
    data: {
      dossierId,
      agency,
      officer: `onestopofficer.${agency}`,
      procedure: 'do-dac.thu-nghiem',
      channel: 'counter',
      applicantRef: randomUUID(),
      codes: [],
      startedAt: at,
      at,
    },
  };
  const acts = Array.from({ length: activities }, (_, index): DossierEvent => ({
    type: 'ActivityRecorded',
    data: { dossierId, agency, officer: `specialist.${agency}`, activity: `T${index % 27}`, at },
  }));
  return [opened, ...acts];
}

function documentFacts(documentId: string, agency: string, part: ContentPart): DocumentEvent[] {
  const officer = `clerk.${agency}`;
  const whose = { documentId, agency, officer, at };
  const number = ++numbersGiven;
  return [
    {
      type: 'DocumentDrafted',
      data: { ...whose, documentType: 'CV', subject, urgency: 'normal', contents: [part] },
    },
    { type: 'DocumentSigned', data: { ...whose, authority: 'head', position: 'Giám đốc' } },
    {
      type: 'DocumentNumbered',
      data: { ...whose, number, bookYear: 2026, series: 'outgoing', symbol: `${number}/CQ` },
    },
    { type: 'OrganisationSealApplied', data: whose },
    { type: 'DocumentRegistered', data: { ...whose, filedBy: 'Văn phòng', copies: 0 } },
  ];
}
