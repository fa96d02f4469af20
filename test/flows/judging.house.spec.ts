import { monitorEventLoopDelay } from 'node:perf_hooks';
import { longList } from '../signing/long-list';
import { makePdf, signPdf, withStore } from '../signing/pdf-maker';
import { bodyOf, problemIn } from './edge';
import { JudgingHouse } from './judging-house';

/** Milliseconds; wanted is a tenth of it, which a machine that does something else besides does not always give. */
const delayMax = 500;

let house: JudgingHouse;
beforeAll(async () => {
  house = await JudgingHouse.start({ LIENTHONG_SIGNATURE_QUEUE_MAX: '2' });
});
afterAll(() => house.stop());

const signedSaying = (words: string) => signPdf(makePdf(words), { signer: house.person });

/** Signs three documents, each signature named 50 times, and tells what the loop of the service was held up. */
async function watched(pdf: Buffer) {
  const documents = [await house.drafted(pdf), await house.drafted(pdf), await house.drafted(pdf)];
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const begun = performance.now();
  for (const document of documents) {
    bodyOf(await house.sign(document, 50));
    expect(await house.factsOf(document)).toEqual(['DocumentDrafted', 'DocumentSigned']);
  }
  const took = performance.now() - begun;
  delay.disable();
  const [most, p99] = [delay.max / 1e6, delay.percentile(99) / 1e6];
  return {
    most,
    told: `${took.toFixed(0)} ms, delay p99 ${p99.toFixed(1)} ms, at most ${most.toFixed(1)} ms`,
  };
}

it('a list of 419,000 packed entries, named 50 times in each of several commands, holds nobody up', async () => {
  const usual = await watched(signedSaying('Cong van so 1'));
  const lists = [longList(419_000)];
  const long = await watched(withStore(signedSaying('Cong van'), { lists, packed: true }));
  process.stdout.write(`3 commands: ${long.told}; without the list: ${usual.told}\n`);
  expect(long.most).toBeLessThan(delayMax);
});

it('who comes when too many wait is told to come back, and may', async () => {
  const own = await house.drafted(signedSaying('Cong van so 3'));
  const crowd = await Promise.all(
    Array.from({ length: 24 }, () => house.drafted(signedSaying('Cong van so 4'))),
  );
  const answers = await Promise.all(crowd.map((each) => house.sign(each)));
  const refused = answers.filter(({ status }) => status !== 200);
  expect(refused.length).toBeGreaterThan(0);
  for (const answer of refused) {
    expect(problemIn(answer)).toMatchObject({
      type: 'urn:lienthong:problem:document:too-many-being-judged',
      retry: 'later',
    });
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '2']);
  }
  bodyOf(await house.sign(own));
});
