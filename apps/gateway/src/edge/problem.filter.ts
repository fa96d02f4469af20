import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ContentDamaged, ContentMissing, ContentStoreUnavailable } from '@adapters/content-store';
import { IssuerUnavailable } from '@adapters/identity';
import { MessageTooLarge, ServiceUnavailable } from '@adapters/messaging';
import type { ProblemName } from '@contracts';
import type { Log } from '@runtime';
import { pathOf } from './edge-request';
import { Problem, problemMediaType, problemPage } from './problem';
import { methodsOf } from './route-methods';

/** Fastify's and Nest's own refusals, by status: their texts are never answered. */
const byStatus: Readonly<Record<number, ProblemName>> = {
  400: 'request:unreadable',
  403: 'request:no-such-address',
  404: 'request:no-such-address',
  408: 'request:too-slow',
  413: 'request:too-large',
  414: 'request:address-too-long',
  415: 'request:wrong-media-type',
};

/** Set for an answer that was not given in the end, and Fastify's wish to close on every body it could not read. */
const ofAnotherAnswer = [
  'connection',
  'content-length',
  'content-range',
  'content-disposition',
  'etag',
  'repr-digest',
];

type Asked = Pick<FastifyRequest, 'method' | 'url'>;

/** What anything thrown at the edge is answered with. */
export function problemFor(error: unknown, request: Asked): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof ServiceUnavailable) {
    const lost = error.reason === 'no-answer-in-time';
    return new Problem(lost ? 'service:no-answer' : 'service:unavailable', { cause: error });
  }
  if (error instanceof ContentStoreUnavailable || error instanceof IssuerUnavailable) {
    return new Problem('service:unavailable', { cause: error });
  }
  if (error instanceof ContentMissing || error instanceof ContentDamaged) {
    return new Problem('content:not-readable', { cause: error });
  }
  if (error instanceof MessageTooLarge) return new Problem('request:too-large');
  const status = error instanceof HttpException ? error.getStatus() : statusOfFile(error);
  if (status === 404) return unrouted(request);
  const name = status === undefined ? undefined : byStatus[status];
  return new Problem(name ?? 'service:failed', { cause: error });
}

/** What serves the files of the API page throws plain errors with a status: 403 of a path out of their folder. */
function statusOfFile(error: unknown): number | undefined {
  const { statusCode } = (error ?? {}) as { statusCode?: unknown };
  return typeof statusCode === 'number' && statusCode < 500 ? statusCode : undefined;
}

function unrouted(request: Asked): Problem {
  const allowed = methodsOf(pathOf(request));
  if (allowed.length === 0 || allowed.includes(request.method)) return new Problem('request:no-such-address');
  return new Problem('request:wrong-method', { headers: { allow: allowed.join(', ') } });
}

/** Answers everything thrown with one problem document. What is our fault goes to the log, never into the answer. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly log: Log) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const problem = problemFor(error, request);
    if (problem.status >= 500) this.tell(problem, request);
    if (reply.sent) return;
    request.refusedWith = problem.problem;
    for (const name of ofAnotherAnswer) reply.removeHeader(name).raw.removeHeader(name);
    // RFC 6903, 6: where the type of the answer is explained.
    const link = `<${problemPage(problem.problem)}>; rel="type"`;
    void reply
      .code(problem.status)
      .headers({ link, ...problem.headers, 'cache-control': 'no-store', 'content-type': problemMediaType })
      .send(Buffer.from(JSON.stringify(problem.document(pathOf(request)))));
  }

  private tell(problem: Problem, { correlationId, routeOptions }: FastifyRequest): void {
    const level = problem.problem === 'service:failed' ? 'error' : 'warn';
    const operation = routeOptions.config.operation;
    this.log[level]({ correlationId, operation, err: problem.cause }, `answered ${problem.problem}`);
  }
}
