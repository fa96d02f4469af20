import * as fc from 'fast-check';
import { type RecordedEvent, type StreamHead } from './event';
import { decodeHead, decodeRecord, encodeHead, encodeNumber, encodeRecord, readNumber } from './record.codec';

const position = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER });
const event: fc.Arbitrary<RecordedEvent> = fc.record({
  id: fc.uuid(),
  type: fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' }),
  isJson: fc.boolean(),
  data: fc.uint8Array({ maxLength: 300 }),
  metadata: fc.uint8Array({ maxLength: 100 }),
  stream: fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' }),
  revision: fc.nat({ max: Number.MAX_SAFE_INTEGER }),
  position,
  createdMs: fc.nat({ max: 8.64e15 }),
});
const plain = (recorded: RecordedEvent | undefined) =>
  recorded === undefined
    ? undefined
    : { ...recorded, data: [...recorded.data], metadata: [...recorded.metadata] };

describe('a record', () => {
  it('comes back as it was written', () => {
    fc.assert(
      fc.property(event, (recorded) => {
        expect(plain(decodeRecord(encodeRecord(recorded), recorded.position))).toEqual(plain(recorded));
      }),
    );
  });

  it('does not come back when any one bit of it is another', () => {
    fc.assert(
      fc.property(event, fc.nat(), fc.nat({ max: 7 }), (recorded, where, bit) => {
        const record = encodeRecord(recorded);
        const at = where % record.length;
        record.writeUInt8(record.readUInt8(at) ^ (1 << bit), at);
        expect(decodeRecord(record, recorded.position)).toBeUndefined();
      }),
      { numRuns: 500 },
    );
  });

  it('does not come back cut short, nor at another position', () => {
    fc.assert(
      fc.property(event, fc.nat(), position, (recorded, cut, elsewhere) => {
        const record = encodeRecord(recorded);
        expect(decodeRecord(record.subarray(0, cut % record.length), recorded.position)).toBeUndefined();
        if (elsewhere !== recorded.position) expect(decodeRecord(record, elsewhere)).toBeUndefined();
      }),
    );
  });

  it('keeps its stored form', () => {
    const golden = [
      '5b621cbf01010000018bcfe5680011111111222233334444555555555555000000000000000200030005000000020000000c',
      '612d314f70656e657b7d7b226e223a2256c4836e227d',
    ].join('');
    const recorded: RecordedEvent = {
      id: '11111111-2222-3333-4444-555555555555',
      type: 'Opene',
      isJson: true,
      data: Buffer.from('{"n":"Văn"}'),
      metadata: Buffer.from('{}'),
      stream: 'a-1',
      revision: 2,
      position: 7,
      createdMs: 1_700_000_000_000,
    };
    expect(encodeRecord(recorded).toString('hex')).toBe(golden);
  });
});

describe('a head', () => {
  const isSo = fc.constant(true as const);
  const limits = { maxCount: fc.nat(), truncateBefore: fc.nat(), isSoftDeleted: isSo };
  const head: fc.Arbitrary<StreamHead> = fc.record(
    {
      revision: fc.integer({ min: -1, max: 2 ** 40 }),
      position: fc.nat({ max: 2 ** 40 }),
      policy: fc.record(limits, { requiredKeys: [] }),
      isTombstoned: isSo,
    },
    { requiredKeys: ['revision', 'position', 'policy'] },
  );

  it('comes back as it was written, and only under its own name', () => {
    fc.assert(
      fc.property(head, fc.nat({ max: 2 ** 32 - 1 }), (end, streamNumber) => {
        const record = encodeHead('a-1', { ...end, streamNumber });
        expect(decodeHead('a-1', record)).toEqual({ ...end, streamNumber, policy: { ...end.policy } });
        expect(decodeHead('a-2', record)).toBeUndefined();
      }),
    );
  });

  it('does not come back when any one bit of it is another', () => {
    fc.assert(
      fc.property(head, fc.nat(), fc.nat({ max: 7 }), (end, where, bit) => {
        const record = encodeHead('a-1', { ...end, streamNumber: 1 });
        const at = where % record.length;
        record.writeUInt8(record.readUInt8(at) ^ (1 << bit), at);
        expect(decodeHead('a-1', record)).toBeUndefined();
      }),
    );
  });
});

it('sorts keys as numbers', () => {
  fc.assert(
    fc.property(position, position, (a, b) => {
      expect(Math.sign(Buffer.compare(encodeNumber(a), encodeNumber(b)))).toBe(Math.sign(a - b));
      expect(readNumber(encodeNumber(a), 0)).toBe(a);
    }),
  );
});
