import { type BatchedCommandBody, type FieldError, type Operation, operations } from '@contracts';
import { segment } from '../edge/repeated-name';

/** A command of a batch as the request that it would be alone, without its token. */
export interface CommandRequest {
  readonly method: 'POST' | 'PUT';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON; absent where there is no body. */
  readonly payload?: string;
  /** Those with the same are done one after the other; absent where there is nothing to wait for. */
  readonly turn?: string;
}

/** What goes to one service as it is: only that can stand in a batch. */
const forwarded = new Map<string, Operation>(
  Object.entries<Operation>(operations).filter(([, row]) => row.kind === 'command' && row.forward),
);

const loneSurrogate = /\p{Surrogate}/u;
const parameter = /\{(\w+)\}/g;
/** A path with one of these in it names another path. */
const steps: readonly unknown[] = ['.', '..'];

/** The request of a command, or what is wrong with its operation and its target. */
export function commandRequest(
  said: BatchedCommandBody,
  pointer: string,
): CommandRequest | readonly FieldError[] {
  const row = forwarded.get(said.operation);
  if (row === undefined) {
    const detail = 'is no `operationId` of a command that goes to one service as it is';
    return [{ pointer: `${pointer}/operation`, detail }];
  }
  const names = [...row.path.matchAll(parameter)].map(([, name]) => name as string);
  const errors = targetErrors(said.target, names, `${pointer}/target`);
  if (errors.length > 0) return errors;
  const target = (said.target ?? {}) as Readonly<Record<string, string | number>>;
  const inPath = (name: string): string => encodeURIComponent(String(target[name]));
  const [first] = names;
  return {
    method: row.method as CommandRequest['method'],
    url: row.path.replace(parameter, (_, name: string) => inPath(name)),
    headers: headersOf(said),
    ...(said.body === undefined ? {} : { payload: JSON.stringify(said.body) }),
    ...(first === undefined ? {} : { turn: `${first} ${inPath(first).toLowerCase()}` }),
  };
}

function targetErrors(target: unknown, names: readonly string[], pointer: string): readonly FieldError[] {
  if (typeof (target ?? {}) !== 'object' || Array.isArray(target)) {
    return [{ pointer, detail: 'must be an object', code: 'object' }];
  }
  const given = new Map<string, unknown>(Object.entries(target ?? {}));
  const unknown = [...given.keys()].filter((name) => !names.includes(name));
  return [
    ...unknown.map((name) => ({ pointer: pointer + segment(name), detail: 'is not a known field' })),
    ...names
      .filter((name) => !canStandInPath(given.get(name)))
      .map((name) => ({ pointer: pointer + segment(name), detail: 'must be what its path can hold' })),
  ];
}

const canStandInPath = (value: unknown): boolean =>
  (typeof value === 'string' || typeof value === 'number') &&
  value !== '' &&
  !steps.includes(value) &&
  !loneSurrogate.test(String(value));

function headersOf({ idempotencyKey, onBehalfOf, import: imported }: BatchedCommandBody) {
  return {
    'content-type': 'application/json',
    ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
    ...(onBehalfOf === undefined ? {} : { 'on-behalf-of': onBehalfOf }),
    ...(imported === undefined
      ? {}
      : {
          'import-on-behalf-of': `${imported.agency}/${imported.officer}`,
          'import-source': imported.from,
        }),
    ...(imported?.occurredAt === undefined ? {} : { 'import-occurred-at': imported.occurredAt }),
  };
}
