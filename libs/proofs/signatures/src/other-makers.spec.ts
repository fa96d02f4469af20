import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { appended, streamOf } from '../../../../test/signing/pdf-maker';
import { verifyPdf } from './pades';
import { readTrust } from './trust';

/**
 * A file that nothing of ours wrote: `@cantoo/pdf-lib` 2.11 made the page, `qpdf` linearised it, `@libpdf/core` 0.4.2
 * signed it twice as PAdES-LTA, with invented people under an invented root whose keys are gone.
 */
const folder = join(__dirname, '../../../../test/signing/made-elsewhere');
const pdf = readFileSync(join(folder, 'archived.pdf'));
const { trust } = readTrust([{ name: 'root', bytes: readFileSync(join(folder, 'root.cer')) }]);
const checkedAt = '2026-11-22T12:00:00.000Z';
const [officer, agency] = [
  'c5129e8b947873dcfb508bf927402fae571234a7bdada840d5ec2fc40aea520d',
  '30801995f3377e66e4e011dd0c94a4e6fad4ba726818bbc72c7cc555796939fc',
];
const expected = [
  { kind: 'officer', id: 'officer-7', certificates: [officer] },
  { kind: 'agency', id: 'H99.1', certificates: [agency] },
] as const;
const judged = (file: Buffer) => verifyPdf(file, { trust, checkedAt, signedAt: checkedAt, expected });

it('an archived file of other software holds, by its own revocation data and time-stamps', () => {
  const evidence = { revocation: { status: 'good', source: 'crl' }, signedAt: { source: 'timestamp' } };
  expect(judged(pdf)).toMatchObject([
    { status: 'valid', by: 'officer', findings: ['signed-earlier-revision'], evidence },
    { status: 'valid', evidence: { form: 'pdf-timestamp' } },
    { status: 'valid', by: 'agency', findings: ['signed-earlier-revision'], evidence },
    { status: 'valid', evidence: { form: 'pdf-timestamp' } },
  ]);
});

const trailer = (usual: string) => usual.replace('/Root 1 0 R', '/Root 5 0 R');

it('and still with an object more, that nothing refers to', () => {
  const more = appended(pdf, [[90, '<< >>']], { packed: false, trailer });
  expect(judged(more).map(({ status }) => status)).toEqual(['valid', 'valid', 'valid', 'valid']);
});

it.each(Array.from({ length: 9 }, (_, index) => index + 1))(
  'and no longer when its object %i is another',
  (number) => {
    const attack = appended(pdf, [[number, streamOf('BT (khac) Tj ET')]], { packed: false, trailer });
    expect(judged(attack)).toMatchObject([
      { status: 'invalid', findings: expect.arrayContaining([expect.stringMatching('-changed$')]) },
      { evidence: { form: 'pdf-timestamp' } },
      { status: 'invalid', findings: expect.arrayContaining([expect.stringMatching('-changed$')]) },
      { evidence: { form: 'pdf-timestamp' } },
    ]);
  },
);
