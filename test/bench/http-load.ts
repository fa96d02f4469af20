import { randomUUID } from 'node:crypto';
import autocannon from 'autocannon';
import { quantile } from './pairs';

export interface Order {
  readonly path: string;
  readonly body: object;
  /** Instead of the one of all of them. */
  readonly token?: string;
}

export interface Loaded {
  readonly accepted: number;
  readonly seconds: number;
  /** Milliseconds of each answer. */
  readonly p50: number;
  readonly p99: number;
}

/** An order, and the one that its answer leads to. */
export interface Pair {
  readonly first: Order;
  second(answer: string): Order;
}

type Setup = (request: autocannon.Request, context: object) => autocannon.Request;
type Heard = (body: string, context: object) => void;
/** Requests that each connection sends one after the other, again and again. */
type Steps = readonly { readonly setup: Setup; readonly heard?: Heard }[];

/** Sends each order once over so many connections and reads every answer. @throws when one is not accepted. */
export function send(
  address: string,
  token: string,
  orders: readonly Order[],
  connections: number,
): Promise<Loaded> {
  let next = 0;
  const setup: Setup = (request) => ({ ...request, ...post(orders[next++ % orders.length] as Order, token) });
  return loaded(address, orders.length, Math.min(connections, orders.length), [{ setup }]);
}

/**
 * Sends the first of each pair, and on the same connection what its answer leads to; as many pairs on each connection,
 * so give a multiple of those. @throws when one is not accepted.
 */
export function sendPairs(
  address: string,
  token: string,
  pairs: readonly Pair[],
  connections: number,
): Promise<Loaded> {
  if (pairs.length % connections !== 0)
    throw new RangeError(`${pairs.length} pairs are no multiple of ${connections} connections`);
  let next = 0;
  // Of one connection, until both of its orders are answered.
  type Context = { pair?: Pair; answer?: string };
  const first: Setup = (request, context: Context) => {
    const pair = pairs[next++ % pairs.length] as Pair;
    context.pair = pair;
    return { ...request, ...post(pair.first, token) };
  };
  const heard: Heard = (body, context: Context) => void (context.answer = body);
  const second: Setup = (request, { pair, answer }: Context) => ({
    ...request,
    ...post((pair as Pair).second(answer ?? ''), token),
  });
  return loaded(address, 2 * pairs.length, connections, [{ setup: first, heard }, { setup: second }]);
}

async function loaded(address: string, amount: number, connections: number, steps: Steps): Promise<Loaded> {
  let accepted = 0;
  let refused: string | undefined;
  const started = performance.now();
  let last = started;
  const times: number[] = [];
  const requests = steps.map(({ setup: setupRequest, heard }) => ({
    setupRequest,
    onResponse: (status: number, body: string, context: object) => {
      last = performance.now();
      if (status >= 200 && status < 300) accepted++;
      else refused ??= `${status} ${body}`;
      heard?.(body, context);
    },
  }));
  const { errors, timeouts } = await new Promise<autocannon.Result>((resolve, reject) => {
    const run = autocannon(
      { url: address, amount, connections, timeout: 30, requests },
      (error: Error | null, result) => (error === null ? resolve(result) : reject(error)),
    );
    run.on('response', (_client, _status, _bytes, milliseconds) => times.push(milliseconds));
  });
  if (refused !== undefined) throw new Error(`a request was refused: ${refused}`);
  if (accepted !== amount)
    throw new Error(`${accepted} of ${amount} accepted, ${errors} errors, ${timeouts} too late`);
  times.sort((a, b) => a - b);
  return {
    accepted,
    seconds: (last - started) / 1000,
    p50: quantile(times, 0.5),
    p99: quantile(times, 0.99),
  };
}

/** The same shared out over several gateways; the times are those of the one with the worse. */
export async function sendToEach(
  addresses: readonly string[],
  token: string,
  orders: readonly Order[],
  connections: number,
): Promise<Loaded> {
  const loads = await Promise.all(
    addresses.map((address, at) => {
      const share = orders.filter((_, index) => index % addresses.length === at);
      return send(address, token, share, connections / addresses.length);
    }),
  );
  const most = (of: (load: Loaded) => number): number => Math.max(...loads.map(of));
  return {
    accepted: loads.reduce((total, { accepted }) => total + accepted, 0),
    seconds: most(({ seconds }) => seconds),
    p50: most(({ p50 }) => p50),
    p99: most(({ p99 }) => p99),
  };
}

/** Sends one order on a connection that is kept: autocannon would count its own start. */
export async function answerTo(
  address: string,
  token: string,
  order: Order,
): Promise<{ readonly status: number; readonly text: string }> {
  const { path, ...request } = post(order, token);
  const answer = await fetch(address + path, request);
  return { status: answer.status, text: await answer.text() };
}

/** The same; answers what it was answered. @throws when it is refused. */
export async function sendOne(address: string, token: string, order: Order): Promise<string> {
  const { status, text } = await answerTo(address, token, order);
  if (status < 200 || status >= 300) throw new Error(`${order.path} was answered ${status}: ${text}`);
  return text;
}

const post = ({ path, body, token: own }: Order, token: string) => ({
  method: 'POST' as const,
  path,
  headers: {
    authorization: `Bearer ${own ?? token}`,
    'content-type': 'application/json',
    'idempotency-key': randomUUID(),
  },
  body: JSON.stringify(body),
});
