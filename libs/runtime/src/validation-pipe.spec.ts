import type { ArgumentMetadata } from '@nestjs/common';
import {
  AcceptReceiptBody,
  BookTarget,
  DocumentTarget,
  DraftDocumentBody,
  type FieldError,
  PageQuery,
} from '@contracts';
import { MalformedMessage } from './malformed-message';
import { httpValidation, rpcValidationPipe } from './validation-pipe';

const rpc = rpcValidationPipe();
const http = httpValidation((errors) => new MalformedMessage(errors));
type Shape = NonNullable<ArgumentMetadata['metatype']>;

const checked = (value: unknown, metatype: Shape, data = 'body') =>
  rpc.transform(value, { type: 'body', metatype, data }) as Promise<unknown>;
const errorsOf = async (checking: Promise<unknown>): Promise<readonly FieldError[]> => {
  try {
    await checking;
    return [];
  } catch (error) {
    expect(error).toBeInstanceOf(MalformedMessage);
    return (error as MalformedMessage).errors;
  }
};
const pointersOf = async (checking: Promise<unknown>) =>
  (await errorsOf(checking)).map(({ pointer }) => pointer);

const part = { sha256: 'a'.repeat(64), size: 1, mediaType: 'application/pdf', name: 'a.pdf' };
const draft = { documentType: 'CV', subject: 'Mời họp', urgency: 'normal', contents: [part] };

it('gives an instance of the declared class', async () =>
  expect(await checked(draft, DraftDocumentBody)).toBeInstanceOf(DraftDocumentBody));

it.each([
  ['a nested field', { ...draft, contents: [{ ...part, sha256: 'A' }] }, ['/body/contents/0/sha256']],
  ['an unknown field', { ...draft, admin: true }, ['/body/admin']],
  ['a nested unknown field', { ...draft, contents: [{ ...part, x: 1 }] }, ['/body/contents/0/x']],
  ['a missing field', { ...draft, subject: undefined }, ['/body/subject', '/body/subject']],
  ['a wrong type', { ...draft, contents: 'x' }, ['/body/contents', '/body/contents', '/body/contents']],
  ['a list as a whole', [draft], ['/body']],
  ['a text as a whole', 'x', ['/body']],
  ['null', null, ['/body']],
  ['a part that is a text', { ...draft, contents: ['x'] }, ['/body/contents/0']],
  ['a part that is null', { ...draft, contents: [null] }, ['/body/contents/0']],
  ['a part that is a list', { ...draft, contents: [[]] }, ['/body/contents']],
  ['a part that is a list of parts', { ...draft, contents: [[part]] }, ['/body/contents']],
  ['a list in the place of an object', { ...draft, copyOf: [] }, ['/body/copyOf']],
  ['a text in the place of an object', { ...draft, copyOf: '' }, ['/body/copyOf']],
  ['a number in the place of an object', { ...draft, copyOf: 0 }, ['/body/copyOf']],
  ['null where something may be left out', { ...draft, dueDate: null }, ['/body/dueDate']],
  ['null in the place of an object', { ...draft, copyOf: null }, ['/body/copyOf']],
  ['null in the place of a list', { ...draft, responseFor: null }, ['/body/responseFor']],
  ['null in a list', { ...draft, distribution: ['a', null] }, ['/body/distribution/1']],
  ['a list in a list', { ...draft, distribution: [['a']] }, ['/body/distribution']],
  ['a line break in a line', { ...draft, subject: 'a\nb' }, ['/body/subject']],
  ['a line separator in a line', { ...draft, subject: 'a\u2028b' }, ['/body/subject']],
  ['a blank text', { ...draft, subject: ' \u00a0' }, ['/body/subject']],
  ['a text of nothing to see', { ...draft, subject: '\u200b' }, ['/body/subject']],
  ['a character nobody sees', { ...draft, distribution: ['a', 'a\u200bb'] }, ['/body/distribution/1']],
  ['a control character', { ...draft, subject: 'a\u0000b' }, ['/body/subject']],
  ['a lone surrogate', { ...draft, subject: 'a\ud800b' }, ['/body/subject']],
  ['a name of the prototype', JSON.parse('{"__proto__": {"admin": true}}'), ['/body/__proto__']],
  ['a constructor', { ...draft, constructor: { name: 'x' } }, ['/body/constructor']],
])('refuses %s by pointer', async (_, body, pointers) => {
  const found = await pointersOf(checked(body, DraftDocumentBody));
  expect(new Set(found)).toEqual(new Set(pointers));
});

it('says of an object that it must be one', async () => {
  for (const copyOf of [[], [[]], '', 0, true]) {
    expect(await errorsOf(checked({ ...draft, copyOf }, DraftDocumentBody))).toEqual([
      { pointer: '/body/copyOf', detail: 'must be an object', code: 'object' },
    ]);
  }
});

it.each(Object.getOwnPropertyNames(Object.prototype))('knows no field named %s', async (name) =>
  expect(await errorsOf(checked(JSON.parse(`{"${name}":1}`), AcceptReceiptBody))).toEqual([
    { pointer: `/body/${name}`, detail: 'is not a known field', code: 'unknown-field' },
  ]),
);

it('reads UUIDs, hashes and instants however they are written', async () => {
  const id = '30C4DC9D-2A1E-4C11-9D0F-0A5C7E6A1D10';
  const read = await checked(
    { ...draft, responseFor: [id], replaces: id, contents: [{ ...part, sha256: 'A'.repeat(64) }] },
    DraftDocumentBody,
  );
  expect(read).toMatchObject({
    responseFor: [id.toLowerCase()],
    replaces: id.toLowerCase(),
    contents: [{ sha256: 'a'.repeat(64) }],
  });
  expect(await checked({ documentId: id }, DocumentTarget)).toEqual({ documentId: id.toLowerCase() });
});

it('refuses every field of an empty shape', async () => {
  expect(await pointersOf(checked({ a: 1 }, AcceptReceiptBody))).toEqual(['/body/a']);
  expect(await checked({}, AcceptReceiptBody)).toEqual({});
  expect(await checked(undefined, AcceptReceiptBody)).toEqual({});
});

it('escapes pointers as RFC 6901 says', async () =>
  expect(await pointersOf(checked({ 'a/b~c': 1 }, AcceptReceiptBody))).toEqual(['/body/a~1b~0c']));

it('refuses nesting that would exhaust the stack', async () => {
  const deep: unknown = JSON.parse(`${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`);
  expect(await errorsOf(checked(deep, AcceptReceiptBody))).toEqual([
    {
      pointer: `/body${'/a'.repeat(16)}`,
      detail: 'is nested deeper than 16',
      code: 'too-deep',
      params: { max: 16 },
    },
  ]);
});

it('does not repeat the field in the sentence', async () =>
  expect(await errorsOf(checked({ ...draft, urgency: 'x' }, DraftDocumentBody))).toEqual([
    {
      pointer: '/body/urgency',
      detail: 'must be one of the following values: normal, urgent, very-urgent, flash',
      code: 'one-of',
      params: { values: ['normal', 'urgent', 'very-urgent', 'flash'] },
    },
  ]));

it('turns text into NFC and counts code points', async () => {
  const decomposed = 'Mời họp'.normalize('NFD');
  expect(await checked({ ...draft, subject: decomposed }, DraftDocumentBody)).toMatchObject({
    subject: 'Mời họp'.normalize('NFC'),
  });
  expect(await pointersOf(checked({ ...draft, subject: '𠮷'.repeat(500) }, DraftDocumentBody))).toEqual([]);
  expect(await pointersOf(checked({ ...draft, subject: '𠮷'.repeat(501) }, DraftDocumentBody))).toEqual([
    '/body/subject',
  ]);
});

it('names the part of a message that is wrong', async () =>
  expect(await pointersOf(checked({ documentId: 'x' }, DocumentTarget, 'target'))).toEqual([
    '/target/documentId',
  ]));

describe('over HTTP', () => {
  it.each([
    ['param', DocumentTarget, { documentId: 'x' }, '/target/documentId'],
    ['query', PageQuery, { limit: '0' }, '/query/limit'],
    ['body', AcceptReceiptBody, { a: 1 }, '/body/a'],
  ] as const)('points into the %s', async (type, metatype, value, pointer) =>
    expect(await pointersOf(http.transform(value, { type, metatype }) as Promise<unknown>)).toEqual([
      pointer,
    ]),
  );

  it('reads numbers from path and query', async () => {
    expect(await http.transform({ year: '2026' }, { type: 'param', metatype: BookTarget })).toEqual({
      year: 2026,
    });
    expect(await http.transform({ limit: '20' }, { type: 'query', metatype: PageQuery })).toEqual({
      limit: 20,
    });
  });

  it('leaves alone what is not declared with a class', async () =>
    expect(await http.transform('x', { type: 'param', metatype: String, data: 'id' })).toBe('x'));
});
