import { parseCloudEvent } from '@formats/cloudevents';
import { copiesOf, type Copy } from './copies';
import { agencyOf, FeedFull, numbered } from './numbered';

const [copy] = copiesOf(
  {
    stream: 'delivery-3f0e9f0e-1111-5222-8333-944455556666.000.00.15.H51',
    revision: 1n,
    position: 1_055n,
    id: '6f1c1f0e-7f0a-5b60-9a43-0d3a8a0d8b11',
    type: 'DocumentArrived.v1',
    data: {
      documentId: '3f0e9f0e-1111-5222-8333-944455556666',
      from: '000.00.15.H51',
      to: '000.00.15.H51',
      at: '2026-11-22T01:00:00.000Z',
    },
  },
  { storeId: '00000000-0000-4000-8000-000000000000' },
) as [Copy];

it('puts the number and the one before beside the attributes of the event, and changes nothing else', () => {
  const { cloudEvent, ...rest } = numbered(copy, { number: 7, previous: 6 });
  const { feednumber, feedprevious, ...event } = cloudEvent;
  expect({ feednumber, feedprevious }).toEqual({ feednumber: 7, feedprevious: 6 });
  expect({ ...rest, cloudEvent: event }).toEqual(copy);
  expect(parseCloudEvent(JSON.parse(JSON.stringify(cloudEvent)))).toEqual(cloudEvent);
});

it('names its attributes as CloudEvents does: at most 20 lower-case letters and digits', () => {
  const { cloudEvent } = numbered(copy, { number: 1, previous: 0 });
  for (const name of Object.keys(cloudEvent)) expect(name).toMatch(/^[a-z0-9]{1,20}$/);
});

it('ends with the integers of CloudEvents', () => {
  const last = 2 ** 31 - 1;
  expect(numbered(copy, { number: last, previous: last - 1 }).cloudEvent.feednumber).toBe(last);
  expect(() => numbered(copy, { number: last + 1, previous: last })).toThrow(FeedFull);
});

it('knows whose copy it is', () => expect(agencyOf(copy)).toBe('000.00.15.H51'));
