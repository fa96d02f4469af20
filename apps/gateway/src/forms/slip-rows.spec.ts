import type { ControlSlipRow } from '@contracts';
import { handoffsOnSlip, legsOnSlip } from './slip-rows';

const names = {
  agency: (code: string, at: string) => Promise.resolve(`Sở ${code}, ${at.slice(0, 10)}`),
  officer: (agency: string, id: string, at: string) =>
    Promise.resolve(`${id} tại ${agency}, ${at.slice(0, 10)}`),
};
const at = '2026-11-30T02:00:00.000Z';
const settledAt = '2026-12-01T02:00:00.000Z';
const [offered, settled] = ['2026-11-30', '2026-12-01'];
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
    ...{ outcome: 'accepted', taker: 'cv.01', settledAt, timeliness: 'early' },
  }) as ControlSlipRow;

async function* rows(count: number) {
  for (let row = 1; row <= count; row += 1) yield rowAt(row);
}

it('a hand-off has the names of who gave and who took, of the days on which they did', async () =>
  expect(await handoffsOnSlip(rows(1), names, 10)).toEqual({
    handoffs: [
      {
        ...{ row: 1, from: `Sở H99, ${offered}`, to: `Sở H99.1, ${offered}` },
        ...{ giver: `mc.01 tại H99, ${offered}`, taker: `cv.01 tại H99.1, ${settled}` },
        ...{ offeredAt: at, settledAt, outcome: 'accepted', timeliness: 'early', note: 'Thẩm định' },
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

it('a leg has the names of its agency when it was given and of who acted on it then', async () => {
  const leg = { order: 1, agency: 'H99.1', task: 'Thẩm định', dueAt: at, outcome: 'active' } as const;
  const acted = { ...leg, officer: 'cv.01', givenAt: at, endedAt: settledAt };
  expect(await legsOnSlip([acted, leg], names, settledAt)).toEqual([
    { ...acted, agency: `Sở H99.1, ${offered}`, officer: `cv.01 tại H99.1, ${settled}` },
    { ...leg, agency: `Sở H99.1, ${settled}` },
  ]);
});
