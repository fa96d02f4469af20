import { cloudEvent, type CloudEventParts, MalformedCloudEvent, parseCloudEvent } from './cloud-event';

const arrived: CloudEventParts<object> = {
  id: '6f1c1f0e-7f0a-5b60-9a43-0d3a8a0d8b11',
  storeId: '0b9f6c0e-2d1f-4c58-9d55-7f1f3e1c2a10',
  owner: 'exchange',
  context: 'exchange',
  fact: 'document-arrived',
  version: 1,
  subject: '3f0e9f0e-1111-5222-8333-444455556666.H26.2',
  time: '2026-11-22T01:00:00.000Z',
  data: { to: 'H26.2' },
};

it('builds the JSON envelope of CloudEvents 1.0', () =>
  expect(cloudEvent(arrived)).toEqual({
    specversion: '1.0',
    id: arrived.id,
    source: 'urn:lienthong:installation:0b9f6c0e-2d1f-4c58-9d55-7f1f3e1c2a10:exchange',
    type: 'vn.lienthong.exchange.document-arrived.v1',
    subject: arrived.subject,
    time: arrived.time,
    datacontenttype: 'application/json',
    dataschema: 'urn:lienthong:schema:vn.lienthong.exchange.document-arrived.v1',
    data: { to: 'H26.2' },
  }));

it.each<[string, Partial<CloudEventParts<object>>]>([
  ['id', { id: 'A9C0' }],
  ['source', { owner: 'Exchange Office' }],
  ['source', { storeId: 'H26' }],
  ['type', { fact: 'DocumentArrived' }],
  ['type', { version: 0 }],
  ['subject', { subject: 'một\r\nhai' }],
  ['time', { time: '2026-11-22T08:00:00+07:00' }],
  ['time', { time: '2026-13-45T01:00:00.000Z' }],
  ['data', { data: [] }],
])('refuses a wrong %s: %j', (attribute, wrong) => {
  const build = () => cloudEvent({ ...arrived, ...wrong });
  expect(build).toThrow(MalformedCloudEvent);
  expect(build).toThrow(new RegExp(`not a CloudEvent: ${attribute} is`));
});

it('reads back what it built, from JSON', () =>
  expect(parseCloudEvent(JSON.parse(JSON.stringify(cloudEvent(arrived))))).toEqual(cloudEvent(arrived)));

it('lets attributes stand beside its own that are named as CloudEvents names them', () => {
  const extended = { ...cloudEvent(arrived), traceparent: '00-ab-cd-01', sequence: 7 };
  expect(parseCloudEvent(extended)).toEqual(extended);
});

it.each([
  [null],
  ['text'],
  [{}],
  [{ ...cloudEvent(arrived), specversion: '0.3' }],
  [{ ...cloudEvent(arrived), dataschema: 'urn:lienthong:schema:vn.lienthong.exchange.document-issued.v1' }],
  [{ ...cloudEvent(arrived), data_base64: 'eA==' }],
  [{ ...cloudEvent(arrived), nested: {} }],
])('says what is wrong with %j', (value) =>
  expect(parseCloudEvent(value)).toEqual({ problems: expect.arrayContaining([expect.any(String)]) }),
);
