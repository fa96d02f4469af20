import type { FastifyReply, FastifyRequest } from 'fastify';
import { Histogram } from 'prom-client';
import type { Log, Metrics } from '@runtime';

const name = 'lienthong_http_seconds';
const buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60];

/** Times every answer by operation and status, and writes one line for it: never a body, a query or a token. */
export class HttpNumbers {
  private readonly seconds: Histogram<'operation' | 'status'>;

  constructor(
    { registry }: Metrics,
    private readonly log: Log,
  ) {
    const known = registry.getSingleMetric(name) as Histogram<'operation' | 'status'> | undefined;
    this.seconds =
      known ??
      new Histogram({
        name,
        help: 'Time from a request to the end of its answer, by operation and status',
        labelNames: ['operation', 'status'],
        buckets,
        registers: [registry],
      });
  }

  answered(request: FastifyRequest, reply: FastifyReply): void {
    const { correlationId, holder, routeOptions } = request;
    const operation = routeOptions.config.operation ?? 'none';
    const status = reply.statusCode;
    this.seconds.observe({ operation, status: String(status) }, reply.elapsedTime / 1000);
    const milliseconds = Math.round(reply.elapsedTime * 10) / 10;
    // A flood is counted; a line for each of its requests would be one more thing that it takes.
    const isQuiet = status === 429 || (holder === undefined && status < 400);
    const level = isQuiet ? 'debug' : 'info';
    this.log[level](
      { correlationId, agency: holder?.agency, sentBy: holder?.sentBy, operation, status, milliseconds },
      `${request.method} ${operation} ${status}`,
    );
  }
}
