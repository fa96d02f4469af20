import 'reflect-metadata';
import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  buildMessage,
  Equals,
  getMetadataStorage,
  IsArray,
  IsBase64,
  IsBoolean,
  IsIn,
  IsInt,
  IsUUID,
  Length,
  Max,
  Min,
  ValidateBy,
  ValidateIf,
  ValidateNested,
  type ValidationArguments,
  type ValidationOptions,
} from 'class-validator';
import { agencyCodePattern } from '@domain/codes';
import { ApiProperty } from './api-property';
import type { Fault } from './fault';
import { isFileName } from './file-name';
import { instantOf, isDay, years } from './instant';
import { isLine, isProse } from './text';

const storage = getMetadataStorage();
type Look = typeof storage.getTargetValidationMetadatas;
const look: Look = storage.getTargetValidationMetadatas.bind(storage);
const found = new WeakMap<Parameters<Look>[0], ReturnType<Look>>();

/**
 * With each object that it checks the library looks through all classes for those that one extends. What a class says
 * stands once it is declared, so it is looked for once.
 */
storage.getTargetValidationMetadatas = (target, schema, always, strictGroups, groups = []) => {
  if (schema || always || strictGroups || groups.length > 0)
    return look(target, schema, always, strictGroups, groups);
  const rules = found.get(target) ?? look(target, schema, always, strictGroups, groups);
  found.set(target, rules);
  return rules;
};

/** `each`: it is said of every item of a list, which `IsList` bounds. */
interface Of {
  readonly each?: boolean;
}
type Form = (of?: Of) => PropertyDecorator;

const all =
  (...decorators: readonly PropertyDecorator[]): PropertyDecorator =>
  (target, property) =>
    decorators.forEach((decorate) => decorate(target, property));

/** What the OpenAPI document says of a field. What is said above a form is said besides. */
const described = (schema: object, { each }: Of = {}): PropertyDecorator =>
  ApiProperty(each ? { type: 'array', items: schema } : schema);

/** Texts as they are kept, whatever way they are written. */
const written = (as: (text: string) => string): PropertyDecorator => {
  const kept = (value: unknown): unknown => (typeof value === 'string' ? as(value) : value);
  return Transform(({ value }: { value: unknown }) => (Array.isArray(value) ? value.map(kept) : kept(value)));
};

/** Besides its sentence, the word for what is wrong: class-validator keeps it beside the rule. */
const told = (fault: Fault, of: Of = {}): ValidationOptions => ({ ...of, context: fault });

const fitting = (
  name: string,
  fits: (value: unknown) => boolean,
  message: string,
  fault: Fault,
  of: Of,
): PropertyDecorator =>
  ValidateBy(
    {
      name,
      validator: {
        validate: fits,
        defaultMessage: buildMessage((each) => `${each}$property ${message}`, of),
      },
    },
    told(fault, of),
  );

const text =
  (fits: (text: string) => boolean, schema: object, message: string, fault: Fault): Form =>
  (of = {}) => {
    const isText = (value: unknown): boolean => typeof value === 'string' && fits(value);
    return all(fitting('form', isText, message, fault, of), described({ type: 'string', ...schema }, of));
  };

const matching = (pattern: RegExp, message: string, example: string): Form =>
  text((value) => pattern.test(value), { pattern: pattern.source, example }, message, {
    code: 'pattern',
    params: { pattern: pattern.source, example },
  });

const sized = (value: string, min: number, max: number): boolean => {
  const { length } = [...value];
  return length >= min && length <= max;
};

/** Any text of at most so many characters: whoever reads it judges its form. */
export const IsText = (max: number): PropertyDecorator =>
  text((value) => sized(value, 0, max), { maxLength: max }, `must be a text of at most ${max} characters`, {
    code: 'text',
    params: { max },
  })();

/** The field may be left out. Null is not left out: it is no form of anything. */
export const MayBeAbsent = (): PropertyDecorator =>
  all(
    ValidateIf((_, value) => value !== undefined),
    ApiProperty({ required: false }),
  );

/** It stands where the other one is left out, and only there. */
export const InPlaceOf = (other: string): PropertyDecorator => {
  const has = (object: object): boolean => (object as Record<string, unknown>)[other] !== undefined;
  const validate = (_: unknown, args?: ValidationArguments): boolean => !has(args?.object ?? {});
  const defaultMessage = (): string => `$property must be left out where ${other} stands`;
  return all(
    ValidateIf((object: object, value) => value !== undefined || !has(object)),
    ValidateBy(
      { name: 'inPlaceOf', validator: { validate, defaultMessage } },
      told({ code: 'in-place-of', params: { other } }),
    ),
    ApiProperty({ required: false }),
  );
};

/** One line of text that says something, in code points. */
export const IsLine = (
  max: number,
  { min = 1, ...of }: Of & { readonly min?: number } = {},
): PropertyDecorator =>
  text(
    (value) => sized(value, min, max) && isLine(value),
    { format: 'line', minLength: min, maxLength: max },
    `must be one line of ${min} to ${max} characters, and not blank`,
    { code: 'line', params: { min, max } },
  )(of);

/** A text that says something and may need several lines, in code points. */
export const IsProse = (max: number, { min = 1 }: { readonly min?: number } = {}): PropertyDecorator =>
  text(
    (value) => sized(value, min, max) && isProse(value),
    { format: 'prose', minLength: min, maxLength: max },
    `must be a text of ${min} to ${max} characters, and not blank`,
    { code: 'prose', params: { min, max } },
  )();

/** The name of a file, so many code points at most. */
export const IsFileName = (max: number): PropertyDecorator =>
  text(
    (value) => sized(value, 1, max) && isFileName(value),
    { format: 'file-name', minLength: 1, maxLength: max },
    `must be a file name of 1 to ${max} characters in one line, with nothing hidden in it, and not of a program`,
    { code: 'file-name', params: { max } },
  )();

export const IsOneOf = (values: readonly string[], of: Of = {}): PropertyDecorator =>
  all(
    IsIn([...values], told({ code: 'one-of', params: { values } }, of)),
    described({ type: 'string', enum: [...values] }, of),
  );

export const IsFlag = (): PropertyDecorator =>
  all(IsBoolean(told({ code: 'flag' })), described({ type: 'boolean' }));

/** Nothing but true: what is not so is left out. */
export const IsTrue = (): PropertyDecorator =>
  all(Equals(true, told({ code: 'true-only' })), described({ type: 'boolean', enum: [true] }));

export const IsWhole = (min: number, max: number): PropertyDecorator => {
  const whole = told({ code: 'whole-number', params: { min, max } });
  const schema = { type: 'integer', minimum: min, maximum: max };
  return all(IsInt(whole), Min(min, whole), Max(max, whole), described(schema));
};

/** In an address numbers are digits. */
export const IsNumeral = (min: number, max: number): PropertyDecorator =>
  all(
    Transform(({ value }: { value: unknown }) =>
      typeof value === 'string' && /^\d{1,16}$/.test(value) ? Number(value) : value,
    ),
    IsWhole(min, max),
  );

/** In an address a flag is one of two words. */
export const IsFlagWord = (): PropertyDecorator =>
  all(
    Transform(({ value }: { value: unknown }) =>
      value === 'true' ? true : value === 'false' ? false : value,
    ),
    IsFlag(),
  );

/** A UUID in any case; kept in lower case. */
export const IsId: Form = (of = {}) =>
  all(
    written((id) => id.toLowerCase()),
    IsUUID('all', told({ code: 'uuid' }, of)),
    described({ type: 'string', format: 'uuid' }, of),
  );

/** SHA-256 as hex in any case; kept in lower case. */
export const IsSha256: Form = (of = {}) =>
  all(
    written((hash) => hash.toLowerCase()),
    text(
      (hash) => /^[0-9a-f]{64}$/.test(hash),
      { pattern: '^[0-9a-fA-F]{64}$', example: 'a'.repeat(64) },
      'must be a SHA-256 in hex, 64 characters',
      { code: 'pattern', params: { pattern: '^[0-9a-fA-F]{64}$', example: 'a'.repeat(64) } },
    )(of),
  );

/** Bytes as base64, so many characters at most. */
export const IsBytes = (max: number): PropertyDecorator =>
  all(
    IsBase64(),
    Length(4, max),
    described({ type: 'string', format: 'byte', minLength: 4, maxLength: max }),
  );

/** A list of at most so many; what its items are is said beside it, with `each`. */
/** By a set: class-validator's own compares each item with every other, which for 1,000 takes milliseconds. */
const isUnique = (keyOf: (item: never) => unknown): PropertyDecorator => {
  const key = (item: unknown): unknown => (item === undefined || item === null ? item : keyOf(item as never));
  const fits = (list: unknown): boolean => Array.isArray(list) && new Set(list.map(key)).size === list.length;
  return fitting('unique', fits, 'must not hold the same twice', { code: 'unique' }, {});
};

export const IsList = (
  max: number,
  { min = 0, unique }: { readonly min?: number; readonly unique?: true | ((item: never) => unknown) } = {},
): PropertyDecorator => {
  const list = told({ code: 'list', params: { min, max } });
  return all(
    IsArray(list),
    ArrayMinSize(min, list),
    ArrayMaxSize(max, list),
    ...(unique === undefined ? [] : [isUnique(unique === true ? (item) => item : unique)]),
    ApiProperty({ minItems: min, maxItems: max, ...(unique === true ? { uniqueItems: true } : {}) }),
  );
};

/** An object of a class of its own. A list is none, though class-validator looks for the class in its items. */
export const IsPart = (type: () => new () => object, of: Of = {}): PropertyDecorator => {
  const message = 'must be an object';
  // An item that is a text or a number is told of at its own place already.
  const isObject = (value: unknown): boolean =>
    !Array.isArray(value) && (of.each === true || typeof value === 'object');
  return all(
    Type(type),
    ValidateNested({ ...told({ code: 'object' }, of), message }),
    fitting('part', isObject, message, { code: 'object' }, of),
    // It is known for a class that is asked for later by the name of the function.
    ApiProperty({ type: () => type(), isArray: of.each === true }),
  );
};

export const IsAgencyCode = matching(
  agencyCodePattern,
  'must be an agency code such as H26.1 (Decision 20/2020) or 000.00.15.H26 (QCVN 102:2016)',
  'H26.1',
);
export const officerIdPattern = /^[A-Za-z0-9._-]{1,64}$/;
export const IsOfficerId = matching(
  officerIdPattern,
  'must be the id of an officer: 1 to 64 of A-Z a-z 0-9 . _ -',
  'vt.stc.01',
);
export const IsMediaType = matching(
  /^[a-z0-9.+-]{1,64}\/[a-z0-9.+-]{1,64}$/,
  'must be a media type such as application/pdf',
  'application/pdf',
);
/** Latin letters, those of Vietnamese too. Written out: readers of a contract need not know classes of Unicode. */
export const IsAbbreviation = matching(
  /^[A-Za-z0-9\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff]{1,20}$/,
  'must be 1 to 20 letters and digits',
  'STC',
);
export const IsDocumentTypeCode = matching(/^[A-Z]{2,5}$/, 'must be a document type code such as CV', 'CV');
export const IsCodeScheme = matching(/^[a-z0-9-]{1,32}$/, 'must be 1 to 32 of a-z 0-9 -', 'qd20');
export const IsProgramName = matching(
  /^[a-z0-9-]{1,64}$/,
  'must be the name of a program: 1 to 64 of a-z 0-9 -',
  'handoff-completion',
);
export const IsStreamName = matching(
  /^[a-z]+-[A-Za-z0-9.-]{1,120}$/,
  'must be the name of a stream',
  'document-6fa459ea-ee8a-5ca4-894e-db77e160355e',
);
export const IsPosition = matching(/^\d{1,20}$/, 'must be a position: 1 to 20 digits', '4711');
export const IsFeedPlace = matching(
  /^[0-9A-Fa-f.-]{1,64}$/,
  'must be the last event that is known, `<feednumber>.<id>`, or a position: 1 to 64 of 0-9 a-f . -',
  '7.6f1c1f0e-7f0a-5b60-9a43-0d3a8a0d8b11',
);
export const IsEventType = matching(
  /^vn\.lienthong(\.[a-z][a-z0-9-]{0,63}){2}\.v[1-9]\d{0,3}$/,
  'must be the type of a public message such as vn.lienthong.exchange.document-arrived.v1',
  'vn.lienthong.exchange.document-arrived.v1',
);
export const IsWebhookUrl = matching(
  /^https?:\/\/[!-~]{1,2000}$/,
  'must be an address such as https://qlvb.example.vn/lienthong, 2,008 characters of ASCII at most',
  'https://qlvb.example.vn/lienthong',
);
export const IsLocalTime = matching(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of the day HH:mm', '21:00');
/** One mailbox of plain ASCII (RFC 5321, without quotes): nothing in it means anything in the head of a mail. */
export const IsMailAddress = matching(
  /^(?=.{6,254}$)[A-Za-z0-9_+-]+(\.[A-Za-z0-9_+-]+)*@([A-Za-z0-9]+(-+[A-Za-z0-9]+)*\.)+[A-Za-z]{2,24}$/,
  'must be a mail address such as vt.stc@example.vn',
  'vt.stc@example.vn',
);
/** Of Vietnam, or of any country with `+` before it. */
export const IsPhoneNumber = matching(
  /^(0[1-9][0-9]{8,9}|\+[1-9][0-9]{7,14})$/,
  'must be a number such as 0912345678 or +84912345678',
  '0912345678',
);
export const IsReasonCode = matching(/^[A-Za-z0-9._-]{1,64}$/, 'must be 1 to 64 of A-Z a-z 0-9 . _ -', 'E01');
export const IsOutcome = matching(
  /^[a-z-]{1,32}(:[a-z0-9-]{1,64})?$/,
  'must be `answered` or the name of a problem such as document:not-found',
  'answered',
);
const hexId = /^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{64})$/i;
/** Ids with `/` between, as a path names them; UUIDs and hashes among them are kept in lower case. */
export const IsObjectName: Form = (of = {}) =>
  all(
    written((ids) => ids.replace(/[^/]+/g, (id) => (hexId.test(id) ? id.toLowerCase() : id))),
    matching(
      /^[A-Za-z0-9._-]{1,128}(\/[A-Za-z0-9._-]{1,128}){0,3}$/,
      'must be 1 to 4 ids of A-Z a-z 0-9 . _ - with / between',
      '6fa459ea-ee8a-5ca4-894e-db77e160355e',
    )(of),
  );
export const IsIdentityNumber = matching(
  /^[A-Za-z0-9-]{6,20}$/,
  'must be an identity number: 6 to 20 letters, digits and -',
  '079203001234',
);
export const IsProcedureCode = matching(
  /^(?=.{1,64}$)[A-Za-z0-9]+([.-][A-Za-z0-9]+)*$/,
  'must be a procedure code such as 2.000635: 1 to 64 of A-Z a-z 0-9, with single . or - between',
  '2.000635',
);
export const IsItemKey = matching(
  /^(?=.{1,64}$)[a-z0-9]+(-[a-z0-9]+)*$/,
  'must be a key such as to-khai: 1 to 64 of a-z 0-9, with single - between',
  'to-khai',
);
export const IsWorkingHours = matching(
  /^(([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d)(,([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d){0,5}$/,
  'must be working hours such as 07:30-11:30,13:00-17:00, at most 6 stretches',
  '07:30-11:30,13:00-17:00',
);
export const IsStatusCode = matching(/^\d{2}$/, 'must be two digits', '02');
export const IsUserKey = matching(
  /^U[A-Z2-7]{55}$/,
  'must be the public half of a user nkey: U and 55 of A-Z 2-7',
  'UAH7QL3TRMUXAN6DHQK5GLQ6RWXZ3F4M2YJ5PDTB7SVCE4KQ6O2NWIJX',
);
export const IsOperationName = matching(
  /^[a-z][A-Za-z]{2,59}$/,
  'must be the operationId of a command, such as acceptReceipt',
  'acceptReceipt',
);
/** A mailbox or a telephone number. */
export const IsContact = matching(
  /^([A-Za-z0-9._+-]{1,64}@[A-Za-z0-9.-]{3,120}|\+?[0-9][0-9 .]{5,19})$/,
  'must be a mailbox such as vanhanh@stc.example.vn, or a telephone number',
  'vanhanh@stc.example.vn',
);
export const IsSeries = matching(/^[a-z0-9]{1,32}$/, 'must be 1 to 32 of a-z 0-9', 'outgoing');

const inYears = `in the years ${years.first} to ${years.last}`;

export const IsLegalDate = text(
  isDay,
  { format: 'date' },
  `must be a day YYYY-MM-DD of the calendar, ${inYears}`,
  { code: 'date', params: years },
);

const asLegalDate = (typed: string): string => {
  const [, day = '', month = '', year] = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(typed) ?? [];
  return year === undefined ? typed : `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
};

/** A day as clerks type it, day first, or `YYYY-MM-DD`; kept as the latter. */
export const IsTypedDate: Form = (of = {}) =>
  all(
    written(asLegalDate),
    text(
      isDay,
      { pattern: '^(\\d{4}-\\d{2}-\\d{2}|\\d{1,2}[/.-]\\d{1,2}[/.-]\\d{4})$' },
      `must be a day of the calendar, 20/11/2026 or 2026-11-20, ${inYears}`,
      { code: 'typed-date', params: years },
    )(of),
  );

/** Any form of RFC 3339; kept as `YYYY-MM-DDTHH:mm:ss.sssZ`. */
export const IsInstant: Form = (of = {}) =>
  all(
    written((instant) => instantOf(instant) ?? instant),
    text(
      (instant) => instantOf(instant) === instant,
      { format: 'date-time' },
      `must be an instant of RFC 3339 such as 2026-11-20T09:30:00.000Z, ${inYears}`,
      { code: 'instant', params: years },
    )(of),
  );
