import { followPublic, provisionPublicStream } from '@adapters/messaging';
import { everythingBelow } from '@contracts';
import { agencyToken } from '@domain/codes';
import { deliveryStream } from '@domain/delivery';
import { documentStream } from '@domain/document';
import { type CloudEvent, parseCloudEvent } from '@formats/cloudevents';
import { PublicMessages } from '../public-events/public-messages';
import { Clerks } from './clerks';
import { Edge } from './edge';
import { officerId, type Province, startProvince } from './province';

jest.setTimeout(120_000);

const [from, agreeing, refusing] = ['H99.1', 'H99.2', 'H99.3'] as const;
let province: Province;
let edge: Edge;
let clerks: Clerks;

beforeAll(async () => {
  province = await startProvince({
    services: ['directory', 'exchange', 'read-models', 'bus'],
    settings: { LIENTHONG_PORT: '0' },
  });
  await provisionPublicStream(province.context.connection);
  await province.found();
  edge = await Edge.start(province.context);
  clerks = new Clerks(province, edge);
});
afterAll(async () => {
  const errors = province.log.filter((line) => line.includes('"level":"error"'));
  await edge.stop();
  await province.stop();
  expect(errors).toEqual([]);
});

/** Each message is held against its schema, too. */
const messages = new PublicMessages();

const fact = (documentId: string, to: string, name: string) =>
  province.waitFor(deliveryStream({ documentId, to }), name);

/** What an agency is told of a document after it came, up to and with the first fact of the last name. */
async function toldTo(agency: string, documentId: string, last: string) {
  const told: { readonly fact: string; readonly data: object }[] = [];
  const known = ['document-issued', 'delivery-requested', 'document-arrived', 'receipt-accepted'];
  const filter = everythingBelow('public', agencyToken(agency));
  for await (const text of followPublic(province.context.connection, filter)) {
    expect(messages.faultsIn(text)).toEqual([]);
    const { type, subject, data } = parseCloudEvent(JSON.parse(text)) as CloudEvent<{ documentId: string }>;
    if (!subject.startsWith(documentId)) continue;
    expect(text).not.toContain(officerId('Clerk', from));
    expect(text).not.toContain(officerId('Leader', from));
    const name = type.split('.').at(-2) as string;
    const { documentId: _, ...rest } = data;
    if (!known.includes(name)) told.push({ fact: name, data: rest });
    if (name === last) break;
  }
  return told;
}

it('tells both ends of a recall, what each recipient did, and the sender how it ended', async () => {
  const documentId = await clerks.issued(from, [agreeing, refusing]);
  await Promise.all([agreeing, refusing].map((to) => fact(documentId, to, 'DocumentArrived')));
  const reason = 'Ban hành sai thẩm quyền';
  await clerks.act(from, 'Leader', `/documents/${documentId}/recall`, { reason });
  await Promise.all([agreeing, refusing].map((to) => fact(documentId, to, 'RecallRequested')));
  await clerks.act(agreeing, 'Clerk', `/inbox/${documentId}/recall-agreement`);
  const kept = { reason: 'Đã thi hành xong' };
  await clerks.act(refusing, 'Clerk', `/inbox/${documentId}/recall-refusal`, kept);
  const closing = { outcome: 'kept', decision: '12/TB-UBND' };
  const path = `/documents/${documentId}/deliveries/${refusing}`;
  await clerks.act(from, 'Leader', `${path}/dispute-closing`, closing);
  await province.waitFor(documentStream(documentId), 'RecallSettled');

  const asked = (to: string) => ({ fact: 'recall-requested', data: { from, to, form: 'formal', reason } });
  const cancelled = { fact: 'document-cancelled-at-recipient', data: { from, to: agreeing } };
  const refused = { fact: 'recall-refused', data: { from, to: refusing, ...kept } };
  const closed = { fact: 'recall-dispute-closed', data: { from, to: refusing, ...closing } };
  expect(await toldTo(agreeing, documentId, cancelled.fact)).toEqual([asked(agreeing), cancelled]);
  expect(await toldTo(refusing, documentId, closed.fact)).toEqual([asked(refusing), refused, closed]);

  const bySender = await toldTo(from, documentId, 'recall-settled');
  const recipients = [agreeing, refusing];
  expect(bySender[0]).toEqual({ fact: 'recall-ordered', data: { agency: from, recipients, reason } });
  expect(bySender.at(-1)).toEqual({
    fact: 'recall-settled',
    data: { agency: from, cancelled: [agreeing], kept: [refusing] },
  });
  const between = bySender.slice(1, -1);
  expect(between).toHaveLength(5);
  expect(between).toEqual(
    expect.arrayContaining([asked(agreeing), asked(refusing), cancelled, refused, closed]),
  );
});

it('tells both ends of an update, its agreement, and the sender whom it added', async () => {
  const documentId = await clerks.arrived(from, agreeing);
  const changes = { subject: 'Trích yếu đã sửa' };
  const reason = 'Sai trích yếu';
  const update = { reason, ...changes, addRecipients: [refusing] };
  await clerks.act(from, 'Clerk', `/documents/${documentId}/update`, update);
  await fact(documentId, agreeing, 'UpdateRequested');
  await clerks.act(agreeing, 'Clerk', `/inbox/${documentId}/update-agreement`);
  const requested = { fact: 'update-requested', data: { from, to: agreeing, changes, reason } };
  const agreed = { fact: 'update-agreed', data: { from, to: agreeing, changes } };
  expect(await toldTo(agreeing, documentId, agreed.fact)).toEqual([requested, agreed]);
  expect(await toldTo(from, documentId, agreed.fact)).toEqual([
    {
      fact: 'update-issued',
      data: { agency: from, changes, addedRecipients: [refusing], removedRecipients: [], reason },
    },
    requested,
    agreed,
  ]);
});

it('tells of a replacement when it counts: at the recipient that received it', async () => {
  const replaced = await clerks.accepted(from, agreeing);
  const replacing = await clerks.arrived(from, agreeing, { replaces: replaced });
  await province.waitFor(documentStream(replaced), 'ReplacementIssued');
  await clerks.act(agreeing, 'Clerk', `/inbox/${replacing}/receipt`);
  await fact(replaced, agreeing, 'DocumentSuperseded');
  const { symbol } = (await province.waitFor(documentStream(replacing), 'DocumentIssued')).data as {
    symbol: string;
  };
  const replacement = { documentId: replacing, agency: from, symbol };
  const superseded = { fact: 'document-superseded', data: { from, to: agreeing, replacement } };
  expect(await toldTo(agreeing, replaced, superseded.fact)).toEqual([superseded]);
  expect(await toldTo(from, replaced, superseded.fact)).toEqual([
    { fact: 'replacement-issued', data: { agency: from, replacement, recipients: [agreeing] } },
    superseded,
  ]);
});
