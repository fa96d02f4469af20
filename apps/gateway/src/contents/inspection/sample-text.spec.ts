import fc from 'fast-check';
import { looksLikeText, textOf } from './sample-text';

const marks = [Buffer.of(), Buffer.of(0xff, 0xfe), Buffer.of(0xfe, 0xff), Buffer.of(0xef, 0xbb, 0xbf)];
const bytes = fc.uint8Array({ maxLength: 40 });
const controls = fc.uint8Array({ max: 0x20, maxLength: 3 });
const vietnamese = fc.constantFrom('Về việc đề nghị', 'Ứng Hòa', '𠀀').map((text) => Buffer.from(text));
const samples = fc
  .tuple(fc.constantFrom(...marks), fc.array(fc.oneof(bytes, controls, vietnamese), { maxLength: 5 }))
  .map(([mark, rest]) => Buffer.concat([mark, ...rest]));

it('judges bytes as it would judge the text that they are', () =>
  fc.assert(
    fc.property(samples, (sample) => {
      const isText = !/[\u0000-\u0008\u000E-\u001A\u001C-\u001F\u007F]/.test(textOf(sample));
      expect(looksLikeText(sample)).toBe(isText);
    }),
    { numRuns: 2_000 },
  ));
