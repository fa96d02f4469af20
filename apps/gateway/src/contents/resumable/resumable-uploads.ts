import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import type * as tusModule from '@tus/server';
import type { FastifyRequest } from 'fastify';
import type { Caller } from '@contracts';
import { plainMediaType } from '@domain/codes';
import { headerOf, pathOf } from '../../edge/edge-request';
import { Problem } from '../../edge/problem';
import { detached } from '../detached';
import { TusStore, type TusStoreParts } from './tus-store';
import { type PartChecksum, PartMismatch } from './unfinished-uploads';
import { UploadLocks } from './upload-locks';

const hourMs = 60 * 60 * 1000;
/** A holder that was asked to end may finish for this long; a newcomer waits longer than that. */
const [drainMs, waitMs] = [1_000, 15_000];
/** Of what the protocol answers; the rest, such as what other origins may read, is decided at the edge. */
const answered = [
  'location',
  'cache-control',
  'upload-offset',
  'upload-length',
  'upload-metadata',
  'upload-expires',
];
/** Of parts, with the bytes of their digests. All clients know SHA-1 (tus 1.0.0, 4.3); the whole has SHA-256. */
const digestBytes: Readonly<Record<PartChecksum['algorithm'], number>> = { sha1: 20, sha256: 32 };
const algorithms = Object.keys(digestBytes).join(',');

export interface TusAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
}

type Tus = Pick<typeof tusModule, 'Server'>;

/** Uploads in pieces by tus 1.0.0, each belonging to the agency that began it. */
export class ResumableUploads {
  private readonly locks = new UploadLocks(waitMs);

  private constructor(
    private readonly tus: Tus,
    private readonly parts: TusStoreParts,
  ) {}

  static async open(parts: TusStoreParts): Promise<ResumableUploads> {
    return new ResumableUploads(await import('@tus/server'), parts);
  }

  /** @throws Problem, ContentStoreUnavailable. */
  async answer({ actor }: Caller, request: FastifyRequest, uploadId?: string): Promise<TusAnswer> {
    const { agency } = actor;
    const store = new TusStore(this.parts, agency, request.holder ?? actor, checksumIn(request));
    let failure: unknown;
    const server = this.serverOf(agency, store, uploadId, (error) => (failure = error));
    const bytes = detached(request.body);
    try {
      const response = await server.handleWeb(asWeb(request, bytes));
      if (failure !== undefined) throw problemOf(failure);
      if (response.status >= 400) throw problemOfStatus(response.status, await response.text());
      return { status: response.status, headers: headersOf(response) };
    } finally {
      bytes.destroy();
    }
  }

  /** Removes what took too long. Resolves how many. */
  sweep(): Promise<number> {
    const hours = this.parts.expirationMs / hourMs;
    return this.parts.unfinished.sweep(hours, (agency, id) => this.locks.isHeld(agency, id));
  }

  /** One server for one request: what it may reach is bound to the asker. */
  private serverOf(
    agency: string,
    datastore: TusStore,
    uploadId: string | undefined,
    onFailure: (error: unknown) => void,
  ): tusModule.Server {
    return new this.tus.Server({
      path: '/uploads',
      datastore,
      maxSize: this.parts.bytesMax,
      relativeLocation: true,
      lockDrainTimeout: drainMs,
      locker: this.locks.of(agency),
      namingFunction: () => randomUUID(),
      getFileIdFromRequest: () => uploadId,
      onResponseError: (_request, error) => void onFailure(error),
    });
  }
}

/** Of the bytes of a part (tus 1.0.0, 3.3). */
const partMediaType = 'application/offset+octet-stream';

export const isPart = (request: FastifyRequest): boolean =>
  plainMediaType(headerOf(request, 'content-type') ?? '') === partMediaType;

/** The web's form of a request, with those headers that the protocol knows. */
function asWeb(request: FastifyRequest, bytes: Readable): Request {
  const headers = new Headers();
  for (const name of Object.keys(request.headers)) {
    if (/^(tus-|upload-|content-(type|length)$)/.test(name)) headers.set(name, headerOf(request, name) ?? '');
  }
  // To the library the one type has one spelling.
  if (isPart(request)) headers.set('content-type', partMediaType);
  const hasBody = request.method === 'POST' || request.method === 'PATCH';
  const body = Readable.toWeb(bytes) as ReadableStream<Uint8Array>;
  return new Request(`http://edge${pathOf(request)}`, {
    method: request.method,
    headers,
    ...(hasBody ? { body, duplex: 'half' } : {}),
  });
}

function headersOf(response: Response): Record<string, string> {
  const headers: Record<string, string> = { 'tus-resumable': '1.0.0' };
  for (const [name, value] of response.headers) {
    if (answered.includes(name) || (name.startsWith('tus-') && value !== '')) headers[name] = value;
  }
  if (response.headers.has('tus-extension')) headers['tus-checksum-algorithm'] = algorithms;
  return headers;
}

/** `Upload-Checksum: <algorithm> <base64>`. @throws Problem for an algorithm or a digest that is none. */
function checksumIn(request: FastifyRequest): PartChecksum | undefined {
  const header = headerOf(request, 'upload-checksum');
  if (header === undefined) return undefined;
  const [algorithm = '', base64 = '', ...more] = header.trim().split(/\s+/);
  const digest = Buffer.from(base64, 'base64');
  const isKnown = (name: string): name is PartChecksum['algorithm'] => Object.hasOwn(digestBytes, name);
  if (isKnown(algorithm) && digest.byteLength === digestBytes[algorithm] && more.length === 0) {
    return { algorithm, digest };
  }
  throw malformed(
    'upload-checksum',
    `is not \`<${algorithms.replace(',', ' or ')}> <base64 of the digest>\``,
  );
}

const malformed = (name: string, detail: string): Problem =>
  new Problem('request:malformed-header', { errors: [{ pointer: `/headers/${name}`, detail }] });

/** What the library throws are objects with a status and a text; what our store throws are errors of ours. */
function problemOf(failure: unknown): unknown {
  if (failure instanceof PartMismatch) return new Problem('content:checksum-mismatch');
  if (failure instanceof Problem) return failure;
  const { status_code: status, body } = failure as { status_code?: number; body?: string };
  return status === undefined ? failure : problemOfStatus(status, body ?? '');
}

function problemOfStatus(status: number, text: string): unknown {
  const said = text.trim();
  if (status === 404) return new Problem('content:upload-not-found');
  if (status === 409) return new Problem('content:wrong-offset');
  if (status === 410) return new Problem('content:upload-expired');
  if (status === 412) return new Problem('content:tus-version', { headers: { 'tus-version': '1.0.0' } });
  if (status === 413) return new Problem('content:too-large');
  if (said.startsWith('Request aborted')) return new Problem('content:upload-busy');
  if (status === 400 || status === 403 || status === 501) return malformed('upload-length', said);
  return new Error(`tus answered ${status}: ${said}`);
}
