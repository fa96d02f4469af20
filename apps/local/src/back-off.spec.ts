import { BackOff } from './back-off';

it('doubles from one second to thirty, and begins again after a minute of life', () => {
  const backOff = new BackOff();
  expect([1, 2, 3, 4, 5, 6, 7].map(() => backOff.after(0))).toEqual(
    [1, 2, 4, 8, 16, 30, 30].map((s) => s * 1000),
  );
  expect(backOff.after(60_000)).toBe(1_000);
});
