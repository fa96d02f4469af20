import { canonicalDump, type ReadStore } from '@adapters/read-store';
import { openDatabase } from '../../../../test/databases/database';
import { randomFrom, repeatEvents } from '../../../../test/faults/chance';
import { type Province, startProvince } from '../../../../test/flows/province';
import { inStore, Scribe } from '../../../../test/flows/scribe';
import { Visibility } from '../asking/visibility';
import { RowsNews } from '../live/rows-news';
import { projections } from '../questions';
import { migrations } from '../read-models.module';
import { ParkedRows } from './parked-rows';
import { RowsWriter } from './rows-writer';

jest.setTimeout(60_000);

let province: Province;
let straight: string;
const ended: Error[] = [];

beforeAll(async () => {
  province = await startProvince({ services: [] });
  await aWeek(new Scribe(inStore(province.store)));
  straight = await projected();
});
afterAll(() => province.stop());

async function aWeek(scribe: Scribe): Promise<void> {
  for (const code of ['H99', 'H99.1', 'H99.2']) await scribe.register(code);
  for (let day = 0; day < 5; day++) {
    const documentId = await scribe.issued('H99.1', ['H99', 'H99.2'], `Thông báo số ${day}`);
    const dossierId = await scribe.opened('H99');
    await scribe.arrive(documentId, 'H99.2');
    const { handoffId } = await scribe.offer(dossierId, 'H99', 'H99.1');
    await scribe.accept(documentId, 'H99.2');
    await scribe.arrive(documentId, 'H99');
    await scribe.settle(dossierId, handoffId, 'H99.1', day % 2 === 0 ? 'AcceptHandoff' : 'ReturnHandoff');
    await scribe.refuse(documentId, 'H99');
    await scribe.process(documentId, 'H99.2');
  }
}

/** All rows after so many projectors, side by side on one read store, have followed everything to its end. */
async function projected(count = 1): Promise<string> {
  const { reads, close } = await openDatabase();
  const { context, storeId } = province;
  const [head] = (await province.store.readAll({ max: 10_000 })).slice(-1);
  const running = Array.from({ length: count }, () => {
    const visibility = new Visibility(context.history);
    const parts = {
      ...context,
      reads,
      visibility,
      news: new RowsNews(visibility, () => undefined),
      projections,
    };
    const program = { migrations, end: (error: Error) => void ended.push(error) };
    return { visibility, writer: new RowsWriter({ ...parts, ...program, parked: new ParkedRows(parts) }) };
  });
  await Promise.all(
    running.map(async ({ writer, visibility }) => {
      await writer.start();
      expect(await visibility.refusalUntilVisible(`${storeId}.${head?.position}`)).toBeUndefined();
      await writer.stop();
    }),
  );
  const text = await dumped(reads);
  await close();
  return text;
}

async function dumped(reads: ReadStore): Promise<string> {
  let text = '';
  for await (const line of canonicalDump(reads, { except: ['checkpoint'] })) text += line;
  return text;
}

describe('writes the same rows', () => {
  it.each([1, 2])('when everything comes again and again (seed %i)', async (seed) => {
    const repeating = repeatEvents(randomFrom(seed));
    const rows = await projected().finally(() => repeating.stop());
    expect(rows).toBe(straight);
    const events = await province.store.readAll({ max: 10_000 });
    expect(repeating.repeats).toBeGreaterThan(events.length);
  });

  it('when another process writes them at the same time', async () => {
    expect(await projected(2)).toBe(straight);
  });
});
