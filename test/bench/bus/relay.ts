import type { EventStore } from '@adapters/event-store';
import type { ContentPart } from '@domain/codes';
import { copiesOf } from '@formats/public-facts';
import type { Bench, Row } from '../bench';
import { compared, type Slice, spread } from '../pairs';
import { Seeds } from '../seeds';
import { comparedLine, type Line, number } from '../table';
import { BareRead, BareStream } from './bare';
import { BusHouse, type Spent } from './bus-house';

const part: ContentPart = {
  ...{ sha256: 'ab'.repeat(32), size: 18, mediaType: 'application/pdf', name: 'van-ban.pdf' },
};
/** Facts of one dossier. */
const factsEach = 10;

interface Load {
  readonly row: string;
  readonly what: string;
  readonly seed: (seeds: Seeds) => Promise<unknown>;
}

const toOne = ({ isQuick }: Bench, row: string): Load => {
  const dossiers = isQuick ? 200 : 1_000;
  const seed = (seeds: Seeds) => seeds.dossiers(dossiers, factsEach - 1);
  return { row, what: `${number(dossiers * factsEach)} facts to 1 agency`, seed };
};

const toMany = ({ isQuick }: Bench, row: string): Load => {
  const [documents, width] = isQuick ? ([2, 100] as const) : ([5, 1_000] as const);
  const codes = Array.from({ length: width }, (_, index) => `H98.R${index + 1}`);
  const seed = async (seeds: Seeds) => {
    await seeds.agencies(['H98', ...codes]);
    await seeds.issued(documents, codes, part);
  };
  return { row, what: `${documents} documents to ${number(width)} agencies, arrived at each`, seed };
};

/** What stands in the store and has its numbers, until it lies in `PUBLIC`: beside bare publishing, bare reading. */
export const relay: Row = (bench) => relayOf(bench, toOne(bench, 'relay'));

/** The same with as many agencies, each with its inbox. */
export const relayToMany: Row = (bench) => relayOf(bench, toMany(bench, 'relay-to-many'));

async function relayOf(bench: Bench, load: Load): Promise<readonly Line[]> {
  const house = await BusHouse.start();
  try {
    const messages = await seeded(house, load);
    const startedMs = Date.now();
    await house.run('bus');
    const first = await house.published(messages);
    const startS = (first.firstMs - startedMs) / 1_000;
    const bare = await BareStream.of(house.nats.url);
    const read = new BareRead(house.node.url, messages);
    const [publishRates, readRates, costs]: [number[], number[], Spent[]] = [[], [], []];
    const filled: Slice = async () => {
      const before = await house.spent();
      await house.losePublic();
      const { perSecond } = await house.published(messages);
      costs.push(between(before, await house.spent(), messages));
      return perSecond;
    };
    const slower: Slice = async (ms) => {
      publishRates.push(await bare.rate(ms));
      readRates.push(await read.rate(ms));
      return Math.min(publishRates.at(-1) ?? NaN, readRates.at(-1) ?? NaN);
    };
    // The client and the bus are warm after one.
    const result = await compared(filled, slower, { ...bench, warmSlices: 1 });
    await Promise.all([bare.close(), read.close()]);
    const { row, what } = load;
    const against = 'the slower of the two below';
    return [
      comparedLine({ row, what, unit: 'messages/s', against, wanted: '≥ 0.5' }, result),
      { row, what: 'the same bytes published, 256 in flight', value: `${rateOf(publishRates)} messages/s` },
      { row, what: 'the same facts read from `$all`', value: `${rateOf(readRates)} messages/s` },
      { row, what: 'the processor for each message', value: costsIn(costs) },
      {
        row,
        what: 'the same by a bus that is just started',
        value: `${number(first.perSecond)} messages/s, the first ${number(startS)} s later`,
      },
    ];
  } finally {
    await house.stop();
  }
}

/** The bus and the read models started at once on facts that nobody has numbered, beside the read models alone. */
export const relayLate: Row = async (bench) => {
  const load = toOne(bench, 'relay-late');
  const house = await BusHouse.start();
  try {
    const messages = await seeded(house, load);
    await house.end('read-models');
    const alone: Slice = async () => {
      await house.forgetRows();
      const [rate] = await Promise.all([house.counted(messages), house.run('read-models')]);
      await house.end('read-models');
      return rate;
    };
    const together: Slice = async () => {
      await house.forgetRows();
      const starting = Promise.all([house.run('read-models'), house.run('bus')]);
      const { perSecond } = await house.published(messages);
      await starting;
      for (const service of ['bus', 'read-models'] as const) await house.end(service);
      await house.losePublic();
      return perSecond;
    };
    const pairs = Math.min(3, bench.pairs);
    const result = await compared(together, alone, { ...bench, pairs, warmSlices: 1 });
    const what = `${load.what}, numbered meanwhile by read models that begin anew`;
    const against = 'their places in the feed, read models alone';
    return [comparedLine({ row: load.row, what, unit: 'messages/s', against }, result)];
  } finally {
    await house.stop();
  }
};

/** Facts in the store, and their numbers in the rows; how many messages they come to. */
async function seeded(house: BusHouse, { seed }: Load): Promise<number> {
  // It opens the installation, which is the first fact of a store.
  await house.run('read-models');
  await seed(new Seeds(house.store));
  const messages = await messagesOf(house.store);
  await house.counted(messages);
  return messages;
}

const anywhere = { storeId: '00000000-0000-4000-8000-000000000000' };

async function messagesOf(store: EventStore): Promise<number> {
  const events = await store.readAll({ max: Number.MAX_SAFE_INTEGER - 1 });
  return events.reduce((sum, event) => sum + copiesOf(event, anywhere).length, 0);
}

const between = (before: Spent, after: Spent, messages: number): Spent => {
  const parts = Object.entries(after) as [keyof Spent, number][];
  const each = parts.map(([name, ms]) => [name, (ms - before[name]) / messages]);
  return Object.fromEntries(each) as Spent;
};

const rateOf = (rates: readonly number[]): string => {
  const { median, min, max } = spread(rates);
  return `${number(median)} (${number(min)}..${number(max)})`;
};

/** Microseconds, in the median; what the machine does besides is in none of them. */
function costsIn(costs: readonly Spent[]): string {
  const of = (name: keyof Spent): string => number(spread(costs.map((each) => each[name] * 1_000)).median);
  return (
    `bus ${of('bus')} µs, read models ${of('readModels')}, event store ${of('store')}, ` +
    `nats-server ${of('nats')}, PostgreSQL ${of('postgres')}`
  );
}
