import { randomUUID } from 'node:crypto';
import { ToolRefused } from '../tool';

/** A gateway, and a token of role `Operator`. */
export interface ParkedAccess {
  readonly address: string;
  readonly token: string;
}

interface Screen {
  write(text: string): void;
}

interface Fact {
  readonly eventId: string;
  readonly stream: string;
  readonly revision: string;
  readonly type: string;
  readonly reason: string;
}
interface Parked extends Fact {
  readonly service: string;
  readonly program: string;
}
interface Page {
  readonly rows: readonly Parked[];
  readonly silent: readonly string[];
  readonly next?: string;
}
interface Outcomes {
  readonly programs: readonly {
    readonly program: string;
    readonly replayed: number;
    readonly failed: number;
    readonly failures: readonly Fact[];
  }[];
  readonly silent: readonly string[];
  readonly next?: string;
}

/** A stream that was set aside may be long. */
const answerLimitMs = 60_000;

/**
 * Prints what is set aside, one line for each fact, with its reason.
 * @returns how many facts; @throws ToolRefused with the problem when the gateway refuses
 */
export async function listParked(access: ParkedAccess, screen: Screen): Promise<number> {
  let count = 0;
  for await (const { rows, silent } of pagesOf(access)) {
    for (const { service, program, eventId, stream, revision, type, reason } of rows) {
      screen.write(`${service} ${program} ${eventId} ${type} in ${stream}@${revision}: ${reason}\n`);
    }
    for (const service of silent)
      screen.write(`${service} does not answer: what it has set aside is not listed\n`);
    count += rows.length;
  }
  return count;
}

/**
 * Takes up again what is set aside, all or that of one program, and prints one line for each program and for each fact
 * that fails again.
 * @returns how many failed again; @throws ToolRefused
 */
export async function replayParked(access: ParkedAccess, screen: Screen, program?: string): Promise<number> {
  let total = 0;
  for (let cursor: string | undefined; ;) {
    const body = {
      ...(program === undefined ? {} : { program }),
      ...(cursor === undefined ? {} : { cursor }),
    };
    const { programs, silent, next } = await ask<Outcomes>(access, 'POST', '/operations/parked/replay', body);
    for (const { program: name, replayed, failed, failures } of programs) {
      screen.write(`${name}: ${replayed} replayed, ${failed} failed\n`);
      for (const { stream, revision, type, reason } of failures) {
        screen.write(`  ${type} in ${stream}@${revision}: ${reason}\n`);
      }
      total += failed;
    }
    for (const service of silent) screen.write(`${service} does not answer: nothing of it was taken up\n`);
    if (next === undefined) return total;
    cursor = next;
  }
}

/** Goes on without one fact for ever. @throws ToolRefused when it is not set aside */
export async function skipParked(access: ParkedAccess, eventId: string, reason: string): Promise<void> {
  const found: Parked[] = [];
  for await (const { rows } of pagesOf(access)) found.push(...rows.filter((row) => row.eventId === eventId));
  if (found.length === 0) throw new ToolRefused(`${eventId} is not set aside; list shows what is`);
  for (const { service, program } of found) {
    await ask(access, 'POST', '/operations/parked/skip', { service, program, eventId, reason });
  }
}

async function* pagesOf(access: ParkedAccess): AsyncGenerator<Page> {
  for (let cursor: string | undefined; ;) {
    const query = cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const page = await ask<Page>(access, 'GET', `/operations/parked?limit=100${query}`);
    yield page;
    if (page.next === undefined) return;
    cursor = page.next;
  }
}

async function ask<A>(
  { address, token }: ParkedAccess,
  method: string,
  path: string,
  body?: object,
): Promise<A> {
  const json = { 'content-type': 'application/json', 'idempotency-key': randomUUID() };
  const response = await fetch(`${address}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, ...(body === undefined ? {} : json) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(answerLimitMs),
  }).catch((cause: unknown) => {
    throw new ToolRefused(`${address} does not answer; name the gateway with --url`, { cause });
  });
  const text = await response.text();
  if (!response.ok) throw new ToolRefused(`${address}${path} answered ${response.status}: ${text}`);
  return JSON.parse(text) as A;
}
