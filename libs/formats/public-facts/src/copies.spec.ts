import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StoredEvent } from '@adapters/event-store';
import { everythingBelow } from '@contracts';
import { parseCloudEvent } from '@formats/cloudevents';
import { copiesOf, kinds, UnreadableFact } from './copies';
import { webhookTrials } from './schemas';

const documentId = '3f0e9f0e-1111-5222-8333-444455556666';
const at = '2026-11-22T01:00:00.000Z';
const here = { storeId: '0b9f6c0e-2d1f-4c58-9d55-7f1f3e1c2a10' };
const delivery = { documentId, from: 'H26.1', to: '000.00.15.H51', at };

const stored = (stream: string, type: string, data: object): StoredEvent => ({
  stream,
  id: '6f1c1f0e-7f0a-5b60-9a43-0d3a8a0d8b11',
  type,
  data,
  metadata: {
    v: 1,
    commandId: documentId,
    commandHash: 'a'.repeat(64),
    $correlationId: documentId,
    $causationId: documentId,
    actor: { agency: 'H26.1', officer: 'vt.01', role: 'Clerk' },
    source: 'http',
  },
  revision: 0n,
  position: 42n,
  recordedAt: at,
});

it('tells an arrival to both ends, on a subject without dots in its tokens', () => {
  const arrived = stored(`delivery-${documentId}.000.00.15.H51`, 'DocumentArrived.v1', delivery);
  const copies = copiesOf(arrived, here);
  expect(copies.map(({ subject, msgId }) => [subject, msgId])).toEqual([
    ['public.H26-1.exchange.document-arrived.v1', `${arrived.id}.H26-1`],
    ['public.000-00-15-H51.exchange.document-arrived.v1', `${arrived.id}.000-00-15-H51`],
  ]);
  expect(everythingBelow('public', '000-00-15-H51')).toBe('public.000-00-15-H51.>');
  for (const { cloudEvent } of copies) {
    expect(parseCloudEvent(cloudEvent)).toEqual({
      specversion: '1.0',
      id: arrived.id,
      source: `urn:lienthong:installation:${here.storeId}:exchange`,
      type: 'vn.lienthong.exchange.document-arrived.v1',
      subject: `${documentId}.000.00.15.H51`,
      time: at,
      datacontenttype: 'application/json',
      dataschema: 'urn:lienthong:schema:vn.lienthong.exchange.document-arrived.v1',
      data: { documentId, from: 'H26.1', to: '000.00.15.H51' },
    });
  }
});

it.each([
  ['document-', 'DocumentDrafted.v1', { documentId, agency: 'H26.1', subject: 'mật', at }],
  ['document-', 'DocumentSigned.v1', { documentId, agency: 'H26.1', at }],
  ['document-', 'DocumentNumbered.v1', { documentId, agency: 'H26.1', at }],
  ['document-', 'DocumentPraised.v1', { documentId, agency: 'H26.1', at }],
  ['register-', 'NumberAllocated.v1', { agency: 'H26.1', at }],
  ['agency-', 'AgencyRegistered.v1', { code: 'H26.1', at }],
])('does not publish %s %s', (prefix, type, data) =>
  expect(copiesOf(stored(`${prefix}${documentId}`, type, data), here)).toEqual([]),
);

it('tells a delivery that is not there yet to nobody but the sender', () => {
  const requested = stored(`delivery-${documentId}.H26.2`, 'DeliveryRequested.v1', {
    ...delivery,
    symbol: '15/STC',
  });
  expect(copiesOf(requested, here).map(({ subject }) => subject)).toEqual([
    'public.H26-1.exchange.delivery-requested.v1',
  ]);
});

it('lets only listed fields out, whatever a fact comes to hold', () => {
  const assigned = { ...delivery, officer: 'ld.01', assignee: 'cv.01', opinion: 'xử lý gấp', later: 'field' };
  const [copy] = copiesOf(stored(`delivery-${documentId}.H26.2`, 'ProcessingAssigned.v1', assigned), here);
  expect(copy?.cloudEvent.data).toEqual({ documentId, from: 'H26.1', to: '000.00.15.H51' });
});

it('gives one copy when both ends are one agency', () => {
  const handoff = { dossierId: documentId, handoffId: documentId, from: 'H26.1', to: 'H26.1', at };
  expect(copiesOf(stored(`dossier-${documentId}`, 'HandoffReturned.v1', handoff), here)).toHaveLength(1);
});

it('stops at a version it does not know', () =>
  expect(() =>
    copiesOf(stored(`delivery-${documentId}.H26.2`, 'DocumentArrived.v9', delivery), here),
  ).toThrow(UnreadableFact));

interface Golden {
  readonly stream: string;
  readonly storedName: string;
  readonly data: object;
}

describe('every fact that was ever released', () => {
  const golden = join(__dirname, '../../../../test/golden/events');
  const files = readdirSync(golden).filter((file) => file.endsWith('.json'));

  it.each(files)('%s becomes only what the catalogue says', (file) => {
    const text = readFileSync(join(golden, file), 'utf8');
    const { stream, storedName: type, data } = JSON.parse(text) as Golden;
    const prefix = Object.keys(kinds).find((each) => stream.startsWith(each));
    const fact = prefix === undefined ? undefined : kinds[prefix]?.facts[type.replace(/\.v\d+$/, '')];
    const copies = copiesOf(stored(stream, type, data), here);
    expect(copies.length > 0).toBe(fact !== undefined);
    for (const { cloudEvent } of copies) {
      const unlisted = Object.keys(cloudEvent.data as object).filter(
        (field) => !(fact?.fields as readonly string[]).includes(field),
      );
      expect(unlisted).toEqual([]);
    }
  });
});

describe('what leaves', () => {
  const [golden, examples] = ['../../../../test/golden/events', '../examples'].map((path) =>
    join(__dirname, path),
  );
  const facts = Object.values(kinds).flatMap((kind) =>
    Object.entries(kind.facts).map(([name, fact]) => ({
      name,
      type: `vn.lienthong.${kind.context}.${fact?.name}.v${fact?.version}`,
    })),
  );

  it.each(facts)('$type is as its example, which never changes', ({ name, type }) => {
    const { stream, storedName, data } = JSON.parse(
      readFileSync(join(golden as string, `${name}.v1.json`), 'utf8'),
    ) as Golden;
    const copies = copiesOf(stored(stream, storedName, data), here);
    const told = { subjects: copies.map(({ subject }) => subject), cloudEvent: copies[0]?.cloudEvent };
    const file = join(examples as string, `${type}.json`);
    expect(told).toEqual(JSON.parse(readFileSync(file, 'utf8')));
  });

  it('has an example of everything, and no other', () =>
    expect(readdirSync(examples as string).sort()).toEqual(
      [...facts, ...webhookTrials()].map(({ type }) => `${type}.json`).sort(),
    ));

  it('says nothing of who did it, nor of anything else that is not listed', () => {
    const fields = Object.values(kinds).flatMap((kind) =>
      Object.values(kind.facts).flatMap((fact) => fact?.fields ?? []),
    );
    const inside = [
      'officer',
      'assignee',
      'coordinating',
      'opinion',
      'signer',
      'applicantRef',
      'directoryPosition',
    ];
    expect(fields.filter((field) => inside.includes(field))).toEqual([]);
  });
});
