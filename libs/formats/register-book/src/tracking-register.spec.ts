import { type TrackedEntry, trackingColumns } from './tracking-register';

const entry: TrackedEntry = {
  ...{ number: 1, procedure: '2.000635', applicant: 'Đặng Thị Thưởng', contact: '', degree: 'received' },
  receivedAt: '2026-11-26T02:00:00.000Z',
};
const noteOf = (over: Partial<TrackedEntry>) =>
  trackingColumns.find(({ heading }) => heading === 'Ghi chú')?.cell({ ...entry, ...over });

it.each<[Partial<TrackedEntry>, string]>([
  [{}, ''],
  [{ degree: 'in-process' }, 'Đang giải quyết'],
  [{ receivedBy: 'UBND xã Bình An' }, 'UBND xã Bình An tiếp nhận'],
  [{ receivedBy: 'UBND xã Bình An', degree: 'finished' }, 'UBND xã Bình An tiếp nhận; Đã có kết quả'],
])('%j is noted as %j', (over, note) => expect(noteOf(over)).toBe(note));

it.each([
  ['2026-12-04T16:59:59.999Z', '2026-12-04'],
  ['2026-12-04T17:00:00.000Z', '2026-12-04'],
  ['2026-12-04T17:00:00.001Z', '2026-12-05'],
  ['2026-12-04T09:30:00.000Z', '2026-12-04'],
])('a limit at %s is promised for %s, a day', (dueAt, day) =>
  expect(
    trackingColumns.find(({ heading }) => heading === 'Ngày hẹn trả')?.cell({ ...entry, dueAt }),
  ).toEqual({ day }),
);
