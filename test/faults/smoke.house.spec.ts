import { underLoad } from './under-load';

jest.setTimeout(180_000);

it('loses and doubles nothing when exchange is killed under load', () =>
  underLoad({}, async ({ house, load }) => {
    await load.gainsAnother(20);
    await house.kill('exchange');
    await load.gainsAnother(20);
  }));
