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

/** Sends each order once over so many connections and reads every answer. @throws when one is not accepted. */
export async function send(
  address: string,
  token: string,
  orders: readonly Order[],
  connections: number,
): Promise<Loaded> {
  let next = 0;
  let accepted = 0;
  let refused: string | undefined;
  const started = performance.now();
  let last = started;
  const times: number[] = [];
  const { errors, timeouts } = await new Promise<autocannon.Result>((resolve, reject) => {
    const run = autocannon(
      {
        url: address,
        amount: orders.length,
        connections: Math.min(connections, orders.length),
        timeout: 30,
        requests: [
          {
            setupRequest: (request) => ({
              ...request,
              ...post(orders[next++ % orders.length] as Order, token),
            }),
            onResponse: (status, body) => {
              last = performance.now();
              if (status >= 200 && status < 300) accepted++;
              else refused ??= `${status} ${body}`;
            },
          },
        ],
      },
      (error: Error | null, result) => (error === null ? resolve(result) : reject(error)),
    );
    run.on('response', (_client, _status, _bytes, milliseconds) => times.push(milliseconds));
  });
  if (refused !== undefined) throw new Error(`a request was refused: ${refused}`);
  if (accepted !== orders.length)
    throw new Error(`${accepted} of ${orders.length} accepted, ${errors} errors, ${timeouts} too late`);
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

/** Sends one order on a connection that is kept: autocannon would count its own start. @throws when it is refused. */
export async function sendOne(address: string, token: string, order: Order): Promise<void> {
  const { path, ...request } = post(order, token);
  const answer = await fetch(address + path, request);
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${path} was answered ${answer.status}: ${text}`);
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
