import fc from 'fast-check';
import type { ContentPart, SignatureVerdict } from '@domain/codes';
import { legalValueOf as proven } from '@proofs/signatures/legal-value';
import { legalValueOf as decided } from '../../libs/domain/document/src/legal-value.policy';

const hashes = ['a', 'b', 'c'].map((digit) => digit.repeat(64));
const verdicts: fc.Arbitrary<SignatureVerdict> = fc
  .record({
    by: fc.constantFrom('officer', 'agency'),
    status: fc.constantFrom('valid', 'weak', 'undecided', 'invalid'),
    content: fc.constantFrom(...hashes),
  })
  .map((verdict) => ({ ...verdict, certificate: 'd'.repeat(64), findings: [], evidence: {} }));
const partOf = (sha256: string): ContentPart => ({ sha256, size: 1, mediaType: 'text/plain', name: 'x' });

/** The domain imports nothing, and a proof nothing of ours: the rule of Decision 28/2018 art. 4 stands in both. */
it('the decider and the proofs give a document the same legal value', () =>
  fc.assert(
    fc.property(
      fc.subarray(hashes, { minLength: 1 }),
      fc.array(verdicts, { maxLength: 12 }),
      (parts, given) => {
        expect(decided(parts.map(partOf), given)).toBe(proven(parts, given).value);
      },
    ),
    { numRuns: 500 },
  ));
