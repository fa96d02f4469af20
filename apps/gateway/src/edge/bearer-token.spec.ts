import { tokenIn } from './bearer-token';

const brought = (lines: readonly string[], query: object = {}) =>
  tokenIn({ raw: { rawHeaders: ['Host', 'x', ...lines.flatMap((line) => ['Authorization', line])] }, query });

it.each([
  ['Bearer abc.def_-~+/=='],
  ['bearer abc.def_-~+/=='],
  ['BEARER abc.def_-~+/=='],
  ['Bearer   abc.def_-~+/=='],
])('%s brings a token', (line) => expect(brought([line])).toEqual({ token: 'abc.def_-~+/==' }));

it.each([[[]], [['Basic dnQ6eA==']], [['BearerX abc']], [['Bearer-2 abc']], [['abc.def.ghi']], [['']]])(
  '%j brings none',
  (lines) => expect(brought(lines)).toEqual({}),
);

it.each([
  ['nothing behind it', ['Bearer']],
  ['spaces behind it', ['Bearer  ']],
  ['two tokens', ['Bearer abc def']],
  ['two tokens with a comma', ['Bearer abc, def']],
  ['a parameter', ['Bearer token="abc"']],
  ['a tab', ['Bearer\tabc']],
  ['no ASCII', ['Bearer ký']],
  ['a sign in the middle', ['Bearer a=b']],
  ['two lines', ['Bearer abc', 'Bearer abc']],
  ['two lines of two schemes', ['Basic dnQ6eA==', 'Bearer abc']],
])('a header with %s is malformed', (_, lines) =>
  expect(brought(lines)).toEqual({ malformed: expect.any(String) }),
);

it('a second token in the address makes two', () => {
  expect(brought(['Bearer abc'], { access_token: 'abc' })).toEqual({ malformed: expect.any(String) });
  expect(brought([], { access_token: 'abc' })).toEqual({});
});
