import { randomUUID } from 'node:crypto';
import { type DocumentDrafted, subjects } from '@contracts';
import { deliveryStream } from '@domain/delivery';
import { document, documentStream } from '@domain/document';
import { accepted, type Province, startProvince } from '../../../../../test/flows/province';
import { inStore, Scribe } from '../../../../../test/flows/scribe';
import { DocumentSupersessionReactor } from './document-supersession.reactor';

jest.setTimeout(60_000);

const from = 'H99.1';
/** Works in a system of its own: what comes there, and when, is what its carrier tells. */
const to = 'H99.4';

let province: Province;
beforeAll(async () => {
  const settings = { LIENTHONG_CARRIED_AGENCIES: to };
  province = await startProvince({ services: ['directory', 'exchange'], settings });
  await province.found();
});
afterAll(() => province.stop());

async function issued(over: object = {}): Promise<string> {
  const [drafter, leader, clerk] = (['Drafter', 'Leader', 'Clerk'] as const).map((role) =>
    province.officer(from, role),
  );
  const contents = [await province.upload(from)];
  const draft = { documentType: 'CV', subject: 'Về việc thử nghiệm', urgency: 'normal', contents, ...over };
  const drafted = await drafter?.command<DocumentDrafted>(subjects.draftDocument, {}, draft);
  const target = { documentId: accepted(drafted as NonNullable<typeof drafted>).documentId };
  const steps = [
    [leader, subjects.signDocument, { authority: 'head', position: 'Giám đốc' }],
    [clerk, subjects.numberDocument, {}],
    [clerk, subjects.sealDocument, {}],
    [clerk, subjects.registerDocument, { filedBy: 'Văn phòng', copies: 0 }],
    [clerk, subjects.issueDocument, { recipients: [to] }],
  ] as const;
  for (const [officer, subject, body] of steps) {
    const reply = await officer?.command(subject, target, body);
    accepted(reply as NonNullable<typeof reply>);
  }
  await province.waitFor(deliveryOf(target.documentId), 'DeliveryRequested');
  return target.documentId;
}

const deliveryOf = (documentId: string): string => deliveryStream({ documentId, to });

async function told(documentId: string, statusCode: string): Promise<void> {
  const carrier = province.officer('H99', 'AxisAdapter');
  const target = { documentId, agency: to };
  const dispatch = { carrier: 'axis', carrierId: documentId };
  accepted(await carrier.command(subjects.recordDispatch, target, dispatch, `dispatch-${documentId}`));
  const body = { statusCode, toldAt: new Date().toISOString() };
  accepted(await carrier.command(subjects.recordStatus, target, body, randomUUID()));
}

async function again(...streams: string[]): Promise<void> {
  const reactor = new DocumentSupersessionReactor(province.store, province.context.clock);
  for (const stream of streams) {
    for (const event of (await province.store.readStream(stream)).events) await reactor.react(event);
  }
}

it('settles by itself when the old document arrives after its replacement was received', async () => {
  const old = await issued();
  const replacement = await issued({ replaces: old });
  await province.waitFor(documentStream(old), 'ReplacementIssued');
  await told(replacement, '03');
  await again(deliveryOf(replacement), documentStream(old));
  expect(await province.factsOf(deliveryOf(old))).toEqual(['DeliveryRequested']);

  await told(old, '01');
  const { data, metadata } = await province.waitFor(deliveryOf(old), 'DocumentSuperseded');
  expect(data).toMatchObject({ replacement: { documentId: replacement, agency: from } });
  const arrival = await province.waitFor(deliveryOf(old), 'DocumentArrived');
  expect(metadata.$causationId).toBe(arrival.id);

  const facts = ['DeliveryRequested', 'DeliveryDispatched', 'DocumentArrived', 'DocumentSuperseded'];
  await again(deliveryOf(old), deliveryOf(replacement), documentStream(old), documentStream(replacement));
  expect(await province.factsOf(deliveryOf(old))).toEqual(facts);
  expect(await province.factsOf('parked-document-supersession')).toEqual([]);
});

it('leaves the old one in force until the replacement is received, whichever came first', async () => {
  const old = await issued();
  const replacement = await issued({ replaces: old });
  await province.waitFor(documentStream(old), 'ReplacementIssued');
  await told(replacement, '01');
  await told(old, '03');
  await again(deliveryOf(old), deliveryOf(replacement), documentStream(old));
  expect((await province.factsOf(deliveryOf(old))).at(-1)).toBe('ReceiptAccepted');
  await told(replacement, '03');
  await province.waitFor(deliveryOf(old), 'DocumentSuperseded');
});

it('settles when the books of the sender learn last of the replacement', async () => {
  const [old, replacement] = [await issued(), await issued()];
  await told(old, '01');
  await told(replacement, '03');
  const scribe = new Scribe(inStore(province.store), Date.now());
  const link = { documentId: replacement, agency: from, symbol: '99/CV-STC' };
  const lineage = { agency: from, officer: 'vt.01', replacement: link, recipients: [to] };
  await scribe.write(document, documentStream(old), from, { type: 'RecordReplacement', ...lineage });
  await province.waitFor(deliveryOf(old), 'DocumentSuperseded');
});
