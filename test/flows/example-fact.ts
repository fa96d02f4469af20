import { randomUUID } from 'node:crypto';
import type { NewEvent } from '@adapters/event-store';
import type { Metadata } from '@contracts';
import { shape, text } from '@domain/decider';

/** Who wrote the facts of specs. */
export const exampleMetadata: Metadata = {
  v: 1,
  commandId: randomUUID(),
  commandHash: 'a'.repeat(64),
  $correlationId: randomUUID(),
  $causationId: randomUUID(),
  actor: { agency: 'H26.1', officer: 'vt.01', role: 'Clerk' },
  source: 'http',
};

/** A fact for specs to append, known by its name; the filling makes it as large as that many characters. */
export const exampleFact = (name: string, filling = 0): NewEvent => ({
  id: randomUUID(),
  type: 'ThingPut.v1',
  data: {
    name,
    at: '2026-01-02T03:04:05.678Z',
    ...(filling === 0 ? {} : { filling: 'x'.repeat(filling) }),
  },
  schema: shape({ name: text, at: text }, { filling: text }),
  metadata: exampleMetadata,
});
