import { SystemRefusals } from './system-refusals';

const refusals = (): SystemRefusals => new SystemRefusals({} as never);
const [at, later] = ['2026-11-30T01:00:00.000Z', '2026-11-30T02:00:00.000Z'];
const refused = { systemId: 's', problem: 'request:malformed', operation: 'acceptReceipt', at };

it('counts what a system was refused with by its problem, the newest first', () => {
  const known = refusals();
  known.heard(refused);
  known.heard({ ...refused, problem: 'request:not-json' });
  known.heard({ ...refused, operation: 'refuseReceipt', at: later });
  expect(known.of('s')).toEqual([
    { problem: 'request:malformed', count: 2, lastAt: later, lastOperation: 'refuseReceipt' },
    { problem: 'request:not-json', count: 1, lastAt: at, lastOperation: 'acceptReceipt' },
  ]);
  expect(known.of('another')).toEqual([]);
});

it('passes over what is no problem of ours, or says too little', () => {
  const known = refusals();
  known.heard({ ...refused, problem: 'request:none' });
  known.heard({ systemId: 's', problem: 'request:malformed' });
  expect(known.of('s')).toEqual([]);
});

it('remembers the thousand systems that were refused last', () => {
  const known = refusals();
  for (let each = 0; each <= 1_000; each++) known.heard({ ...refused, systemId: `s${each}` });
  expect([known.of('s0').length, known.of('s1').length]).toEqual([0, 1]);
});
