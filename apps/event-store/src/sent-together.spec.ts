import { Writable } from 'node:stream';
import { sentTogether } from './sent-together';

/** A call that keeps what it was given until it is told that it has left. */
class Call extends Writable {
  readonly given: string[] = [];
  private readonly leaving: (() => void)[] = [];

  constructor() {
    super({ objectMode: true });
  }

  override _write(message: string, _: BufferEncoding, done: () => void): void {
    this.given.push(message);
    this.leaving.push(done);
  }

  leave(count: number): void {
    for (const done of this.leaving.splice(0, count)) done();
  }
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

async function written(bytes: number): Promise<Call> {
  const call = new Call();
  sentTogether<string>(call, () => bytes);
  for (let message = 0; message < 40; message++) call.write(`m${message}`);
  call.end();
  await turn();
  return call;
}

const all = Array.from({ length: 40 }, (_, index) => `m${index}`);

it('hands all on in their order before the first has left', async () => {
  const call = await written(200);
  expect(call.given).toEqual(all);
});

it('waits beyond 64 KiB until there is room, and ends after the last', async () => {
  const call = await written(16 * 1024);
  expect(call.given).toEqual(all.slice(0, 4));
  call.leave(1);
  await turn();
  expect(call.given).toEqual(all.slice(0, 5));
  const finished = new Promise((resolve) => call.once('finish', resolve));
  for (let left = 0; left < 39; left++) {
    call.leave(1);
    await turn();
  }
  await finished;
  expect(call.given).toEqual(all);
});

it('sends one that is larger than all that by itself', async () => {
  const call = await written(1024 * 1024);
  expect(call.given).toEqual(['m0']);
});
