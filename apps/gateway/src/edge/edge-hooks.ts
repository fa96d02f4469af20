import { randomUUID } from 'node:crypto';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Operation } from '@contracts';
import { readBatch } from '../commands/read-batch';
import type { RefusedSecrets } from '../contents/refused-secrets';
import type { LooksAtEdge } from '../looks/looks-at-edge';
import type { AnswerNames } from '../names/answer-names';
import type { Admission } from './admission';
import { correlationIdIn } from './caller-headers';
import type { CrowdControl } from './crowd-control';
import { headerOf, operationOf } from './edge-request';
import { checkMessage, isResumable } from './http-message';
import { refuseTunnel } from './http-server';
import { announcedBytes, checkAnnounced, checkUncoded, isAnnounced, type Look, readJson } from './json-body';
import { limits } from './limits';
import { Problem } from './problem';
import { isMarkedSecret, marksSecret } from './secrecy-marks';
import { isApiPage, securityHeaders } from './security-headers';
import { settleBody } from './unread-body';

export interface EdgeParts {
  readonly admission: Admission;
  readonly crowd: CrowdControl;
  readonly secrets: RefusedSecrets;
  readonly contentBytesMax: number;
  isStopping(): boolean;
  /** Sees every answer before its first byte; what it throws is answered instead. */
  readonly looks: Pick<LooksAtEdge, 'see'>;
  readonly names: Pick<AnswerNames, 'tell' | 'forget'>;
  /** Told of every answer, once it is sent. */
  answered(request: FastifyRequest, reply: FastifyReply): void;
}

/** Everything that happens to a request before its handler runs, and to its answer after. */
export function installEdge(fastify: FastifyInstance, parts: EdgeParts): void {
  fastify.decorateRequest('correlationId', '');
  fastify.decorateRequest('caller', undefined);
  fastify.decorateRequest('holder', undefined);
  fastify.decorateRequest('refusedWith', undefined);
  fastify.addHook('onRequest', (request, reply) => letIn(request, reply, parts));
  fastify.addHook('preSerialization', async (request, reply, payload) => {
    tellWhere(request, reply, (payload ?? {}) as Readonly<Record<string, unknown>>);
    if (reply.statusCode < 300) await tellNames(request, payload, parts);
    return payload;
  });
  fastify.addHook('onSend', async (request, reply, payload) => {
    await seen(request, payload, parts);
    if (parts.isStopping()) reply.header('connection', 'close');
    settleBody(request.raw, reply.raw);
    parts.crowd.answered(request);
    return payload;
  });
  fastify.addHook('onResponse', async (request, reply) => parts.answered(request, reply));
  fastify.server.on('connect', (_request, socket) => refuseTunnel(socket as Socket));
  fastify.removeAllContentTypeParsers();
  const awaiting = continuesOf(fastify.server);
  fastify.addContentTypeParser('*', async (request: FastifyRequest, payload: IncomingMessage) => {
    const operation = operationOf(request);
    if (operation === undefined) return undefined;
    awaiting.get(request.raw)?.writeContinue();
    if (takesBytes(operation)) return payload;
    const look: Look = (text) => lookForMark(text, request, parts);
    if (operation.kind === 'batch') return readBatch(payload, look);
    return readJson(payload, look, { bytesMax: bytesMaxOf(operation) });
  });
}

async function letIn(request: FastifyRequest, reply: FastifyReply, parts: EdgeParts): Promise<void> {
  request.correlationId = randomUUID();
  // Of the route that was found: an address may be written in several ways.
  const page = isApiPage(request.routeOptions.url ?? '');
  reply.headers({ ...securityHeaders(page), 'correlation-id': request.correlationId });
  // On every answer, whatever it says (tus 1.0.0, 3.2).
  if (isResumable(request.url)) reply.header('tus-resumable', tusVersion);
  checkMessage(request.raw);
  if (parts.isStopping()) throw new Problem('service:stopping');
  if (request.url.length > limits.addressCharactersMax) throw new Problem('request:address-too-long');
  const correlationId = correlationIdIn(request);
  if (correlationId !== undefined) {
    request.correlationId = correlationId;
    reply.header('correlation-id', correlationId);
  }
  if (!request.is404 && !page) await admitTo(request, reply, parts);
}

async function admitTo(request: FastifyRequest, reply: FastifyReply, parts: EdgeParts): Promise<void> {
  const { admission, crowd, secrets, contentBytesMax } = parts;
  const operation = operationOf(request);
  if (operation === undefined) {
    throw new Error(`${request.routeOptions.url} is served without a row in the table of operations`);
  }
  if (operation.kind === 'open') return;
  if (operation.kind === 'public') {
    await crowd.anyone(request);
    if (operation.method === 'POST') checkAnnounced(request, bytesMaxOf(operation));
    return;
  }
  // Before the directory is asked: who may do nothing asks it with every request.
  const onNamed = () => crowd.enter(request, reply, operation);
  const { holder, caller } = await crowd.known(request, admission.isRemembered, () =>
    admission.admit(request, operation, { onNamed }),
  );
  request.holder = holder;
  request.caller = caller;
  if (isMarkedSecret(request) || (beginsUpload(operation) && !isSaidUnmarked(request))) {
    await secrets.count(caller.actor.agency);
    throw new Problem('content:secret-content');
  }
  if (operation.kind === 'command' || operation.kind === 'batch') checkAnnounced(request);
  if (!takesBytes(operation)) return;
  if (operation.kind === 'resumable') checkTusVersion(request);
  if (operation.kind === 'upload' && !isAnnounced(request)) throw new Problem('content:empty');
  checkUncoded(request);
  if (announcedBytes(request) > contentBytesMax) throw new Problem('content:too-large');
}

const tusVersion = '1.0.0';

/** Nothing of a request in another version is done. @throws Problem. */
function checkTusVersion(request: FastifyRequest): void {
  if (request.method === 'OPTIONS' || headerOf(request, 'tus-resumable') === tusVersion) return;
  throw new Problem('content:tus-version', { headers: { 'tus-version': tusVersion } });
}

const beginsUpload = ({ kind, method }: Operation): boolean =>
  kind === 'upload' || (kind === 'resumable' && method === 'POST');
const isSaidUnmarked = (request: FastifyRequest): boolean => headerOf(request, 'content-secrecy') === 'none';

/** Turned away before anything else is said of a body. @throws Problem. */
async function lookForMark(text: string, { caller }: FastifyRequest, { secrets }: EdgeParts): Promise<void> {
  if (caller === undefined || !marksSecret(text)) return;
  await secrets.count(caller.actor.agency);
  throw new Problem('document:secret-content');
}

/** What is not sent after all is read by nobody. */
async function seen(request: FastifyRequest, payload: unknown, { looks }: EdgeParts): Promise<void> {
  // What fails meanwhile is found failed when it is sent; an error that nobody hears would end the process.
  if (payload instanceof Readable) payload.on('error', () => undefined);
  try {
    await looks.see(request);
  } catch (error) {
    if (payload instanceof Readable) payload.destroy();
    throw error;
  }
}

const bytesMaxOf = ({ kind }: Operation): number =>
  kind === 'public' ? limits.publicJsonBytesMax : limits.jsonBytesMax;

/** Bodies that are files or parts of files, handed on as they come. */
const takesBytes = ({ kind }: Operation): boolean => kind === 'upload' || kind === 'resumable';

/** Beside the codes and ids in the answer of a question; what is recorded of agencies may give them others. */
async function tellNames(request: FastifyRequest, answer: unknown, { names }: EdgeParts): Promise<void> {
  const operation = operationOf(request);
  if (operation === undefined || request.caller === undefined) return;
  const { kind, tag } = operation;
  if (kind === 'batch' || (kind === 'command' && tag === 'agencies')) names.forget();
  const query = request.query as { readonly onDate?: string };
  const { caller } = request;
  if (typeof answer === 'object' && answer !== null) await names.tell({ operation, caller, query, answer });
}

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
