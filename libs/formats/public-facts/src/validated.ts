import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020';
import type { JsonSchema } from './json-schema';
import { anyMessage, type DescribedType, publicTypes, webhookTrials } from './schemas';

/** What is wrong with a message, in a word for programs and in both languages. */
export interface Finding {
  /** JSON Pointer as a fragment: `#/data/documentId`; the whole is `#`. */
  readonly pointer: string;
  readonly code: FindingCode;
  readonly detail: string;
  readonly detailVi: string;
}

export interface Verdict {
  readonly valid: boolean;
  /** As the message says; absent when it says none. */
  readonly type?: string;
  /** The first hundred. */
  readonly findings: readonly Finding[];
}

const findingsMax = 100;

type Said = readonly [en: string, vi: string];

/** By its code what is said of a finding; `value` is what was wanted. */
const sayings = {
  'not-an-object': () => ['is no JSON object', 'không phải là đối tượng JSON'],
  missing: () => ['is missing', 'bị thiếu'],
  'wrong-type': (value) => [`must be: ${value}`, `phải có kiểu: ${value}`],
  'wrong-value': (value) => [`must be ${value}`, `phải là ${value}`],
  'not-one-of': (value) => [`must be one of ${value}`, `phải là một trong: ${value}`],
  'wrong-form': (value) => [`does not have its form ${value}`, `sai định dạng ${value}`],
  'too-long': (value) => [`holds more than ${value} characters`, `dài quá ${value} ký tự`],
  'too-short': (value) => [`holds less than ${value} characters`, `ngắn hơn ${value} ký tự`],
  'too-small': (value) => [`must be at least ${value}`, `không được nhỏ hơn ${value}`],
  'too-large': (value) => [`must be at most ${value}`, `không được lớn hơn ${value}`],
  'no-attribute': () => [
    'is no name of an attribute: 1 to 20 of a-z 0-9',
    'không phải tên thuộc tính hợp lệ: 1 đến 20 ký tự a-z 0-9',
  ],
  'unknown-type': () => [
    'is no type of this system; see /asyncapi.json',
    'không phải loại dữ kiện của hệ thống; xem /asyncapi.json',
  ],
  'unknown-version': (value) => [
    `is told in another version: ${value}`,
    `loại này có phiên bản khác: ${value}`,
  ],
  'wrong-subject': (value) => [
    `does not name what the data is about: ${value}`,
    `không khớp với dữ liệu: ${value}`,
  ],
} as const satisfies Readonly<Record<string, (value: string) => Said>>;
export type FindingCode = keyof typeof sayings;
export const findingCodes = Object.keys(sayings) as readonly FindingCode[];

function finding(pointer: string, code: FindingCode, value = ''): Finding {
  const [detail, detailVi] = sayings[code](value);
  return { pointer: `#${pointer}`, code, detail, detailVi };
}

const isDay = (day: string): boolean => {
  const at = new Date(`${day}T00:00:00.000Z`);
  return !Number.isNaN(at.valueOf()) && at.toISOString().startsWith(day);
};
/** The forms stand in patterns; that the day exists no pattern says. */
const formats = {
  uuid: true,
  date: isDay,
  'date-time': (instant: string) => isDay(instant.slice(0, 10)) && !Number.isNaN(Date.parse(instant)),
} as const;

type Check = (message: unknown) => readonly Finding[];

function checkOf(schema: JsonSchema): Check {
  const ajv = new Ajv2020({ allErrors: true, formats, verbose: true, allowUnionTypes: true });
  const validate: ValidateFunction = ajv.compile(schema);
  return (message) => {
    if (validate(message)) return [];
    const found = (validate.errors ?? []).flatMap(findingIn);
    return found.filter(
      ({ pointer, code }, index) =>
        index === found.findIndex((other) => other.pointer === pointer && other.code === code),
    );
  };
}

function findingIn({ keyword, instancePath, params, schema, propertyName }: ErrorObject): readonly Finding[] {
  const at = (code: FindingCode, value?: unknown) => [
    finding(instancePath, code, Array.isArray(value) ? value.join(', ') : String(value ?? '')),
  ];
  switch (keyword) {
    case 'required':
      return [finding(`${instancePath}/${String(params['missingProperty'])}`, 'missing')];
    case 'type':
      return instancePath === '' ? at('not-an-object') : at('wrong-type', schema);
    case 'const':
      return at('wrong-value', schema);
    case 'enum':
      return at('not-one-of', schema);
    case 'pattern':
      return propertyName === undefined ? at('wrong-form', schema) : [];
    case 'format':
      return at('wrong-form', schema);
    case 'maxLength':
      return at('too-long', schema);
    case 'minLength':
      return at('too-short', schema);
    case 'minimum':
      return at('too-small', schema);
    case 'maximum':
      return at('too-large', schema);
    case 'propertyNames':
      return [finding(`${instancePath}/${segment(String(params['propertyName']))}`, 'no-attribute')];
    default:
      throw new Error(`no finding for the keyword ${keyword}: add a case`);
  }
}

const segment = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');

/**
 * Holds messages against the types of this release. A field that nobody here knows is none of its affair: a later
 * release may add it.
 */
export class Validator {
  private readonly types = new Map<string, DescribedType>(
    [...publicTypes(), ...webhookTrials()].map((each) => [each.type, each]),
  );
  private readonly checks = new Map<string, Check>();
  private readonly checkAny = checkOf(anyMessage);

  validated(message: unknown): Verdict {
    const type = (message as { readonly type?: unknown } | null)?.type;
    const found = this.findingsIn(message, type);
    return {
      valid: found.length === 0,
      ...(typeof type === 'string' ? { type: type.slice(0, typeCharactersMax) } : {}),
      findings: found.slice(0, findingsMax),
    };
  }

  private findingsIn(message: unknown, type: unknown): readonly Finding[] {
    const known = typeof type === 'string' ? this.types.get(type) : undefined;
    if (known !== undefined) {
      const found = this.checkOf(known)(message);
      return found.length > 0 ? found : subjectIn(known, message as Message);
    }
    const found = this.checkAny(message);
    if (typeof type !== 'string' || found.some(({ pointer }) => pointer === '#/type')) return found;
    const versions = [...this.types.keys()].filter((each) => unversioned(each) === unversioned(type));
    return [
      versions.length > 0
        ? finding('/type', 'unknown-version', versions.join(', '))
        : finding('/type', 'unknown-type'),
      ...found,
    ];
  }

  private checkOf({ type, message }: DescribedType): Check {
    const check = this.checks.get(type) ?? checkOf(message);
    this.checks.set(type, check);
    return check;
  }
}

const typeCharactersMax = 200;
const unversioned = (type: string): string => type.replace(/\.v\d+$/, '');

interface Message {
  readonly subject: string;
  readonly time: string;
  readonly data: Readonly<Record<string, unknown>>;
}

function subjectIn({ said }: DescribedType, { subject, time, data }: Message): readonly Finding[] {
  const about = said.about({ ...data, at: time });
  return subject === about ? [] : [finding('/subject', 'wrong-subject', about)];
}
