import type { Caller } from '@contracts';
import { anonymous } from './anonymous.policy';

const caller: Caller = {
  actor: { agency: 'H26', officer: 'st.01', role: 'Drafter' },
  correlationId: '6f1f6e8e-5d6c-4b0e-8d2e-0f6f3a1b2c3d',
  causationId: '7f1f6e8e-5d6c-4b0e-8d2e-0f6f3a1b2c3d',
  source: 'http',
  idempotencyKey: 'k-1',
  traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`,
};

it('keeps the agency and nothing of the person, the journey or the trace', () => {
  const text = JSON.stringify(anonymous(caller));
  expect(anonymous(caller).actor).toEqual({ agency: 'H26', officer: 'system', role: 'System' });
  for (const trace of ['st.01', caller.correlationId, caller.causationId, 'a'.repeat(32)]) {
    expect(text).not.toContain(trace);
  }
});

it('is the same for a repeat and another for another document', () => {
  expect(anonymous(caller)).toEqual(anonymous({ ...caller, correlationId: caller.causationId }));
  expect(anonymous(caller)).not.toEqual(anonymous({ ...caller, idempotencyKey: 'k-2' }));
});
