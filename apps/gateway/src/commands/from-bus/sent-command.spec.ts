import { Problem } from '../../edge/problem';
import { readSent, subjected } from './sent-command';

const systemId = '6fa459ea-ee8a-5ca4-894e-db77e160355e';
const documentId = '0b1c59ea-ee8a-5ca4-894e-db77e160355e';
const bytes = (text: string) => Buffer.from(text);
const sent = { officer: 'vt.stc', target: { documentId }, body: {}, idempotencyKey: 'k' };
const looked: string[] = [];
const look = async (text: string) => void looked.push(text);
beforeEach(() => looked.splice(0));

const read = (said: unknown) => readSent(bytes(JSON.stringify(said)), 'acceptReceipt', look);
const refused = (reading: Promise<unknown>) =>
  reading.then(
    () => undefined,
    (error: Problem) => ({
      problem: error.problem,
      ...(error.errors && { at: error.errors.map((each) => each.pointer) }),
    }),
  );

it.each([
  [`commands.${systemId}.H99-1.acceptReceipt`, { systemId, agency: 'H99.1', operation: 'acceptReceipt' }],
  [
    `commands.${systemId}.000-00-15-H26.issueDocument`,
    { systemId, agency: '000.00.15.H26', operation: 'issueDocument' },
  ],
  [`commands.${systemId}.H99-1`, undefined],
  [`commands.${systemId}.H99-1.acceptReceipt.more`, undefined],
  [`commands.${systemId.toUpperCase()}.H99-1.acceptReceipt`, undefined],
  [`commands.x.H99-1.acceptReceipt`, undefined],
  [`commands.${systemId}.h99.acceptReceipt`, undefined],
  [`commands.${systemId}.H99-1.accept receipt`, undefined],
  [`other.${systemId}.H99-1.acceptReceipt`, undefined],
])('finds in the subject %s who sends what for whom', (subject, said) =>
  expect(subjected(subject)).toEqual(said),
);

it('is the request it would be over HTTP, and looks at nothing before its route does', async () => {
  const over = { onBehalfOf: 'H99.7', correlationId: 'not looked at here' };
  expect(await read({ ...sent, ...over })).toEqual({
    officer: 'vt.stc',
    request: {
      method: 'POST',
      url: `/inbox/${documentId}/receipt`,
      headers: {
        'content-type': 'application/json',
        'idempotency-key': 'k',
        'on-behalf-of': 'H99.7',
        'correlation-id': 'not looked at here',
      },
      payload: '{}',
      turn: `documentId ${documentId}`,
    },
  });
  expect(looked).toEqual([]);
});

it.each<[string, unknown, string[]]>([
  ['nobody for whom it acts', { ...sent, officer: undefined }, ['/body/officer']],
  ['an officer that is no id', { ...sent, officer: 'a b' }, ['/body/officer']],
  ['an officer that is a number', { ...sent, officer: 1 }, ['/body/officer']],
  ['a key that is no text', { ...sent, idempotencyKey: 1 }, ['/body/idempotencyKey']],
  ['a field unknown', { ...sent, import: {} }, ['/body/import']],
  ['a null', { ...sent, onBehalfOf: null }, ['/body/onBehalfOf']],
  ['no target', { ...sent, target: undefined }, ['/body/target/documentId']],
  [
    'a target that steps to another path',
    { ...sent, target: { documentId: '..' } },
    ['/body/target/documentId'],
  ],
  ['a target with more', { ...sent, target: { documentId, a: 1 } }, ['/body/target/a']],
  ['a list', [], ['/body']],
  ['a text', 'x', ['/body']],
  ['null', null, ['/body']],
])('is refused as malformed with %s, and looked at as a whole', async (_, said, at) => {
  const answer = await refused(read(said));
  expect(answer).toEqual({ problem: 'request:malformed', at });
  expect(looked).toEqual([JSON.stringify(said)]);
});

it.each<[string, Uint8Array, string]>([
  ['nothing', bytes(''), 'request:malformed'],
  ['no JSON', bytes('{'), 'request:not-json'],
  ['no UTF-8', Buffer.from([0x7b, 0xff, 0x7d]), 'request:not-json'],
  ['something twice', bytes('{"officer":"a","officer":"b"}'), 'request:malformed'],
  ['what is too deep', bytes(`{"body":${'['.repeat(20)}${']'.repeat(20)}}`), 'request:too-deep'],
  ['more than 1 MiB', bytes(' '.repeat(1024 * 1024 + 1)), 'request:too-large'],
])('is refused for %s', async (_, payload, problem) =>
  expect(await refused(readSent(payload, 'acceptReceipt', look))).toMatchObject({ problem }),
);

it('is refused for what its look refuses, whatever else is wrong', async () => {
  const secret = async () => Promise.reject(new Problem('document:secret-content'));
  const said = bytes('{"officer":1,"secrecy":"mat"}');
  expect(await refused(readSent(said, 'acceptReceipt', secret))).toEqual({
    problem: 'document:secret-content',
  });
});
