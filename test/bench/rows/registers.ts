import { localYear } from '@domain/codes';
import { agencies, type House } from '../house';
import type { Bench, Row } from '../bench';
import { send } from '../http-load';
import { compared, type Slice } from '../pairs';
import { Seeds } from '../seeds';
import { comparedLine, number, type Line } from '../table';

const asked = 20;

/** P6: the next number of a long register, beside that of a short one; time per number, one at a time. */
export const registers: Row = async (bench) => {
  const house = await bench.house();
  const lengths = bench.isQuick ? [100, 1_000] : [100, 10_000, 100_000];
  const [short, ...long] = await Promise.all(lengths.map((length, index) => book(house, index, length)));
  const lines: Line[] = [];
  const first: string[] = [];
  for (const [index, agency] of [short, ...long].entries()) {
    const started = performance.now();
    await numbered(house, agency as string, 1);
    first.push(`${number(lengths[index] ?? 0)}: ${number(performance.now() - started)} ms`);
  }
  for (const [index, agency] of long.entries()) {
    const what = `a number at register length ${number(lengths[index + 1] ?? 0)}`;
    const row = {
      row: 'P6',
      what,
      unit: 'ms',
      against: `length ${number(lengths[0] ?? 0)}`,
      wanted: '≤ 2 expected',
    };
    lines.push(
      comparedLine(
        row,
        await compared(timeOf(house, agency), timeOf(house, short as string), smaller(bench)),
      ),
    );
  }
  const cold = {
    row: 'P6',
    what: 'the first number after a start (the register is folded)',
    value: first.join('; '),
  };
  return [...lines, cold];
};

const smaller = ({ pairs }: Bench) => ({ pairs, sliceMs: 500 });

/** Milliseconds per number. */
const timeOf =
  (house: House, agency: string): Slice =>
  () =>
    numbered(house, agency, asked);

async function book(house: House, index: number, length: number): Promise<string> {
  const agency = agencies[index + 1] as string;
  await new Seeds(house.store).register(agency, localYear(new Date().toISOString()), length);
  return agency;
}

async function numbered(house: House, agency: string, count: number): Promise<number> {
  const seeds = new Seeds(house.store);
  const ids = await seeds.documents(count, house.part, { agency, numbered: false });
  const token = await house.token(agency, 'Clerk');
  const orders = ids.map((id) => ({ path: `/documents/${id}/number`, body: {} }));
  const { seconds } = await send(house.address, token, orders, 1);
  return (seconds * 1000) / count;
}
