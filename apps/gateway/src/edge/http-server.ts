import { randomUUID } from 'node:crypto';
import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Configuration } from '@runtime';
import { methodOf, originForm } from './http-message';
import { limits } from './limits';
import { Problem, problemMediaType } from './problem';
import { apiVersion, securityHeaders } from './security-headers';
import { settleBody } from './unread-body';

/** Fastify with every limit said, and problem documents also where no handler is reached. */
export function httpServer({ trustedProxies }: Pick<Configuration, 'trustedProxies'>): FastifyAdapter {
  return new FastifyAdapter({
    logger: false,
    trustProxy: trustedProxies.length > 0 && [...trustedProxies],
    bodyLimit: limits.jsonBytesMax,
    connectionTimeout: limits.silenceMs,
    requestTimeout: limits.requestWithinMs,
    http: { maxHeaderSize: limits.headerBytesMax, headersTimeout: limits.headersWithinMs },
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    requestIdHeader: false,
    routerOptions: { maxParamLength: limits.pathPartCharactersMax },
    skipMiddie: true,
    rewriteUrl: (request: IncomingMessage) => {
      // Called before a route is looked for, which goes by the method, too.
      Object.assign(request, { method: methodOf(request) });
      return originForm(request.url ?? '/');
    },
    frameworkErrors: answerUnroutable,
    clientErrorHandler: answerUnreadable,
  });
}

/** The address is no well-formed URL, so that no route and no hook was reached. */
function answerUnroutable(error: Error, request: FastifyRequest, reply: FastifyReply): void {
  settleBody(request.raw, reply.raw);
  const tooLong = (error as { statusCode?: number }).statusCode === 414;
  const problem = new Problem(tooLong ? 'request:no-such-address' : 'request:unreadable');
  void reply
    .code(problem.status)
    .headers({ ...securityHeaders(), 'content-type': problemMediaType, 'correlation-id': randomUUID() })
    .send(Buffer.from(JSON.stringify(problem.document('/'))));
}

/** The bytes on the connection are no request: the answer is written by hand and the connection ends. */
function answerUnreadable(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const problem = new Problem(
    error.code === 'HPE_HEADER_OVERFLOW'
      ? 'request:headers-too-large'
      : error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? 'request:too-slow'
        : 'request:unreadable',
  );
  endWith(problem, socket);
}

/** Who asks for a tunnel (`CONNECT`) is no proxy's client here. */
export const refuseTunnel = (socket: Socket): void => endWith(new Problem('request:unreadable'), socket);

function endWith(problem: Problem, socket: Socket): void {
  const body = JSON.stringify(problem.document('/'));
  const head = [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status] ?? ''}`,
    `content-type: ${problemMediaType}`,
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
    `api-version: ${apiVersion['api-version']}`,
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
