import type { ControlSlipRow } from '@contracts';
import { handoffsOnSlip, legsOnSlip } from './slip-rows';

const names = {
  agency: (code: string) => Promise.resolve(`Sở ${code}`),
  officer: (agency: string, id: string) => Promise.resolve(`${id} tại ${agency}`),
};
const at = '2026-11-30T02:00:00.000Z';
const rowAt = (row: number) =>
  ({
    ...{
      row,
      handoffId: String(row),
      from: 'H99',
      to: 'H99.1',
      giver: 'mc.01',
      offeredAt: at,
      reason: 'Thẩm định',
    },
    ...{ outcome: 'accepted', taker: 'cv.01', settledAt: at, timeliness: 'early' },
  }) as ControlSlipRow;

async function* rows(count: number) {
  for (let row = 1; row <= count; row += 1) yield rowAt(row);
}

it('a hand-off has the names of who gave and who took', async () =>
  expect(await handoffsOnSlip(rows(1), names, 10)).toEqual({
    handoffs: [
      {
        ...{ row: 1, from: 'Sở H99', to: 'Sở H99.1', giver: 'mc.01 tại H99', taker: 'cv.01 tại H99.1' },
        ...{ offeredAt: at, settledAt: at, outcome: 'accepted', timeliness: 'early', note: 'Thẩm định' },
      },
    ],
  }));

it.each([
  [3, 3, false],
  [4, 3, true],
])('of %i hand-offs it has the first %i; that there are more is %s', async (count, first, isMore) => {
  const { handoffs, moreHandoffs = false } = await handoffsOnSlip(rows(count), names, 3);
  expect(handoffs?.map(({ row }) => row)).toEqual([1, 2, 3].slice(0, first));
  expect(moreHandoffs).toBe(isMore);
});

it('a leg has the names of its agency and of who acted on it', async () => {
  const leg = { order: 1, agency: 'H99.1', task: 'Thẩm định', dueAt: at, outcome: 'active' } as const;
  expect(await legsOnSlip([{ ...leg, officer: 'cv.01' }, leg], names)).toEqual([
    { ...leg, agency: 'Sở H99.1', officer: 'cv.01 tại H99.1' },
    { ...leg, agency: 'Sở H99.1' },
  ]);
});
