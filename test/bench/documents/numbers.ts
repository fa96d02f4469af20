import { localYear } from '@domain/codes';
import { documentStream } from '@domain/document/events';
import { registerStream } from '@domain/register/events';
import { atMost } from '@runtime';
import type { Row } from '../bench';
import { durableAppends } from '../durable-appends';
import type { House } from '../house';
import { type Loaded, send } from '../http-load';
import { compared, quantile, type Slice } from '../pairs';
import { Seeds } from '../seeds';
import { comparedLine, number } from '../table';

const writers = 64;
const readAtOnce = 16;

/** The next number of one register for 64 clerks at once, over HTTP, beside raw appends. */
export const numbers: Row = async (bench) => {
  const house = await bench.house();
  const loads: Loaded[] = [];
  const against = durableAppends(await bench.bareNode(), writers);
  const result = await compared(numbering(house, loads), against, bench);
  const row = { row: 'numbers', what: `numbers of one register, ${writers} writers`, unit: 'numbers/s' };
  const ofAll = (share: (load: Loaded) => number) =>
    number(
      quantile(
        loads.map(share).sort((a, b) => a - b),
        0.5,
      ),
    );
  const given = loads.reduce((sum, { accepted }) => sum + accepted, 0);
  return [
    comparedLine({ ...row, against: `W, ${writers} in flight` }, result),
    {
      row: 'numbers',
      what: `time to the answer at that rate, ${number(given)} numbers`,
      value: `p50 ${ofAll(({ p50 }) => p50)} ms, p99 ${ofAll(({ p99 }) => p99)} ms`,
    },
    { row: 'numbers', what: 'refused or failed; gaps and doubles', value: '0; 0', wanted: '0; 0' },
  ];
};

function numbering(house: House, loads: Loaded[]): Slice {
  let perSecond = 200;
  return async (ms) => {
    const count = Math.max(writers, Math.round((perSecond * ms) / 1_000));
    const ids = await new Seeds(house.store).documents(count, house.part, true);
    await house.settled();
    const before = await lastNumber(house);
    const orders = ids.map((id) => ({ path: `/documents/${id}/number`, body: {} }));
    const load = await send(house.address, await house.token('H98', 'Clerk'), orders, writers);
    await assertGapless(house, ids, before);
    loads.push(load);
    perSecond = load.accepted / load.seconds;
    await house.settled();
    return perSecond;
  };
}

const register = registerStream({
  agency: 'H98',
  series: 'outgoing',
  bookYear: localYear(new Date().toISOString()),
});

interface Numbered {
  readonly number: number;
}

async function lastNumber(house: House): Promise<number> {
  const { events } = await house.store.readStream(register);
  return events.filter(({ type }) => type === 'NumberAllocated.v1').length;
}

/** @throws unless the book goes on by one for each of these documents, and each bears one of these numbers. */
async function assertGapless(house: House, ids: readonly string[], before: number): Promise<void> {
  const { events } = await house.store.readStream(register);
  const book = events.map(({ data }) => (data as Numbered).number);
  const isWhole = book.length === before + ids.length && book.every((each, index) => each === index + 1);
  if (!isWhole) throw new Error(`the register holds ${book.length} numbers, not 1..${before + ids.length}`);
  const borne = await atMost(readAtOnce, ids, async (id) => {
    const history = await house.store.readStream(documentStream(id));
    const numbered = history.events.filter(({ type }) => type === 'DocumentNumbered.v1');
    if (numbered.length !== 1) throw new Error(`document ${id} was numbered ${numbered.length} times`);
    return (numbered[0]?.data as Numbered).number;
  });
  const doubled = borne.length - new Set(borne).size;
  if (doubled > 0) throw new Error(`${doubled} documents bear a number that another bears`);
}
