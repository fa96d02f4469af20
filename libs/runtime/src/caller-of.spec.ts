import { readCaller } from './caller-of';
import type { MalformedMessage } from './malformed-message';

const caller = {
  actor: { agency: 'H26.1', officer: 'vt.stc.01', role: 'Clerk' },
  correlationId: '11111111-1111-4111-8111-111111111111',
  causationId: '22222222-2222-4222-8222-222222222222',
  source: 'http',
  idempotencyKey: 'key-1',
};
const pointersOf = (header: string | undefined): readonly string[] => {
  try {
    readCaller(header);
    return [];
  } catch (error) {
    return (error as MalformedMessage).errors.map(({ pointer }) => pointer);
  }
};

it('reads back what was sent', () => expect(readCaller(JSON.stringify(caller))).toEqual(caller));

it('reads for whom a carrier speaks', () => {
  const carrier = { ...caller, carries: ['H26.1', '000.00.15.H51'] };
  expect(readCaller(JSON.stringify(carrier))).toEqual(carrier);
});

it('reads which connected system sent it', () => {
  const sent = { ...caller, source: 'bus', sentBy: caller.correlationId };
  expect(readCaller(JSON.stringify(sent))).toEqual(sent);
});

it('drops what it does not know', () =>
  expect(readCaller(JSON.stringify({ ...caller, admin: true }))).toEqual(caller));

it.each([
  ['no header', undefined, ['/caller']],
  ['no JSON', '{', ['/caller']],
  ['no object', '"Clerk"', ['/caller']],
  ['nothing known', '{}', ['agency', 'officer', 'role']],
])('refuses %s', (_, header, pointers) =>
  expect(pointersOf(header)).toEqual(
    pointers.length === 1
      ? pointers
      : [
          ...pointers.map((field) => `/caller/actor/${field}`),
          ...['correlationId', 'causationId', 'source'].map((field) => `/caller/${field}`),
        ],
  ),
);

it.each([
  ['correlationId', 'x'],
  ['correlationId', caller.correlationId.replace(/1/g, 'A')],
  ['source', 'someone'],
  ['idempotencyKey', 'a\nb'],
  ['idempotencyKey', 'x'.repeat(129)],
  ['idempotencyKey', 7],
  ['occurredAt', '2026-02-30'],
  ['importedFrom', 'file.csv'],
  ['onBehalfOf', '../etc'],
  ['sentBy', 'system'],
  ['traceparent', '00-1-1-00'],
  ['carries', 'H26.1'],
  ['carries', []],
  ['carries', ['H26.1', 7]],
  ['carries', ['../etc']],
  ['carries', Array.from({ length: 201 }, () => 'H26.1')],
])('refuses %s %j', (field, value) =>
  expect(pointersOf(JSON.stringify({ ...caller, [field]: value }))).toEqual([`/caller/${field}`]),
);
