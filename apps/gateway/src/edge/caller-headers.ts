import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { type FieldError, instantOf, isLine } from '@contracts';
import { isAgencyCode } from '@domain/codes';
import { headerOf } from './edge-request';
import { readKey } from './idempotency-key';
import { Problem } from './problem';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const traceparentPattern = /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;
const officerPattern = /^[A-Za-z0-9._-]{1,64}$/;
const fileHash = /^(.{1,255})#([0-9a-f]{64})$/iu;

const importHeaders = ['import-occurred-at', 'import-on-behalf-of', 'import-source'] as const;

/** What an importing tool says of the fact it brings. */
export interface Imported {
  readonly source: 'import' | 'scenario';
  readonly agency: string;
  readonly officer: string;
  readonly occurredAt?: string;
  readonly importedFrom: string;
}

const error = (name: string, detail: string): FieldError => ({ pointer: `/headers/${name}`, detail });
const malformed = (errors: readonly FieldError[]) => new Problem('request:malformed-header', { errors });

/** A UUID the caller gave its journey, in lower case. @throws Problem when it is something else. */
export function correlationIdIn(request: FastifyRequest): string | undefined {
  const text = headerOf(request, 'correlation-id')?.toLowerCase();
  if (text !== undefined && !uuid.test(text)) throw malformed([error('correlation-id', 'is not a UUID')]);
  return text;
}

/** The key of a command. @throws Problem when it is missing or malformed. */
export function idempotencyKeyIn(request: FastifyRequest): string {
  const key = headerOf(request, 'idempotency-key');
  if (key === undefined) throw new Problem('request:idempotency-key-missing');
  const read = readKey(key);
  if ('key' in read) return read.key;
  throw malformed([error('idempotency-key', read.wrong)]);
}

/** W3C trace context; one that is malformed counts as absent, as its specification says. */
export function traceparentIn(request: FastifyRequest): string | undefined {
  const text = headerOf(request, 'traceparent');
  return text !== undefined && traceparentPattern.test(text) ? text : undefined;
}

/** The closed agency an officer of its successor acts for. @throws Problem when it is no agency code. */
export function onBehalfOfIn(request: FastifyRequest): string | undefined {
  const code = headerOf(request, 'on-behalf-of');
  if (code === undefined || isAgencyCode(code)) return code;
  throw malformed([error('on-behalf-of', 'is no agency code')]);
}

export const bringsImport = (request: FastifyRequest): boolean =>
  importHeaders.some((name) => request.headers[name] !== undefined);

/** `Import-Source: scenario` names no file: the SHA-256 of no bytes stands for it. */
const scenarioSource = `scenario#${createHash('sha256').digest('hex')}`;

/** The headers of an import. @throws Problem naming every one that is missing or malformed. */
export function importIn(request: FastifyRequest): Imported {
  const [told, onBehalfOf, source] = importHeaders.map((name) => headerOf(request, name));
  const errors: FieldError[] = [];
  const [agency, officer, ...rest] = onBehalfOf?.split('/') ?? [];
  if (!isAgencyCode(agency ?? '') || !officerPattern.test(officer ?? '') || rest.length > 0) {
    errors.push(error('import-on-behalf-of', 'is not <agency code>/<officer>'));
  }
  const occurredAt = instantOf(told ?? '');
  if (told !== undefined && occurredAt === undefined) {
    errors.push(error('import-occurred-at', 'is not an instant of RFC 3339 in the years 1900 to 2199'));
  }
  const importedFrom = source === 'scenario' ? scenarioSource : fileSourceIn(source);
  if (importedFrom === undefined) {
    errors.push(error('import-source', 'is neither <percent-encoded file name>#<sha256> nor `scenario`'));
  }
  if (errors.length > 0) throw malformed(errors);
  return {
    source: source === 'scenario' ? 'scenario' : 'import',
    agency: agency as string,
    officer: officer as string,
    importedFrom: importedFrom as string,
    ...(occurredAt === undefined ? {} : { occurredAt }),
  };
}

function fileSourceIn(text = ''): string | undefined {
  try {
    const [, name = '', hash] = fileHash.exec(decodeURIComponent(text).normalize('NFC')) ?? [];
    return isLine(name) ? `${name}#${hash?.toLowerCase()}` : undefined;
  } catch {
    return undefined;
  }
}
