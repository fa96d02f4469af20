import fc from 'fast-check';
import { documentOfKey, outgoingKey } from './outgoing-key';

it('comes back from a key', () =>
  fc.assert(
    fc.property(fc.uuid(), fc.integer({ min: 1, max: 1000 }), (documentId, round) =>
      expect(documentOfKey(outgoingKey(documentId, round))).toEqual({ documentId, round }),
    ),
  ));

it('stands for the document alone the first time', () => {
  const documentId = '3f0c4b1e-7c9d-5a51-9f55-0a4c7e6a1d10';
  expect(outgoingKey(documentId, 1)).toBe(documentId);
  expect(outgoingKey(documentId, 2)).toBe(`${documentId}#2`);
});

it.each(['3f0c4b1e-7c9d-5a51-9f55-0a4c7e6a1d10.H26', '3f0c4b1e-7c9d-5a51-9f55-0a4c7e6a1d10#1', 'paper', ''])(
  '%j stands for no document',
  (key) => expect(documentOfKey(key)).toBeUndefined(),
);
