import { cp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { FaultHouse } from './fault-house';
import { inHouse, underLoad } from './under-load';

/** Scaled down to the time of a test run; `FAULT_ISSUES=5000` gives it all it should bear. */
const issues = Number(process.env['FAULT_ISSUES'] ?? 300);
const downMs = 60_000;

it(`nats-server may be killed again and again under ${issues} issues`, () =>
  inHouse({}, async ({ house, load }) => {
    const working = load.run({ width: 16, recipients: 2, whole: false }, issues);
    for (const share of [0.2, 0.5, 0.8]) {
      while (load.issued < issues * share) await pause(20);
      await house.kill('nats-server');
    }
    await working;
    expect(load.issued).toBe(issues);
  }));

it('nats-server may be away for a minute', () =>
  underLoad({}, async ({ house, load }) => {
    await load.gainsAnother(30);
    const downAt = performance.now();
    await house.signal('nats-server', 'SIGSTOP');
    while (await house.isReady()) await pause(100);
    for (; performance.now() - downAt < downMs; await pause(100)) expect(await house.isReady()).toBe(false);
    await house.signal('nats-server', 'SIGCONT');
    await load.gainsAnother(30);
  }));

const jetstream = (house: FaultHouse) => join(house.dataFolder, 'jetstream', 'jetstream');
/** Blocks of messages of PUBLIC, without what JetStream keeps of its consumers. */
const messages = (house: FaultHouse) => join(jetstream(house), '$G', 'streams', 'PUBLIC', 'msgs');

it.each([
  ['is lost', undefined],
  ['is put back to an older copy', jetstream],
  ['is put back to an older copy, messages only', messages],
] as const)('what JetStream keeps %s: PUBLIC is filled again from the store', (_, rolledBack) =>
  inHouse({}, async ({ house, load }) => {
    const older = house.file('older');
    await load.run({ width: 4 }, 20);
    await house.end();
    if (rolledBack !== undefined) await cp(rolledBack(house), older, { recursive: true });
    await house.begin();
    await load.run({ width: 4 }, 40);
    await house.end();
    const place = rolledBack?.(house) ?? jetstream(house);
    await rm(place, { recursive: true });
    if (rolledBack !== undefined) await rename(older, place);
    await house.begin();
    await load.run({ width: 4 }, 50);
  }),
);
