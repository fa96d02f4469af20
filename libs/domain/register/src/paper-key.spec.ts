import fc from 'fast-check';
import { documentOfKey, outgoingKey } from './outgoing-key';
import { paperEntryOfKey, paperKey } from './paper-key';

it('comes back from a key, and never stands for a document', () =>
  fc.assert(
    fc.property(fc.uuid(), (entryId) => {
      expect(paperEntryOfKey(paperKey(entryId))).toBe(entryId);
      expect(documentOfKey(paperKey(entryId))).toBeUndefined();
    }),
  ));

it.each([
  outgoingKey('3f0c4b1e-7c9d-5a51-9f55-0a4c7e6a1d10', 1),
  outgoingKey('3f0c4b1e-7c9d-5a51-9f55-0a4c7e6a1d10', 2),
  '3f0c4b1e-7c9d-5a51-9f55-0a4c7e6a1d10.H26',
  'paper-',
  'paper',
])('%j stands for nothing on paper', (key) => expect(paperEntryOfKey(key)).toBeUndefined());
