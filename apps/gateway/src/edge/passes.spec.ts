import { Passes } from './passes';

const passed = { agency: 'H99.1', officer: 'vt', sentBy: '6fa459ea-ee8a-5ca4-894e-db77e160355e' };

it('is good once', () => {
  const passes = new Passes();
  const pass = passes.give(passed);
  expect([passes.has(pass), passes.take(pass)]).toEqual([true, passed]);
  expect([passes.has(pass), passes.take(pass)]).toEqual([false, undefined]);
});

it('is another one each time, and can stand where a token stands', () => {
  const passes = new Passes();
  const all = Array.from({ length: 100 }, () => passes.give(passed));
  expect(new Set(all).size).toBe(100);
  expect(all.filter((each) => !/^[A-Za-z0-9_-]{43}$/.test(each))).toEqual([]);
});

it('is none where nothing was given', () => {
  const passes = new Passes();
  expect([passes.take(undefined), passes.take('x'), passes.has('x')]).toEqual([undefined, undefined, false]);
});
