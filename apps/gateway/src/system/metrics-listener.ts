import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Configuration, Log } from '@runtime';
import type { SystemNumbers } from './system-numbers';

type Where = Pick<Configuration, 'metricsPort' | 'metricsHost'>;

export const metricsMediaType = 'text/plain; version=0.0.4; charset=utf-8';

/** A scraper keeps one connection; more than a few are none. */
const connectionsMax = 16;
const requestWithinMs = 10_000;

export interface MetricsListener {
  readonly port: number;
  stop(): void;
}

/**
 * The numbers without a token, for a scraper, on a port that only it reaches. Nothing without `LIENTHONG_METRICS_PORT`.
 * @throws the error of listening (`EADDRINUSE`).
 */
export async function listenForScrapers(
  numbers: SystemNumbers,
  { metricsPort, metricsHost }: Where,
  log: Log,
): Promise<MetricsListener | undefined> {
  if (metricsPort === undefined) return undefined;
  const server = scrapedBy(numbers, log);
  server.maxConnections = connectionsMax;
  server.listen(metricsPort, metricsHost);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  log.info({ host: metricsHost, port }, 'shows its numbers');
  const stop = () => {
    server.close();
    server.closeAllConnections();
  };
  return { port, stop };
}

function scrapedBy(numbers: SystemNumbers, log: Log): Server {
  return createServer({ requestTimeout: requestWithinMs }, (request, response) => {
    if (request.method !== 'GET' || request.url?.split('?', 1)[0] !== '/metrics') {
      return void response.writeHead(404).end('GET /metrics\n');
    }
    numbers.page().then(
      (page) => response.writeHead(200, { 'content-type': metricsMediaType }).end(page),
      (error: unknown) => {
        log.warn({ err: error }, 'could not show its numbers');
        response.writeHead(503, { 'retry-after': '2' }).end();
      },
    );
  });
}
