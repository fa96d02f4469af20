import { makePdf, signPdf } from '../signing/pdf-maker';
import { alone } from '../signing/pdf-shapes';
import { problemIn } from './edge';
import { JudgingHouse } from './judging-house';

let house: JudgingHouse;
beforeAll(async () => {
  // The least there is: what costs a tenth of a second of a core is over it everywhere.
  house = await JudgingHouse.start({ LIENTHONG_SIGNATURE_DEADLINE_MS: '100' });
});
afterAll(() => house.stop());

async function signed(pdf: Buffer) {
  const document = await house.drafted(pdf);
  return { answer: await house.sign(document), facts: await house.factsOf(document) };
}

/** 20 MB in 20,000 objects with 8 signatures over them: read and hashed for some tenths of a second. */
function costly(): Buffer {
  let file = alone(20_000, 900, true).pdf;
  for (let left = 8; left > 0; left--) file = signPdf(file, { signer: house.person });
  return file;
}

it('a file over the time that is given to one is refused by its own name, and nothing is recorded', async () => {
  const { answer, facts } = await signed(costly());
  expect([answer.status, problemIn(answer)]).toEqual([
    422,
    expect.objectContaining({
      type: 'urn:lienthong:problem:document:too-costly-to-judge',
      retry: 'after-change',
      detailVi: expect.stringContaining('bộ nhớ') as unknown,
    }),
  ]);
  expect(facts).toEqual(['DocumentDrafted']);
  const small = signPdf(makePdf('Cong van'), { signer: house.person });
  expect(JSON.stringify((await signed(small)).answer.body)).not.toContain('service:');
});
