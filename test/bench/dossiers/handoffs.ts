import type { Bench, Row } from '../bench';
import { durableAppends } from '../durable-appends';
import type { House } from '../house';
import { type Loaded, type Pair, sendPairs } from '../http-load';
import { compared, quantile, type Slice } from '../pairs';
import { Seeds } from '../seeds';
import { comparedLine, type Line, number } from '../table';
import { assertTakenOver } from './custody';
import { acceptedFacts, giver, itemsAccepted, taker } from './seeded-dossiers';

const connections = 64;
/** Servers run for months: what is not compiled yet is none of their figures. */
const warmSlices = 6;

/** What is handed over. */
interface Kind {
  readonly what: string;
  seed(count: number): Promise<readonly string[]>;
  /** What the taker says when it takes one over. */
  readonly acceptance: object;
}

/** Offer and acceptance of the same dossier over HTTP, beside two raw appends for each. */
export const handoffs: Row = async (bench) => {
  const house = await bench.house();
  const seeds = new Seeds(house.store);
  const plain = {
    what: 'offer and acceptance',
    seed: (count: number) => seeds.dossiers(count),
    acceptance: {},
  };
  const underProcedure = {
    what: 'the same under a procedure, two components answered',
    seed: (count: number) => seeds.dossiersOf(count, acceptedFacts),
    acceptance: { items: itemsAccepted },
  };
  return [
    ...(await linesOf(bench, house, plain, warmSlices)),
    ...(await linesOf(bench, house, underProcedure)),
  ];
};

async function linesOf(bench: Bench, house: House, kind: Kind, warm = 0): Promise<Line[]> {
  const loads: Loaded[] = [];
  const appends = durableAppends(await bench.bareNode(), connections);
  const inTwo: Slice = async (ms) => (await appends(ms)) / 2;
  const measuring = bench.isQuick ? bench : { ...bench, warmSlices: warm };
  const result = await compared(handingOver(house, kind, loads), inTwo, measuring);
  const row = 'handoffs';
  const what = `${kind.what}, ${connections} connections`;
  const against = `two raw appends each, ${connections} in flight`;
  const handed = loads.reduce((sum, { accepted }) => sum + accepted / 2, 0);
  const medianOf = (share: (load: Loaded) => number) => {
    const shares = loads.map(share).sort((a, b) => a - b);
    return number(quantile(shares, 0.5));
  };
  return [
    comparedLine({ row, what, unit: 'hand-offs/s', against }, result),
    {
      row,
      what: 'time to the answer of each of the two at that rate',
      value: `p50 ${medianOf(({ p50 }) => p50)} ms, p99 ${medianOf(({ p99 }) => p99)} ms`,
    },
    {
      row,
      what: `taken over twice or by nobody; held by another, of ${number(handed)}`,
      value: '0; 0',
      wanted: '0; 0',
    },
  ];
}

/** Hand-offs per second; the store is asked afterwards who holds each dossier. */
function handingOver(house: House, { seed, acceptance }: Kind, loads: Loaded[]): Slice {
  let perSecond = 100;
  return async (ms) => {
    const rounds = Math.max(1, Math.round((perSecond * ms) / 1_000 / connections));
    const ids = await seed(rounds * connections);
    await house.settled();
    const [giving, taking] = [
      await house.token(giver, 'OneStopOfficer'),
      await house.token(taker, 'OneStopOfficer'),
    ];
    const pairs = ids.map((id): Pair => {
      const path = `/dossiers/${id}/handoffs`;
      return {
        first: { path, body: { to: taker, reason: 'Chuyển thẩm định' } },
        second: (answer) => {
          const { handoffId } = JSON.parse(answer) as { handoffId: string };
          return { path: `${path}/${handoffId}/acceptance`, body: acceptance, token: taking };
        },
      };
    });
    const load = await sendPairs(house.address, giving, pairs, connections);
    await assertTakenOver(house.store, ids);
    loads.push(load);
    perSecond = ids.length / load.seconds;
    await house.settled();
    return perSecond;
  };
}
