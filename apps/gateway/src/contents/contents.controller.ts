import { pipeline, Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { Controller, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ContentMissing, ContentStore, HashMismatch, TooLarge, UploadCut } from '@adapters/content-store';
import {
  type Caller,
  type ContentAccess,
  ContentTarget,
  DocumentContentTarget,
  type DossierContent,
  DossierContentTarget,
  subjects,
} from '@contracts';
import { headerOf } from '../edge/edge-request';
import { announcedBytes } from '../edge/json-body';
import { Asker, Handles } from '../edge/operation';
import { Problem } from '../edge/problem';
import { Services } from '../edge/services';
import { isCurrent, rangeIn } from './byte-range';
import { contentDisposition } from './content-disposition';
import { detached } from './detached';
import { holdBack } from './hold-back';
import { type Called, calledAs } from './inspection/called-as';
import { sampleBytes } from './inspection/mark';
import { Uploads } from './uploads';

@Controller()
export class ContentsController {
  constructor(
    private readonly contents: ContentStore,
    private readonly services: Services,
    private readonly uploads: Uploads,
  ) {}

  @Handles('putContent')
  async put(
    @Param() { sha256 }: ContentTarget,
    @Asker() { actor }: Caller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ sha256: string; size: number }> {
    const bytes = detached(request.body);
    try {
      const { size, existed } = await this.uploads.receive({
        agency: actor.agency,
        sender: request.holder ?? actor,
        sha256,
        bytes,
        mediaType: headerOf(request, 'content-type'),
        announced: announcedBytes(request) || undefined,
      });
      reply.code(existed ? 200 : 201);
      return { sha256, size };
    } catch (error) {
      throw refusedUpload(error);
    } finally {
      bytes.destroy();
    }
  }

  @Handles('getContent')
  async get(
    @Param() target: DocumentContentTarget,
    @Asker() caller: Caller,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const message = { target, body: {} };
    const { name, mediaType } = await this.services.query<ContentAccess>(
      subjects.contentAccess,
      message,
      caller,
    );
    await this.send(target.sha256, () => Promise.resolve({ name, mediaType }), request, reply);
  }

  /** Nobody says of a component what its bytes are called, or of what type they are: the bytes do. */
  @Handles('getDossierContent')
  async ofDossier(
    @Param() target: DossierContentTarget,
    @Asker() caller: Caller,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { sha256 } = target;
    const message = { target, body: {} };
    const found = await this.services.query<DossierContent>(subjects.dossierContent, message, caller);
    const { name, mediaType } = found;
    const called = async (): Promise<Called> =>
      mediaType === undefined ? calledAs(name, await this.firstOf(sha256)) : { name, mediaType };
    await this.send(sha256, called, request, reply);
  }

  private async firstOf(sha256: string): Promise<Buffer> {
    const size = (await this.contents.size(sha256)) ?? 0;
    if (size === 0) return Buffer.alloc(0);
    const range = { first: 0, last: Math.min(size, sampleBytes) - 1 };
    return buffer(await this.contents.readRange(sha256, range));
  }

  private async send(
    sha256: string,
    called: () => Promise<Called>,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    const etag = `"${sha256}"`;
    reply.headers({ etag, 'cache-control': 'private, no-cache', 'accept-ranges': 'bytes' });
    if (matches(headerOf(request, 'if-none-match'), etag)) return void reply.code(304).send();

    const size = await this.contents.size(sha256);
    if (size === undefined) throw new ContentMissing(sha256);
    const asked = request.method === 'GET' && isCurrent(headerOf(request, 'if-range'), etag);
    const range = asked ? rangeIn(headerOf(request, 'range'), size) : 'whole';
    if (range === 'unsatisfiable') {
      throw new Problem('content:range-not-satisfiable', { headers: { 'content-range': `bytes */${size}` } });
    }
    const { name, mediaType } = await called();
    reply.headers({
      'content-type': mediaType,
      'content-disposition': contentDisposition(name),
      'repr-digest': `sha-256=:${Buffer.from(sha256, 'hex').toString('base64')}:`,
    });
    if (range === 'whole') return this.sendWhole(sha256, request, reply);
    const bytes = await this.contents.readRange(sha256, range);
    reply.code(206).headers({
      'content-length': String(range.last - range.first + 1),
      'content-range': `bytes ${range.first}-${range.last}/${size}`,
    });
    await reply.send(bytes);
  }

  private async sendWhole(sha256: string, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const { size, stream } = await this.contents.read(sha256);
    reply.header('content-length', String(size));
    if (request.method === 'HEAD') {
      stream.destroy();
      // An empty body would set the length to 0; an empty stream leaves it as it is.
      return void reply.send(Readable.from([]));
    }
    await reply.send(pipeline(stream, holdBack(), () => undefined));
  }
}

function refusedUpload(error: unknown): unknown {
  if (error instanceof HashMismatch) return new Problem('content:hash-mismatch');
  if (error instanceof TooLarge) return new Problem('content:too-large');
  // Ended by us, for the reason that is its cause.
  if (error instanceof UploadCut && error.cause instanceof Problem) return error.cause;
  if (error instanceof UploadCut) return new Problem('content:upload-cut');
  return error;
}

const matches = (ifNoneMatch: string | undefined, etag: string): boolean =>
  ifNoneMatch !== undefined &&
  ifNoneMatch.split(',').some((each) => ['*', etag].includes(each.trim().replace(/^W\//, '')));
