import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { Engine } from '../../../apps/event-store/src/engine';
import { LmdbLog } from '../../../apps/event-store/src/lmdb-log';
import { newFolder } from './node-under-test';

const appends = 300;
const folder = newFolder();
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const event = () => ({
  id: randomUUID(),
  type: 'Noted',
  isJson: true,
  data: Buffer.from('{}'),
  metadata: Buffer.alloc(0),
});

/** lmdb syncs once in each of its transactions, which `test:faults` counts at the system; here they are counted. */
it('one transaction per group: appends that arrive together share it, one after the other have one each', async () => {
  const fail = (failure: Error): never => {
    throw failure;
  };
  const engine = new Engine({ log: LmdbLog.open(folder), nowMs: Date.now, onFailure: fail });
  await Promise.all(Array.from({ length: appends }, (_, n) => engine.append(`s-${n % 9}`, 'any', [event()])));
  expect(engine.counts()).toEqual({ groups: 1, events: appends, commits: 1 });
  for (let count = 0; count < 10; count += 1) await engine.append('s', 'any', [event(), event()]);
  expect(engine.counts()).toEqual({ groups: 11, events: appends + 20, commits: 11 });
  await engine.append('s', 'no_stream', [event()]);
  expect(engine.counts().commits).toBe(11);
  await engine.close();
});
