import { randomUUID } from 'node:crypto';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { RefusedSecrets } from '../contents/refused-secrets';
import type { Admission } from './admission';
import { correlationIdIn } from './caller-headers';
import type { CrowdControl } from './crowd-control';
import { headerOf, operationOf, pathOf } from './edge-request';
import { announcedBytes, checkAnnounced, checkUncoded, readJson } from './json-body';
import { limits } from './limits';
import type { Operation } from './operations';
import { Problem } from './problem';
import { isApiPage, securityHeaders } from './security-headers';
import { settleBody } from './unread-body';

export interface EdgeParts {
  readonly admission: Admission;
  readonly crowd: CrowdControl;
  readonly secrets: RefusedSecrets;
  readonly contentBytesMax: number;
  isStopping(): boolean;
  /** Told of every answer, once it is sent. */
  answered(request: FastifyRequest, reply: FastifyReply): void;
}

/** Everything that happens to a request before its handler runs, and to its answer after. */
export function installEdge(fastify: FastifyInstance, parts: EdgeParts): void {
  fastify.decorateRequest('correlationId', '');
  fastify.decorateRequest('caller', undefined);
  fastify.decorateRequest('holder', undefined);
  fastify.addHook('onRequest', (request, reply) => letIn(request, reply, parts));
  fastify.addHook('preSerialization', async (request, reply, payload) => {
    tellWhere(request, reply, (payload ?? {}) as Readonly<Record<string, unknown>>);
    return payload;
  });
  fastify.addHook('onSend', async (request, reply, payload) => {
    if (parts.isStopping()) reply.header('connection', 'close');
    settleBody(request.raw, reply.raw);
    parts.crowd.answered(request);
    return payload;
  });
  fastify.addHook('onResponse', async (request, reply) => parts.answered(request, reply));
  fastify.removeAllContentTypeParsers();
  const awaiting = continuesOf(fastify.server);
  fastify.addContentTypeParser('*', async (request: FastifyRequest, payload: IncomingMessage) => {
    const operation = operationOf(request);
    if (operation === undefined) return undefined;
    awaiting.get(request.raw)?.writeContinue();
    return takesBytes(operation) ? payload : readJson(payload);
  });
}

async function letIn(request: FastifyRequest, reply: FastifyReply, parts: EdgeParts): Promise<void> {
  request.correlationId = randomUUID();
  const path = pathOf(request);
  reply.headers({ ...securityHeaders(path), 'correlation-id': request.correlationId });
  if (parts.isStopping()) throw new Problem('service:stopping');
  if (request.url.length > limits.addressCharactersMax) throw new Problem('request:address-too-long');
  const correlationId = correlationIdIn(request);
  if (correlationId !== undefined) {
    request.correlationId = correlationId;
    reply.header('correlation-id', correlationId);
  }
  if (!request.is404 && !isApiPage(path)) await admitTo(request, reply, parts);
}

async function admitTo(request: FastifyRequest, reply: FastifyReply, parts: EdgeParts): Promise<void> {
  const { admission, crowd, secrets, contentBytesMax } = parts;
  const operation = operationOf(request);
  if (operation === undefined) {
    throw new Error(`${request.routeOptions.url} is served without a row in the table of operations`);
  }
  if (operation.kind === 'open') return;
  const { holder, caller } = await crowd.known(request, () => admission.admit(request, operation));
  request.holder = holder;
  request.caller = caller;
  crowd.enter(request, reply, operation);
  if (operation.kind === 'command') checkAnnounced(request);
  if (!takesBytes(operation)) return;
  const begins = operation.kind === 'upload' || operation.method === 'POST';
  if (begins && headerOf(request, 'content-secrecy') !== 'none') {
    await secrets.count(caller.actor.agency);
    throw new Problem('content:secret-content');
  }
  checkUncoded(request);
  if (announcedBytes(request) > contentBytesMax) throw new Problem('content:too-large');
}

/** Bodies that are files or parts of files, handed on as they come. */
const takesBytes = ({ kind }: Operation): boolean => kind === 'upload' || kind === 'resumable';

/** Where the fact stands, and where what it created is found. */
function tellWhere(
  request: FastifyRequest,
  reply: FastifyReply,
  answer: Readonly<Record<string, unknown>>,
): void {
  const { position } = answer;
  if (typeof position === 'string') reply.header('lienthong-position', position);
  const location = operationOf(request)?.location;
  if (location === undefined) return;
  const fields = { ...(request.params as Readonly<Record<string, unknown>>), ...answer };
  reply.header(
    'location',
    location.replace(/\{(\w+)\}/g, (_, name: string) => String(fields[name])),
  );
}

/** Requests that wait for `100 Continue`: without a listener Node says it before anybody looked at the headers. */
function continuesOf(server: Server): WeakMap<IncomingMessage, ServerResponse> {
  const awaiting = new WeakMap<IncomingMessage, ServerResponse>();
  server.on('checkContinue', (request, response) => {
    awaiting.set(request, response);
    server.emit('request', request, response);
  });
  return awaiting;
}
