import { Controller, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Caller } from '@contracts';
import { Asker, Handles } from '../../edge/operation';
import { Problem } from '../../edge/problem';
import { Uploads } from '../uploads';
import { isPart, ResumableUploads } from './resumable-uploads';

@Controller()
export class ResumableController {
  constructor(
    private readonly resumable: ResumableUploads,
    private readonly uploads: Uploads,
  ) {}

  @Handles('getUploadProtocol')
  protocol(@Asker() caller: Caller, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.answer(caller, request, reply);
  }

  @Handles('createUpload')
  create(@Asker() caller: Caller, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.answer(caller, request, reply);
  }

  @Handles('getUploadOffset')
  offset(
    @Param('uploadId') uploadId: string,
    @Asker() caller: Caller,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    return this.answer(caller, request, reply, uploadId);
  }

  @Handles('continueUpload')
  continue(
    @Param('uploadId') uploadId: string,
    @Asker() caller: Caller,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    if (!isPart(request)) throw new Problem('request:wrong-media-type');
    return this.answer(caller, request, reply, uploadId);
  }

  @Handles('endUpload')
  end(
    @Param('uploadId') uploadId: string,
    @Asker() caller: Caller,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    return this.answer(caller, request, reply, uploadId);
  }

  private async answer(
    caller: Caller,
    request: FastifyRequest,
    reply: FastifyReply,
    uploadId?: string,
  ): Promise<void> {
    const answer = this.uploads.track(this.resumable.answer(caller, request, uploadId?.toLowerCase()));
    const { status, headers } = await answer;
    await reply.code(status).headers(headers).send();
  }
}
