import { commandRequest } from './command-request';

const documentId = '6FA459EA-ee8a-5ca4-894e-db77e160355e';
const here = '/body/commands/7';
const asked = (said: object) => commandRequest({ operation: 'cancelDelivery', ...said }, here);

it('is the request of its route, with what would stand in its headers', () =>
  expect(
    asked({
      target: { documentId, agency: 'H99/1' },
      body: { reason: 'vì' },
      idempotencyKey: 'k',
      onBehalfOf: 'H99.3',
      import: { agency: 'H99.1', officer: 'vt', from: 'scenario', occurredAt: '2026-11-20T03:00:00Z' },
    }),
  ).toEqual({
    method: 'POST',
    url: `/documents/${documentId}/deliveries/H99%2F1/cancellation`,
    headers: {
      'content-type': 'application/json',
      'idempotency-key': 'k',
      'on-behalf-of': 'H99.3',
      'import-on-behalf-of': 'H99.1/vt',
      'import-source': 'scenario',
      'import-occurred-at': '2026-11-20T03:00:00Z',
    },
    payload: '{"reason":"vì"}',
    turn: `documentId ${documentId.toLowerCase()}`,
  }));

it('has neither body nor turn where it has none', () =>
  expect(commandRequest({ operation: 'openDossier' }, here)).toEqual({
    method: 'POST',
    url: '/dossiers',
    headers: { 'content-type': 'application/json' },
  }));

it('puts where its route puts', () =>
  expect(commandRequest({ operation: 'registerAgency', target: { agency: 'H99.7' } }, here)).toMatchObject({
    method: 'PUT',
    url: '/agencies/H99.7',
    turn: 'agency h99.7',
  }));

it('waits for whatever is about the same object', () => {
  const issue = commandRequest({ operation: 'issueDocument', target: { documentId } }, here);
  const receipt = commandRequest(
    { operation: 'acceptReceipt', target: { documentId: documentId.toLowerCase() } },
    here,
  );
  expect(issue).toMatchObject({ turn: expect.any(String) });
  expect((receipt as { turn: string }).turn).toBe((issue as { turn: string }).turn);
});

it('takes a number where digits stand', () =>
  expect(commandRequest({ operation: 'recordIncomingPaper', target: { year: 2026 } }, here)).toMatchObject({
    url: '/registers/incoming/2026/paper-entries',
  }));

it.each(['getInbox', 'putContent', 'skipParked', 'sendCommands', 'nothing', '', '__proto__', 'constructor'])(
  'is none of the operation %p',
  (operation) =>
    expect(commandRequest({ operation }, here)).toEqual([
      {
        pointer: '/body/commands/7/operation',
        detail: 'is no `operationId` of a command that goes to one service as it is',
      },
    ]),
);

const hold = 'must be what its path can hold';
it.each([
  [
    'nothing',
    undefined,
    [
      ['/documentId', hold],
      ['/agency', hold],
    ],
  ],
  [
    'null',
    null,
    [
      ['/documentId', hold],
      ['/agency', hold],
    ],
  ],
  ['a list', [documentId], [['', 'must be an object']]],
  ['a text', documentId, [['', 'must be an object']]],
  ['something missing', { documentId }, [['/agency', hold]]],
  ['something empty', { documentId, agency: '' }, [['/agency', hold]]],
  ['an object in it', { documentId, agency: {} }, [['/agency', hold]]],
  ['a step to another path', { documentId, agency: '..' }, [['/agency', hold]]],
  ['half a character', { documentId, agency: '\ud800' }, [['/agency', hold]]],
  ['something more', { documentId, agency: 'H99.1', 'a/b': 1 }, [['/a~1b', 'is not a known field']]],
])('is none with a target that is or has %s', (_, target, errors) =>
  expect(asked({ target })).toEqual(
    errors.map(([place, detail]) => expect.objectContaining({ pointer: `${here}/target${place}`, detail })),
  ),
);
