import { FewLines } from './few-lines';

it('tells five a minute of each kind, and later how many there were besides', () => {
  let nowMs = 0;
  const lines = new FewLines<string>(() => nowMs);
  const told = (kind: string, times: number) =>
    Array.from({ length: times }, () => lines.next(kind)).filter((each) => each !== undefined);
  expect(told('a', 20)).toEqual([{}, {}, {}, {}, {}]);
  expect(told('b', 1)).toEqual([{}]);
  nowMs = 59_999;
  expect(told('a', 1)).toEqual([]);
  nowMs = 60_000;
  expect(told('a', 2)).toEqual([{ untold: 16 }, {}]);
  expect(told('b', 1)).toEqual([{}]);
});
