import type { Caller } from '@contracts';
import { Clock } from './clock';
import { commandMeta } from './command-meta';
import { type MalformedMessage } from './malformed-message';
import { reactionMeta } from './reaction-meta';

class StoppedClock extends Clock {
  now(): string {
    return '2026-11-22T03:00:00.000Z';
  }
}
const clock = new StoppedClock();
const caller: Caller = {
  actor: { agency: 'H26.1', officer: 'vt.stc.01', role: 'Clerk' },
  correlationId: '11111111-1111-4111-8111-111111111111',
  causationId: '22222222-2222-4222-8222-222222222222',
  source: 'http',
  idempotencyKey: 'key-1',
};
const message = { target: { documentId: 'd1' }, body: { subject: 'Mời họp' } };
const operation = 'exchange.draft-document.v1';
const metaOf = (change: Partial<Caller> = {}, of = message, on = operation) =>
  commandMeta({ ...caller, ...change }, on, of, clock);
const pointersOf = (change: Partial<Caller>): readonly string[] => {
  try {
    metaOf(change);
    return [];
  } catch (error) {
    return (error as MalformedMessage).errors.map(({ pointer }) => pointer);
  }
};

it('writes every key of metadata v1 and no others', () => {
  const { meta, commandId, at } = metaOf();
  expect(meta).toEqual({
    v: 1,
    commandId,
    commandHash: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    $correlationId: caller.correlationId,
    $causationId: caller.causationId,
    actor: caller.actor,
    source: 'http',
  });
  expect(Object.values(JSON.parse(JSON.stringify(meta)) as object)).not.toContain(null);
  expect(at).toBe('2026-11-22T03:00:00.000Z');
});

it('gives a retry the same id and hash', () => {
  const retry = metaOf({ causationId: '33333333-3333-4333-8333-333333333333' });
  expect(retry.commandId).toBe(metaOf().commandId);
  expect(retry.meta.commandHash).toBe(metaOf().meta.commandHash);
});

it('is the same command over the bus, and says which system sent it', () => {
  const { meta } = metaOf();
  const sentBy = '44444444-4444-4444-8444-444444444444';
  expect(metaOf({ source: 'bus', sentBy }).meta).toEqual({ ...meta, source: 'bus', sentBy });
});

it('keeps the id and changes the hash for another body under the same key', () => {
  const other = metaOf({}, { ...message, body: { subject: 'Khác' } });
  expect(other.commandId).toBe(metaOf().commandId);
  expect(other.meta.commandHash).not.toBe(metaOf().meta.commandHash);
});

it.each([
  ['key', metaOf({ idempotencyKey: 'key-2' })],
  ['officer', metaOf({ actor: { ...caller.actor, officer: 'vt.stc.02' } })],
  ['agency', metaOf({ actor: { ...caller.actor, agency: 'H26.2' } })],
  ['target', metaOf({}, { ...message, target: { documentId: 'd2' } })],
  ['operation', metaOf({}, message, 'exchange.sign-document.v1')],
])('gives another %s another id', (_, other) => expect(other.commandId).not.toBe(metaOf().commandId));

it('takes a past instant from an import that names its source', () => {
  const importedFrom = `so-van-ban.csv#${'a'.repeat(64)}`;
  const { meta, at } = metaOf({ source: 'import', occurredAt: '2020-01-02T03:04:05.678Z', importedFrom });
  expect(at).toBe('2020-01-02T03:04:05.678Z');
  expect(meta).toMatchObject({ source: 'import', importedFrom });
});

it.each([
  ['a missing key', { idempotencyKey: undefined }, ['/caller/idempotencyKey']],
  ['a past instant over HTTP', { occurredAt: '2020-01-01T00:00:00.000Z' }, ['/caller/occurredAt']],
  [
    'an import without a source',
    { source: 'import', occurredAt: '2020-01-01T00:00:00.000Z' },
    ['/caller/importedFrom'],
  ],
  [
    'an import from the future',
    { source: 'import', occurredAt: '2026-11-22T03:00:00.001Z', importedFrom: `x#${'a'.repeat(64)}` },
    ['/caller/occurredAt'],
  ],
])('refuses %s', (_, change, pointers) => expect(pointersOf(change as Partial<Caller>)).toEqual(pointers));

describe('a reaction', () => {
  const event = { id: 'e1', data: { at: '2020-01-02T03:04:05.678Z' }, metadata: metaOf().meta };

  it('is caused by the event, in the same journey, for the same agency', () => {
    const { meta, commandId } = reactionMeta(event, 'delivery-requests');
    expect(meta).toMatchObject({
      commandId,
      $causationId: 'e1',
      $correlationId: caller.correlationId,
      actor: { agency: 'H26.1', officer: 'System', role: 'System' },
      source: 'reactor',
    });
  });

  it('has one id for each event and reactor', () => {
    const { commandId } = reactionMeta(event, 'delivery-requests');
    expect(reactionMeta(event, 'delivery-requests').commandId).toBe(commandId);
    expect(reactionMeta(event, 'arrivals').commandId).not.toBe(commandId);
    expect(reactionMeta({ ...event, id: 'e2' }, 'delivery-requests').commandId).not.toBe(commandId);
  });

  it('occurs now, or when its imported cause did', () => {
    expect(reactionMeta(event, 'r').at(clock)).toBe(clock.now());
    const importedFrom = `x#${'a'.repeat(64)}`;
    const imported = reactionMeta({ ...event, metadata: { ...event.metadata, importedFrom } }, 'r');
    expect(imported.at(clock)).toBe('2020-01-02T03:04:05.678Z');
    expect(imported.meta.importedFrom).toBe(importedFrom);
  });
});
