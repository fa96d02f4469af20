import 'reflect-metadata';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { saidOfFields } from './api-property';
import * as contracts from './index';

interface Said {
  readonly type?: unknown;
  readonly format?: string;
  readonly pattern?: string;
  readonly enum?: unknown;
  readonly items?: Said;
}

/** Every field of every body, query and path that any door takes, by class and name, with all that is said of it. */
const fields = (() => {
  const byName = new Map<string, { readonly shape: new () => object; readonly field: string; said: Said }>();
  for (const { shape, field, options } of saidOfFields) {
    const made = shape.constructor as new () => object;
    const name = `${made.name}.${String(field)}`;
    const said = { ...byName.get(name)?.said, ...(options as Said) };
    byName.set(name, { shape: made, field: String(field), said });
  }
  return [...byName].map(([name, { said, ...field }]) => {
    const isList = said.type === 'array' && said.items !== undefined;
    return { name, ...field, isList, form: isList ? said.items : said };
  });
})();

const that = (isIt: (form: Said) => boolean) =>
  fields.filter(({ form }) => isIt(form)).map((field) => [field.name, field] as const);

type Field = (typeof fields)[number];

/** What is kept of a field that is sent so, and what is wrong with it. */
function taken({ shape, field, isList }: Field, text: string) {
  const made = plainToInstance(shape, { [field]: isList ? [text] : text });
  const errors = validateSync(made).filter(({ property }) => property === field);
  const kept = (made as Record<string, unknown>)[field];
  return { kept: isList ? (kept as readonly unknown[])[0] : kept, errors };
}

const right = (kept: string) => ({ kept, errors: [] });

const id = '30c4dc9d-2a1e-4c11-9d0f-0a5c7e6a1d10';
const hash = 'ab'.repeat(32);
const instants = {
  '2026-12-31T10:00:00Z': '2026-12-31T10:00:00.000Z',
  '2026-12-31t10:00:00z': '2026-12-31T10:00:00.000Z',
  '2026-12-31T10:00:00.1Z': '2026-12-31T10:00:00.100Z',
  '2026-12-31T10:00:00.123456789Z': '2026-12-31T10:00:00.123Z',
  '2026-12-31T17:00:00+07:00': '2026-12-31T10:00:00.000Z',
  '2026-12-31T10:00:00-00:00': '2026-12-31T10:00:00.000Z',
  '2026-12-31T06:30:00.5-03:30': '2026-12-31T10:00:00.500Z',
  '2026-12-31T23:59:60Z': '2026-12-31T23:59:59.000Z',
  '2027-01-01T06:59:60+07:00': '2026-12-31T23:59:59.000Z',
};
const blanks = {
  nothing: '',
  space: ' ',
  'no-break space': '\u00a0',
  'ideographic space': '\u3000',
  'zero width space': '\u200b',
  'word joiner': '\u2060',
  'soft hyphen': '\u00ad',
  'Hangul filler': '\u3164',
  'halfwidth Hangul filler': '\uffa0',
  'Braille blank': '\u2800',
  'tag characters': '\u{e0061}\u{e0062}',
  'bidi controls': '\u202a\u2066\u2069\u202c',
  'byte order mark': '\ufeff',
  'several of them': ' \u00a0\u200b\u3164\u2800 ',
};

it('walks fields of every form', () => {
  expect(Object.keys(contracts).length).toBeGreaterThan(0);
  const counts = [
    that(({ format }) => format === 'uuid').length,
    that(({ format }) => format === 'date-time').length,
    that(({ format }) => format === 'line').length,
    that(({ format }) => format === 'prose').length,
  ];
  expect(counts.every((count) => count >= 5)).toBe(true);
});

it.each(that(({ format }) => format === 'uuid'))(
  '%s is a UUID in any case, kept in lower case',
  (_, field) => {
    for (const text of [id, id.toUpperCase(), id.replace('c4dc', 'C4dC')])
      expect(taken(field, text)).toEqual(right(id));
  },
);

it.each(that(({ pattern }) => pattern?.includes('{64}') ?? false))(
  '%s is a SHA-256 in any case',
  (_, field) => expect(taken(field, hash.toUpperCase())).toEqual(right(hash)),
);

it.each(that(({ pattern }) => pattern?.includes('{1,128}(\\/') ?? false))(
  '%s holds ids in any case, of officers as they are',
  (_, field) => {
    const sent = `${id.toUpperCase()}/${hash.toUpperCase()}/Cv.01`;
    expect(taken(field, sent)).toEqual(right(`${id}/${hash}/Cv.01`));
  },
);

it.each(that(({ format }) => format === 'date-time'))(
  '%s is an instant in any spelling of RFC 3339',
  (_, field) => {
    for (const [text, kept] of Object.entries(instants)) expect(taken(field, text)).toEqual(right(kept));
    for (const none of ['2026-12-31', '2026-12-31T10:00:00', '2026-12-31T10:00:60Z', '2026-12-31 10:00:00Z'])
      expect([none, taken(field, none).errors.length]).toEqual([none, 1]);
  },
);

it.each(that(({ format = '' }) => ['line', 'prose', 'file-name'].includes(format)))(
  '%s says something',
  (_, field) => {
    for (const [name, text] of Object.entries(blanks))
      expect([name, taken(field, text).errors.length]).toEqual([name, 1]);
  },
);

/** Their form is judged as that of a header, or of the object they stand for. */
const judgedElsewhere = /^(BatchedCommandBody|SentCommandBody|ImportedBody)\./;

it('no other text is taken in whatever form', () => {
  const free = that(
    ({ type, format, pattern, enum: values }) => type === 'string' && !format && !pattern && !values,
  );
  expect(free.map(([name]) => name).filter((name) => !judgedElsewhere.test(name))).toEqual([]);
});
