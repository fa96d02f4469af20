import fc from 'fast-check';
import { deliveryId, deliveryOfId, deliveryOfStream, deliveryStream } from './delivery.codec';

const keys = fc.record({
  documentId: fc.uuid(),
  to: fc.stringMatching(/^[A-Y]\d{2}(\.[A-Z0-9]{1,7}){0,4}$/),
});

it('comes back from the name of its stream', () =>
  fc.assert(fc.property(keys, (key) => expect(deliveryOfStream(deliveryStream(key))).toEqual(key))));

it('comes back from its id', () =>
  fc.assert(fc.property(keys, (key) => expect(deliveryOfId(deliveryId(key))).toEqual(key))));

it.each(['document-1', 'delivery-1', 'delivery-H26.1', 'deliveries-1', 'delivery-'])(
  '%s is no delivery',
  (stream) => expect(deliveryOfStream(stream)).toBeUndefined(),
);
