import { type DocumentView, subjects } from '@contracts';
import { Terms } from '@domain/calendar';
import { deliveryStream } from '@domain/delivery';
import { deliveryCodec, type DeliveryEvent, type Silence } from '@domain/delivery/events';
import { configuration } from '@runtime';
import {
  awaitedOf,
  type Waiting,
  waitingAfter,
} from '../../apps/exchange/src/delivery/silence/awaited.policy';
import {
  DocumentByParty,
  DocumentByPartyHandler,
} from '../../apps/read-models/src/document-by-party/document-by-party.query';
import { Hands } from './hands';
import { startProvince } from './province';
import { inStore, Scribe } from './scribe';
import { answered, ToldRows } from './told-rows';
import { issuedWith, tryAnything } from './whole-exchange';

/** Unlike what is set when nothing is. */
const settings = {
  LIENTHONG_WORKING_HOURS: '08:00-12:00,13:00-16:30',
  LIENTHONG_CLOSURES: '2026-11-24',
  LIENTHONG_ACKNOWLEDGEMENT_HOURS: '9',
  LIENTHONG_RECALL_ANSWER_DAYS: '3',
};
const terms = Terms.of(configuration(settings));
const told = new ToldRows(terms);
const recipients = ['H99.2', 'H99.3'];

/** The silence that would be recorded of what is shown as awaited. */
const silenceOf: Readonly<Record<string, Silence>> = {
  arrival: 'AcknowledgementOverdue',
  receipt: 'SameDayReceiptMissed',
  assignment: 'SubmissionOverdue',
  start: 'DueDatePassed',
  completion: 'DueDatePassed',
  'recall-answer': 'RecallUnanswered',
};

/** When whoever watches the delivery would record it, or has. */
function recordedAfter(documentId: string, to: string, what: string): string | undefined {
  const stream = deliveryStream({ documentId, to });
  const waiting = told.chronicle.events
    .filter((event) => event.stream === stream)
    .map((stored) => deliveryCodec.decode(stored) as DeliveryEvent)
    .reduce<Waiting | undefined>(waitingAfter, undefined);
  if (waiting === undefined) return undefined;
  const found = awaitedOf({ ...waiting, recorded: [] }, terms).find(
    (each) => 'silence' in each && each.silence === silenceOf[what],
  );
  return found !== undefined && 'dueAt' in found ? found.dueAt : undefined;
}

async function shown(documentId: string) {
  const { reads, parties, clock } = told;
  const handler = new DocumentByPartyHandler(reads, parties, clock, terms);
  return answered(await handler.execute(new DocumentByParty(documentId, 'H99.1', {}))).deliveries;
}

told.onDatabase({
  'what is awaited': () =>
    it.each([2, 3, 4])('is due when its silence would be recorded, whatever happened (%i)', async (seed) => {
      const { scribe } = told;
      const documents = [
        await scribe.issued('H99.1', recipients),
        await scribe.issued('H99.1', recipients),
        await issuedWith(scribe, 'H99.1', recipients, { dueDate: '2026-12-01' }),
      ];
      const seen = new Set<string>();
      await tryAnything(scribe, documents, recipients, seed, async () => {
        await told.projected();
        for (const documentId of documents) {
          for (const { agency, awaiting } of await shown(documentId)) {
            if (awaiting === undefined || !(awaiting.what in silenceOf)) continue;
            expect({ agency, ...awaiting }).toEqual({
              agency,
              from: agency,
              what: awaiting.what,
              dueAt: recordedAfter(documentId, agency, awaiting.what),
            });
            seen.add(awaiting.what);
          }
        }
      });
      expect([...seen].sort()).toEqual(Object.keys(silenceOf).sort());
    }),
});

it('what the house shows as awaited by its own hours is what it records as missed', async () => {
  const hands = new Hands();
  hands.set = '2026-11-23T02:00:00.000Z';
  const province = await startProvince({ services: ['exchange', 'read-models'], clock: hands, settings });
  try {
    const { store } = province;
    const scribe = new Scribe(inStore(store), Date.parse(hands.set));
    // Its bytes are nowhere, so that it never arrives.
    const documentId = await scribe.issued('H99.1', ['H99.2'], 'Văn bản không đến', {
      sha256: 'c'.repeat(64),
    });
    const delivery = async () => {
      const after = await province.newest();
      const asked = province
        .officer('H99.1', 'Clerk')
        .query<DocumentView>(subjects.getDocument, { documentId }, { after });
      return answered(await asked).deliveries[0];
    };
    const stream = deliveryStream({ documentId, to: 'H99.2' });
    const { at: since } = (await province.waitFor(stream, 'DeliveryRequested')).data as { at: string };
    const { dueAt } = (await delivery())?.awaiting ?? {};
    const byDefault = Terms.of(configuration({})).dueOf('arrival', {
      since,
      urgency: 'normal',
      agency: 'H99.2',
    });
    expect(byDefault).not.toMatchObject({ dueAt });
    hands.set = '2026-11-26T02:00:00.000Z';
    const { data } = await province.waitFor(stream, 'AcknowledgementOverdue');
    expect(data).toMatchObject({ since, dueAt });
    expect(await delivery()).toMatchObject({
      overdue: true,
      awaiting: { what: 'arrival', dueAt },
      silences: [{ silence: 'AcknowledgementOverdue', since, dueAt }],
    });
  } finally {
    await province.stop();
  }
}, 60_000);
