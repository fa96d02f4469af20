import { type OperationName, operations, problemsOf, recordsFirst } from '@contracts';
import { type Asked, lookOf } from './look-of.policy';

const at = '2026-11-29T01:00:00.000Z';
const correlationId = '11111111-1111-4111-8111-111111111111';
const documentId = '6fa459ea-ee8a-5ca4-894e-db77e160355e';
const holder = { agency: 'H99.1', officer: 'clerk.H99.1', roles: ['Clerk'] };

const asked = (operation: OperationName | undefined, over: Partial<Asked> = {}): Asked =>
  ({
    correlationId,
    caller: { actor: { agency: 'H99.1', officer: 'clerk.H99.1', role: 'Clerk' } },
    holder,
    params: {},
    query: {},
    refusedWith: undefined,
    routeOptions: { config: operation === undefined ? {} : { operation } },
    ...over,
  }) as unknown as Asked;

const names = Object.keys(operations) as OperationName[];
const reading = names.filter((name) => {
  const { kind, tag } = operations[name];
  return ['query', 'stream', 'download', 'print'].includes(kind) && tag !== 'system';
});

describe.each(names)('%s', (name) => {
  const operation = operations[name];

  it('is looked at when it is answered and reads', () =>
    expect(lookOf(asked(name), at)?.look.outcome).toBe(reading.includes(name) ? 'answered' : undefined));

  it('is looked at whenever the holder of a token is refused, and the refusal waits for nothing', () =>
    expect(lookOf(asked(name, { refusedWith: 'request:role-not-allowed' }), at)).toMatchObject({
      look: { operation: name, outcome: 'request:role-not-allowed' },
      when: 'later',
    }));

  it('waits for its look, and says so, when it tells content or a history', () => {
    const tellsMuch = ['download', 'print', 'stream'].includes(operation.kind) || operation.tag === 'audit';
    expect(recordsFirst(operation)).toBe(tellsMuch);
    expect(problemsOf(operation).includes('service:look-not-recorded')).toBe(tellsMuch);
    if (tellsMuch) expect(lookOf(asked(name), at)?.when).toBe('first');
  });
});

it('names officer, role, operation, object, outcome and journey, and nothing else', () =>
  expect(lookOf(asked('getDocument', { params: { documentId } }), at)?.look).toEqual({
    agency: 'H99.1',
    officer: 'clerk.H99.1',
    role: 'Clerk',
    operation: 'getDocument',
    object: documentId,
    outcome: 'answered',
    correlationId,
    at,
  }));

it.each([
  ['an id, in the form it is kept in', { documentId: documentId.toUpperCase() }, {}, documentId],
  ['several, as the path has them', { documentId, agency: 'H99.2' }, {}, `${documentId}/H99.2`],
  ['no words', { documentId: 'Nguyễn Văn A' }, {}, undefined],
  ['nothing too long', { documentId: 'a'.repeat(65) }, {}, undefined],
  ['the agency a question is about', {}, { agency: 'H99.3' }, 'H99.3'],
  ['no words of a question', {}, { text: 'lương', agency: 'lương' }, undefined],
])('names as its object %s', (_, params, query, object) =>
  expect(lookOf(asked('search', { params, query }), at)?.look.object).toBe(object),
);

it('names the connected system that asked for the officer over the bus', () => {
  const sentBy = '22222222-2222-4222-8222-222222222222';
  const over = { holder: { ...holder, sentBy }, refusedWith: 'delivery:not-found' as const };
  const { officer } = holder;
  expect(lookOf(asked('acceptReceipt', over), at)?.look).toMatchObject({ officer, sentBy });
});

it('names the holder of the token, also when the token imports for others', () => {
  const importer = { agency: 'H99', officer: 'import.01', roles: ['Importer'] };
  const caller = { actor: { agency: 'H99.1', officer: 'vt.01', role: 'Importer' } } as Asked['caller'];
  const over = { holder: importer, caller, refusedWith: 'document:not-found' as const };
  expect(lookOf(asked('signDocument', over), at)?.look).toMatchObject({
    agency: 'H99',
    officer: 'import.01',
    role: 'Importer',
  });
});

it.each(['content:secret-content', 'document:secret-content'] as const)(
  'names no object of what was marked secret: %s',
  (refusedWith) =>
    expect(
      lookOf(asked('putContent', { params: { sha256: 'a'.repeat(64) }, refusedWith }), at)?.look,
    ).not.toHaveProperty('object'),
);

it('leaves out the role when none allowed it', () =>
  expect(
    lookOf(asked('getLooks', { caller: undefined, refusedWith: 'request:role-not-allowed' }), at)?.look,
  ).not.toHaveProperty('role'));

it('is none without a holder, or where nothing is served', () => {
  expect(lookOf(asked('getInbox', { holder: undefined }), at)).toBeUndefined();
  expect(lookOf(asked(undefined, { refusedWith: 'request:no-such-address' }), at)).toBeUndefined();
});
